"""What an .ods sheet says beside its values: merged cells, what is hidden, how far its cells reach."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final

from gridctl.intake.reading.book import Merge
from gridctl.intake.reading.extent import LAST_COLUMN, MOST_CELLS
from gridctl.intake.reading.marks import Marks, unquoted
from gridctl.text.pattern import pattern

_TAG: Final = pattern(
    rb'<(/?)table:(table|table-row|table-cell|covered-table-cell|table-column)((?:\s(?:[^>"]|"[^"]*")*)?)/?>'
)
_COUNTED: Final = (
    b"number-rows-repeated",
    b"number-columns-repeated",
    b"number-rows-spanned",
    b"number-columns-spanned",
)
# A table ends long before: what is repeated to the end of the sheet is no merge and hides nothing.
_MOST: Final = 1000


def read_ods_marks(data: bytes) -> dict[str, Marks]:
    """The marks of the sheets of an .ods file, by name. Raises zipfile.BadZipFile or KeyError for a damaged one."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read("content.xml")
    if b"-spanned=" not in xml and b'visibility="' not in xml and not _may_be_too_wide(xml):
        return {}
    found: dict[str, Marks] = {}
    sheet = _Sheet()
    depth = 0
    for closing, tag, attributes in _TAG.findall(xml):
        if tag == b"table":
            depth += -1 if closing else 1
            if not closing and depth == 1:
                sheet = _Sheet()
                name = unquoted(_text(attributes, b"name"))
            elif closing and depth == 0:
                wide = sheet.cells > MOST_CELLS
                found[name] = Marks(
                    frozenset(sheet.rows), frozenset(sheet.columns), too_wide=wide, merges=tuple(sheet.merges)
                )
        elif depth == 1 and not closing:
            sheet.take(tag, attributes)
    return found


def _may_be_too_wide(xml: bytes) -> bool:
    """Whether there are so many rows that one cell in the last column would be too much."""
    repeated = sum(int(count) for count in re.findall(rb'number-rows-repeated="(\d{1,8})"', xml))
    return (xml.count(b"<table:table-row") + repeated) * LAST_COLUMN > MOST_CELLS


class _Sheet:
    """One sheet, tag by tag."""

    def __init__(self) -> None:
        self.rows: set[int] = set()
        self.columns: set[int] = set()
        self.merges: list[Merge] = []
        self._row = self._next_row = 0
        self._col = 0
        self._next_column = 0
        self._last_row = self._width = 0

    @property
    def cells(self) -> int:
        """How many cells the rectangle around the filled ones has."""
        return self._last_row * self._width

    def take(self, tag: bytes, attributes: bytes) -> None:
        """Go on by one tag."""
        hidden = b'visibility="collapse"' in attributes or b'visibility="filter"' in attributes
        if tag == b"table-column":
            count = _number(attributes, _COUNTED[1])
            if hidden:
                self.columns.update(range(self._next_column, self._next_column + min(count, _MOST)))
            self._next_column += count
        elif tag == b"table-row":
            count = _number(attributes, _COUNTED[0])
            self._row, self._next_row, self._col = self._next_row, self._next_row + count, 0
            if hidden:
                self.rows.update(range(self._row, self._row + min(count, _MOST)))
        else:
            down, across = _number(attributes, _COUNTED[2]), _number(attributes, _COUNTED[3])
            if down > 1 or across > 1:
                self.merges.append(Merge(self._row, self._col, self._row + down - 1, self._col + across - 1))
            self._col += _number(attributes, _COUNTED[1])
            if b"value-type=" in attributes:
                self._last_row, self._width = self._next_row, max(self._width, self._col)


def _text(attributes: bytes, name: bytes) -> str:
    match = re.search(rb"\btable:" + name + rb'="([^"]*)"', attributes)
    return match[1].decode("utf-8", "replace") if match else ""


def _number(attributes: bytes, name: bytes) -> int:
    text = _text(attributes, name) if name in attributes else ""
    return int(text) if text.isdecimal() and len(text) < 9 else 1
