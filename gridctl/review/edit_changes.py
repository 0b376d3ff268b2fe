"""From values typed for a record to the changes that make it so, with what is wrong with them."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gridctl.findings.finding import Finding, Place, Severity
from gridctl.findings.registry import rule
from gridctl.review.fields import field_changes
from gridctl.schema.ledgers import PERSON_PREFIX, ledger
from gridctl.schema.reading import plain, read_record
from gridctl.store.asread import as_read
from gridctl.store.changeset import Add, Change, ChangeSet, Set
from gridctl.store.faults import NotFound, Refused, UsageFault
from gridctl.store.fieldpath import path_text
from gridctl.store.requirements import missing
from gridctl.text.ids import random_id

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from gridctl.schema.ledgers import Ledger
    from gridctl.schema.reading import Reading
    from gridctl.store.entry import Entry
    from gridctl.store.fieldtable import TableFields
    from gridctl.store.workspace import Workspace

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Edited:
    """What to write, and the findings about it; with an error among them nothing should be written."""

    changes: ChangeSet
    findings: tuple[Finding, ...]

    @property
    def faulty(self) -> bool:
        """Whether a value cannot be taken."""
        return any(each.severity is Severity.ERROR for each in self.findings)


def entry_of(ws: Workspace, name: str, key: str) -> Entry:
    """A record as its file has it; raises ``NotFound``."""
    entry = ws.get(name, key)
    if entry is None:
        raise NotFound(f"{ledger(name).zh}中没有 {key}。", f"There is no {key} in {ledger(name).en}.")
    return entry


def part_of(about: Ledger, data: Mapping[str, Any], part: str) -> tuple[str, int]:
    """The field and the place in it of a record's part with this id; raises ``NotFound``."""
    for column in about.columns:
        blocks = data.get(column.name)
        for place, each in enumerate(blocks if isinstance(blocks, list) and column.kind == "parts" else ()):
            if isinstance(each, dict) and each.get("id") == part:
                return column.name, place
    raise NotFound(f"没有 {part}。", f"There is no {part}.")


def changed(
    ws: Workspace, name: str, key: str, values: Mapping[str, Any], clear: Collection[str] = (), *, part: str = ""
) -> Edited:
    """Set fields of a record, or of its part with this id, by their paths; ``clear`` names those to be emptied."""
    entry = entry_of(ws, name, key)
    after = copy.deepcopy(entry.data)
    block = after
    if part:
        field, place = part_of(ledger(name), after, part)
        block = after[field][place]
    for path, value in values.items():
        _put(block, path, value)
    for path in clear:
        _put(block, path, None)
    return rewritten(ws, entry, after)


def rewritten(ws: Workspace, entry: Entry, after: Mapping[str, Any]) -> Edited:
    """Make a record hold what ``after`` says (English names, values as written)."""
    about = ledger(entry.ledger)
    if str(after.get(about.key) or "") != str(entry.data.get(about.key) or ""):
        raise UsageFault(
            f"{about.column(about.key).col.zh} {entry.key} 一经给出不能改。", f"The key {entry.key} cannot be changed."
        )
    reading = read_record(about, after)
    before = as_read(about.model, entry.data, entry.typed)
    now = as_read(about.model, reading.data, plain(reading.record))
    changes = tuple(Set(about.name, entry.key, *each) for each in field_changes(about.model, before, now))
    # What was wrong or lacking before is not this command's to refuse.
    held = _findings(ws, about, entry.key, read_record(about, entry.data))
    known = {(finding.code, _stable(path, entry.data)) for path, finding in held}
    found = _findings(ws, about, entry.key, reading)
    fresh = tuple(finding for path, finding in found if (finding.code, _stable(path, reading.data)) not in known)
    return Edited(ChangeSet(changes, f"edit {entry.key}"), fresh)


def added(ws: Workspace, name: str, values: Mapping[str, Any]) -> Edited:
    """A new record; raises ``Refused`` where the ledger has it already."""
    about = ledger(name)
    data: dict[str, Any] = {} if about.register and about.key != "id" else {"id": random_id(about.prefix)}
    for path, value in values.items():
        _put(data, path, value)
    reading = read_record(about, data)
    typed = plain(reading.record)
    key = str(typed.get(about.key) or "")
    _refuse_double(ws, about, key, typed)
    findings = tuple(finding for _, finding in _findings(ws, about, key, reading))
    if not key:
        return Edited(ChangeSet(), findings)
    changes: tuple[Change, ...] = (Add(about.name, key, typed),)
    return Edited(ChangeSet(changes, f"add {key}"), findings)


