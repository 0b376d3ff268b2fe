"""What an .xlsb sheet says beside its values ([MS-XLSB] 2.2.1): merged cells, and how far its cells reach."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from typing import TYPE_CHECKING, Final

from gridctl.intake.reading.book import Merge
from gridctl.intake.reading.extent import MOST_CELLS
from gridctl.intake.reading.marks import Marks, attribute
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

# The records are numbered 177 (begin, with their count), 176 (one range) and 178 (end).
_MERGES: Final = pattern(rb"\xb1\x01\x04.{4}((?:\xb0\x01\x10.{16})+)\xb2\x01\x00", re.DOTALL)
_EACH: Final = struct.Struct("<3x4I")
# 2.4.310: number 156, its length in one byte or two, state and number of the sheet, then two texts.
_SHEET: Final = pattern(rb"\x9c\x01(?:[\x80-\xff])?.(?:.{4})(?:.{4})", re.DOTALL)
# 2.3.2: a row begins with record 0; its cells that hold something are the records from 2 on.
_ROW, _FIRST_CELL, _LAST_CELL = 0, 2, 11
_PATH, _RELATIONS = "xl/workbook.bin", "xl/_rels/workbook.bin.rels"


def read_xlsb_marks(data: bytes) -> dict[str, Marks]:
    """The marks of the sheets of an .xlsb file, by name. Raises zipfile.BadZipFile for a damaged one."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        if _RELATIONS not in names:
            return {}
        tags = re.findall(rb"<Relationship\b[^>]*>", archive.read(_RELATIONS))
        targets = {attribute(tag, b"Id"): attribute(tag, b"Target") for tag in tags}
        for ident, name in _sheets(archive.read(_PATH)):
            target = targets.get(ident, "")
            member = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if member in names:
                sheet = archive.read(member)
                found[name] = Marks(merges=tuple(_merges(sheet)), too_wide=_cells(sheet) > MOST_CELLS)
    return found


def _sheets(workbook: bytes) -> Iterator[tuple[str, str]]:
    for match in _SHEET.finditer(workbook):
        ident, at = _text(workbook, match.end())
        name, _ = _text(workbook, at)
        if ident and name:
            yield ident, name


def _text(data: bytes, at: int) -> tuple[str, int]:
    if at + 4 > len(data):
        return "", at
    (length,) = struct.unpack_from("<I", data, at)
    end = at + 4 + 2 * length
    return (data[at + 4 : end].decode("utf-16-le", "replace"), end) if length < 256 else ("", at)


def _merges(sheet: bytes) -> Iterator[Merge]:
    for match in _MERGES.finditer(sheet):
        for top, bottom, left, right in _EACH.iter_unpack(match[1]):
            yield Merge(top, left, bottom, right)


def _cells(sheet: bytes) -> int:
    """The rectangle around the filled cells, in cells; what a sheet declares is not believed."""
    at, end, row, last_row, width = 0, len(sheet), 0, -1, 0
    while at + 2 <= end:
        number = sheet[at]
        at += 2 if number & 0x80 else 1
        size = shift = 0
        while at < end:
            size |= (sheet[at] & 0x7F) << shift
            shift += 7
            at += 1
            if not sheet[at - 1] & 0x80:
                break
        if number == _ROW and at + 4 <= end:
            row = int.from_bytes(sheet[at : at + 4], "little")
        elif _FIRST_CELL <= number <= _LAST_CELL and at + 4 <= end:
            last_row = row
            width = max(width, int.from_bytes(sheet[at : at + 4], "little") + 1)
        at += size
    return (last_row + 1) * width
