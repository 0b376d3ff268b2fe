"""plan_import: workbooks in, a ChangeSet out, with what became of every row. Nothing is written."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

from gridctl.intake.cells.values import Fault
from gridctl.intake.columns.recognise import without_filling
from gridctl.intake.dictionary.vocabulary import known_labels
from gridctl.intake.outcome import ImportPlan, SourcePlan
from gridctl.intake.reading.book import Book
from gridctl.intake.records.gridnames import GridNames
from gridctl.intake.records.merging import Conflicts
from gridctl.intake.records.needed import lacking
from gridctl.intake.records.staffafter import number_staff_of_grids
from gridctl.intake.records.state import Ledgers, State
from gridctl.intake.sheetimport import import_sheet
from gridctl.intake.sheets.foundsheet import FoundSheet, look_at
from gridctl.schema.ledgers import LEDGERS
from gridctl.schema.ledgers import ledger as ledger_named
from gridctl.store.changeset import ChangeSet
from gridctl.store.faults import UsageFault

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from gridctl.findings.finding import Finding
    from gridctl.intake.columns.profiles import SenderProfile
    from gridctl.intake.reading.book import Sheet
    from gridctl.intake.records.knownhouses import HouseFinder
    from gridctl.intake.records.merging import Policy

# Registers first, then houses: what other rows refer to must be there before they are read.
_ORDER = ("grids", "buildings", "staff", "matters", "windows", "addresses")


def plan_import(
    ws: Ledgers,
    files: Iterable[Path | Book],
    *,
    ledger: str | None = None,
    grid: str | None = None,
    on_conflict: Policy = "take",
    answers: Mapping[str, str] | None = None,
    profiles: Sequence[SenderProfile] = (),
    profile: SenderProfile | None = None,
    keep: Collection[tuple[str, str, str]] = (),
    houses: HouseFinder | None = None,
    fill: bool = True,
    note_unknown: bool = False,
) -> ImportPlan:
    """Plan the import of files, or of books read from them.

    ``ledger`` (name or label) and ``grid`` (code or name) hold for every sheet that does not say otherwise; ``answers``
    maps headings as sent to field paths ("" leaves the column out). A value that differs from the ledger's is taken
    or kept by ``on_conflict``; either way it is reported. ``keep`` are fields (ledger, record, path) whose value stays
    whatever a row says. ``profile`` is what the layout means; without it, the one of ``profiles`` that is for the
    sheet's headings. ``houses`` knows the ledger's houses by address and by earlier codes; without it, a row is a new
    house unless a key of a record fits. ``fill``: what a row does not say, but its document number or the sheet's title
    does, is filled in. ``note_unknown``: columns that nobody knows go into the note. Raises UsageFault for an unknown
    ledger or grid.
    """
    name = _ledger_name(ledger)
    with _uncollected():
        known = {each.fingerprint: each for each in profiles if each.fingerprint}

        def profile_of(fingerprint: str) -> SenderProfile | None:
            return profile or known.get(fingerprint)

        def look(number: int, book: Book, sheet: Sheet) -> tuple[list[FoundSheet], list[Finding]]:
            tables, findings = look_at(number, book, sheet, name, answers or {}, profile_of)
            for table in tables if note_unknown else ():
                table.note_unknown()
            return tables, findings

        state = State(ws, houses, fill=fill)
        return _plan(state, files, grid, Conflicts(on_conflict, frozenset(keep)), look)


def _read(path: Path) -> Book:
    # The command reads its files ahead, large ones in another process.
    from gridctl.intake.reading.reader import read_book

    return read_book(path)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without collection of cycles: a plan makes a million objects, none of them in one.

    What is there afterwards is not looked through again either, neither by the next collection nor by the last one.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.freeze()
            gc.enable()


def _plan(
    state: State,
    files: Iterable[Path | Book],
    grid: str | None,
    conflicts: Conflicts,
    look: Callable[[int, Book, Sheet], tuple[list[FoundSheet], list[Finding]]],
) -> ImportPlan:
    # While files are still being read: what makes a row a heading is gathered from all ledgers.
    known_labels()
    given_grid = _given_grid(grid, state)
    findings: list[Finding] = []
    found: list[FoundSheet] = []
    paths = []
    for each in files:
        book = each if isinstance(each, Book) else _read(each)
        paths.append(book.path)
        findings += book.findings
        for sheet in book.sheets:
            seen, said = look(len(found), book, sheet)
            findings += said
            for table in seen:
                if not state.fill:
                    table.recognition = without_filling(table.recognition)
                found.append(table)
    sources: dict[int, SourcePlan] = {}
    of = {each.recognition.match.ledger: each for each in found}
    state.staff_follow = {"grids", "staff"} <= of.keys()
    for one in sorted(found, key=_turn):
        sources[one.number] = import_sheet(one, state, given_grid, conflicts)
    if state.staff_follow:
        findings += number_staff_of_grids(state, of["grids"])
    ordered = tuple(sources[number] for number in sorted(sources))
    for source in ordered:
        findings += source.findings
        findings += source.rows.findings()
    changes = ChangeSet(state.changes(), _title(paths), _trailers(ordered))
    findings += lacking(changes, state.settings.profile, "、".join(dict.fromkeys(path.name for path in paths)))
    return ImportPlan(ordered, changes, tuple(findings))


def _ledger_name(given: str | None) -> str | None:
    if given is None:
        return None
    try:
        return ledger_named(given).name
    except KeyError:
        names = "、".join(f"{each.zh} {each.name}" for each in LEDGERS)
        raise UsageFault(
            f"没有「{given}」这本台账。可用：{names}", f"There is no ledger {given}. Known: {names}"
        ) from None


def _given_grid(given: str | None, state: State) -> str:
    if given is None:
        return ""
    code = GridNames(state.records("grids"), state.settings).resolve(given)
    if isinstance(code, Fault):
        closest = code.params["closest"]
        raise UsageFault(
            f"没有「{given}」这个网格。最接近的：{closest}", f"There is no grid {given}. Closest: {closest}"
        )
    return code


def _turn(each: FoundSheet) -> tuple[int, int]:
    name = each.recognition.match.ledger
    names = (*_ORDER, *(other.name for other in LEDGERS if other.name not in _ORDER))
    return (names.index(name), each.number)


def _title(files: Sequence[Path]) -> str:
    names = "、".join(path.name for path in files[:3])
    return f"导入 {names}" + (f" 等 {len(files)} 个文件" if len(files) > 3 else "")


def _trailers(sources: Sequence[SourcePlan]) -> dict[str, str]:
    """Where the changes come from: file, hash, sheet, columns and counts of each source."""
    trailers = {}
    for number, source in enumerate(sources, start=1):
        counts = source.counts
        columns = "; ".join(
            f"{' '.join(each.heading.split())} -> {each.target.field}"
            + (f"[{each.target.slot}]" if each.target.slot else "")
            for each in source.heading.columns
            if each.target is not None and each.target.role == "field"
        )
        trailers[f"Import-{number}-File"] = source.book.path.name
        trailers[f"Import-{number}-SHA256"] = source.book.sha256
        trailers[f"Import-{number}-Sheet"] = f"{source.sheet.name} -> {source.ledger}"
        trailers[f"Import-{number}-Columns"] = columns
        trailers[f"Import-{number}-Rows"] = (
            f"read={counts.read} added={counts.added} changed={counts.changed} "
            f"unchanged={counts.unchanged} rejected={counts.rejected}"
        )
    return trailers
