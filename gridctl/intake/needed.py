"""What new records lack that ``check`` will ask for: told when they are imported, so that nothing surprises later."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from gridctl.findings.finding import Finding, Place
from gridctl.findings.registry import rule
from gridctl.schema.col import required
from gridctl.schema.ledgers import ledger
from gridctl.store.changeset import Add, Set

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gridctl.schema.col import Column, Profile
    from gridctl.store.changeset import Change


def lacking(changes: Iterable[Change], profile: Profile, file: str) -> list[Finding]:
    """One finding (I173) for each required field that new records, or new parts of records, do not have."""
    counts: Counter[tuple[str, str]] = Counter()
    for change in changes:
        if isinstance(change, Add):
            _count(counts, change.ledger, "", ledger(change.ledger).columns, change.data, profile)
        elif isinstance(change, Set) and change.old is None and isinstance(change.new, dict):
            name = change.field.partition("[")[0].rpartition(".")[2]
            column = next((each for each in ledger(change.ledger).columns if each.name == name), None)
            if column is not None and column.part is not None:
                _count(counts, change.ledger, f"{name}.", _columns(column), change.new, profile)
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


def _columns(column: Column) -> Sequence[Column]:
    from gridctl.schema.col import columns

    return columns(column.part) if column.part is not None else ()


def _count(
    counts: Counter[tuple[str, str]],
    name: str,
    above: str,
    fields: Iterable[Column],
    data: Mapping[str, Any],
    profile: Profile,
) -> None:
    for each in fields:
        value = data.get(each.name)
        if each.kind == "parts":
            for part in value or ():
                if isinstance(part, dict):
                    _count(counts, name, f"{above}{each.name}.", _columns(each), part, profile)
        elif value in (None, "", []) and each.name != "grid_code" and required(each, profile):
            counts[name, above + each.name] += 1
