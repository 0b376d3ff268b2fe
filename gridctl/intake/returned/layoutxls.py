"""The layout of an .xls sheet, from its records ([MS-XLS] 2.4): widths, heights, drop-downs, looks of cells.

The official blank forms are such books.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from gridctl.intake.reading.olestream import ole_stream
from gridctl.intake.returned.layout import Area, Layout, Look, Offer
from gridctl.intake.returned.layoutxlslooks import XlsLooks, cell_looks
from gridctl.intake.returned.layoutxlsx import Values
from gridctl.text.cellname import cell_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gridctl.intake.reading.book import Book, Sheet

_BOUND_SHEET, _EXTERN_SHEET, _NAME, _EOF = 0x85, 0x17, 0x18, 0x0A
_COLUMN, _ROW, _CHECK = 0x7D, 0x208, 0x1BE
_LIST, _WORDS = 3, 0x80
_STOPS = 1 << 19
# 2.5.198: tokens of formulas, without the bits that say what becomes of their value.
_TEXT, _LOCAL, _ELSEWHERE, _NAMED = 0x17, 0x25, 0x3B, 0x23
_CLASS: Final = 0x1F
_DEFAULT_HEIGHT: Final = 0x8000


def xls_layout(book: Book, sheet: Sheet, rows: range) -> Layout:
    """The layout of one sheet. Raises OSError, ValueError, IndexError or struct.error where it cannot be read."""
    stream = ole_stream(book.path.read_bytes(), "Workbook", "Book")
    workbook = _Workbook(stream)
    widths: dict[int, float] = {}
    heights: dict[int, float] = {}
    offers = []
    looks: dict[tuple[int, int], Look] = {}
    for number, body in _records(stream, workbook.starts[sheet.name]):
        if number == _COLUMN:
            first, last, width = struct.unpack_from("<HHH", body)
            widths.update(dict.fromkeys(range(first, min(last, first + 100) + 1), width / 256))
        elif number == _ROW:
            row, _, _, height = struct.unpack_from("<HHHH", body)
            if row in rows and not height & _DEFAULT_HEIGHT:
                heights[row] = height / 20
        elif number == _CHECK and (offer := _offer(body, Values(book, sheet, {}), workbook)) is not None:
            offers.append(offer)
        else:
            looks.update(
                ((row, col), workbook.looks.of(look)) for row, col, look in cell_looks(number, body) if row in rows
            )
    return Layout(widths, heights, tuple(offers), looks)


class _Workbook:
    """What the book says before its sheets: where they begin, and what names and sheet numbers mean."""

    def __init__(self, stream: bytes) -> None:
        self.starts: dict[str, int] = {}
        self.looks = XlsLooks()
        self._names: list[bytes] = []
        self._sheets: list[int] = []
        for number, body in _records(stream, 0):
            self.looks.take(number, body)
            if number == _BOUND_SHEET:
                self.starts[_text(body, 7, body[6], flags_at=7)[0]] = struct.unpack_from("<I", body)[0]
            elif number == _NAME:
                self._names.append(_name_formula(body))
            elif number == _EXTERN_SHEET:
                count = struct.unpack_from("<H", body)[0]
                self._sheets = [struct.unpack_from("<H", body, 4 + 6 * at)[0] for at in range(count)]
        self._order = list(self.starts)

    def place(self, formula: bytes) -> str:
        """The range a formula stands for, as ``'sheet'!A1:A9``; "" for anything else."""
        kind = formula[0] & _CLASS | 0x20 if formula else 0
        if kind == _NAMED:
            number = struct.unpack_from("<H", formula, 1)[0]
            return self.place(self._names[number - 1]) if formula != self._names[number - 1] else ""
        if kind == _ELSEWHERE:
            sheet = self._order[self._sheets[struct.unpack_from("<H", formula, 1)[0]]]
            return f"'{sheet.replace(chr(39), chr(39) * 2)}'!{_area(formula, 3)}"
        return _area(formula, 1) if kind == _LOCAL else ""


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records of a sheet, or of the book's own part, to its end."""
    while at + 4 <= len(stream):
        number, length = struct.unpack_from("<HH", stream, at)
        if number == _EOF:
            return
        yield number, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _offer(body: bytes, values: Values, workbook: _Workbook) -> Offer | None:
    flags = struct.unpack_from("<I", body)[0]
    if flags & 0xF != _LIST:
        return None
    at = 4
    texts = []
    for _ in range(4):
        text, at = _text(body, at + 2, struct.unpack_from("<H", body, at)[0], flags_at=at + 2)
        texts.append(text)
    length = struct.unpack_from("<H", body, at)[0]
    formula = body[at + 4 : at + 4 + length]
    at += 4 + length
    at += 4 + struct.unpack_from("<H", body, at)[0]
    count = struct.unpack_from("<H", body, at)[0]
    areas = tuple(
        Area(top, left, bottom, right)
        for top, bottom, left, right in (struct.unpack_from("<HHHH", body, at + 2 + 8 * each) for each in range(count))
    )
    if flags & _WORDS and formula[:1] == bytes([_TEXT]):
        offered = tuple(each for each in _text(formula, 2, formula[1], flags_at=2)[0].split("\0") if each)
    else:
        offered = values.of(workbook.place(formula))
    return (
        Offer(areas, offered, bool(flags & _STOPS) and flags >> 4 & 7 == 0, texts[2].strip("\0")) if offered else None
    )


def _name_formula(body: bytes) -> bytes:
    letters, length = struct.unpack_from("<xxxBH", body)
    _, at = _text(body, 14, letters, flags_at=14)
    return body[at : at + length]


def _area(formula: bytes, at: int) -> str:
    top, bottom, left, right = struct.unpack_from("<HHHH", formula, at)
    return f"{cell_name(top, left & 0xFF)}:{cell_name(bottom, right & 0xFF)}"


def _text(body: bytes, at: int, letters: int, *, flags_at: int) -> tuple[str, int]:
    """A text of so many letters behind its flags, and where it ends."""
    wide = body[flags_at] & 1
    start = at + 1
    end = start + letters * (2 if wide else 1)
    return body[start:end].decode("utf-16-le" if wide else "latin-1", "replace"), end
