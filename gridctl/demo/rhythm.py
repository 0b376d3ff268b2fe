"""How often somebody is seen: the spans of a rhythm, and the day in each that a worker's round comes by."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from gridctl.demo.settings import FIRST_DAY, LAST_DAY
from gridctl.text.workdays import Calendar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# A Monday that weeks and fortnights are counted from.
_MONDAY = date(2024, 1, 1)
_DAYS = {"daily": 1, "weekly": 7, "fortnightly": 14}
_MONTHS = {"monthly": 1, "quarterly": 3, "half_yearly": 6, "yearly": 12}
# Working days after the planned one that still count as on time.
_GRACE = {
    "daily": 0, "weekly": 2, "fortnightly": 3, "monthly": 5, "quarterly": 10, "half_yearly": 10, "yearly": 20,
}  # fmt: skip

RHYTHMS = (*_DAYS, *_MONTHS)
"""From the densest to the sparsest."""

CALENDAR = Calendar()


class Call(NamedTuple):
    """One time that somebody should be seen: the working days it may be, the planned one, and until when is on time."""

    days: tuple[date, ...]
    planned: date
    until: date


def calls(rhythm: str, place: float, since: date = FIRST_DAY, taken: frozenset[date] = frozenset()) -> Iterator[Call]:
    """The calls of a rhythm in the two quarters, for somebody at a place (0 to 1) of the round.

    Nobody is called on before ``since`` or on a day that is ``taken`` by other work.
    """
    for last, days in _free_days(rhythm, taken):
        open_days = days if days[0] >= since else tuple(day for day in days if day >= since)
        if not open_days:
            continue
        planned = open_days[int(place * len(open_days))]
        if FIRST_DAY <= planned <= LAST_DAY:
            known = open_days
            if open_days[0] < FIRST_DAY or open_days[-1] > LAST_DAY:
                known = tuple(day for day in open_days if FIRST_DAY <= day <= LAST_DAY)
            yield Call(known, planned, min(last, _later(planned, _GRACE[rhythm])))


def all_calls(rhythms: Iterable[str], place: float, since: date, taken: frozenset[date]) -> list[Call]:
    """The calls of several rhythms together, the most pressing first."""
    found = [call for rhythm in set(rhythms) for call in calls(rhythm, place, since, taken)]
    return sorted(found, key=lambda call: (call.until, call.planned, len(call.days)))


@cache
def _free_days(rhythm: str, taken: frozenset[date]) -> tuple[tuple[date, tuple[date, ...]], ...]:
    """Each span's last day, and its working days that are not taken; spans without any are left out."""
    found = []
    for first, last in _spans(rhythm):
        days = tuple(day for day in _workdays(first, last) if day not in taken)
        if days:
            found.append((last, days))
    return tuple(found)


def _spans(rhythm: str) -> tuple[tuple[date, date], ...]:
    found = []
    if rhythm in _DAYS:
        length = _DAYS[rhythm]
        first = _MONDAY + timedelta(days=(FIRST_DAY - _MONDAY).days // length * length)
        while first <= LAST_DAY:
            found.append((first, first + timedelta(days=length - 1)))
            first += timedelta(days=length)
        return tuple(found)
    length = _MONTHS[rhythm]
    first = date(FIRST_DAY.year, (FIRST_DAY.month - 1) // length * length + 1, 1)
    while first <= LAST_DAY:
        years, month = divmod(first.month - 1 + length, 12)
        after = date(first.year + years, month + 1, 1)
        found.append((first, after - timedelta(days=1)))
        first = after
    return tuple(found)


def _workdays(first: date, last: date) -> tuple[date, ...]:
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return tuple(day for day in days if CALENDAR.is_workday(day))


_later = cache(CALENDAR.add_workdays)
