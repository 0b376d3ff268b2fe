"""Dates as people type them."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Literal, NamedTuple

from gridctl.text.normalize import nfkc, squash
from gridctl.text.numerals import chinese_to_int
from gridctl.text.pattern import pattern

# 9999-12-31 is how many systems write "without end", so only the early side is bounded.
EARLIEST_YEAR = 1800
# A moment is when something was done: nothing is without end, and limits are reckoned from it.
LATEST_MOMENT_YEAR = 2199

_SEP = r"[-/.。、,‐‑–—−·]"
_TIME = r"(?:\s*T?\s*\d{1,2}:\d{1,2}(?::\d{1,2}(?:\.\d+)?)?\s*(?:Z|[+-]\d{2}:?\d{2})?)?"
_SEPARATED = pattern(rf"(\d{{4}})\s*{_SEP}\s*(\d{{1,2}})(?:\s*{_SEP}\s*(\d{{1,2}}){_TIME})?")
_BLANKS = pattern(rf"(\d{{4}})\s(\d{{1,2}})\s(\d{{1,2}}){_TIME}")
_DIGITS = pattern(r"(\d{4,8})(?:\.0*)?")
_COMPACT_WITH_TIME = pattern(rf"(\d{{8}})(?:T\d{{4,6}}|{_TIME})")
_SERIAL_WITH_TIME = pattern(r"(\d{4,5})\.\d+")
_CN = r"[\d〇零○一二三四五六七八九十廿卅壹贰叁肆伍陆柒捌玖拾]"
_CHINESE = pattern(rf"({_CN}{{4}})年(?:({_CN}{{1,3}})月(?:份|({_CN}{{1,4}})[日号]?)?)?{_TIME}")
_CLOCK = pattern(
    r"(上午|下午|晚上|晚)?\s*(\d{1,2})(?::|时|点)(?:(\d{1,2})(?:分|:(\d{1,2})(?:\.\d+)?)?|(半))?(?:整|秒)?$"
)
_BEIJING = timezone(timedelta(hours=8))
_WEEKDAY = pattern(r"\(?(?:星期|周)[一二三四五六日天]\)?")


class ParsedDate(NamedTuple):
    """A day, and how much of it was written: a month or a year alone stands for its first day."""

    value: date
    precision: Literal["day", "month", "year"]


def excel_serial(n: int) -> date:
    """Return the day that Excel's 1900 date system numbers `n`.

    Raises ValueError outside 1900 to 2100, and for 60: Excel counts a 29 February 1900 that never was.
    """
    if n == 60 or not 1 <= n <= 73_415:
        raise ValueError(f"no day has the Excel serial number {n}")
    return date(1899, 12, 31) + timedelta(days=n if n < 60 else n - 1)


def parse_date(text: str) -> ParsedDate:
    """Read a date in the order year, month, day, with any usual separator, 年月日, or none.

    Also reads Chinese numerals, full-width digits, a time behind the date (dropped), and Excel's serial
    numbers. A number of 4 digits is a year if between 1900 and 2100, one of 6 digits a year and month.
    Raises ValueError for all else: two-digit years and day-first orders can be read in two ways.
    """
    if len(text) == 10 and text[4] == "-" and text[7] == "-" and text.isascii():
        try:
            return _from(date.fromisoformat(text))
        except ValueError:
            pass  # 2026- 7- 1 has as many characters
    s = nfkc(squash(text))
    if match := _SEPARATED.fullmatch(s):
        year, month, day = match.groups()
        if day is None and month.strip("0") == "":
            return _number(int(year), year)  # a year that went through a number cell: 2026.0
        return _build(int(year), int(month), None if day is None else int(day))
    if match := _DIGITS.fullmatch(s):
        return _number(int(match[1]), match[1])
    if match := _BLANKS.fullmatch(s) or _SEPARATED.fullmatch(_WEEKDAY.sub("", s).strip()):
        return _build(*map(_numeral, match.groups()))
    if match := _COMPACT_WITH_TIME.fullmatch(s):
        return _number(int(match[1]), match[1])
    if match := _SERIAL_WITH_TIME.fullmatch(s):
        return ParsedDate(excel_serial(int(match[1])), "day")
    if match := _CHINESE.fullmatch(_WEEKDAY.sub("", "".join(s.split()))):
        return _build(*map(_numeral, match.groups()))
    raise ValueError("not a date in the order year, month, day")


def parse_moment(text: str) -> datetime:
    """Read a date and a clock time: 2026-07-01 08:30, ISO with T, 2026年7月1日下午3时半.

    A date alone is its midnight. The result has no zone: it is the clock where the ledger is kept. A zone
    that was written is converted to Beijing time. Raises ValueError as `parse_date` does, for an impossible
    time, and for a year after 2199.
    """
    moment = _moment(text)
    if not EARLIEST_YEAR <= moment.year <= LATEST_MOMENT_YEAR:
        raise ValueError(f"nothing is done in the year {moment.year}")
    return moment if moment.tzinfo is None else moment.astimezone(_BEIJING).replace(tzinfo=None)


def _moment(text: str) -> datetime:
    s = nfkc(squash(text))
    try:
        moment = datetime.fromisoformat(s.replace(" ", "T")) if len(s) > 10 and s[4] == "-" else None
    except ValueError:
        moment = None
    if moment is not None:
        return moment
    match = _CLOCK.search(s)
    day = parse_date(s[: match.start()].rstrip(" T") if match else s)
    if day.precision != "day":
        raise ValueError("a time needs a whole date")
    if match is None:
        return _at(day.value, 0, 0, 0)
    hour = int(match[2])
    if match[1] and match[1] != "上午" and hour < 12:
        hour += 12
    return _at(day.value, hour, 30 if match[5] else int(match[3] or 0), int(match[4] or 0))


def _at(day: date, hour: int, minute: int, second: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, second)  # noqa: DTZ001 - the ledger's own clock


def _number(n: int, digits: str) -> ParsedDate:
    if len(digits) == 8:
        return _day(n // 10_000, n // 100 % 100, n % 100)
    if len(digits) == 6:
        if not 1900 <= n // 100 <= 2100:
            raise ValueError("six digits, but not a year and a month")
        return _build(n // 100, n % 100, None)
    if len(digits) == 4 and 1900 <= n <= 2100:
        return _build(n, None, None)
    if len(digits) == 7 or digits[0] == "0":
        raise ValueError("neither a date nor an Excel serial number")
    return ParsedDate(excel_serial(n), "day")


def _numeral(written: str | None) -> int | None:
    return None if written is None else chinese_to_int(written)


def _build(year: int | None, month: int | None, day: int | None) -> ParsedDate:
    if year is None:
        raise ValueError("the year cannot be read")
    if month is None:
        return ParsedDate(_day(year, 1, 1).value, "year")
    if day is None:
        return ParsedDate(_day(year, month, 1).value, "month")
    return _day(year, month, day)


def _day(year: int, month: int, day: int) -> ParsedDate:
    return _from(date(year, month, day))


def _from(day: date) -> ParsedDate:
    if day.year < EARLIEST_YEAR:
        raise ValueError(f"the year {day.year} is before {EARLIEST_YEAR}")
    return ParsedDate(day, "day")
