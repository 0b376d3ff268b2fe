"""Slots: the calendar spans in which a duty of some frequency falls due once.

A slot belongs to the calendar, not to the period asked for, so the tasks of July are the July part of the quarter's.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

# Slots counted in days start here, a Monday.
_EPOCH = date(2024, 1, 1)
_MONTHS = {"monthly": 1, "bimonthly": 2, "quarterly": 3, "half_yearly": 6, "yearly": 12}
_DAYS = {"daily": 1, "weekly": 7, "fortnightly": 14}


class Slot(NamedTuple):
    """The days from ``start`` to ``end``, both included; the label is part of a task's identity."""

    label: str
    start: date
    end: date


def slots(frequency: str, start: date, end: date, days: int = 0) -> list[Slot]:
    """The slots that overlap the days from ``start`` to ``end``, whole.

    ``frequency`` is a key of the code list; ``by_cycle`` and ``every_days`` take ``days`` a slot, ``times_a_quarter``
    that many slots a quarter, as equal as days allow. Raises ``KeyError`` for a frequency that has no slots of its own
    (``by_visit_level``, ``by_rent_grade``, ``once``, ``on_declaration``).
    """
    if frequency == "times_a_quarter":
        return [part for quarter in _months(3, start, end) for part in _parts(quarter, max(days, 1), start, end)]
    if frequency in _MONTHS:
        return _months(_MONTHS[frequency], start, end)
    length = days if frequency in ("by_cycle", "every_days") else _DAYS[frequency]
    return _spans(max(length, 1), start, end)


def _spans(length: int, start: date, end: date) -> list[Slot]:
    first = _EPOCH + timedelta(days=(start - _EPOCH).days // length * length)
    found = []
    while first <= end:
        found.append(Slot(f"{first}+{length}", first, first + timedelta(days=length - 1)))
        first += timedelta(days=length)
    return found


def _months(length: int, start: date, end: date) -> list[Slot]:
    first = date(start.year, (start.month - 1) // length * length + 1, 1)
    found = []
    while first <= end:
        after = _later(first, length)
        found.append(Slot(f"{first:%Y-%m}+{length}m", first, after - timedelta(days=1)))
        first = after
    return found


def _parts(quarter: Slot, times: int, start: date, end: date) -> list[Slot]:
    length = (quarter.end - quarter.start).days + 1
    edges = [quarter.start + timedelta(days=length * part // times) for part in range(times + 1)]
    parts = [
        Slot(f"{quarter.label} {number}/{times}", first, after - timedelta(days=1))
        for number, (first, after) in enumerate(pairwise(edges), start=1)
        if first < after
    ]
    return [each for each in parts if each.end >= start and each.start <= end]


def _later(first: date, months: int) -> date:
    years, month = divmod(first.month - 1 + months, 12)
    return date(first.year + years, month + 1, 1)
