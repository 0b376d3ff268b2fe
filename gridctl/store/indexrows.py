"""From a shard's typed records to rows of the index's tables."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from gridctl.schema.col import Column, columns
from gridctl.schema.ledgers import Ledger, ledger
from gridctl.store.tables import OF_HOUSEHOLD, part_tables

if TYPE_CHECKING:
    from pydantic import BaseModel

    from gridctl.store.loaded import Loaded, Shard

Rows = dict[str, list[dict[str, Any]]]


def index_rows(shard: Shard, loaded: Loaded, keys: list[str], into: Rows) -> None:
    """Add a shard's rows to ``into``, by table. Columns that are not in a row are null."""
    about = ledger(shard.ledger)
    flat = _parts_of(about.model)
    tables = part_tables(about)
    defaults = _defaults(about)
    own = into.setdefault(about.name, [])
    for key, item, typed in zip(keys, loaded.items, loaded.typed, strict=True):
        row = {**defaults, **typed}
        for column in tables:
            row.pop(column.name, None)
        _flatten(row, flat)
        row["path"], row["row"] = shard.path, item
        row["current"] = row.get("status") != "ended"
        own.append(row)
        for column in tables:
            assert column.col.table is not None
            rows = into.setdefault(column.col.table, [])
            for seq, part in enumerate(typed.get(column.name, ())):
                rows.append(_part_row(column, part, key, seq, shard.path, row))


def _part_row(
    column: Column, part: dict[str, Any], parent: str, seq: int, path: str, owner: dict[str, Any]
) -> dict[str, Any]:
    assert column.part is not None
    row = {**part, "parent": parent, "seq": seq, "path": path}
    _flatten(row, _parts_of(column.part))
    if column.col.table == "persons":
        for name in OF_HOUSEHOLD:
            row[name] = owner.get(name)
        row["current"] = owner["current"] and row.get("moved_out") is None and row.get("death_date") is None
    return row


def _flatten(row: dict[str, Any], parts: tuple[str, ...]) -> None:
    for name in parts:
        for inner, value in (row.pop(name, None) or {}).items():
            row[f"{name}_{inner}"] = value


@cache
def _parts_of(model: type[BaseModel]) -> tuple[str, ...]:
    return tuple(column.name for column in columns(model) if column.kind == "part")


@cache
def _defaults(about: Ledger) -> dict[str, Any]:
    """The values that a record has without anybody writing them."""
    fields = about.model.model_fields
    return {
        column.name: default
        for column in about.columns
        if isinstance(default := fields[column.name].default, (str, int))
    }
