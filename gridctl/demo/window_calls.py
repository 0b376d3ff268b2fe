"""Visits in the two declared windows: the storm's roll call, and the holiday's first days with their zero reports."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from gridctl.demo.calls import grid_duties
from gridctl.demo.notes import notes
from gridctl.demo.settings import LAST_DAY
from gridctl.demo.windows import NATIONAL_DAY, STORM

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gridctl.demo.journal import Door, Journal
    from gridctl.demo.targets import Target


def _days(first: date, last: date) -> tuple[date, ...]:
    return tuple(first + timedelta(days=number) for number in range((last - first).days + 1))


STORM_DAYS = _days(*STORM)
HOLIDAY_DAYS = _days(NATIONAL_DAY[0], LAST_DAY)
"""The holiday's days that the ledgers know of."""

# What is noted of a door, by its kind.
_STORM_NOTES = {
    "household": "roll_call", "person": "roll_call_care", "business": "storm_shop", "building": "storm_building",
}  # fmt: skip
_HOLIDAY_NOTES = {"person": "care", "business": "shop", "building": "building", "vacant": "vacant"}
_FOUND_IN_100 = 96


def roll_call(journal: Journal, target: Target) -> None:
    """The storm: everybody on its first day, those who need it every day; a few are found a day later."""
    if not target.storm or target.since > STORM[0]:
        return
    for day in STORM_DAYS if target.storm == "daily" else STORM_DAYS[:1]:
        found = day if journal.rng.random() * 100 < _FOUND_IN_100 else day + timedelta(days=1)
        # Of those called on daily, one missed is seen the next day anyway.
        if found == day or (target.storm == "once" and found <= STORM_DAYS[-1]):
            note = journal.pick(notes(_STORM_NOTES[target.door.kind]))
            journal.write(target.door, found, note, reason="campaign", situation="emergency")


def holiday_call(journal: Journal, target: Target) -> None:
    """The holiday: its round takes a week, of which the ledgers know the first days."""
    if not target.holiday:
        return
    days = HOLIDAY_DAYS if target.holiday == "daily" else (HOLIDAY_DAYS[0] + timedelta(days=int(target.place * 7)),)
    for day in days:
        if target.since <= day <= LAST_DAY and journal.rng.random() * 100 < _FOUND_IN_100:
            note = journal.pick(notes(_HOLIDAY_NOTES.get(target.door.kind, "home")))
            kind = "household" if target.door.kind == "vacant" else target.door.kind
            journal.write(target.door._replace(kind=kind), day, note, reason="key", situation="major")


def window_rounds(
    journal: Journal, door: Door, matters: Sequence[Mapping[str, Any]], situation: str, days: Iterable[date]
) -> None:
    """A grid's rounds and reports in a window: the daily ones each day, the others once at its beginning."""
    texts = notes("storm_round" if situation == "emergency" else "holiday_round")
    every = tuple(days)
    for code, item, rhythm in grid_duties(matters, situation):
        for day in every if rhythm == "daily" else every[:1]:
            if journal.rng.random() * 100 < _FOUND_IN_100:
                note = f"{item}：{journal.pick(texts)}"
                journal.write(door, day, note, reason="campaign", situation=situation, matter=code)
