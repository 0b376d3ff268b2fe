"""plan_import: workbooks in, a ChangeSet out, with what became of every row. Nothing is written."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from gridctl.intake.book import column_letters, is_empty
from gridctl.intake.gridnames import GridNames, StaffNames
from gridctl.intake.headings import is_label
from gridctl.intake.linking import link_visit, name_staff
from gridctl.intake.outcome import Counts, ImportPlan, RowOutcome, SourcePlan
from gridctl.intake.reader import read_book
from gridctl.intake.recognise import recognise
from gridctl.intake.region import find_region
from gridctl.intake.reporting import Reporter
from gridctl.intake.rows import Draft, Table, read_rows
from gridctl.intake.state import Ledgers, State
from gridctl.intake.taking import Taken, Taker
from gridctl.intake.values import Fault
from gridctl.intake.vocabulary import column_at, vocabulary
from gridctl.schema.col import required
from gridctl.schema.ledgers import LEDGERS, ledger
from gridctl.store.changeset import ChangeSet
from gridctl.store.faults import UsageFault

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from gridctl.findings.finding import Finding
    from gridctl.intake.book import Book, Sheet
    from gridctl.intake.headings import ColumnMatch, HeadingMatch
    from gridctl.intake.merging import Policy
    from gridctl.intake.recognise import Recognition
    from gridctl.intake.region import Region

# Registers first, then houses: what other rows refer to must be there before they are read.
_ORDER = ("grids", "buildings", "staff", "matters", "windows", "addresses")


@dataclass(slots=True)
class _Found:
    """A sheet that will be imported."""

    number: int
    book: Book
    sheet: Sheet
    region: Region
    recognition: Recognition
    findings: list[Finding] = field(default_factory=list)

    @property
    def titles(self) -> list[str]:
        return [self.region.title, self.sheet.name, self.book.path.stem]


def plan_import(
    ws: Ledgers,
    files: Sequence[Path],
    *,
    ledger: str | None = None,
    grid: str | None = None,
    on_conflict: Policy = "take",
    answers: Mapping[str, str] | None = None,
) -> ImportPlan:
    """Plan the import of files.

    ``ledger`` (name or label) and ``grid`` (code or name) hold for every sheet that does not say otherwise; ``answers``
    maps headings as sent to field paths ("" leaves the column out). A value that differs from the ledger's is taken
    or kept by ``on_conflict``; either way it is reported. Raises UsageFault for an unknown ledger or grid.
    """
    name = _ledger_name(ledger)
    state = State(ws)
    given_grid = _given_grid(grid, state)
    findings: list[Finding] = []
    found: list[_Found] = []
    for path in files:
        book = read_book(path)
        findings += book.findings
        for sheet in book.sheets:
            each, said = _look_at(len(found), book, sheet, name, answers or {})
            findings += said
            if each is not None:
                found.append(each)
    sources: dict[int, SourcePlan] = {}
    for each in sorted(found, key=_turn):
        sources[each.number] = _take(each, state, given_grid, on_conflict)
    ordered = tuple(sources[number] for number in sorted(sources))
    for source in ordered:
        findings += source.findings
        findings += [finding for row in source.rows for finding in row.findings]
    return ImportPlan(ordered, ChangeSet(state.changes(), _title(files), _trailers(ordered)), tuple(findings))


def _ledger_name(given: str | None) -> str | None:
    if given is None:
        return None
    try:
        return ledger(given).name
    except KeyError:
        names = "、".join(f"{each.zh} {each.name}" for each in LEDGERS)
        raise UsageFault(
            f"没有「{given}」这本台账。可用：{names}", f"There is no ledger {given}. Known: {names}"
        ) from None


def _given_grid(given: str | None, state: State) -> str:
    if given is None:
        return ""
    code = GridNames(state.records("grids")).resolve(given)
    if isinstance(code, Fault):
        closest = code.params["closest"]
        raise UsageFault(
            f"没有「{given}」这个网格。最接近的：{closest}", f"There is no grid {given}. Closest: {closest}"
        )
    return code


def _turn(each: _Found) -> tuple[int, int]:
    name = each.recognition.match.ledger
    names = (*_ORDER, *(other.name for other in LEDGERS if other.name not in _ORDER))
    return (names.index(name), each.number)


def _look_at(
    number: int, book: Book, sheet: Sheet, name: str | None, answers: Mapping[str, str]
) -> tuple[_Found | None, list[Finding]]:
    """Find what a sheet is; None, with the reason, if it is not to be imported."""
    report = Reporter(book, sheet, "")
    if not any(not is_empty(cell) for row in sheet.rows for cell in row):
        return None, [report.of_sheet("I109")] if sheet.visible and len(book.sheets) == 1 else []
    if not sheet.visible:
        return None, [report.of_sheet("I110")]
    region = find_region(sheet, is_label)
    if region is None:
        return None, [report.of_sheet("I112")]

    def filled(col: int) -> bool:
        return any(not is_empty(sheet.value(row, col)) for row in region.data)

    titles = [region.title, sheet.name, book.path.stem]
    recognition = recognise(region.headings, titles, ledger=name, answers=answers, filled=filled)
    if recognition is None:
        return None, [report.of_sheet("I120", headings="、".join(each.text for each in region.headings[:8]))]
    found = _Found(number, book, sheet, region, recognition)
    report = Reporter(book, sheet, recognition.match.ledger)
    if recognition.rival:
        found.findings.append(report.of_sheet("I119", ledger=recognition.match.ledger, rival=recognition.rival))
    return found, []


def _take(found: _Found, state: State, given_grid: str, policy: Policy) -> SourcePlan:
    match = found.recognition.match
    report = Reporter(found.book, found.sheet, match.ledger)
    findings = found.findings + _of_headings(found, report, state)
    if match.clashes:
        first, second = match.clashes[0]
        for one, two in match.clashes:
            findings.append(report.of_column("I123", two, found.region.heading_rows[1], other=one.heading))
        fault = Fault("I123", {"other": first.heading})
        rows = tuple(
            RowOutcome(row, "rejected", findings=(report.of_cell(fault, row, second.col, second),))
            for row in found.region.data
        )
        cells = {row: list(found.sheet.rows[row]) for row in found.region.data}
        return SourcePlan(found.book, found.sheet, found.region, match.ledger, match, rows, tuple(findings), cells)
    grids = GridNames(state.records("grids"))
    table = read_rows(
        found.sheet,
        found.region,
        match,
        vocabulary(match.ledger),
        resolve=grids.resolve,
        constant_fields=frozenset(each.field for each in found.recognition.constants),
    )
    default_grid = given_grid or _default_grid(found, grids)
    staff = StaffNames(state.records("staff"))
    taker = Taker(state, match.ledger, (found.book.sha256, found.sheet.name), policy)
    notices: dict[tuple[str, int], list[Finding]] = {}
    outcomes = []
    named = 0
    for draft in table.drafts:
        named += _complete(draft, found, state, default_grid, staff, table)
        outcome, said = _row(draft, match, table, taker, report)
        outcomes.append(outcome)
        for col, finding in said:
            notices.setdefault((finding.code, col), []).append(finding)
    findings += _of_values(table, match, report, named)
    findings += [_counted(group) for group in notices.values()]
    return SourcePlan(
        found.book, found.sheet, found.region, match.ledger, match, tuple(outcomes), tuple(findings), table.cells
    )


def _default_grid(found: _Found, grids: GridNames) -> str:
    for text in (found.region.unit, *found.titles):
        if code := grids.mentioned(text):
            return code
    return grids.only


def _complete(draft: Draft, found: _Found, state: State, grid: str, staff: StaffNames, table: Table) -> int:
    """Add what the row does not say itself: what the title says, the grid, the visited household, staff numbers."""
    each = ledger(found.recognition.match.ledger)
    for constant in found.recognition.constants:
        if constant.field == "category":
            draft.own.setdefault(constant.field, constant.value)
        else:
            draft.fill.setdefault(constant.field, constant.value)
    if grid and any(col.name == "grid_code" for col in each.columns) and each.key != "grid_code":
        draft.fill.setdefault("grid_code", grid)
    if each.name == "visits":
        link_visit(draft, state, table.columns)
    return name_staff(draft, each, table.columns, staff)


def _row(
    draft: Draft, match: HeadingMatch, table: Table, taker: Taker, report: Reporter
) -> tuple[RowOutcome, list[tuple[int, Finding]]]:
    by_col = {each.col: each for each in match.columns}
    if draft.faults:
        taker.pass_over()
        findings = tuple(report.of_cell(fault, draft.row, col, by_col.get(col)) for col, fault in draft.faults)
        return RowOutcome(draft.row, "rejected", findings=findings), []
    taken = taker.take(draft)
    said = [(col, report.of_cell(fault, draft.row, col, by_col.get(col), taken.record)) for col, fault in draft.doubts]
    for name, fault in (*_without_grid(draft, taken, match), *taken.notices):
        col = _column_of(name, table, match)
        said.append((col, report.of_cell(fault, draft.row, col, by_col.get(col), taken.record)))
    findings = tuple(
        report.of_cell(fault, draft.row, (col := _column_of(name, table, match)), by_col.get(col))
        for name, fault in taken.faults
    )
    return RowOutcome(draft.row, taken.status, taken.record, taken.changes, findings), said


def _without_grid(draft: Draft, taken: Taken, match: HeadingMatch) -> list[tuple[str, Fault]]:
    if taken.status != "added" or draft.value("grid_code") or ledger(match.ledger).sharding == "single":
        return []
    return [("grid_code", Fault("I161"))]


def _column_of(name: str, table: Table, match: HeadingMatch) -> int:
    """The column a fault of a field is shown at; the first column that is imported if the field has none."""
    bare = name.rpartition(".")[2]
    for (path, _slot), col in table.columns.items():
        if path == name:
            return col
    for (path, _slot), col in table.columns.items():
        if path.rpartition(".")[2] == bare:
            return col
    return min(table.columns.values(), default=min((each.col for each in match.columns), default=0))


def _counted(group: list[Finding]) -> Finding:
    """Many findings of one kind in one column as the first of them, with their number."""
    return replace(group[0], params={**group[0].params, "count": str(len(group))})


def _of_headings(found: _Found, report: Reporter, state: State) -> list[Finding]:
    match, region, sheet = found.recognition.match, found.region, found.sheet
    row = region.heading_rows[1]
    findings = []
    empty = []
    for each in match.unknown:
        count = sum(not is_empty(sheet.value(at, each.col)) for at in region.data)
        if not count:
            empty.append(each.heading)
            continue
        code = "I122" if each.suggestion else "I121"
        findings.append(report.of_column(code, each, row, count=str(count), suggestion=each.suggestion))
    if empty:
        findings.append(report.of_sheet("I129", headings="、".join(empty)))
    for each in match.columns:
        if each.target is not None and each.target.role == "ignore":
            findings.append(report.of_column("I125", each, row))
        elif each.target is not None and each.target.role == "note":
            findings.append(report.of_column("I127", each, row))
    findings += _headless(found, report)
    for constant in found.recognition.constants:
        label = column_label(match.ledger, constant.field)
        findings.append(report.of_sheet("I128", word=constant.word, label=label, constant=constant.value))
    for reason, count in Counter(reason for _, reason in region.skipped).items():
        rows = "、".join(str(at + 1) for at, why in region.skipped if why == reason)
        findings.append(report.of_sheet("I130", reason=reason, count=str(count), rows=rows))
    if hidden := [at for at in region.data if at in sheet.hidden_rows]:
        findings.append(
            report.of_sheet("I113", count=str(len(hidden)), rows="、".join(str(at + 1) for at in hidden[:20]))
        )
    fields = match.fields() | {each.field for each in found.recognition.constants}
    missing = [
        each.col.zh
        for each in ledger(match.ledger).columns
        if required(each, state.settings.profile) and each.name not in fields and each.name != "grid_code"
    ]
    if missing:
        findings.append(report.of_sheet("I170", labels="、".join(missing)))
    return findings


def _headless(found: _Found, report: Reporter) -> list[Finding]:
    """Columns with values but no heading, unless they only number the rows."""
    known = {each.col for each in found.recognition.match.columns}
    width = max((len(found.sheet.rows[row]) for row in found.region.data), default=0)
    findings = []
    for col in range(width):
        if col in known:
            continue
        filled = [row for row in found.region.data if not is_empty(found.sheet.value(row, col))]
        if filled and not (col == 0 and all(isinstance(found.sheet.value(row, col), int | float) for row in filled)):
            findings.append(report.of_sheet("I126", column=column_letters(col), count=str(len(filled))))
    return findings


def _of_values(table: Table, match: HeadingMatch, report: Reporter, named: int) -> list[Finding]:
    findings = [
        report.of_column(code, each, row, count=str(count), old=before, new=after)
        for each, code, count, row, before, after in table.cleanings
    ]
    if named:
        staff: list[ColumnMatch] = [each for each in match.columns if each.target and each.target.field == "staff"]
        if staff:
            findings.append(report.of_column("I149", staff[0], table.drafts[0].row, count=str(named)))
    return findings


def column_label(name: str, path: str) -> str:
    """The Chinese label of a field path."""
    return column_at(name, path).col.zh


def _title(files: Sequence[Path]) -> str:
    names = "、".join(path.name for path in files[:3])
    return f"导入 {names}" + (f" 等 {len(files)} 个文件" if len(files) > 3 else "")


def _trailers(sources: Sequence[SourcePlan]) -> dict[str, str]:
    """Where the changes come from: file, hash, sheet, columns and counts of each source."""
    trailers = {}
    for number, source in enumerate(sources, start=1):
        counts: Counts = source.counts
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
