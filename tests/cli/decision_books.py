"""A decision workbook filled in, as a clerk does it in Excel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl

if TYPE_CHECKING:
    from pathlib import Path


def fill(path: Path, verdicts: dict[int, str], why: str = "") -> None:
    """Choose verdicts in the first rows of groups, as a clerk does in Excel."""
    book = openpyxl.load_workbook(path)
    sheet = book.active
    top = next(row for row in range(1, 10) if sheet.cell(row, 1).value in ("组", "group"))
    column = {cell.value: cell.column for cell in sheet[top]}
    done = set()
    for row in range(top + 1, sheet.max_row + 1):
        group = sheet.cell(row, column["组"]).value
        if group in verdicts and group not in done:
            done.add(group)
            sheet.cell(row, column["判断"]).value = verdicts[group]
            sheet.cell(row, column["为什么"]).value = why or None
    assert done == verdicts.keys()
    book.save(path)
