"""Writes .xlsb workbooks for tests, as nothing else here does: [MS-XLSB] 2.1.4 (records) and 2.4 (their numbers)."""

from __future__ import annotations

import datetime as dt
import struct
import zipfile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

BEGIN_BOOK, END_BOOK, BEGIN_SHEETS, END_SHEETS, SHEET = 131, 132, 143, 144, 156
BEGIN_SHEET, END_SHEET, EXTENT, BEGIN_CELLS, END_CELLS, ROW = 129, 130, 148, 145, 146, 0
BOOL, REAL, TEXT = 4, 5, 6
BEGIN_MERGES, END_MERGES, MERGE = 177, 178, 176
BEGIN_STYLES, END_STYLES, BEGIN_FORMATS, END_FORMATS, FORMAT = 278, 279, 617, 618, 47
GENERAL, DATE = 0, 14
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
BINARY = "application/vnd.ms-excel"


def write_xlsb(path: Path, rows: list[list[Any]], sheet: str = "表", merges: Iterable[tuple[int, ...]] = ()) -> Path:
    """A workbook of one sheet; ``merges`` are (top, bottom, left, right) from 0; "" leaves a cell out."""
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="bin" ContentType='
        f'"{BINARY}.sheet.binary.macroEnabled.main"/><Override PartName="/xl/worksheets/sheet1.bin" ContentType='
        f'"{BINARY}.worksheet"/><Override PartName="/xl/styles.bin" ContentType="{BINARY}.styles"/></Types>',
        "_rels/.rels": relations(("officeDocument", "xl/workbook.bin")),
        "xl/_rels/workbook.bin.rels": relations(("worksheet", "worksheets/sheet1.bin"), ("styles", "styles.bin")),
        "xl/workbook.bin": record(BEGIN_BOOK)
        + record(BEGIN_SHEETS)
        + record(SHEET, struct.pack("<II", 0, 1) + text("r1") + text(sheet))
        + record(END_SHEETS)
        + record(END_BOOK),
        "xl/styles.bin": record(BEGIN_STYLES)
        + record(BEGIN_FORMATS, struct.pack("<I", 2))
        + b"".join(record(FORMAT, struct.pack("<HHHHHxxI", 0, kind, 0, 0, 0, 0)) for kind in (GENERAL, DATE))
        + record(END_FORMATS)
        + record(END_STYLES),
        "xl/worksheets/sheet1.bin": worksheet(rows, list(merges)),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def relations(*targets: tuple[str, str]) -> str:
    each = (
        f'<Relationship Id="r{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(each)}</Relationships>'


def worksheet(rows: list[list[Any]], merges: list[tuple[int, ...]]) -> bytes:
    width = max((len(row) for row in rows), default=1)
    parts = [record(BEGIN_SHEET), record(EXTENT, struct.pack("<4I", 0, len(rows) - 1, 0, width - 1))]
    parts.append(record(BEGIN_CELLS))
    for number, row in enumerate(rows):
        parts.append(record(ROW, struct.pack("<IIH3xI", number, 0, 300, 0)))
        parts += [cell(col, value) for col, value in enumerate(row) if value not in ("", None)]
    parts.append(record(END_CELLS))
    if merges:
        parts.append(record(BEGIN_MERGES, struct.pack("<I", len(merges))))
        parts += [record(MERGE, struct.pack("<4I", *merge)) for merge in merges]
        parts.append(record(END_MERGES))
    return b"".join([*parts, record(END_SHEET)])


def cell(col: int, value: Any) -> bytes:
    dated = isinstance(value, dt.date)
    head = struct.pack("<II", col, int(dated))
    if dated:
        value = (value - dt.date(1899, 12, 30)).days
    if isinstance(value, bool):
        return record(BOOL, head + bytes([value]))
    if isinstance(value, int | float):
        return record(REAL, head + struct.pack("<d", value))
    return record(TEXT, head + text(value))


def text(value: str) -> bytes:
    return struct.pack("<I", len(value.encode("utf-16-le")) // 2) + value.encode("utf-16-le")


def record(number: int, body: bytes = b"") -> bytes:
    head = bytes([number]) if number < 128 else bytes([number & 0x7F | 0x80, number >> 7])
    size = len(body)
    while size >= 128:
        head += bytes([size & 0x7F | 0x80])
        size >>= 7
    return head + bytes([size]) + body