def added_part(ws: Workspace, table: TableFields, key: str, values: Mapping[str, Any]) -> Edited:
    """A new part of a record, such as a person of a household."""
    entry = entry_of(ws, table.ledger, key)
    data: dict[str, Any] = {"id": random_id(PERSON_PREFIX)} if any(each.sql == "id" for each in table.fields) else {}
    for path, value in values.items():
        _put(data, path, value)
    held = entry.data.get(table.path)
    after = dict(entry.data) | {table.path: [*(held if isinstance(held, list) else ()), data]}
    return rewritten(ws, entry, after)


def _put(block: dict[str, Any], path: str, value: Any) -> None:
    *above, last = path.split(".")
    for step in above:
        inner = block.get(step)
        if not isinstance(inner, dict):
            inner = block[step] = {}
        block = inner
    if value is None:
        block.pop(last, None)
    else:
        block[last] = value


def _stable(path: Path, data: Any) -> tuple[object, ...]:
    """A path with ids in place of numbers, and the value there: the same however parts before it come and go."""
    found: list[object] = []
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            data = None
        found.append(data["id"] if isinstance(step, int) and isinstance(data, dict) and "id" in data else step)
    return (*found, str(data))


def _findings(ws: Workspace, about: Ledger, key: str, reading: Reading) -> Iterator[tuple[Path, Finding]]:
    """What is wrong with a record, and what it lacks, each with the path of the field."""
    for fault in reading.faults:
        params = dict(fault.params)
        if fault.code == "S101":
            from gridctl.store.spelling import nearest_label

            params["hint"] = nearest_label(about.model, fault.path)
        yield from _finding(ws, fault.code, about.name, key, fault.path, params)
    for path, column in missing(about.model, reading.data, ws.settings.profile):
        labels = {"label": column.col.zh, "label_en": column.col.en}
        yield from _finding(ws, "S102", about.name, key, path, labels)


def _finding(
    ws: Workspace, code: str, name: str, key: str, path: Path, params: Mapping[str, str]
) -> Iterator[tuple[Path, Finding]]:
    """The finding with the severity that the community gave its rule; none where that is turned off."""
    level = ws.settings.rules.get(code, rule(code).severity.value)
    if level != "off":
        yield path, Finding(code, Severity(level), Place(), name, key, path_text(path), params)


def _refuse_double(ws: Workspace, about: Ledger, key: str, typed: Mapping[str, Any]) -> None:
    natural = [each for each in about.natural if typed.get(each) is not None]
    same = " AND ".join(f'"{each}" = ?' for each in natural)
    rows: list[tuple[Any, ...]] = []
    if about.register and key:
        rows = ws.index().sql(f'SELECT "{about.key}" FROM "{about.name}" WHERE "{about.key}" = ?', [key])  # noqa: S608 - own names
    elif natural and len(natural) == len(about.natural):
        query = f'SELECT "{about.key}" FROM "{about.name}" WHERE current AND {same}'  # noqa: S608 - own names
        rows = ws.index().sql(query, [typed[each] for each in natural])
    if rows:
        labels = [about.column(each) for each in (natural or [about.key])]
        raise Refused(
            f"{about.zh}里已有 {'、'.join(each.col.zh for each in labels)} 相同的记录 {rows[0][0]}，没有新增。"
            f"要改它，用 gridctl edit {rows[0][0]}。",
            f"{about.en} already have {rows[0][0]} with the same {', '.join(each.col.en for each in labels)}; nothing "
            f"was added. To change it: gridctl edit {rows[0][0]}.",
        )


def value_findings(ws: Workspace, table: TableFields, path: str, value: Any) -> tuple[Finding, ...]:
    """What is wrong with one value, by its field's path within a record or within a part in table ``table``."""
    about = ledger(table.ledger)
    block: dict[str, Any] = {}
    _put(block, path, value)
    reading = read_record(about, {table.path: [block]} if table.path else block)
    found: list[Finding] = []
    for each in reading.faults:
        # Which part of which record it will be is not known yet.
        names = tuple(step for step in each.path if not isinstance(step, int))
        found += [finding for _, finding in _finding(ws, each.code, about.name, "", names, dict(each.params))]
    return tuple(finding for finding in found if finding.severity is Severity.ERROR)
