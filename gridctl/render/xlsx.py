"""Tables as an Excel workbook: codes stay text, dates are dates, columns fit, lists drop down, pages print on A4.

``write_workbook(path, [SheetSpec(table, "住户信息")], "zh")`` is all a caller needs. The same tables give the same
bytes: nothing of the clock or the machine is written.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from gridctl.render.saving import save

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from gridctl.findings.table import Table, Words

# Every workbook says it was made then: bytes must not depend on when a command ran.
_CREATED = datetime(2020, 1, 1)  # noqa: DTZ001  a workbook's properties hold local time without a zone


@dataclass(frozen=True, slots=True)
class ChartSpec:
    """A native chart over columns of a sheet's table.

    ``categories`` and ``values`` are keys of columns; ``sheet`` is the index of the sheet they are on (default: the
    sheet that shows the chart). Rows of the source from ``first`` (0-based) for ``count`` rows, or all. ``size`` in
    pixels. ``percent`` fixes the value axis to 0 to 100 %.
    """

    kind: Literal["bar", "column", "line"]
    title: Words
    categories: str
    values: tuple[str, ...]
    sheet: int | None = None
    first: int = 0
    count: int | None = None
    size: tuple[int, int] = (640, 320)
    percent: bool = False


@dataclass(frozen=True, slots=True)
class SheetSpec:
    """One sheet: a table and how it is set.

    ``name`` is shortened and cleaned to what Excel allows, and numbered if another sheet has it. ``choices`` maps a
    column's key to the values its cells may have (for columns of one value). ``blank_rows`` are empty rows below the
    last, to be filled in, set and guarded like the others. ``signature`` are labels with a line to sign on.
    ``heading_only`` leaves title and notes out, so that the heading is row 1.
    """

    table: Table
    name: str
    choices: Mapping[str, Sequence[str]] = field(default_factory=lambda: MappingProxyType({}))
    charts: tuple[ChartSpec, ...] = ()
    landscape: bool = False
    signature: tuple[Words, ...] = ()
    blank_rows: int = 0
    heading_only: bool = False


def workbook_bytes(sheets: Sequence[SheetSpec], language: str, *, reveal: bool = False) -> bytes:
    """The workbook; personal values masked unless ``reveal``."""
    import xlsxwriter

    from gridctl.render.xlsx_charts import add_charts
    from gridctl.render.xlsx_sheet import Choices, SheetWriter, sheet_names
    from gridctl.render.xlsx_style import Formats

    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_urls": False, "strings_to_numbers": False})
    book.set_properties({"created": _CREATED})
    formats = Formats(book, language)
    names = sheet_names(sheets)
    pages = [book.add_worksheet(name) for name in names]
    choices = Choices(book, names)
    writers = [
        SheetWriter(spec, page, formats, choices, language, reveal=reveal)
        for spec, page in zip(sheets, pages, strict=True)
    ]
    for writer in writers:
        writer.write()
    for index, writer in enumerate(writers):
        add_charts(book, writers, index, language)
        writer.set_print()
    book.close()
    return buffer.getvalue()


def write_workbook(path: Path, sheets: Sequence[SheetSpec], language: str, *, reveal: bool = False) -> None:
    """Write the workbook to ``path``, making its folder; raises ``Refused`` when the file cannot be written."""
    save(path, workbook_bytes(sheets, language, reveal=reveal), "Excel")
