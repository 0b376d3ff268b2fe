"""Who does the work of a grid on a day."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gridctl.store.index import Index

# Those who go from door to door come first; advisers, liaison officers and supervisors are never given tasks.
_ROLES = (
    "full_time", "part_time", "second_grid_worker", "micro_grid_leader", "cell_worker", "grid_leader",
    "grid_leader_in_chief",
)  # fmt: skip
_CELL_ROLES = ("cell_worker", *(role for role in _ROLES if role != "cell_worker"))


class Worker(NamedTuple):
    """One member of the staff: when in post, and who stands in for them."""

    staff_no: str
    role: str
    grids: tuple[str, ...]
    joined: date | None = None
    left: date | None = None
    backup: str = ""


class Area(NamedTuple):
    """One grid: its level, the grid above it, and the staff its own record names."""

    grid_code: str
    level: str
    parent: str = ""
    members: tuple[str, ...] = ()


class Leave(NamedTuple):
    """Days on which somebody in post is away; ``backup`` stands in."""

    staff_no: str
    first: date
    last: date
    backup: str = ""


class Stretch(NamedTuple):
    """The days on which a grid's work, or one of its equal ``shares`` (numbered from 0), is one person's.

    ``away`` when that person is on leave and nobody stands in.
    """

    grid_code: str
    first: date
    last: date
    share: int
    shares: int
    staff_no: str
    away: bool


def workforce_of(index: Index) -> Workforce:
    """The workforce as the index has it; of the ended only those with a last day."""
    staff = index.sql(
        """select staff_no, coalesce(role, ''), grids, joined, least("left", end_date), coalesce(backup_staff, '')
        from staff where staff_no is not null and (current or end_date is not null or "left" is not null)
        order by staff_no"""
    )
    grids = index.sql(
        """select grid_code, coalesce(level, ''), coalesce(parent, ''),
        list_concat(coalesce(members, []), if(chief_staff is null, [], [chief_staff]))
        from grids where grid_code is not null"""
    )
    leaves = index.sql(
        """select staff_no, first_day, last_day, coalesce(backup_staff, '') from absences
        where current and staff_no is not null and first_day <= last_day order by first_day, id"""
    )
    return Workforce(
        (Worker(no, role, tuple(codes or ()), joined, left, backup) for no, role, codes, joined, left, backup in staff),
        (Area(code, level, parent, tuple(members)) for code, level, parent, members in grids),
        (Leave(*each) for each in leaves),
    )


class Workforce:
    """The staff by grid, with the tree of grids."""

    def __init__(self, staff: Iterable[Worker], grids: Iterable[Area], leaves: Iterable[Leave] = ()) -> None:
        self._staff = {each.staff_no: each for each in staff}
        self._grids = {each.grid_code: each for each in grids}
        self._serving: dict[str, list[Worker]] = defaultdict(list)
        for each in self._staff.values():
            for code in each.grids:
                self._serving[code].append(each)
        self._leaves: dict[str, list[Leave]] = defaultdict(list)
        for leave in leaves:
            self._leaves[leave.staff_no].append(leave)
        # Days on which somebody's presence changes, by staff number; asked for once a grid.
        self._changes: dict[str, tuple[date, ...]] = {}

    def chain(self, grid_code: str) -> tuple[str, ...]:
        """A grid's code with those above it, nearest first; a grid that is not registered stands alone."""
        found: list[str] = []
        code = grid_code
        while code and code not in found:
            found.append(code)
            grid = self._grids.get(code)
            code = grid.parent if grid else ""
        return tuple(found)

    def under(self, codes: Iterable[str]) -> set[str]:
        """Grids with all the grids below them."""
        roots = set(codes)
        return roots | {code for code in self._grids if not roots.isdisjoint(self.chain(code))}

    def grids_of(self, staff_no: str) -> set[str]:
        """Every grid whose work may come to this worker: their own, those they stand in for, and those below them."""
        covered = {staff_no}
        covered |= {each.staff_no for each in self._staff.values() if each.backup == staff_no}
        covered |= {no for no, listed in self._leaves.items() if any(each.backup == staff_no for each in listed)}
        codes = {code for no in covered if no in self._staff for code in self._staff[no].grids}
        codes |= {each.grid_code for each in self._grids.values() if not covered.isdisjoint(each.members)}
        return self.under(codes)

    def stretches(self, grid_code: str, first: date, last: date) -> Iterator[Stretch]:
        """Who does a grid's work from ``first`` to ``last``; days on which nobody does are left out."""
        chain = self.chain(grid_code)
        starts = sorted({first, *(day for day in self._turns(chain) if first < day <= last)})
        after = [*starts[1:], last + timedelta(days=1)]
        serving = (
            (self._find(chain, day), day, end - timedelta(days=1)) for day, end in zip(starts, after, strict=True)
        )
        for found, days in groupby(serving, key=lambda each: each[0]):
            spans = list(days)
            for share, (staff_no, away) in enumerate(found):
                yield Stretch(grid_code, spans[0][1], spans[-1][2], share, len(found), staff_no, away)

    def worker(self, grid_code: str, day: date) -> str:
        """The number of who does the grid's work that day, the first of those who share it; empty if nobody does.

        First the grid's own staff by role, those of the same role sharing it, a leaver's backup standing in for them;
        then the grid's members and chief; then those of the grid above, up to the first grid. Who is on leave hands
        over to the one named in the leave, else to their backup; without either the work stays theirs.
        """
        return next((staff_no for staff_no, _ in self._find(self.chain(grid_code), day)), "")

    def on_duty(self, grid_code: str, day: date, roster: tuple[str, ...]) -> str:
        """Who of a day's roster serves the grid; empty if nobody there does."""
        serving = {each.staff_no for each in self._serving.get(grid_code, ())}
        return next((number for number in roster if number in serving and self._here(number, day)), "")

    def absent(self, first: date, last: date) -> list[Leave]:
        """Leaves that overlap the days."""
        return [
            each for listed in self._leaves.values() for each in listed if each.first <= last and each.last >= first
        ]

    def _turns(self, chain: tuple[str, ...]) -> set[date]:
        """The days on which the answer may change for a grid, given with those above it."""
        numbers = {each.staff_no for code in chain for each in self._serving.get(code, ())}
        numbers |= {no for code in chain if (grid := self._grids.get(code)) for no in grid.members}
        found: set[date] = set()
        for number in numbers:
            found.update(self._changes_of(number))
            worker = self._staff.get(number)
            for backup in (worker.backup if worker else "", *(each.backup for each in self._leaves.get(number, ()))):
                if backup:
                    found.update(self._changes_of(backup))
        return found

    def _changes_of(self, number: str) -> tuple[date, ...]:
        known = self._changes.get(number)
        if known is None:
            days: list[date] = []
            worker = self._staff.get(number)
            if worker is not None:
                days += [worker.joined] if worker.joined else []
                days += [worker.left + timedelta(days=1)] if worker.left else []
            for each in self._leaves.get(number, ()):
                days += [each.first, each.last + timedelta(days=1)]
            known = self._changes[number] = tuple(days)
        return known

    def _find(self, chain: tuple[str, ...], day: date) -> tuple[tuple[str, bool], ...]:
        for code in chain:
            grid = self._grids.get(code)
            found = self._own(code, "cell" if grid is not None and grid.level == "cell" else "", day)
            if not found and grid is not None:
                found = [number for number in grid.members if self._in_post(number, day)][:1]
            if found:
                return tuple(self._standing_in(each, day) for each in found)
            if grid is None or grid.level == "grid":
                break
        return ()

    def _own(self, code: str, level: str, day: date) -> list[str]:
        serving = self._serving.get(code)
        if not serving:
            return []
        for role in _CELL_ROLES if level == "cell" else _ROLES:
            holders = [each for each in serving if each.role == role]
            here = [each.staff_no for each in holders if self._in_post(each.staff_no, day)]
            if here:
                return here
            for each in holders:
                if each.backup and self._in_post(each.backup, day):
                    return [each.backup]
        return []

    def _standing_in(self, number: str, day: date) -> tuple[str, bool]:
        leave = self._leave(number, day)
        if leave is None:
            return number, False
        for backup in (leave.backup, self._staff[number].backup):
            if backup and self._here(backup, day):
                return backup, False
        return number, True

    def _leave(self, number: str, day: date) -> Leave | None:
        return next((each for each in self._leaves.get(number, ()) if each.first <= day <= each.last), None)

    def _here(self, number: str, day: date) -> bool:
        return self._in_post(number, day) and self._leave(number, day) is None

    def _in_post(self, number: str, day: date) -> bool:
        each = self._staff.get(number)
        if each is None or (each.joined and day < each.joined):
            return False
        return each.left is None or day <= each.left
