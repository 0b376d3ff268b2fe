"""The visits ledger: what the grid workers did in two quarters, visit by visit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gridctl.demo.calls import call_on, go_round
from gridctl.demo.chance import stream
from gridctl.demo.journal import Door, Journal
from gridctl.demo.targets import targets
from gridctl.demo.window_calls import HOLIDAY_DAYS, STORM_DAYS, holiday_call, roll_call, window_rounds
from gridctl.demo.windows import storm_grids

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from gridctl.demo.staffing import Staffing

Data = dict[str, Any]


def visits(
    seed: int,
    staffing: Staffing,
    households: Sequence[Data],
    groups: Iterable[Data],
    businesses: Sequence[Data],
    buildings: Iterable[Data],
    matters: Sequence[Mapping[str, Any]],
) -> list[Data]:
    """Visits to homes, people in care, businesses and buildings, and rounds of the grids, by date.

    Each door and each grid has its own source of chance, so that one more of them changes no other's visits.
    """
    found: list[Data] = []
    struck = storm_grids(staffing)
    for target in targets(households, groups, businesses, buildings):
        journal = Journal(stream(seed, "visits", target.door.key), staffing)
        if target.door.grid in struck:
            roll_call(journal, target)
        call_on(journal, target, _taken(target.door.grid in struck))
        holiday_call(journal, target)
        found += journal.visits
    names = {each["grid_code"]: each["name"] for each in staffing.grids}
    for grid in staffing.workers:
        journal = Journal(stream(seed, "rounds", grid), staffing)
        door = Door("grid", grid, names[grid], grid)
        storm = STORM_DAYS if grid in struck else ()
        window_rounds(journal, door, matters, "emergency", storm)
        taken = _taken(grid in struck)
        go_round(journal, door, matters, taken, taken if matters else frozenset(storm))
        window_rounds(journal, door, matters, "major", HOLIDAY_DAYS)
        found += journal.visits
    return sorted(found, key=lambda visit: (visit["visited_on"], visit["id"]))


def _taken(struck: bool) -> frozenset[date]:
    return frozenset((*STORM_DAYS, *HOLIDAY_DAYS) if struck else HOLIDAY_DAYS)
