"""Days written without their year or month, 7月6日 and 6日, on a sheet whose title or other days name it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from gridctl.text.numerals import chinese_to_int
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

_YEAR: Final = pattern(r"(?<![0-9])(20[0-9]{2})(?=\s*年|[.\-/][0-9]{1,2}(?![0-9])|年?度|[^0-9A-Za-z]|$)")
_CHINESE_YEAR: Final = pattern(r"二[〇零○][〇零○一二三四五六七八九]{2}(?=年)")
_DIGITS: Final = {ord(char): str(digit) for digit, char in enumerate("〇一二三四五六七八九")} | {
    ord(char): "0" for char in "零○"
}
# 10月 is the month of a table, 10月3日 a day, 10-11月 and 第10个月 neither.
_MONTH: Final = pattern(
    r"(?<![0-9一二三四五六七八九十\-~～—至到、,，/第])(1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])\s*月份?(?!\s*[0-9一二三四五六七八九十\-~～—至到、])"
    r"|20[0-9]{2}[.\-/](1[0-2]|0?[1-9])(?![0-9.\-/])"
)
_DAY_OF_MONTH: Final = pattern(r"(3[01]|[12][0-9]|0?[1-9])(?:\.0)?\s*[日号]?")
# A list reaches no further beyond the days that it names in full; one alone may be the odd one.
_FEW: Final = 2
_NEAR: Final = dt.timedelta(days=62)
_DAY: Final = pattern(r"(1[0-2]|0?[1-9])\s*(?:月\s*|[.\-/])(3[01]|[12][0-9]|0?[1-9])\s*[日号]?")


def period_of(texts: Iterable[str]) -> str:
    """The year that the first of these texts with a year names, with the month that one of them names: 2026-10, 2026.

    "" if none names a year, or the first names several.
    """
    texts = tuple(texts)
    for text in texts:
        found = {*_YEAR.findall(text), *(each.translate(_DIGITS) for each in _CHINESE_YEAR.findall(text))}
        if found:
            return found.pop() + _month_of(texts) if len(found) == 1 else ""
    return ""


def _month_of(texts: Iterable[str]) -> str:
    for text in texts:
        if found := {chinese_to_int(one or other) for one, other in _MONTH.findall(text)}:
            return f"-{found.pop():02}" if len(found) == 1 else ""
    return ""


def in_period(text: str, period: str) -> str:
    """A day without a year, or one without a month in a period that has one, as one with it; "" for any other text."""
    year, _, month = period.partition("-")
    if day := _DAY.fullmatch(text.strip()):
        return f"{year}-{int(day[1]):02}-{int(day[2]):02}"
    if month and (day := _DAY_OF_MONTH.fullmatch(text.strip())):
        return f"{period}-{int(day[1]):02}"
    return ""


def in_year_of_others(texts: Iterable[str], days: Iterable[str]) -> list[str]:
    """Days without a year with that of two or more ISO days beside them, if all are of one year and near; else "".

    12月30日 among days of January is of the year before, or a slip: nobody can tell.
    """
    known = {dt.date.fromisoformat(day) for day in days}
    years = {day.year for day in known}
    if len(years) != 1 or len(known) < _FEW:
        return ["" for _ in texts]
    (year,) = years
    first, last = min(known) - _NEAR, max(known) + _NEAR

    def completed(text: str) -> str:
        day = in_period(text, str(year)) if "月" in text else ""
        try:
            return day if day and first <= dt.date.fromisoformat(day) <= last else ""
        except ValueError:
            return ""

    return [completed(text) for text in texts]
