"""The days that a planning looks at, with how many working days lie before each: ``plan_days``, ``plan_workdays``."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from gridctl.text.workdays import each_day
from gridctl.work.staging import stage

if TYPE_CHECKING:
    from gridctl.store.index import Index
    from gridctl.text.workdays import Calendar

# Room for the tolerances after the last day: 40 working days, and a spring festival in between.
_MARGIN = timedelta(days=90)


def stage_days(index: Index, calendar: Calendar, first: date, last: date) -> None:
    """``plan_days``: day, working days before it, working days up to it. ``plan_workdays``: each by its number."""
    days, worked = [], []
    count = 0
    for day in each_day(first, min(last, date.max - _MARGIN) + _MARGIN):
        if calendar.is_workday(day):
            count += 1
            worked.append((count, day))
            days.append((day, count - 1, count))
        else:
            days.append((day, count, count))
    stage(index, "plan_days", {"day": "DATE", "before": "INTEGER", "upto": "INTEGER"}, days)
    stage(index, "plan_workdays", {"number": "INTEGER", "day": "DATE"}, worked)
