"""How long the stages of a case may take: when each is due, and the cards for being late.

Accepting has the limit of dispatching, from the dispatch on. In an emergency the first report of the handling is due
within its limit and every further one within so many hours of the last.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from gridctl.text.workdays import Calendar
from gridctl.work.deadlines import Limit, due, limit

if TYPE_CHECKING:
    from collections.abc import Callable

PROFILES = {"ordinary": "ordinary", "considerable": "larger", "major": "major", "emergency": "urgent"}
"""Deadline profile by level of the case; one not classified yet counts as ordinary."""
STEP_OF_STAGE = {
    "classify": "classify", "dispatch": "dispatch", "accept": "dispatch", "handle": "handle", "reply": "reply",
    "verify": "verify", "evaluate": "evaluate",
}  # fmt: skip


class Stay(NamedTuple):
    """One stay of a case in a stage: since when, until when (None: still), and by when it was due."""

    stage: str
    start: datetime
    end: datetime | None
    due: datetime


class Clock:
    """Limits by a community's calendar; what it works out for a day it remembers."""

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = _Remembering(calendar)
        self._between = cache(self._calendar.between)
        # When work begins that is begun at any time of a day off: on the next working day.
        self._begins = cache(self._next_worked)
        self._later = cache(self._calendar.add_workdays)

    def due(self, stage: str, start: datetime, situation: str, level: str, extra: int = 0) -> datetime:
        """By when a stage that began at ``start`` is to be over; ``extra`` approved working days are added."""
        amount, allowed = _workdays(stage, situation, level)
        if allowed is not None:
            return due(start, allowed, self._calendar)
        day = start.date()
        worked = self._begins(day)
        days, ends = _within_work(amount + extra, start.time() if worked == day else time.min)
        return datetime.combine(self._later(worked, days), ends)

    def _next_worked(self, day: date) -> date:
        return day if self._calendar.is_workday(day) else self._calendar.add_workdays(day, 1)

    def again(self, last: datetime, situation: str, level: str) -> datetime | None:
        """By when the next report of the handling is due; None where none is asked for."""
        hours = stage_limit("handle", situation, level).again
        return None if hours is None else last + timedelta(hours=hours)

    def card(self, stay: Stay, as_of: datetime, situation: str, level: str, extra: int = 0) -> str:
        """``yellow`` or ``red`` for a stage that took too long, or ""."""
        end = stay.end or as_of
        if end <= stay.due:
            return ""
        allowed = stage_limit(stay.stage, situation, level)
        took = self._between(stay.start.date(), end.date()) - extra
        for name, days in (("red", allowed.red), ("yellow", allowed.yellow)):
            if days is not None and (days == 0 or took > days):
                return name
        return ""


@cache
def _within_work(amount: float, begins: time) -> tuple[int, time]:
    """How many working days later, and when on that day, so many are over that begin at a time of a working day.

    There are few such answers, so the working hours are gone through once for each.
    """
    found = due(datetime.combine(_SOME_DAY, begins), Limit(amount, "workday"), _EveryDay())
    return (found.date() - _SOME_DAY).days, found.time()


def stage_limit(stage: str, situation: str, level: str) -> Limit:
    """The limit of a stage, by situation and level."""
    return _limit(situation, PROFILES.get(level, "ordinary"), STEP_OF_STAGE[stage])


_limit = cache(limit)


@cache
def _workdays(stage: str, situation: str, level: str) -> tuple[float, Limit | None]:
    """A stage's limit in working days; or, where it is counted otherwise, the limit itself."""
    allowed = stage_limit(stage, situation, level)
    return (allowed.amount, None) if allowed.unit == "workday" else (0.0, allowed)


_SOME_DAY = date(2001, 1, 1)


class _EveryDay(Calendar):
    """Every day is worked."""

    def is_workday(self, day: date) -> bool:
        """Whatever day."""
        del day
        return True


class _Remembering(Calendar):
    """A calendar whose answers are kept: hundreds of thousands of cases begin on a few hundred days."""

    _worked: Callable[[date], bool]
    _later: Callable[[date, int], date]

    def __init__(self, calendar: Calendar) -> None:
        super().__init__(calendar.overrides)
        object.__setattr__(self, "_worked", cache(super().is_workday))
        object.__setattr__(self, "_later", cache(super().add_workdays))

    def is_workday(self, day: date) -> bool:
        """As the calendar has it."""
        return self._worked(day)

    def add_workdays(self, day: date, n: int) -> date:
        """As the calendar has it."""
        return self._later(day, n)


def end_of_day(day: date) -> datetime:
    """The moment a day's offices close: by then it is known what was late on it."""
    return datetime(day.year, day.month, day.day, 17, 30)  # noqa: DTZ001 - clock time where the ledger is kept
