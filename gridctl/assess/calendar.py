"""Calendar: the working days as a table of the index, so that an indicator's query can count them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from gridctl.store.digests import digest_of
from gridctl.text.workdays import each_day

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from gridctl.store.index import Index
    from gridctl.text.workdays import Calendar

# A case may have begun or been closed so many days outside the period.
_MARGIN = timedelta(days=400)
_COLUMNS = {"day": "DATE", "worked": "BOOLEAN", "number": "INTEGER"}
_DESCRIBE = {
    "": ("工作日历（含调休和设置中的例外）", "working days, with swapped days and the settings' overrides"),
    "day": ("日期", "day"),
    "worked": ("是否工作日", "whether it is worked"),
    "number": (
        "到这一天为止的工作日数：两天之差就是其间的工作日",
        "working days up to and including it: the difference of two days' numbers is the working days between them",
    ),
}


def put_calendar(index: Index, calendar: Calendar, start: date, end: date) -> None:
    """Fill the index's table ``calendar``, well beyond both days."""
    first, last = start - _MARGIN, end + _MARGIN
    overrides = sorted((str(day), worked) for day, worked in calendar.overrides.items())
    digest = digest_of([str(first), str(last), repr(overrides)])
    index.put("calendar", _COLUMNS, _days(calendar, first, last), digest, describe=_DESCRIBE)


def _days(calendar: Calendar, first: date, last: date) -> Iterator[tuple[date, bool, int]]:
    number = 0
    for day in each_day(first, last):
        worked = calendar.is_workday(day)
        number += worked
        yield day, worked, number
