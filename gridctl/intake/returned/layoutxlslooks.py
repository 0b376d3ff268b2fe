"""How the cells of an .xls sheet look: fonts, number formats and alignment ([MS-XLS] 2.4). Colours are left out.

They are numbers of a palette that programs disagree about.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from gridctl.intake.returned.layout import Look
from gridctl.intake.returned.layoutstyles import BUILT_IN

if TYPE_CHECKING:
    from collections.abc import Iterator

_FONT, _FORMAT, _XF = 0x31, 0x41E, 0xE0
# Cells with one look each: formula, blank, number, text, truth or error, RK number, text of the table.
_CELLS: Final = frozenset((0x06, 0x201, 0x203, 0x204, 0x205, 0x27E, 0xFD))
_NUMBERS, _BLANKS = 0xBD, 0xBE
_BOLD: Final = 600
_ALIGNED: Final = {1: "left", 2: "center", 3: "right"}
# 2.5.129: there is no font 4.
_NO_FONT: Final = 4


class XlsLooks:
    """The looks of a book's cells by number; `take` is given every record of the book's own part."""

    def __init__(self) -> None:
        self._fonts: list[Look] = []
        self._formats = dict(BUILT_IN)
        self._looks: list[tuple[int, int, str]] = []

    def take(self, number: int, body: bytes) -> None:
        """Keep what a record says of looks; others are passed over."""
        if number == _FONT:
            height, _, _, weight = struct.unpack_from("<HHHH", body)
            self._fonts.append(Look(bold=weight >= _BOLD, font=_text(body, 15, body[14]), size=height / 20))
        elif number == _FORMAT:
            format_number, letters = struct.unpack_from("<HH", body)
            self._formats[format_number] = _text(body, 4, letters)
        elif number == _XF:
            font, format_number = struct.unpack_from("<HH", body)
            self._looks.append((font, format_number, _ALIGNED.get(body[6] & 7, "")))

    def of(self, number: int) -> Look:
        """A look by the number that cells give. Raises IndexError where the book has none."""
        at, format_number, align = self._looks[number]
        font = self._fonts[at - (at > _NO_FONT)]
        return Look(
            self._formats.get(format_number, "General"), bold=font.bold, font=font.font, size=font.size, align=align
        )


def cell_looks(number: int, body: bytes) -> Iterator[tuple[int, int, int]]:
    """Row, column and look number of each cell of a sheet's record; none for records of other things."""
    if number in _CELLS:
        yield struct.unpack_from("<HHH", body)
    elif number in (_NUMBERS, _BLANKS):
        row, first = struct.unpack_from("<HH", body)
        size = 6 if number == _NUMBERS else 2
        for count, at in enumerate(range(4, len(body) - 2, size)):
            yield row, first + count, struct.unpack_from("<H", body, at)[0]


def _text(body: bytes, at: int, letters: int) -> str:
    wide = body[at] & 1
    return body[at + 1 : at + 1 + letters * (2 if wide else 1)].decode("utf-16-le" if wide else "latin-1", "replace")
