"""What is told about a sheet as a whole: its columns, the rows left out, what the title says, what was cleaned."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from gridctl.intake.columns.tenants import LET
from gridctl.intake.dictionary.vocabulary import column_at
from gridctl.intake.dictionary.words import of_platforms
from gridctl.intake.reading.book import is_empty
from gridctl.intake.reading.coded import CodedRows
from gridctl.schema.col import required
from gridctl.schema.ledgers import ledger
from gridctl.text.cellname import column_letters

if TYPE_CHECKING:
    from gridctl.findings.finding import Finding
    from gridctl.intake.columns.headings import ColumnMatch, HeadingMatch
    from gridctl.intake.drafts.rows import Table
    from gridctl.intake.sheets.foundsheet import FoundSheet
    from gridctl.intake.sheets.reporting import Reporter
    from gridctl.schema.col import Profile


def of_sheet(found: FoundSheet, report: Reporter, profile: Profile) -> list[Finding]:
    """The findings about columns, rows left out, constants and required fields."""
    match, region, sheet = found.recognition.match, found.region, found.sheet
    findings = _of_columns(found, report)
    findings += _headless(found, report)
    for constant in found.recognition.constants:
        label = _label(match.ledger, constant.field)
        findings.append(report.of_sheet("I128", word=constant.word, label=label, constant=constant.value))
    for reason, count in Counter(reason for _, reason in region.skipped).items():
        rows = "、".join(str(at + 1) for at, why in region.skipped if why == reason)
        findings.append(report.of_sheet("I130", reason=reason, count=str(count), rows=rows))
    if hidden := [at for at in region.data if at in sheet.hidden_rows]:
        findings.append(
            report.of_sheet("I113", count=str(len(hidden)), rows="、".join(str(at + 1) for at in hidden[:20]))
        )
    if concealed := [each for each in match.columns if each.col in sheet.hidden_columns and each.target]:
        letters = "、".join(f"{column_letters(each.col)} {' '.join(each.heading.split())}" for each in concealed[:20])
        findings.append(report.of_sheet("I115", count=str(len(concealed)), columns=letters))
    fields = match.fields() | {each.field for each in found.recognition.constants}
    missing = [
        each.col.zh
        for each in ledger(match.ledger).columns
        if required(each, profile) and each.name not in fields and each.name != "grid_code"
    ]
    if missing:
        findings.append(report.of_sheet("I170", labels="、".join(missing)))
    return findings


def _of_columns(found: FoundSheet, report: Reporter) -> list[Finding]:
    match, region, sheet = found.recognition.match, found.region, found.sheet
    row = region.heading_rows[1]
    findings = []
    empty = []
    for each in match.unknown:
        count = sheet.count(each.col, region.data)
        if not count:
            empty.append(each.heading)
            continue
        code = "I122" if each.suggestion else "I121"
        findings.append(report.of_column(code, each, row, count=str(count), suggestion=each.suggestion))
    if empty:
        findings.append(report.of_sheet("I129", headings="、".join(empty)))
    ignored = [each for each in match.columns if each.target is not None and each.target.role == "ignore"]
    added = [each.heading for each in ignored if each.key in of_platforms()]
    if added:
        findings.append(report.of_sheet("I227", headings="、".join(added)))
    findings += [report.of_column("I125", each, row) for each in ignored if each.key not in of_platforms()]
    for each in match.columns:
        if each.target is not None and each.target.role in ("note", "hint"):
            findings.append(report.of_column("I127", each, row))
        elif each.target is not None and each.target.role == "standing":
            findings.append(report.of_column("I213", each, row))
        elif each.target is not None and each.by_values:
            col = column_at(match.ledger, each.target.field).col
            findings.append(report.of_column("I193", each, row, label=col.zh, label_en=col.en))
        elif each.target is not None and LET in each.target.also:
            count = sheet.count(each.col, region.data)
            findings.append(report.of_column("I192", each, row, count=str(count)))
    return findings


def _headless(found: FoundSheet, report: Reporter) -> list[Finding]:
    """Columns with values but no heading, unless they only number the rows."""
    known = {each.col for each in found.recognition.match.columns}
    rows = found.sheet.rows
    width = len(rows.columns) if isinstance(rows, CodedRows) else max((len(row) for row in rows), default=0)
    if known.issuperset(range(width)):
        return []
    by_column: dict[int, list[int]] = {}
    for row in found.region.data:
        for col, cell in enumerate(found.sheet.rows[row]):
            if cell != "" and col not in known and not is_empty(cell):
                by_column.setdefault(col, []).append(row)
    findings = []
    for col, filled in sorted(by_column.items()):
        if not (col == 0 and all(isinstance(found.sheet.value(row, col), int | float) for row in filled)):
            findings.append(report.of_sheet("I126", column=column_letters(col), count=str(len(filled))))
    return findings


def of_values(table: Table, match: HeadingMatch, report: Reporter, named: int) -> list[Finding]:
    """The findings about cleaned values; ``named`` is how many members of staff were found by name."""
    findings = [
        report.of_column(code, each, row, count=str(count), before=before, after=after)
        for each, code, count, row, before, after in table.cleanings
    ]
    if named:
        staff: list[ColumnMatch] = [each for each in match.columns if each.target and each.target.field == "staff"]
        if staff:
            findings.append(report.of_column("I149", staff[0], min(table.cells), count=str(named)))
    return findings


def _label(name: str, path: str) -> str:
    """The Chinese label of a field path."""
    return column_at(name, path).col.zh
