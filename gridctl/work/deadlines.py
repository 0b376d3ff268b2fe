"""How long a step may take, and until when. The figures are data in ``deadlines.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from gridctl.findings.table import Words
from gridctl.text.packaged import packaged

if TYPE_CHECKING:
    from gridctl.text.workdays import Calendar

STEPS = ("collect", "classify", "dispatch", "handle", "reply", "verify", "evaluate")


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit: ``amount`` minutes, hours or working days.

    ``yellow`` and ``red`` are the working days since the step began after which a card is given (0: at once when
    late; None: no card); ``cap`` the most working days with every extension; ``again`` the hours until the next report.
    """

    amount: float
    unit: str
    yellow: float | None = None
    red: float | None = None
    cap: float | None = None
    again: float | None = None


class Tolerance(NamedTuple):
    """Working days after a task's planned day that count as on time, and those after them until the red card."""

    grace: int
    red: int


def limit(situation: str, profile: str, step: str) -> Limit:
    """The limit of a step; keys of the code lists situation, deadline_profile and case_step.

    An emergency, and the profile ``urgent`` in any situation, take the emergency's limits. An unknown or empty
    profile takes the ordinary ones. Raises ``KeyError`` for an unknown situation or step.
    """
    row = _data()["limits"]["emergency" if profile == "urgent" else situation][step]
    found = row.get(profile) or row.get("all") or row["ordinary"]
    numbers = {name: float(value) for name, value in found.items() if name != "unit"}
    return Limit(unit=found["unit"], **numbers)


def late_words(step: str) -> Words:
    """What happens when a step is late."""
    return Words(**_data()["late"][step])


def tolerance(frequency: str) -> Tolerance:
    """How late a task of this frequency may be; ``window`` for tasks of declared windows."""
    row = _data()["tasks"][frequency]
    return Tolerance(int(row["grace"]), int(row["red"]))


def frequencies_by(rhythm: str) -> dict[str, str]:
    """The frequencies of ``by_visit_level`` or ``by_rent_grade``, by the key of the household's level or grade."""
    found: dict[str, str] = _data()["visit_levels" if rhythm == "by_visit_level" else "rent_grades"]
    return dict(found)


def tolerances() -> dict[str, Tolerance]:
    """The tolerance of every frequency."""
    return {each: tolerance(each) for each in _data()["tasks"]}


def default_cycle_days() -> int:
    """The visit cycle of a person whose record names none."""
    return int(_data()["default_cycle_days"])


def due(start: datetime, limit: Limit, calendar: Calendar) -> datetime:
    """Until when a step that began at ``start`` may take.

    Minutes and hours run by the clock: they are used where somebody is on duty day and night. Working days run in
    working hours: half a day is half of them, a whole day ends at closing time, and 0 days at the same day's closing
    time. What begins outside working hours counts from the next opening.
    """
    if limit.unit == "minute":
        return start + timedelta(minutes=limit.amount)
    if limit.unit == "hour":
        return start + timedelta(hours=limit.amount)
    begin = _opening(start, calendar)
    days, part = divmod(limit.amount, 1)
    if part:
        moment = _within_day(begin, part * _day_length(), calendar)
        return datetime.combine(calendar.add_workdays(moment.date(), int(days)), moment.time())
    return datetime.combine(calendar.add_workdays(begin.date(), int(days)), _hours()[-1][1])


def office_hours() -> tuple[time, time]:
    """When a working day begins and ends."""
    return _hours()[0][0], _hours()[-1][1]


def _opening(start: datetime, calendar: Calendar) -> datetime:
    """``start`` itself in working hours, else the next time they begin."""
    if calendar.is_workday(start.date()):
        for opens, closes in _hours():
            if start.time() < closes:
                return max(start, datetime.combine(start.date(), opens))
    return datetime.combine(calendar.add_workdays(start.date(), 1), _hours()[0][0])


def _within_day(begin: datetime, length: timedelta, calendar: Calendar) -> datetime:
    left = length
    while True:
        for opens, closes in _hours():
            first = max(begin, datetime.combine(begin.date(), opens))
            span = datetime.combine(begin.date(), closes) - first
            if left <= span:
                return first + left
            left -= max(span, timedelta())
        begin = datetime.combine(calendar.add_workdays(begin.date(), 1), _hours()[0][0])


def _day_length() -> timedelta:
    minutes = sum((c.hour - o.hour) * 60 + c.minute - o.minute for o, c in _hours())
    return timedelta(minutes=minutes)


@cache
def _hours() -> tuple[tuple[time, time], ...]:
    return tuple((time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in _data()["hours"])


@cache
def _data() -> dict[str, Any]:
    return packaged("gridctl.work", "deadlines.yaml")
