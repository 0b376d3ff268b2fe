"""Who does the work of a grid on a day."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from gridctl.schema.grid import Grid
    from gridctl.schema.staff import Staff

# Those who go from door to door come first; advisers, liaison officers and supervisors are never given tasks.
_ROLES = (
    "full_time", "part_time", "second_grid_worker", "micro_grid_leader", "cell_worker", "grid_leader",
    "grid_leader_in_chief",
)  # fmt: skip
_CELL_ROLES = ("cell_worker", *(role for role in _ROLES if role != "cell_worker"))


class Workforce:
    """The staff by grid, with the tree of grids."""

    def __init__(self, staff: Iterable[Staff], grids: Iterable[Grid]) -> None:
        self._staff = {each.staff_no: each for each in staff if each.staff_no}
        self._grids = {each.grid_code: each for each in grids if each.grid_code}
        self._serving: dict[str, list[Staff]] = defaultdict(list)
        for each in sorted(self._staff.values(), key=lambda one: one.staff_no or ""):
            for code in each.grids:
                self._serving[code].append(each)
        self._known: dict[tuple[str, date], str] = {}

    def chain(self, grid_code: str) -> tuple[str, ...]:
        """A grid's code with those above it, nearest first; a grid that is not registered stands alone."""
        found: list[str] = []
        code: str | None = grid_code
        while code and code not in found:
            found.append(code)
            grid = self._grids.get(code)
            code = grid.parent if grid else None
        return tuple(found)

    def worker(self, grid_code: str, day: date) -> str:
        """The number of who does the grid's work that day; empty if nobody does.

        First the grid's own staff by role, a leaver's backup standing in for them; then the grid's members and chief;
        then those of the grid above, up to the first grid.
        """
        key = (grid_code, day)
        if key not in self._known:
            self._known[key] = self._find(grid_code, day)
        return self._known[key]

    def on_duty(self, grid_code: str, day: date, roster: tuple[str, ...]) -> str:
        """Who of a day's roster serves the grid; otherwise the grid's worker."""
        serving = {each.staff_no for each in self._serving[grid_code]}
        for number in roster:
            if number in serving and self._present(number, day):
                return number
        return self.worker(grid_code, day)

    def _find(self, grid_code: str, day: date) -> str:
        for code in self.chain(grid_code):
            grid = self._grids.get(code)
            found = self._own(code, "cell" if grid is not None and grid.level == "cell" else "", day)
            if not found and grid is not None:
                others = (*grid.members, grid.chief_staff or "")
                found = next((number for number in others if self._present(number, day)), "")
            if found or grid is None or grid.level == "grid":
                return found
        return ""

    def _own(self, code: str, level: str, day: date) -> str:
        for role in _CELL_ROLES if level == "cell" else _ROLES:
            holders = [each for each in self._serving[code] if each.role == role]
            for each in holders:
                if each.staff_no and self._present(each.staff_no, day):
                    return each.staff_no
            for each in holders:
                if each.backup_staff and self._present(each.backup_staff, day):
                    return each.backup_staff
        return ""

    def _present(self, number: str, day: date) -> bool:
        each = self._staff.get(number)
        if each is None or (each.joined and day < each.joined):
            return False
        ends = [end for end in (each.left, each.end_date) if end]
        return day <= min(ends) if ends else each.status != "ended"
