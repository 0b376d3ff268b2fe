"""Days on which grid staff are away, and what was excused: the registers ``absences`` and ``excuses``."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from gridctl.demo.rhythm import CALENDAR
from gridctl.demo.settings import COMMUNITY, LAST_DAY, SUBDISTRICT
from gridctl.text.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gridctl.demo.staffing import Staffing

Data = dict[str, Any]

_IN_HOSPITAL = (date(2026, 7, 24), date(2026, 8, 24))
_PATROL = "05-01-01"
_ORDERED_FROM = date(2026, 8, 3)


class _Away(NamedTuple):
    """Who is away: a grid's place among the grids and a place in its team, and who of the team stands in."""

    grid: int
    member: int
    first: date
    last: date
    reason: str
    backup: int | None


_AWAY = (
    _Away(0, 0, date(2026, 8, 10), date(2026, 8, 14), "annual_leave", 1),
    # The one who would stand in is on a course: for two days nobody goes round this grid.
    _Away(1, 1, date(2026, 7, 27), date(2026, 7, 29), "training", None),
    _Away(1, 0, date(2026, 7, 28), date(2026, 7, 29), "sick_leave", None),
)


def absences(staffing: Staffing) -> list[Data]:
    """The absences, by their first day."""
    leader = {each["grid_code"]: each["chief_staff"] for each in staffing.grids}
    found = []
    for away, grid, team in _in(staffing):
        data = {
            "id": new_id("L", "demo", team[away.member], away.first.isoformat()),
            "staff_no": team[away.member],
            "first_day": away.first.isoformat(),
            "last_day": away.last.isoformat(),
            "reason": away.reason,
            "backup_staff": team[away.backup] if away.backup is not None else "",
            "approved_by": leader[grid],
        }
        found.append({name: value for name, value in data.items() if value})
    return sorted(found, key=lambda each: (each["first_day"], each["id"]))


def stand_in(staffing: Staffing, grid: str, staff_no: str, day: date) -> str:
    """Who goes instead of somebody that day: themselves, if they are there."""
    for away, of, team in _in(staffing):
        if of == grid and team[away.member] == staff_no and away.first <= day <= away.last:
            return team[away.backup if away.backup is not None else -1]
    return staff_no


def unattended(staffing: Staffing, grid: str) -> frozenset[date]:
    """Days on which neither a grid's full-time worker nor their backup is there."""
    away: dict[int, set[date]] = {0: set(), 1: set()}
    for each, of, _ in _in(staffing):
        if of == grid and each.backup is None:
            away[each.member].update(each.first + timedelta(days=n) for n in range((each.last - each.first).days + 1))
    return frozenset(away[0] & away[1])


def excuses(staffing: Staffing, groups: Iterable[Data], visits: Sequence[Data]) -> list[Data]:
    """Somebody in hospital for a month, and a day on which a grid's patrol was ordered elsewhere.

    Both are looked for where the visits have nothing, as grants are asked for what was not done.
    """
    seen = {(each["target"], each["visited_on"][:7]) for each in visits}
    done = {(each["grid_code"], each["visited_on"]) for each in visits if each.get("matter_code") == _PATROL}
    first = next(iter(staffing.workers))
    found = []
    for group in groups:
        ill, known = group["category"] == "seriously_ill", group["listed_on"] < _IN_HOSPITAL[0].isoformat()
        if ill and known and not any((group["person"], month) in seen for month in ("2026-07", "2026-08")):
            found.append(_grant(
                *_IN_HOSPITAL, target=group["person"], grid_code=group["grid_code"], reason="away",
                granted_by=COMMUNITY, granted_on="2026-07-27", explanation="到省城住院，家属陪护，每周电话了解",
            ))  # fmt: skip
            break
    if done:
        day = next(each for each in _workdays() if (first, each.isoformat()) not in done)
        found.append(_grant(
            day, day, matter_code=_PATROL, grid_code=first, reason="other_order", granted_by=SUBDISTRICT,
            granted_on=day.isoformat(), explanation="全员到街道参加防汛物资转运",
        ))  # fmt: skip
    return found


def known_by(community: Mapping[str, list[Data]], day: str) -> dict[str, list[Data]]:
    """The absences begun and the excuses granted by a day in ISO form."""
    return {
        "absences": [each for each in community["absences"] if each["first_day"] <= day],
        "excuses": [each for each in community["excuses"] if each["granted_on"] <= day],
    }


def _in(staffing: Staffing) -> Iterator[tuple[_Away, str, list[str]]]:
    grids = list(staffing.workers)
    for away in _AWAY:
        if away.grid < len(grids):
            grid = grids[away.grid]
            team = [str(each["staff_no"]) for each in staffing.workers[grid]]
            if len(team) > max(away.member, away.backup or 0, 1):
                yield away, grid, team


def _grant(first: date, last: date, **fields: str) -> Data:
    named = {"first_day": first.isoformat(), "last_day": last.isoformat()}
    about: Data = {name: fields.pop(name) for name in ("matter_code", "target", "grid_code") if name in fields}
    return {"id": new_id("M", "demo", *about.values(), first.isoformat()), **about, **named, **fields}


def _workdays() -> Iterator[date]:
    day = _ORDERED_FROM
    while day <= LAST_DAY:
        if CALENDAR.is_workday(day):
            yield day
        day += timedelta(days=1)
