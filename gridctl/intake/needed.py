"""What new records lack that ``check`` will ask for: told when they are imported, so that nothing surprises later."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from gridctl.findings.finding import Finding, Place
from gridctl.findings.registry import rule
from gridctl.schema.col import columns, required
from gridctl.schema.ledgers import ledger
from gridctl.store.changeset import Add, Set

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pydantic import BaseModel

    from gridctl.schema.col import Column, Profile
    from gridctl.store.changeset import Change

_BLANK: Final[tuple[Any, ...]] = (None, "", [])


def lacking(changes: Iterable[Change], profile: Profile, file: str) -> list[Finding]:
    """One finding (I173) for each required field that new records, or new parts of records, do not have."""
    counts: Counter[tuple[str, str]] = Counter()
    for change in changes:
        if isinstance(change, Add):
            _count(counts, change.ledger, "", ledger(change.ledger).model, change.data, profile)
        elif isinstance(change, Set) and change.old is None and isinstance(change.new, dict):
            name = change.field.partition("[")[0].rpartition(".")[2]
            column = next((each for each in ledger(change.ledger).columns if each.name == name), None)
            if column is not None and column.part is not None:
                _count(counts, change.ledger, f"{name}.", column.part, change.new, profile)
    return [
        Finding(
            "I173",
            rule("I173").severity,
            Place(file),
            name,
            "",
            path,
            params={"file": file, "count": str(count), "missing_field": path},
        )
        for (name, path), count in counts.items()
    ]


@cache
def _asked(model: type[BaseModel], profile: Profile) -> tuple[tuple[str, ...], tuple[Column, ...]]:
    """The fields of a model that a profile asks for, and its lists of parts."""
    fields = columns(model)
    lists = tuple(each for each in fields if each.kind == "parts")
    asked = (each for each in fields if each not in lists and each.name != "grid_code" and required(each, profile))
    return tuple(each.name for each in asked), lists


def _count(
    counts: Counter[tuple[str, str]],
    name: str,
    above: str,
    model: type[BaseModel],
    data: Mapping[str, Any],
    profile: Profile,
) -> None:
    asked, lists = _asked(model, profile)
    values = tuple(map(data.get, asked))
    if not all(values):
        for field, value in zip(asked, values, strict=True):
            if not value and value in _BLANK:
                counts[name, above + field] += 1
    for each in lists:
        for part in data.get(each.name) or ():
            if each.part is not None and isinstance(part, dict):
                _count(counts, name, f"{above}{each.name}.", each.part, part, profile)
