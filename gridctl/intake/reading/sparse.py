"""Sheets whose cells lie far apart, read row by row: each row ends with its last filled cell."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from gridctl.intake.reading.extent import MOST_CELLS

if TYPE_CHECKING:
    from gridctl.intake.reading.book import Cell


def read_sparse(data: bytes, name: str) -> list[list[Cell]] | None:
    """The rows of one sheet of an .xlsx file; None if the filled cells alone are too many.

    Raises ValueError, KeyError or OSError for a file that cannot be read.
    """
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    try:
        sheet: Any = book[name]
        # What the sheet says of its own size is what made it too large.
        sheet.reset_dimensions()
        rows: list[list[Cell]] = []
        left = MOST_CELLS
        for values in sheet.iter_rows(values_only=True):
            row: list[Cell] = ["" if value is None else value for value in values]
            while row and (row[-1] == "" or (isinstance(row[-1], str) and not row[-1].strip())):
                row.pop()
            rows.append(row)
            left -= len(row)
            if left < 0:
                return None
        while rows and not rows[-1]:
            rows.pop()
        return rows
    finally:
        book.close()
