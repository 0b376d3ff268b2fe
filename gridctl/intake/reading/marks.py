"""What a worksheet's XML says that its values do not: what is hidden, which cells hold errors, how far it reaches."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from html import unescape
from typing import Final

from gridctl.intake.reading.book import Merge
from gridctl.intake.reading.extent import column_number, too_wide
from gridctl.text.pattern import pattern

_ROW: Final = pattern(rb"<(?:x:)?row\b([^>]*)>")
_NUMBER: Final = pattern(rb'\br="(\d+)"')
_HIDDEN: Final = pattern(rb'\bhidden="(?:1|true)"')
_ERROR_CELL: Final = pattern(rb'<(?:x:)?c\b[^>]*\bt="e"[^>]*>')
_REFERENCE: Final = pattern(rb'\br="([A-Z]+)(\d+)"')
_SHEET_PATH: Final = pattern(rb"<(?:x:)?sheet\b[^>]*>")
_TARGET: Final = pattern(rb"<Relationship\b[^>]*>")
_COLUMN: Final = pattern(rb"<(?:x:)?col\b([^>]*)>")
_FIRST: Final = pattern(rb'\bmin="(\d+)"')
_LAST: Final = pattern(rb'\bmax="(\d+)"')
_MERGE: Final = pattern(rb'<(?:x:)?mergeCell\b[^>]*\bref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_MOST_HIDDEN: Final = 1000


@dataclass(frozen=True, slots=True)
class Marks:
    """What a worksheet's XML says beside its values; rows and columns from 0.

    ``too_wide``: its cells lie too far apart to be read as a rectangle; of .xlsx only then its ``merges`` are listed.
    """

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    error_cells: frozenset[tuple[int, int]] = frozenset()
    too_wide: bool = False
    merges: tuple[Merge, ...] = ()


def read_marks(data: bytes) -> dict[str, Marks]:
    """The marks of the sheets of an .xlsx file, by name. Raises zipfile.BadZipFile for a damaged one."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name, member in sheet_members(archive).items():
            if member in archive.namelist():
                xml = archive.read(member)
                wide = too_wide(xml)
                found[name] = Marks(
                    hidden_rows(xml), hidden_columns(xml), error_cells(xml), wide, merges(xml) if wide else ()
                )
    return found


def unquoted(text: str) -> str:
    """An attribute's text with its entities put in, also those by number (``&#30007;``)."""
    return unescape(text)


def sheet_members(archive: zipfile.ZipFile) -> dict[str, str]:
    """The path of each sheet's XML inside an .xlsx file, by the sheet's name."""
    if "xl/_rels/workbook.xml.rels" not in archive.namelist():
        return {}
    targets = {}
    for tag in _TARGET.findall(archive.read("xl/_rels/workbook.xml.rels")):
        ident, target = attribute(tag, b"Id"), attribute(tag, b"Target")
        targets[ident] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    members = {}
    for tag in _SHEET_PATH.findall(archive.read("xl/workbook.xml")):
        members[unquoted(attribute(tag, b"name"))] = targets.get(attribute(tag, b"r:id"), "")
    return members


def attribute(tag: bytes, name: bytes) -> str:
    """What an XML tag says of one attribute, "" if nothing; entities stay as they are."""
    match = re.search(rb"\b" + name + rb'="([^"]*)"', tag)
    return match[1].decode("utf-8", "replace") if match else ""


def hidden_rows(xml: bytes) -> frozenset[int]:
    """The hidden rows among the rows of some XML."""
    if b'hidden="' not in xml:
        return frozenset()
    hidden = set()
    for attributes in _ROW.findall(xml):
        if _HIDDEN.search(attributes) and (number := _NUMBER.search(attributes)):
            hidden.add(int(number[1]) - 1)
    return frozenset(hidden)


def hidden_columns(xml: bytes) -> frozenset[int]:
    """The hidden columns, by what stands before a worksheet's rows."""
    hidden: set[int] = set()
    for attributes in _COLUMN.findall(xml, 0, max(xml.find(b"sheetData"), 0)):
        first, last = _FIRST.search(attributes), _LAST.search(attributes)
        if _HIDDEN.search(attributes) and first and last:
            # To the sheet's end is beyond the table.
            hidden.update(range(int(first[1]) - 1, min(int(last[1]), int(first[1]) + _MOST_HIDDEN)))
    return frozenset(hidden)


def merges(xml: bytes) -> tuple[Merge, ...]:
    """The merged ranges, by what stands after a worksheet's rows."""
    merges = []
    for left, top, right, bottom in _MERGE.findall(xml):
        cols = column_number(left.decode()), column_number(right.decode())
        merges.append(Merge(int(top) - 1, cols[0], int(bottom) - 1, cols[1]))
    return tuple(merges)


def error_cells(xml: bytes) -> frozenset[tuple[int, int]]:
    """The cells of some XML that hold an error."""
    if b't="e"' not in xml:
        return frozenset()
    cells = set()
    for tag in _ERROR_CELL.findall(xml):
        if match := _REFERENCE.search(tag):
            cells.add((int(match[2]) - 1, column_number(match[1].decode())))
    return frozenset(cells)
