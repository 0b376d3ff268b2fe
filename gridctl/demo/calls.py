"""The routine: calls from door to door, and the rounds of a grid that the catalogue of matters asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gridctl.demo.chance import weighted
from gridctl.demo.habits import day_of, next_workday
from gridctl.demo.notes import notes, round_notes
from gridctl.demo.rhythm import RHYTHMS, all_calls, calls
from gridctl.demo.settings import FIRST_DAY, LAST_DAY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from gridctl.demo.journal import Door, Journal
    from gridctl.demo.targets import Target

PATROL = "05-01-01"
"""The matter of the daily patrol."""
_HAZARDS_IN_100 = 5
_NOT_MET = "家中无人，已留联系卡"
_FOLLOW_UP = "复查：{hazard}，已整改"


def call_on(journal: Journal, target: Target, taken: frozenset[date]) -> None:
    """All routine visits to one door. Nobody is asked twice: a visit serves every rhythm it comes in time for."""
    made: list[date] = []
    for call in all_calls(target.rhythms, target.place, target.since, taken):
        if any(call.days[0] <= day <= call.until for day in made):
            continue
        day = day_of(journal.rng, target.door.grid, call)
        if day is not None:
            made += _visit(journal, target.door, day, call.days[-1], taken)


def _visit(journal: Journal, door: Door, day: date, last: date, taken: frozenset[date]) -> list[date]:
    """One visit, or a note left and another try; returns the days on which somebody was met."""
    if door.kind == "vacant":
        journal.write(door._replace(kind="household"), day, journal.pick(notes("vacant")))
        return [day]
    if door.kind == "building":
        journal.write(door, day, journal.pick(notes("building")))
        return [day]
    if door.kind == "business":
        journal.write(door, day, journal.pick(notes("shop")), asked=notes("asked_of_shops"))
        return [day]
    mode = weighted(journal.rng, {"home": 94, "phone": 2, "not_met": 4})
    reason = "must_visit" if door.kind == "person" else "planned"
    if mode == "not_met":
        journal.write(door, day, _NOT_MET, reason=reason, mode=mode)
        day = next_workday(day, journal.rng.randint(1, 2))
        if day > min(last, LAST_DAY) or day in taken:
            return []
        mode = "home"
    _talk(journal, door, day, reason, mode, taken)
    return [day] if mode == "home" else []


def _talk(journal: Journal, door: Door, day: date, reason: str, mode: str, taken: frozenset[date]) -> None:
    asked = sorted(journal.rng.sample(notes("asked"), 3), key=notes("asked").index)
    note = journal.pick(notes("care") if door.kind == "person" else notes("home"))
    again = next_workday(day, 5)
    hazards: list[str] = []
    if door.kind == "household" and mode == "home" and again <= LAST_DAY and again not in taken:
        hazards = journal.some(_HAZARDS_IN_100, notes("hazards"))
    journal.write(
        door, day, note, reason=reason, mode=mode, asked=asked, needs=journal.some(8, notes("needs")), hazards=hazards,
        next_visit=again if hazards else None,
    )  # fmt: skip
    if hazards:
        journal.write(door, again, _FOLLOW_UP.format(hazard=hazards[0]), reason="follow_up")


def go_round(
    journal: Journal,
    door: Door,
    matters: Sequence[Mapping[str, Any]],
    taken: frozenset[date],
    on_call: frozenset[date],
) -> None:
    """A grid's routine rounds: the daily patrol, and what else the catalogue has grids gone round for.

    On the days ``on_call`` the window's own rounds stand in for the patrol.
    """
    patrol = PATROL if any(matter["code"] == PATROL for matter in matters) else ""
    for call in calls("daily", 0):
        day = day_of(journal.rng, door.grid, call) if call.planned not in on_call else None
        if day is not None:
            journal.write(door, day, journal.pick(notes("patrol")), matter=patrol)
    for code, item, rhythm in grid_duties(matters, "routine"):
        if rhythm == "daily":
            continue
        # Rounds are made early in their span; which day differs from matter to matter.
        for call in calls(rhythm, journal.rng.random() * 0.25, FIRST_DAY, taken):
            day = day_of(journal.rng, door.grid, call)
            if day is not None:
                journal.write(door, day, f"{item}：{journal.pick(round_notes(code))}", matter=code)


def grid_duties(matters: Sequence[Mapping[str, Any]], situation: str) -> list[tuple[str, str, str]]:
    """Code, item and rhythm of the duties of a situation that are done to first grids as a whole."""
    return [
        (matter["code"], duty["item"], duty["frequency"])
        for matter in matters
        for duty in matter.get("duties", ())
        if duty["situation"] == situation
        and duty.get("target") == "grids"
        and duty.get("frequency") in (*RHYTHMS, "once")
    ]
