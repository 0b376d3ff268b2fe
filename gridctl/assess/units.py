"""Whom a record counts for: the grids of the ranked level, the staff by the days they served, or departments."""

# ruff: noqa: S608 - queries are put together from own text, dates and a quoted level

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from gridctl.assess.serving import Stint, days_served, put_serving, stints
from gridctl.findings.table import Words
from gridctl.store.digests import digest_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from gridctl.assess.scheme import Scheme
    from gridctl.store.index import Index

By = Literal["grid", "staff", "community", "department"]
COMMUNITY = ""
UNIT_WORDS = {
    "grid": Words("网格", "grid"),
    "staff": Words("网格员", "staff"),
    "community": Words("社区", "community"),
    "department": Words("部门", "department"),
}
_IN_FORCE = """
SELECT grid_code, coalesce(parent, '') AS parent, coalesce(level, '') AS level, coalesce(name, grid_code) AS name
FROM grids
WHERE grid_code IS NOT NULL AND (valid_from IS NULL OR valid_from <= {day})
  AND (valid_to IS NULL OR valid_to >= {day}) AND (current OR coalesce(end_date, valid_to) > {day})
"""
# Each grid and those above it; UNION ends where grids are each other's parents.
_RANKED = """
WITH RECURSIVE listed AS MATERIALIZED ({in_force}), above AS (
  SELECT grid_code, grid_code AS unit FROM listed
  UNION SELECT a.grid_code, g.parent FROM above a JOIN listed g ON g.grid_code = a.unit
)
SELECT a.grid_code, a.unit, g.level, g.level = {level} AS ranked FROM above a JOIN listed g ON g.grid_code = a.unit
"""
_CODES = {
    "grid": Words("网格编码", "grid code"),
    "staff": Words("工号", "staff code"),
    "community": Words("编码", "code"),
    "department": Words("部门编码", "department code"),
}
_DESCRIBE = {
    "": ("每个网格归各层级的哪个网格", "the grid of each level that each grid belongs to"),
    "grid_code": ("网格编码", "grid code"),
    "unit": ("考评网格，本级或上级", "the grid itself or one above"),
    "level": ("考评网格的层级", "that grid's level"),
    "ranked": ("方案考评的层级", "the level that the scheme ranks"),
}


def code_words(by: By) -> Words:
    """What the code of these units is called."""
    return _CODES[by]


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit that is scored: a grid, a member of the staff, a department, or the community (code ``COMMUNITY``).

    ``about`` are for a grid the names of its ranked staff, for staff the names of the grids they served; ``days`` is on
    how many days of the period they served any.
    """

    code: str
    name: str
    about: tuple[str, ...] = ()
    days: int | None = None


@dataclass(frozen=True)
class Units:
    """The units of a period, of ``length`` days. The index's tables ``serving`` and ``ranked_grids`` are filled."""

    by: By
    listed: dict[str, Unit]
    length: int
    level: str = "grid"
    stints: tuple[Stint, ...] = field(default=(), repr=False)

    @classmethod
    def load(
        cls, index: Index, scheme: Scheme, by: By, start: date, end: date, *, served: Sequence[Stint] = ()
    ) -> Units:
        """The grids in force on the last day, and the staff in post on any day.

        ``served`` are the stints of the same days and roles, where they are known; the index's tables then stay.
        """
        in_force = _IN_FORCE.format(day=f"DATE '{end}'")
        grids = index.sql(f"SELECT grid_code, parent, level, name FROM ({in_force}) ORDER BY grid_code")
        names = {code: name for code, _, _, name in grids}
        parents = {code: parent for code, parent, _, _ in grids}
        ranked = {code for code, _, level, _ in grids if level == scheme.grid_level}
        listed_staff = index.sql(
            "SELECT staff_no, coalesce(name, staff_no) FROM staff "
            "WHERE staff_no IS NOT NULL AND role IN (SELECT unnest(?)) AND (joined IS NULL OR joined <= ?) "
            'AND ("left" IS NULL OR "left" >= ?) AND (current OR end_date >= ?) ORDER BY staff_no',
            [list(scheme.staff_roles), end, start, start],
        )
        people: dict[str, str] = dict(listed_staff)
        if not served:
            served = stints(index, start, end)
            put_serving(index, served, parents, frozenset(people))
        _put_ranked(index, in_force, scheme.grid_level)
        length = (end - start).days + 1
        if by == "staff":
            return cls(by, _staff_units(people, served, names), length, scheme.grid_level, tuple(served))
        if by == "grid":
            about: dict[str, list[str]] = {}
            for each in served:
                if each.staff_no in people and people[each.staff_no] not in about.setdefault(each.grid_code, []):
                    about[each.grid_code].append(people[each.staff_no])
            listed = {code: Unit(code, names[code], tuple(about.get(code, ()))) for code in names if code in ranked}
            return cls(by, listed, length, scheme.grid_level, tuple(served))
        listed = _departments(index) if by == "department" else {}
        return cls(by, listed, length, scheme.grid_level, tuple(served))


def _staff_units(people: dict[str, str], served: Sequence[Stint], names: dict[str, str]) -> dict[str, Unit]:
    about: dict[str, list[str]] = {number: [] for number in people}
    for each in sorted(served, key=lambda one: (one.staff_no, one.first, one.grid_code)):
        name = names.get(each.grid_code, each.grid_code)
        if each.staff_no in about and name not in about[each.staff_no]:
            about[each.staff_no].append(name)
    days = days_served(served)
    return {number: Unit(number, name, tuple(about[number]), days.get(number, 0)) for number, name in people.items()}


def _departments(index: Index) -> dict[str, Unit]:
    """The departments that lead a matter, and whoever holds a case without being of the staff."""
    query = "SELECT lead_department AS name FROM matters WHERE current AND lead_department IS NOT NULL"
    if any(table.name == "case_status" for table in index.tables()):
        query += (
            " UNION SELECT holder FROM case_status WHERE holder <> '' "
            "AND holder NOT IN (SELECT staff_no FROM staff WHERE staff_no IS NOT NULL)"
        )
    return {name: Unit(name, name) for name in sorted({name for (name,) in index.sql(query)})}


def _put_ranked(index: Index, in_force: str, level: str) -> None:
    columns = {"grid_code": "VARCHAR", "unit": "VARCHAR", "level": "VARCHAR", "ranked": "BOOLEAN"}
    prints = index.sql(f"SELECT count(*), sum(hash(grid_code, parent, level)) FROM ({in_force})")
    wanted = level.replace("'", "''")

    def query() -> str:
        return _RANKED.format(in_force=in_force, level=f"'{wanted}'")

    index.put_query("ranked_grids", columns, query, digest_of([repr(prints), level]), describe=_DESCRIBE)
