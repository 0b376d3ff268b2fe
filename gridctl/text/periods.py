"""Spans of days that reports are made for."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from gridctl.text.normalize import nfkc, squash
from gridctl.text.numerals import arabic
from gridctl.text.pattern import pattern

_QUARTER = pattern(r"(\d{4})年?-?(?:Q([1-4])|第?([1-4一二三四])季度?)", re.IGNORECASE)
_HALF = pattern(r"(\d{4})年?-?(?:H([12])|(上|下)半年)", re.IGNORECASE)
_MONTH = pattern(r"(\d{4})(?:[-/.](\d{1,2})|年(\d{1,2})月份?)")
_BARE_MONTH = pattern(r"(\d{1,2})月份?")
_WEEK = pattern(r"(\d{4})(?:-?W|年第?)(\d{1,2})周?", re.IGNORECASE)
_YEAR = pattern(r"(\d{4})年?")
_DAY = pattern(r"(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|年(\d{1,2})月(\d{1,2})日)")
_RANGE = pattern(r"(.+?)(?:\.\.|~|至|到)(.+)")


class Period(NamedTuple):
    """The days from `start` to `end`, both included, and the name the period goes by."""

    label: str
    start: date
    end: date

    def previous(self) -> Period:
        """Return the period just before: the year, half, quarter or month before, else as many days."""
        before = self.start - timedelta(days=1)
        # Same kind of period: it must end the day before and be as long in months.
        named = (kind(before) for kind in _KINDS)
        alike = (each for each in named if each.end == before and _months(each) == _months(self))
        return next(alike, None) or _days(before - (self.end - self.start), before)

    def following(self) -> Period:
        """Return the period just after: the year, half, quarter or month after, else as many days."""
        after = self.end + timedelta(days=1)
        named = (kind(after) for kind in _KINDS)
        alike = (each for each in named if each.start == after and _months(each) == _months(self))
        return next(alike, None) or _days(after, after + (self.end - self.start))

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.start <= day <= self.end


def quarter_of(day: date) -> Period:
    """Return the quarter that `day` lies in."""
    quarter = (day.month + 2) // 3
    return _span(f"{day.year:04}Q{quarter}", day.year, quarter * 3 - 2, quarter * 3)


def parse_period(text: str, today: date | None = None) -> Period:
    """Read a period: 2026, 2026H1, 2026Q3, 2026-07, 2026-W28, 2026-07-06, a range 2026-07-06..12, or a word.

    Words (today/今天, tomorrow/明天, week/本周, month/本月, quarter/本季度, year/本年, last-week/上周,
    next-month/下月 …) count from `today`, and 7月 is of its year. In a range the second day may leave out what it
    shares with the first. Labels come out the same however the period was written. Raises ValueError if `text` is
    none of these, the range runs backwards, or a word is used without `today`.
    """
    s = "".join(nfkc(squash(text)).split())
    if today is not None and (period := _word(s.casefold(), today)):
        return period
    if match := _QUARTER.fullmatch(s):
        return quarter_of(date(int(match[1]), int(arabic(match[2] or match[3])) * 3, 1))
    if match := _HALF.fullmatch(s):
        return _half(date(int(match[1]), 1 if match[2] == "1" or match[3] == "上" else 7, 1))
    if match := _MONTH.fullmatch(s):
        return _month(date(int(match[1]), int(match[2] or match[3]), 1))
    if today is not None and (match := _BARE_MONTH.fullmatch(s)):
        return _month(date(today.year, int(match[1]), 1))
    if match := _WEEK.fullmatch(s):
        return _week(date.fromisocalendar(int(match[1]), int(match[2]), 1))
    if match := _YEAR.fullmatch(s):
        return _year(date(int(match[1]), 1, 1))
    if match := _DAY.fullmatch(s):
        return _day_alone(_day(match))
    if (match := _RANGE.fullmatch(s)) and (first := _DAY.fullmatch(match[1])):
        start = _day(first)
        end = _range_end(start, match[2])
        if end < start:
            raise ValueError(f"the period {text!r} ends before it starts")
        return _days(start, end)
    raise ValueError(f"{text!r} is not a period; write 2026, 2026Q3, 2026-07, 2026-07-06 or 2026-07-06..12")


def _word(word: str, today: date) -> Period | None:
    for kind, before, now, after in _WORDS:
        if word in now:
            return kind(today)
        if word in before:
            return kind(today).previous()
        if word in after:
            return kind(today).following()
    return None


def _range_end(start: date, written: str) -> date:
    if match := _DAY.fullmatch(written):
        return _day(match)
    parts = [int(part) for part in re.split(r"[-/.月]", written.removesuffix("日")) if part.isdigit()]
    if re.fullmatch(r"\d{1,2}([-/.月]\d{1,2})?日?", written) is None:
        raise ValueError(f"{written!r} does not end a period")
    return start.replace(day=parts[0]) if len(parts) == 1 else date(start.year, parts[0], parts[1])


def _day(match: re.Match[str]) -> date:
    return date(int(match[1]), int(match[2] or match[4]), int(match[3] or match[5]))


def _days(start: date, end: date) -> Period:
    return Period(str(start) if start == end else f"{start}..{end}", start, end)


def _day_alone(day: date) -> Period:
    return _days(day, day)


def _week(day: date) -> Period:
    monday = day - timedelta(days=day.weekday())
    return _days(monday, monday + timedelta(days=6))


def _month(day: date) -> Period:
    return _span(f"{day.year:04}-{day.month:02}", day.year, day.month, day.month)


def _half(day: date) -> Period:
    half = 1 if day.month <= 6 else 2
    return _span(f"{day.year:04}H{half}", day.year, half * 6 - 5, half * 6)


def _year(day: date) -> Period:
    return _span(f"{day.year:04}", day.year, 1, 12)


def _span(label: str, year: int, first: int, last: int) -> Period:
    return Period(label, date(year, first, 1), date(year, last, monthrange(year, last)[1]))


def _months(period: Period) -> int | None:
    """How many whole calendar months the period is; None if it is not made of whole months."""
    start, end = period.start, period.end
    if start.day != 1 or end.day != monthrange(end.year, end.month)[1]:
        return None
    return (end.year - start.year) * 12 + end.month - start.month + 1


# Periods with a name of their own, the longest first.
_KINDS = (_year, _half, quarter_of, _month)
# A kind of period, and the words for the one before today's, today's, and the one after.
_WORDS = (
    (_day_alone, ("yesterday", "昨天", "昨日"), ("today", "今天", "今日"), ("tomorrow", "明天", "明日")),
    (_week, ("last-week", "上周"), ("week", "this-week", "本周"), ("next-week", "下周")),
    (_month, ("last-month", "上月", "上个月"), ("month", "this-month", "本月"), ("next-month", "下月", "下个月")),
    (quarter_of, ("last-quarter", "上季", "上季度"), ("quarter", "this-quarter", "本季", "本季度"),
     ("next-quarter", "下季", "下季度")),
    (_year, ("last-year", "上年", "去年"), ("year", "this-year", "本年", "今年"), ("next-year", "明年")),
)  # fmt: skip
