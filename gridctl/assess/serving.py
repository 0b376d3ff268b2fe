"""Who served which grid on which days: what a record of a grid counts for, by the days served.

A member of the staff serves the grids of the register from joining to leaving, except on days that a posting gives
other grids. Days of absence go to who stands in, the one the absence names or the register's backup, unless that one is
away too; they are then nobody's. What somebody serves includes every grid below it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gridctl.assess.days import Days, common, merged, without
from gridctl.store.digests import digest_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from gridctl.store.index import Index

_COLUMNS = {
    "staff_no": "VARCHAR",
    "grid_code": "VARCHAR",
    "first": "DATE",
    "last": "DATE",
    "days": "INTEGER",
    "own": "BOOLEAN",
    "ranked": "BOOLEAN",
}
_DESCRIBE = {
    "": ("考评期内谁在哪些日子服务哪个网格", "who served which grid on which days of the period assessed"),
    "staff_no": ("工号", "staff number"),
    "grid_code": ("网格编码，含所服务网格的下级", "grid code, grids below the one served included"),
    "first": ("第一天", "first day"),
    "last": ("最后一天", "last day"),
    "days": ("天数", "days"),
    "own": ("直接负责（不是上级网格带来的）", "served itself, not through the grid above"),
    "ranked": ("岗位在方案的考评范围内", "of a role that the scheme ranks"),
}


@dataclass(frozen=True, slots=True)
class Stint:
    """One member of the staff at one grid, without a break; ``covering`` names who was stood in for."""

    staff_no: str
    grid_code: str
    first: date
    last: date
    covering: str = ""

    @property
    def days(self) -> int:
        """How many days it is."""
        return (self.last - self.first).days + 1


def stints(index: Index, start: date, end: date) -> list[Stint]:
    """Who served which grids themselves between two days, by staff number, grid and day."""
    people = {
        each["staff_no"]: each
        for each in index.rows(
            'SELECT staff_no, coalesce(grids, []) AS grids, joined, "left", current, end_date, backup_staff FROM staff '
            "WHERE staff_no IS NOT NULL ORDER BY staff_no"
        )
    }
    period = Days.of(start, end)
    posted, absent = _postings(index, period), _absences(index, period, people)
    in_post = {number: _in_post(person, period) for number, person in people.items()}
    away = {number: [days for days, _ in absent.get(number, ())] for number in people}
    present = {number: without(in_post[number], away[number]) for number in people}
    found: dict[tuple[str, str, str], list[Days]] = {}

    def serve(number: str, grids: Sequence[str], days: list[Days], covering: str = "") -> None:
        for grid in grids if days else ():
            found.setdefault((number, grid, covering), []).extend(days)

    for number, person in people.items():
        for grids, assigned in _assigned(person, posted.get(number, ()), in_post[number]):
            serve(number, grids, without(assigned, away[number]))
            for absence, cover in absent.get(number, ()):
                if cover in people and cover != number:
                    covered = [part for each in common(absence, assigned) for part in common(each, present[cover])]
                    serve(cover, grids, covered, covering=number)
    return [
        Stint(number, grid, *days.dates, covering)
        for (number, grid, covering), spans in sorted(found.items())
        for days in merged(spans)
    ]


def _postings(index: Index, period: Days) -> dict[str, list[tuple[Days, Sequence[str]]]]:
    """Days of the period on which somebody was posted elsewhere, with the grids, by staff number."""
    found: dict[str, list[tuple[Days, Sequence[str]]]] = {}
    for number, grids, first, last in index.sql(
        "SELECT staff_no, coalesce(grids, []), begins_on, ends_on FROM postings "
        "WHERE current AND staff_no IS NOT NULL AND begins_on IS NOT NULL ORDER BY begins_on, id"
    ):
        until = last.toordinal() if last else period.last
        if (days := Days(first.toordinal(), until).within(period)) is not None:
            found.setdefault(number, []).append((days, grids))
    return found


def _absences(index: Index, period: Days, people: Mapping[str, Mapping[str, Any]]) -> dict[str, list[tuple[Days, str]]]:
    """Days of the period on which somebody was away, with who stands in ("" for nobody), by staff number."""
    found: dict[str, list[tuple[Days, str]]] = {}
    for number, first, last, backup in index.sql(
        "SELECT staff_no, first_day, last_day, backup_staff FROM absences "
        "WHERE current AND staff_no IS NOT NULL AND first_day IS NOT NULL ORDER BY first_day, id"
    ):
        days = Days.of(first, last or first).within(period)
        if days is not None and number in people:
            found.setdefault(number, []).append((days, backup or people[number]["backup_staff"] or ""))
    return found


def put_serving(index: Index, served: Sequence[Stint], parents: Mapping[str, str], ranked: frozenset[str]) -> None:
    """Fill the index's table ``serving``: the stints, and the same for every grid below."""
    below: dict[str, list[str]] = {}
    for code, parent in parents.items():
        below.setdefault(parent, []).append(code)
    rows: dict[tuple[str, str], list[Days]] = {}
    own = set()
    for each in served:
        days = Days.of(each.first, each.last)
        own.add((each.staff_no, each.grid_code))
        for code in _tree(each.grid_code, below):
            rows.setdefault((each.staff_no, code), []).append(days)
    listed = [
        (number, code, *days.dates, days.length, (number, code) in own, number in ranked)
        for (number, code), spans in rows.items()
        for days in merged(spans)
    ]
    index.put("serving", _COLUMNS, listed, digest_of([repr(listed)]), describe=_DESCRIBE)


def days_served(served: Iterable[Stint]) -> dict[str, int]:
    """On how many days each member of the staff served any grid."""
    found: dict[str, list[Days]] = {}
    for each in served:
        found.setdefault(each.staff_no, []).append(Days.of(each.first, each.last))
    return {number: sum(days.length for days in merged(spans)) for number, spans in found.items()}


def _tree(code: str, below: Mapping[str, Sequence[str]]) -> Iterator[str]:
    seen = {code}
    waiting = [code]
    while waiting:
        found = waiting.pop()
        yield found
        for each in below.get(found, ()):
            if each not in seen:
                seen.add(each)
                waiting.append(each)


def _in_post(person: Mapping[str, Any], period: Days) -> list[Days]:
    first = person["joined"].toordinal() if person["joined"] else period.first
    ends = [each.toordinal() for each in (person["left"], person["end_date"]) if each]
    if not ends and not person["current"]:
        return []
    return common(Days(first, min(ends, default=period.last)), [period])


def _assigned(
    person: Mapping[str, Any], posted: Sequence[tuple[Days, Sequence[str]]], in_post: Sequence[Days]
) -> Iterator[tuple[Sequence[str], list[Days]]]:
    """The grids assigned, with the days in post they were."""
    for days, grids in posted:
        yield grids, common(days, in_post)
    yield person["grids"], without(in_post, [days for days, _ in posted])
