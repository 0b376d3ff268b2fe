"""Whom a record counts for: the grids of the ranked level, and the staff who serve a grid or one above it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from gridctl.findings.table import Words

if TYPE_CHECKING:
    from datetime import date

    from gridctl.assess.scheme import Scheme
    from gridctl.store.index import Index

By = Literal["grid", "staff", "community"]
COMMUNITY = ""
UNIT_WORDS = {
    "grid": Words("网格", "grid"),
    "staff": Words("网格员", "staff"),
    "community": Words("社区", "community"),
}


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit that is scored: a grid, a member of the staff, or the community (code ``COMMUNITY``).

    ``about`` are for a grid the names of its ranked staff, for staff the names of their grids.
    """

    code: str
    name: str
    about: tuple[str, ...] = ()


@dataclass(frozen=True)
class Units:
    """The units of a period. Staff answer for every grid they serve, and for the grids below it."""

    by: By
    listed: dict[str, Unit]
    _parents: dict[str, str] = field(default_factory=dict)
    _ranked: frozenset[str] = frozenset()
    _staff: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def load(cls, index: Index, scheme: Scheme, by: By, start: date, end: date) -> Units:
        """The grids in force on the last day, and the staff in post on any day."""
        if by == "community":
            return cls(by, {})
        grids = index.rows(
            "SELECT grid_code, parent, level, coalesce(name, grid_code) AS name FROM grids "
            "WHERE grid_code IS NOT NULL AND (valid_from IS NULL OR valid_from <= ?) "
            "AND (valid_to IS NULL OR valid_to >= ?) AND (current OR coalesce(end_date, valid_to) > ?) "
            "ORDER BY grid_code",
            [end, end, end],
        )
        names = {each["grid_code"]: each["name"] for each in grids}
        ranked = frozenset(each["grid_code"] for each in grids if each["level"] == scheme.grid_level)
        people = index.rows(
            "SELECT staff_no, coalesce(name, staff_no) AS name, coalesce(grids, []) AS grids FROM staff "
            "WHERE staff_no IS NOT NULL AND role IN (SELECT unnest(?)) AND (joined IS NULL OR joined <= ?) "
            'AND ("left" IS NULL OR "left" >= ?) AND (current OR end_date >= ?) ORDER BY staff_no',
            [list(scheme.staff_roles), end, start, start],
        )
        serving: dict[str, list[str]] = {}
        for each in people:
            for code in each["grids"]:
                serving.setdefault(code, []).append(each["staff_no"])
        if by == "staff":
            listed = {
                each["staff_no"]: Unit(
                    each["staff_no"], each["name"], tuple(names.get(code, code) for code in each["grids"])
                )
                for each in people
            }
        else:
            called = {each["staff_no"]: each["name"] for each in people}
            listed = {
                code: Unit(code, names[code], tuple(called[staff] for staff in serving.get(code, ())))
                for code in names
                if code in ranked
            }
        parents = {each["grid_code"]: each["parent"] or "" for each in grids}
        return cls(by, listed, parents, ranked, {code: tuple(found) for code, found in serving.items()})

    def of_grid(self, code: str) -> tuple[str, ...]:
        """The units that a record in this grid counts for, the community aside."""
        found: list[str] = []
        seen: set[str] = set()
        while code and code not in seen:
            seen.add(code)
            if self.by == "grid" and code in self._ranked:
                return (code,)
            if self.by == "staff":
                found += (staff for staff in self._staff.get(code, ()) if staff not in found)
            code = self._parents.get(code, "")
        return tuple(found)

    def of_staff(self, staff: str) -> tuple[str, ...]:
        """The units that one person's record counts for, the community aside."""
        return (staff,) if self.by == "staff" and staff in self.listed else ()
