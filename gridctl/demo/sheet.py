"""One sheet to be written as a workbook of either kind, or as text."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import xlsxwriter
import xlwt

if TYPE_CHECKING:
    from pathlib import Path

    from gridctl.demo.mess import Cell


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of cells; ``merges`` are (top, left, bottom, right) counted from 0, with the text in the first cell.

    ``data_rows`` are the numbers, from 1 as a person counts them, of the rows that hold records.
    """

    name: str
    rows: list[list[Cell]]
    data_rows: tuple[int, ...]
    merges: tuple[tuple[int, int, int, int], ...] = ()


def write_sheet(sheet: Sheet, path: Path, encoding: str = "utf-8-sig") -> None:
    """Write the sheet in the format of the path's ending: .xlsx, .xls or .csv (with this encoding)."""
    match path.suffix:
        case ".xlsx":
            _write_xlsx(sheet, path)
        case ".xls":
            _write_xls(sheet, path)
        case _:
            _write_csv(sheet, path, encoding)


def _write_xlsx(sheet: Sheet, path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet(sheet.name)
        head = book.add_format({"text_wrap": True, "bold": True, "align": "center", "valign": "vcenter"})
        as_text, as_day = book.add_format({"num_format": "@"}), book.add_format({"num_format": "yyyy-m-d"})
        corners = {(top, left): (top, left, bottom, right) for top, left, bottom, right in sheet.merges}
        for row, cells in enumerate(sheet.rows):
            for col, cell in enumerate(cells):
                if (row, col) in corners:
                    page.merge_range(*corners[row, col], cell, head)
                elif isinstance(cell, date):
                    page.write_datetime(row, col, cell, as_day)
                elif isinstance(cell, str):
                    page.write_string(row, col, cell, as_text)
                else:
                    page.write_number(row, col, cell)


def _write_xls(sheet: Sheet, path: Path) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet(sheet.name)
    head = xlwt.easyxf("alignment: wrap on, horiz centre, vert centre; font: bold on")
    as_day = xlwt.easyxf(num_format_str="yyyy-m-d")
    corners = {(top, left): (top, bottom, left, right) for top, left, bottom, right in sheet.merges}
    for row, cells in enumerate(sheet.rows):
        for col, cell in enumerate(cells):
            if (row, col) in corners:
                page.write_merge(*corners[row, col], cell, head)
            elif cell != "":
                page.write(row, col, cell, *([as_day] if isinstance(cell, date) else []))
    book.save(str(path))


def _write_csv(sheet: Sheet, path: Path, encoding: str) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([["" if cell is None else str(cell) for cell in row] for row in sheet.rows])
    path.write_bytes(text.getvalue().encode(encoding))
