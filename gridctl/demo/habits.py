"""How reliable the workers are: one grid's better than another's, and all of them better in the second quarter."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from gridctl.demo.rhythm import CALENDAR

if TYPE_CHECKING:
    from random import Random

    from gridctl.demo.rhythm import Call


class Habit(NamedTuple):
    """Of a hundred calls, how many are made on time and how many late; the rest are forgotten."""

    on_time: int
    late: int


_SECOND_HALF = date(2026, 7, 1)
# Before the holiday more is left undone.
_PRESSED, _LEFT_IN_100 = date(2026, 9, 14), 9
# Grids in turn: habits before the second half of the year, and in it.
_HABITS = (
    (Habit(86, 7), Habit(93, 4)),
    (Habit(75, 12), Habit(82, 10)),
    (Habit(80, 9), Habit(88, 7)),
)


def habit(grid: str, day: date) -> Habit:
    """The habit of a grid's team; the last digits of a grid's code count the grids from 1."""
    before, after = _HABITS[(int(grid[-3:]) - 1) % len(_HABITS)]
    if day < _SECOND_HALF:
        return before
    return after._replace(on_time=after.on_time - _LEFT_IN_100) if day >= _PRESSED else after


def day_of(rng: Random, grid: str, call: Call) -> date | None:
    """The day on which a call is made; None for one that is forgotten."""
    throw, chance = habit(grid, call.planned), rng.random() * 100
    if chance < throw.on_time:
        near = [day for day in call.days if day <= call.until and abs(_apart(day, call.planned)) <= 3]
        return rng.choice(near or [call.planned])
    if chance < throw.on_time + throw.late:
        after = [day for day in call.days if day > call.until and _apart(day, call.until) <= 8]
        return rng.choice(after) if after else None
    return None


def next_workday(day: date, number: int) -> date:
    """The working day so many after a day."""
    return CALENDAR.add_workdays(day, number)


def _apart(day: date, other: date) -> int:
    return (day - other).days
