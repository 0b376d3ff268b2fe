"""Citizen ids written in their old form of 15 digits. The index holds the 18 they stand for, so records are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gridctl.findings.finding import Finding, Fix
from gridctl.schema.col import columns
from gridctl.schema.ledgers import LEDGERS, ledger
from gridctl.text import citizen_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gridctl.findings.finding import Severity
    from gridctl.schema.col import Column
    from gridctl.store.workspace import Workspace

_OLD_LENGTH = 15


def check_old_ids(ws: Workspace, severity: Severity) -> Iterator[Finding]:
    """S306, with the 18 characters as its correction."""
    holders = {about.name: tuple(_holders(about.columns)) for about in LEDGERS}
    for shard in ws.shards():
        if not holders[shard.ledger]:
            continue
        key = ledger(shard.ledger).key
        for data in ws.loaded(shard).data:
            for field, value in _old_ids(holders[shard.ledger], data):
                fix = Fix(field, value, citizen_id.parse(value).number)
                record = str(data.get(key) or "")
                yield Finding(
                    "S306", severity, ledger=shard.ledger, record=record, field=field, params={"value": value}, fix=fix
                )


def _holders(fields: tuple[Column, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The fields that hold document numbers: each its name, or the part's list and the names in it."""
    for column in fields:
        if column.col.mask == "id":
            yield column.name, ()
        elif column.kind == "parts" and column.part is not None:
            inner = tuple(each.name for each in columns(column.part) if each.col.mask == "id")
            if inner:
                yield column.name, inner


def _old_ids(holders: tuple[tuple[str, tuple[str, ...]], ...], data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, inner in holders:
        value = data.get(name)
        if not inner and _is_old(value):
            yield name, str(value)
        elif inner and isinstance(value, list):
            for index, part in enumerate(value):
                if isinstance(part, dict):
                    for each in inner:
                        if _is_old(part.get(each)):
                            yield f"{name}[{index}].{each}", str(part[each])


def _is_old(value: object) -> bool:
    if not isinstance(value, str) or len(value) != _OLD_LENGTH or not value.isdigit():
        return False
    try:
        return citizen_id.parse(value).was_15
    except ValueError:
        return False
