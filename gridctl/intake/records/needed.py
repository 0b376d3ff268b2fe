"""What new records lack that ``check`` will ask for: told when they are imported, so that nothing surprises later."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, Final

from gridctl.findings.finding import Finding, Place
from gridctl.findings.registry import rule
from gridctl.schema.col import columns, required
from gridctl.schema.ledgers import ledger
from gridctl.store.changeset import Add, Set

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pydantic import BaseModel

    from gridctl.schema.col import Profile
    from gridctl.store.changeset import Change

_BLANK: Final[tuple[Any, ...]] = (None, "", [])


def lacking(changes: Iterable[Change], profile: Profile, file: str) -> list[Finding]:
    """One finding (I173) for each required field that new records, or new parts of records, do not have."""
    records: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    parts: defaultdict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for change in changes:
        if isinstance(change, Add):
            records[change.ledger].append(change.data)
        elif isinstance(change, Set) and change.old is None and isinstance(change.new, dict):
            parts[change.ledger, change.field.partition("[")[0].rpartition(".")[2]].append(change.new)
    counts: Counter[tuple[str, str]] = Counter()
    for name, added in records.items():
        for path, count in _lacked(ledger(name).model, added, profile):
            counts[name, path] += count
    for (name, field), added in parts.items():
        part = next((each.part for each in columns(ledger(name).model) if each.name == field), None)
        for path, count in _lacked(part, added, profile, f"{field}.") if part is not None else ():
            counts[name, path] += count
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


def _lacked(
    model: type[BaseModel], added: Sequence[Mapping[str, Any]], profile: Profile, above: str = ""
) -> Iterator[tuple[str, int]]:
    """The paths of fields that a profile asks of records of one model, or of their parts, and how many lack them."""
    fields = columns(model)
    # The records of a sheet have the same few sets of fields: what each lacks is looked up once.
    shapes = Counter(map(_said, added))
    for each in fields:
        if each.kind != "parts" and each.name != "grid_code" and required(each, profile):
            lacking = sum(count for said, count in shapes.items() if each.name not in said)
            if lacking:
                yield above + each.name, lacking
    for each in fields:
        if each.kind == "parts" and each.part is not None:
            inside = [part for data in added for part in data.get(each.name) or () if isinstance(part, dict)]
            yield from _lacked(each.part, inside, profile, f"{above}{each.name}.")


def _said(data: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of the fields that a record does not leave blank."""
    return tuple(data) if all(data.values()) else tuple(name for name, value in data.items() if value not in _BLANK)
