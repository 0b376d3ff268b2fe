"""A table as CSV for Excel and WPS, which read codes as numbers and formulas out of plain CSV."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

from gridctl.render.cells import as_text, masked
from gridctl.render.saving import save
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from pathlib import Path

    from gridctl.findings.table import Table

# Read as numbers these lose zeros in front or digits behind, or become dates or powers of ten.
_DAMAGED_AS_NUMBER = pattern(r"0[0-9]+|[0-9]{12,}|[0-9]+[Ee][0-9]+|[0-9]{1,4}[-/][0-9]{1,2}(?:[-/][0-9]{1,4})?")
# Some programs take the full-width marks for them, or drop a tab in front.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")


def table_csv(table: Table, language: str, *, reveal: bool = False) -> bytes:
    """The table as UTF-8 with a byte-order mark, so that Excel and WPS take it for UTF-8.

    A text that they would take for a number has a tab behind it, as is usual for codes in CSV; one that they would
    take for a formula has an apostrophe before it.
    """
    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([column.label(language) for column in table.columns])
    for row in table.rows:
        cells = []
        for column, value in zip(table.columns, row, strict=True):
            text = as_text(column, masked(column, value, reveal=reveal), language)
            # What could not be read as a date or a number is the text that somebody typed.
            cells.append(_guarded(text) if column.kind == "text" or isinstance(value, str) else text)
        writer.writerow(cells)
    return buffer.getvalue().encode("utf-8-sig")


def write_csv(path: Path, table: Table, language: str, *, reveal: bool = False) -> None:
    """Write the table, making the file's folder; raises ``Refused`` when the file cannot be written."""
    save(path, table_csv(table, language, reveal=reveal), "Excel")


def _guarded(text: str) -> str:
    if text.startswith(_FORMULA):
        return f"'{text}"
    return f"{text}\t" if _DAMAGED_AS_NUMBER.fullmatch(text) else text
