"""Days written without their year, 7月6日, on a sheet whose title names it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_YEAR: Final = re.compile(r"(?<![0-9])(20[0-9]{2})(?=\s*年|[.\-/][0-9]{1,2}(?![0-9])|年?度|[^0-9A-Za-z]|$)")
_CHINESE_YEAR: Final = re.compile(r"二[〇零○][〇零○一二三四五六七八九]{2}(?=年)")
_DIGITS: Final = {ord(char): str(digit) for digit, char in enumerate("〇一二三四五六七八九")} | {
    ord(char): "0" for char in "零○"
}
_DAY: Final = re.compile(r"(1[0-2]|0?[1-9])\s*(?:月\s*|[.\-/])(3[01]|[12][0-9]|0?[1-9])\s*[日号]?")


def year_of(texts: Iterable[str]) -> str:
    """The year that the first of these texts with a year names; "" if none does, or it names several."""
    for text in texts:
        found = {*_YEAR.findall(text), *(each.translate(_DIGITS) for each in _CHINESE_YEAR.findall(text))}
        if found:
            return found.pop() if len(found) == 1 else ""
    return ""


def with_year(text: str, year: str) -> str:
    """A day without a year as one with it, 2026-07-06; "" for any other text."""
    day = _DAY.fullmatch(text.strip())
    return f"{year}-{int(day[1]):02}-{int(day[2]):02}" if day else ""
