"""The visits ledger: what the grid workers did in two quarters, visit by visit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gridctl.demo.arrivals import with_arrivals
from gridctl.demo.calls import call_on, go_round
from gridctl.demo.campaign import campaign_visits
from gridctl.demo.chance import stream
from gridctl.demo.journal import Door, Journal
from gridctl.demo.leave import unattended
from gridctl.demo.targets import targets
from gridctl.demo.window_calls import HOLIDAY_DAYS, STORM_DAYS, holiday_call, roll_call, window_rounds
from gridctl.demo.windows import storm_grids

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
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
    taken = {grid: _taken(staffing, grid, struck) for grid in staffing.workers}
    for target in targets(households, groups, businesses, buildings):
        journal = Journal(stream(seed, "visits", target.door.key), staffing)
        if target.door.grid in struck:
            roll_call(journal, target)
        call_on(journal, target, taken[target.door.grid])
        holiday_call(journal, target)
        found += journal.visits
    names = {each["grid_code"]: each["name"] for each in staffing.grids}
    for grid in staffing.workers:
        journal = Journal(stream(seed, "rounds", grid), staffing)
        door = Door("grid", grid, names[grid], grid)
        storm = STORM_DAYS if grid in struck else ()
        window_rounds(journal, door, matters, "emergency", storm)
        on_call = taken[grid] if matters else unattended(staffing, grid).union(storm)
        go_round(journal, door, matters, taken[grid], on_call)
        window_rounds(journal, door, matters, "major", HOLIDAY_DAYS)
        found += journal.visits
    found += campaign_visits(seed, staffing, households, found, matters)
    ordered = sorted(found, key=lambda visit: (visit["visited_on"], visit["id"]))
    return with_arrivals(seed, staffing, ordered)


def _taken(staffing: Staffing, grid: str, struck: Collection[str]) -> frozenset[date]:
    """Days on which a grid's workers are on a window's work, or away."""
    return frozenset((*(STORM_DAYS if grid in struck else ()), *HOLIDAY_DAYS, *unattended(staffing, grid)))
