"""How far a worksheet reaches, by its XML, before anything is set aside for its cells.

The reader keeps a sheet as a full rectangle: one forgotten character in the last cell of a sheet would ask for
17 billion cells.
"""

from __future__ import annotations

import re
from typing import Final

from gridctl.text.cellname import column_letters
from gridctl.text.pattern import pattern

MOST_CELLS: Final = 20_000_000
"""The largest rectangle that is read as one: a million rows of 20 columns, some 500 MB."""

_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LAST_COLUMN: Final = 16_384
_DIMENSION = pattern(rb'<(?:\w+:)?dimension\s[^>]*\bref="(?:[A-Z]{1,3}\d+:)?([A-Z]{1,3})(\d+)"')
_ROW_NUMBER = pattern(rb'\br="(\d+)"')


def too_wide(xml: bytes) -> bool:
    """Whether the rectangle around a worksheet's cells may be larger than is read as one."""
    last_row = _last_row(xml)
    declared = _DIMENSION.search(xml, 0, 4096)
    if declared is None:
        return last_row * LAST_COLUMN > MOST_CELLS and _reaches(xml, MOST_CELLS // max(last_row, 1))
    last_row = max(last_row, int(declared[2]))
    width = column_number(declared[1].decode()) + 1
    if last_row * width > MOST_CELLS:
        return True
    # What a file says of its own size is checked where a lie would matter.
    return last_row * LAST_COLUMN > MOST_CELLS and _reaches(xml, width)


def column_number(letters: str) -> int:
    """0 for ``A``, 26 for ``AA``."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _last_row(xml: bytes) -> int:
    at = max(xml.rfind(b"<row "), xml.rfind(b":row "))
    match = _ROW_NUMBER.search(xml, max(at, 0), at + 400) if at >= 0 else None
    return int(match[1]) if match else xml.count(b"<row")


def _reaches(xml: bytes, width: int) -> bool:
    """Whether some cell lies in a column from this number (from 0) on."""
    if width >= LAST_COLUMN:
        return False
    return re.search(rb' r="(?:' + _from(width).encode() + rb")\d", xml) is not None


def _from(number: int) -> str:
    """A pattern of the letters of all columns from this one (from 0) on."""
    letters = column_letters(number)
    patterns = ["[A-Z]" * length for length in range(len(letters) + 1, 4)]
    for at, letter in enumerate(letters):
        last = at == len(letters) - 1
        later = _LETTERS[_LETTERS.index(letter) + (0 if last else 1) :]
        if later:
            patterns.append(f"{letters[:at]}[{later}]" + "[A-Z]" * (len(letters) - at - 1))
    return "|".join(patterns)
