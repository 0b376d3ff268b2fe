"""Who served which grid on which days: what a record of a grid counts for, by the days served.

A member of the staff serves the grids of the register from joining to leaving, except on days that a posting gives
other grids. Days of absence go to who stands in, the one the absence names or the register's backup, unless that one is
away too; they are then nobody's. What somebody serves includes every grid below it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from gridctl.store.digests import digest_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

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


class Days(NamedTuple):
    """Days from ``first`` to ``last``, both included, as ordinals."""

    first: int
    last: int


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
    span = Days(start.toordinal(), end.toordinal())
    posted: dict[str, list[tuple[Days, Sequence[str]]]] = {}
    for number, grids, first, last in index.sql(
        "SELECT staff_no, coalesce(grids, []), begins_on, ends_on FROM postings "
        "WHERE current AND staff_no IS NOT NULL AND begins_on IS NOT NULL ORDER BY begins_on, id"
    ):
        if (days := _clip(_span(first, last, span), span)) is not None:
            posted.setdefault(number, []).append((days, grids))
    absent: dict[str, list[tuple[Days, str]]] = {}
    for number, first, last, backup in index.sql(
        "SELECT staff_no, first_day, last_day, backup_staff FROM absences "
        "WHERE current AND staff_no IS NOT NULL AND first_day IS NOT NULL ORDER BY first_day, id"
    ):
        days = _clip(_span(first, last or first, span), span)
        if days is not None and number in people:
            absent.setdefault(number, []).append((days, backup or people[number]["backup_staff"] or ""))
    present = {
        number: _without(_in_post(each, span), [days for days, _ in absent.get(number, ())])
        for number, each in people.items()
    }
    found: dict[tuple[str, str, str], list[Days]] = {}
    for number, person in people.items():
        for grids, assigned in _assigned(person, posted.get(number, ()), _in_post(person, span)):
            away = [gone for gone, _ in absent.get(number, ())]
            _add(found, number, grids, _without(assigned, away), "")
            for absence, cover in absent.get(number, ()):
                if cover in people and cover != number:
                    covered = _both(absence, assigned)
                    _add(found, cover, grids, [each for one in covered for each in _both(one, present[cover])], number)
    return [
        Stint(number, grid, date.fromordinal(each.first), date.fromordinal(each.last), covering)
        for (number, grid, covering), days in sorted(found.items())
        for each in _merged(days)
    ]


def put_serving(index: Index, served: Sequence[Stint], parents: Mapping[str, str], ranked: frozenset[str]) -> None:
    """Fill the index's table ``serving``: the stints, and the same for every grid below."""
    below: dict[str, list[str]] = {}
    for code, parent in parents.items():
        below.setdefault(parent, []).append(code)
    rows: dict[tuple[str, str], list[Days]] = {}
    own = set()
    for each in served:
        days = Days(each.first.toordinal(), each.last.toordinal())
        own.add((each.staff_no, each.grid_code))
        for code in _tree(each.grid_code, below):
            rows.setdefault((each.staff_no, code), []).append(days)
    listed = [
        (
            number, code, date.fromordinal(each.first), date.fromordinal(each.last), each.last - each.first + 1,
            (number, code) in own, number in ranked,
        )
        for (number, code), days in rows.items()
        for each in _merged(days)
    ]  # fmt: skip
    index.put("serving", _COLUMNS, listed, digest_of([repr(listed)]), describe=_DESCRIBE)


def days_served(served: Iterable[Stint]) -> dict[str, int]:
    """On how many days each member of the staff served any grid."""
    found: dict[str, list[Days]] = {}
    for each in served:
        found.setdefault(each.staff_no, []).append(Days(each.first.toordinal(), each.last.toordinal()))
    return {number: sum(one.last - one.first + 1 for one in _merged(days)) for number, days in found.items()}


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


def _in_post(person: Mapping[str, Any], span: Days) -> list[Days]:
    first = person["joined"].toordinal() if person["joined"] else span.first
    ends = [each.toordinal() for each in (person["left"], person["end_date"]) if each]
    if not ends and not person["current"]:
        return []
    found = _clip(Days(first, min(ends, default=span.last)), span)
    return [] if found is None else [found]


def _assigned(
    person: Mapping[str, Any], posted: Sequence[tuple[Days, Sequence[str]]], in_post: Sequence[Days]
) -> Iterator[tuple[Sequence[str], list[Days]]]:
    """The grids assigned, with the days in post they were."""
    for days, grids in posted:
        yield grids, _both(days, in_post)
    yield person["grids"], _without(in_post, [days for days, _ in posted])


def _span(first: date, last: date | None, whole: Days) -> Days:
    return Days(first.toordinal(), last.toordinal() if last else whole.last)


def _clip(days: Days, within: Days) -> Days | None:
    found = Days(max(days.first, within.first), min(days.last, within.last))
    return found if found.first <= found.last else None


def _both(days: Days, others: Iterable[Days]) -> list[Days]:
    return [each for one in others if (each := _clip(days, one)) is not None]


def _without(days: Iterable[Days], away: Iterable[Days]) -> list[Days]:
    left = list(days)
    for gone in away:
        left = [
            part
            for each in left
            for part in (
                Days(each.first, min(each.last, gone.first - 1)),
                Days(max(each.first, gone.last + 1), each.last),
            )
            if part.first <= part.last
        ]
    return left


def _merged(days: Iterable[Days]) -> list[Days]:
    found: list[Days] = []
    for each in sorted(set(days)):
        if found and each.first <= found[-1].last + 1:
            found[-1] = Days(found[-1].first, max(found[-1].last, each.last))
        else:
            found.append(each)
    return found


def _add(
    found: dict[tuple[str, str, str], list[Days]], number: str, grids: Sequence[str], days: list[Days], covering: str
) -> None:
    for grid in grids if days else ():
        found.setdefault((number, grid, covering), []).extend(days)
