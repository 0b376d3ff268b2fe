"""Rejected rows as a workbook in the sender's own layout; each faulty cell is coloured and a comment says what to do.

It is imported again as it is: title, notes, unit and heading rows stand as sent, and only the failing rows below them.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from gridctl.findings.message import message
from gridctl.findings.registry import rule
from gridctl.intake.book import Cell, cell_text
from gridctl.intake.vocabulary import column_at
from gridctl.store.faults import Refused
from gridctl.text.width import display_width

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from gridctl.findings.finding import Finding
    from gridctl.intake.outcome import ImportPlan, RowOutcome, SourcePlan

_SUFFIX: Final = {"zh": "退回", "en": "returned"}
_FAULTY: Final = "#FFC7CE"
_WIDEST: Final = 40
# A number cell would lose the zeros in front and the digits behind the fifteenth.
_AS_TEXT: Final = frozenset(("id", "phone"))


def write_rejected(plan: ImportPlan, folder: Path, *, language: str = "zh") -> list[Path]:
    """Write one workbook for each file that has rejected rows, named after it; returns their paths.

    A file of that name in ``folder`` is replaced, unless it is one of those imported. Raises Refused where it cannot
    be written.
    """
    groups: dict[Path, list[SourcePlan]] = {}
    for source in plan.sources:
        if source.counts.rejected:
            groups.setdefault(source.book.path, []).append(source)
    sent = {source.book.path.resolve() for source in plan.sources}
    written = []
    for path, sources in groups.items():
        target = _target(path, folder, sent, language)
        sent.add(target.resolve())
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with xlsxwriter.Workbook(str(target), {"strings_to_numbers": False, "strings_to_formulas": False}) as book:
                for source in sources:
                    _write_sheet(book, source, language)
        except (OSError, FileCreateError) as error:
            raise _unwritable(target, error) from error
        written.append(target)
    return written


def _unwritable(target: Path, error: Exception) -> Refused:
    why = getattr(error.args[0] if error.args else None, "strerror", "") or getattr(error, "strerror", "") or error
    return Refused(
        f"退回的行无法写到 {target}（{why}）。请关闭打开它的程序，或用 --rejected 换一个文件夹；这些行仍在原表中。",
        f"The rejected rows cannot be written to {target} ({why}). Close the program that has it open, or choose "
        "another folder with --rejected; the rows are still in the sender's file.",
    )


def _target(path: Path, folder: Path, taken: set[Path], language: str) -> Path:
    stem = path.stem.partition(f"-{_SUFFIX[language]}")[0]
    number = 1
    while True:
        target = folder / f"{stem}-{_SUFFIX[language]}{number if number > 1 else ''}.xlsx"
        if target.resolve() not in taken:
            return target
        number += 1


def _write_sheet(book: Any, source: SourcePlan, language: str) -> None:
    sheet = book.add_worksheet(source.sheet.name[:31] if source.book.kind != "csv" else None)
    last = source.region.heading_rows[1]
    plain = book.add_format({"text_wrap": True, "valign": "vcenter"})
    heading = book.add_format({"bold": True, "border": 1, "text_wrap": True, "align": "center", "valign": "vcenter"})
    body = book.add_format({"border": 1, "num_format": "@"})
    faulty = book.add_format({"border": 1, "num_format": "@", "bg_color": _FAULTY})
    day = book.add_format({"border": 1, "num_format": "yyyy-mm-dd"})
    bad_day = book.add_format({"border": 1, "num_format": "yyyy-mm-dd", "bg_color": _FAULTY})
    first = source.region.heading_rows[0]
    merged = _write_merges(sheet, source, last, {True: heading, False: plain})
    for number, row in enumerate(source.sheet.rows[: last + 1]):
        for col, cell in enumerate(row):
            if (number, col) not in merged:
                _write(
                    sheet, number, col, cell, heading if first <= number <= last and cell != "" else plain, text=True
                )
    text_columns = _text_columns(source)
    target = last + 1
    for outcome in source.rows:
        if outcome.status != "rejected":
            continue
        faults = _faults(outcome)
        row = source.cells[outcome.row]
        for col in range(max([len(row), *(col + 1 for col in faults)])):
            cell = row[col] if col < len(row) else ""
            dated = isinstance(cell, dt.date)
            style = (bad_day if dated else faulty) if col in faults else (day if dated else body)
            _write(sheet, target, col, cell, style, text=col in text_columns)
        for col, findings in faults.items():
            sheet.write_comment(
                target, col, _comment(findings, language), {"author": "gridctl", "x_scale": 2, "y_scale": 1.5}
            )
        target += 1
    for col, width in _widths(source).items():
        sheet.set_column(col, col, width)
    sheet.freeze_panes(last + 1, 0)


def _write_merges(sheet: Any, source: SourcePlan, last: int, styles: dict[bool, Any]) -> set[tuple[int, int]]:
    covered: set[tuple[int, int]] = set()
    for merge in source.sheet.merges:
        cells = {(row, col) for row in range(merge.top, merge.bottom + 1) for col in range(merge.left, merge.right + 1)}
        # Overlapping ranges, and ranges of one cell, are damage that Excel would refuse to open.
        if merge.bottom > last or len(cells) < 2 or len(cells) > 100_000 or cells & covered:
            continue
        covered |= cells
        text = cell_text(source.sheet.value(merge.top, merge.left))
        style = styles[merge.top >= source.region.heading_rows[0]]
        sheet.merge_range(merge.top, merge.left, merge.bottom, merge.right, "", style)
        sheet.write_string(merge.top, merge.left, text, style)
    return covered


def _write(sheet: Any, row: int, col: int, cell: Cell, style: Any, *, text: bool) -> None:
    if cell == "" and isinstance(cell, str):
        sheet.write_blank(row, col, None, style)
    elif isinstance(cell, bool):
        sheet.write_boolean(row, col, cell, style)
    elif isinstance(cell, int | float):
        # What Excel has rounded stays a number, so that nobody takes its zeros for digits.
        if text and abs(cell) < 1e15:
            sheet.write_string(row, col, cell_text(cell), style)
        else:
            sheet.write_number(row, col, cell, style)
    elif isinstance(cell, dt.date) and cell.year >= 1900:
        sheet.write_datetime(row, col, cell, style)
    else:
        sheet.write_string(row, col, cell_text(cell)[:32_767], style)


def _text_columns(source: SourcePlan) -> set[int]:
    columns = set()
    for each in source.heading.columns:
        if each.target is None or each.target.role != "field":
            continue
        col = column_at(source.ledger, each.target.field)
        if col.col.mask in _AS_TEXT or col.col.ref or col.name.endswith(("code", "_no")) or col.name == "uscc":
            columns.add(each.col)
    return columns


def _faults(outcome: RowOutcome) -> dict[int, list[Finding]]:
    faults: dict[int, list[Finding]] = {}
    for finding in outcome.findings:
        faults.setdefault(_column(finding.place.cell), []).append(finding)
    return faults


def _column(cell: str) -> int:
    col = 0
    for letter in cell:
        if not letter.isalpha():
            break
        col = col * 26 + ord(letter) - 64
    return col - 1


def _comment(findings: Iterable[Finding], language: str) -> str:
    lines = []
    for finding in findings:
        remedy = rule(finding.code).texts(language).remedy
        for name, value in finding.params.items():
            remedy = remedy.replace(f"{{{name}}}", value)
        lines += [f"[{finding.code}] {message(finding, language)}", remedy]
    return "\n".join(lines)


def _widths(source: SourcePlan) -> dict[int, int]:
    """Wide enough for the heading's last line and for the values, within reason."""
    widths = {each.col: display_width(each.heading.split("/")[-1]) + 2 for each in source.heading.columns}
    for outcome in source.rows:
        if outcome.status == "rejected":
            for col, cell in enumerate(source.cells[outcome.row]):
                widths[col] = max(widths.get(col, 8), display_width(cell_text(cell)) + 2)
    return {col: min(width, _WIDEST) for col, width in widths.items()}
