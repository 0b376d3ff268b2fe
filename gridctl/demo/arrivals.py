"""When each visit began: from July on the workers' handhelds note it; and the times that look too good to be true."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from gridctl.demo.chance import stream
from gridctl.demo.windows import STORM

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from gridctl.demo.staffing import Staffing

Data = dict[str, Any]

HANDHELDS_FROM = "2026-07-01"
_BEGIN, _LONGEST, _DAY = time(8, 40), 35, 480
_AT_ONE_SITTING = time(17, 28)
"""Visits entered together at the end of a day carry the minute of their entry."""
_HURRIED = 12
_LATE_DAYS = ("2026-07-06", "2026-07-17")
_ENTERED_ON = "2026-07-31"
_DOORS = ("household", "person", "business")


def with_arrivals(seed: int, staffing: Staffing, visits: Sequence[Data]) -> list[Data]:
    """The visits with times of arrival, house by house over the worker's day.

    One worker typed in a day's visits at one sitting, another hurried from door to door as the storm came, a third
    entered a fortnight's visits long after: ``supervise traces`` has something to show.
    """
    rounds: dict[tuple[str, str], list[Data]] = defaultdict(list)
    for each in visits:
        if each["visited_on"] >= HANDHELDS_FROM:
            rounds[each["staff"][0], each["visited_on"]].append(each)
    times: dict[str, datetime] = {}
    for (worker, day), made in rounds.items():
        times |= _round(seed, worker, date.fromisoformat(day), made)
    times |= _in_haste(staffing, rounds, times)
    for each in _one_sitting(staffing, rounds):
        times[each["id"]] = datetime.combine(date.fromisoformat(each["visited_on"]), _AT_ONE_SITTING)
    late = _late_entries(staffing)
    return [_written(each, times, entered=_ENTERED_ON if late(each) else "") for each in visits]


def _round(seed: int, worker: str, day: date, made: Iterable[Data]) -> dict[str, datetime]:
    ordered = sorted(made, key=lambda each: (each.get("house_code") or each["target"], each["id"]))
    rng = stream(seed, "arrivals", worker, day.isoformat())
    longest = max(min(_LONGEST, _DAY // len(ordered)), 1)
    now = datetime.combine(day, _BEGIN) + timedelta(minutes=rng.randrange(longest))
    found = {}
    for each in ordered:
        found[each["id"]] = now
        now += timedelta(minutes=rng.randint(-(-longest // 2), longest))
    return found


def _one_sitting(staffing: Staffing, rounds: dict[tuple[str, str], list[Data]]) -> list[Data]:
    """The last grid's worker, on the August day with the most doors."""
    worker = [team[0]["staff_no"] for team in staffing.workers.values()][-1]
    days = {
        day: [each for each in made if each["target_kind"] in _DOORS and each["mode"] == "home"]
        for (whose, day), made in rounds.items()
        if whose == worker and day.startswith("2026-08")
    }
    return max(days.values(), key=len, default=[])


def _in_haste(
    staffing: Staffing, rounds: dict[tuple[str, str], list[Data]], times: dict[str, datetime]
) -> dict[str, datetime]:
    """The last doors of the first grid's worker on the storm's first day, two minutes apart."""
    worker = next(iter(staffing.workers.values()))[0]["staff_no"]
    made = [
        each
        for each in rounds.get((worker, STORM[0].isoformat()), ())
        if each["target_kind"] in _DOORS and each["mode"] == "home"
    ]
    last = sorted(made, key=lambda each: times[each["id"]])[-_HURRIED:]
    return {each["id"]: times[last[0]["id"]] + timedelta(minutes=2 * place) for place, each in enumerate(last)}


def _late_entries(staffing: Staffing) -> Callable[[Data], bool]:
    """Tells of a visit whether it is one of the first grid's second-grid worker's, entered long after."""
    team = next(iter(staffing.workers.values()))
    worker = team[min(1, len(team) - 1)]["staff_no"]
    first, last = _LATE_DAYS
    return lambda each: (
        each["staff"][0] == worker and first <= each["visited_on"] <= last and each["target_kind"] in _DOORS
    )


def _written(visit: Data, times: dict[str, datetime], entered: str) -> Data:
    found: Data = {}
    for name, value in visit.items():
        found[name] = value
        if name == "visited_on" and visit["id"] in times:
            found["arrived_at"] = times[visit["id"]].isoformat()
        if name == "source" and entered:
            found["collected_on"] = entered
    return found
