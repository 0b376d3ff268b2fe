"""Targets: whom and what a duty is done to, and where each stands in its grid's round."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

from gridctl.work.condition import ensure_harmless

if TYPE_CHECKING:
    from datetime import date

    from gridctl.store.index import Index


class Target(NamedTuple):
    """One record a duty is done to.

    ``position`` (0 to 1) is its place in its grid's round from building to building: all duties of one house fall
    on the same day, and a day's houses are near each other. It exists from ``born`` to ``died``.
    """

    key: str
    grid_code: str
    name: str
    place: str
    position: float
    born: date | None
    died: date | None
    visit_level: str | None = None
    cycle_days: int | None = None


# A round is a share of the grid's households in the order of their buildings. Ended records keep their
# place, so that ending one moves nobody else's day.
_ROUND = """
select id, house_code, building_code, (row_number() over (
  partition by grid_code order by coalesce(building_code, ''), coalesce(house_code, ''), coalesce(address, ''), id
) - 0.5) / count(*) over (partition by grid_code) from households
"""
_HEAD = """(select min(persons.name) from persons where persons.parent = households.id and persons.current
  and persons.relation in ('household_head', 'collective_head'))"""
# Per table: key, grid, name, place, house or building that places it, own place in the grid, from, to, level, cycle.
_SELECT = {
    "households": f"id, coalesce(grid_code, cell_code), {_HEAD}, address, id, own, null, end_date, visit_level, null",
    "special_groups": "id, grid_code, name, address, house_code, own, listed_on, end_date, null, visit_cycle_days",
    "businesses": "id, grid_code, name, address, house_code, own, opened_on, end_date, null, null",
    "buildings": "building_code, grid_code, concat_ws('', compound, name), address, building_code, own, null, end_date,"
    " null, null",
    "grids": "grid_code, grid_code, name, '', '', own, valid_from, least(valid_to, end_date), null, null",
}
# Own places are counted over the whole table, so that they are the same for every cohort. The subquery has the table's
# name: conditions may qualify their columns with it.
_FROM = {
    "households": "(select *, 0.5 as own from households) as households",
    "special_groups": "(select *, row_number() over r / (1 + count(*) over g) as own from special_groups"
    " window g as (partition by grid_code), r as (g order by coalesce(address, ''), id)) as special_groups",
    "businesses": "(select *, row_number() over r / (1 + count(*) over g) as own from businesses"
    " window g as (partition by grid_code), r as (g order by coalesce(address, ''), id)) as businesses",
    "buildings": "(select *, row_number() over r / (1 + count(*) over g) as own from buildings"
    " window g as (partition by grid_code), r as (g order by building_code)) as buildings",
    "grids": "(select *, 0.5 as own from grids) as grids",
}


class Cohorts:
    """The targets of duties' cohorts; each cohort is asked of the index once."""

    def __init__(self, index: Index, since: date) -> None:
        self._index = index
        self._since = since
        self._known: dict[tuple[str, str], list[Target]] = {}
        self._rounds: dict[str, float] | None = None

    def targets(self, table: str, condition: str | None) -> list[Target]:
        """The records of a table that meet the condition and were there since the day given at first.

        Raises ``ConditionError`` or ``duckdb.Error`` when the condition may not or cannot be run, ``KeyError`` for a
        table that duties have no targets in.
        """
        key = (table, condition or "")
        if key not in self._known:
            self._known[key] = self._ask(table, condition)
        return self._known[key]

    def _ask(self, table: str, condition: str | None) -> list[Target]:
        rounds = self._positions() if table != "grids" else {}
        # The line break keeps a comment at the condition's end from taking the bracket with it.
        query = (
            f"select {_SELECT[table]} from {_FROM[table]} "  # noqa: S608 - ours; what is not is looked at before it is run
            f"where (current or end_date >= ?) and ({condition or 'true'}\n)"
        )
        if condition:
            ensure_harmless(self._index, query)
        rows = self._index.sql(query, [self._since])
        return [_target(row, rounds) for row in rows if row[0] and row[1]]

    def _positions(self) -> dict[str, float]:
        """Places in the rounds by household id, house code and building code (its first house's)."""
        if self._rounds is None:
            rounds: dict[str, float] = {}
            for id_, house, building, position in self._index.sql(_ROUND):
                rounds[id_] = position
                if house:
                    rounds[house] = position
                if building:
                    rounds[building] = min(position, rounds.get(building, position))
            self._rounds = rounds
        return self._rounds


def spread(*seed: str) -> float:
    """A place between 0 and 1 that these words always give, for work without a place of its own."""
    return crc32("\0".join(seed).encode("utf-8")) / 2**32


def _target(row: tuple[Any, ...], rounds: dict[str, float]) -> Target:
    key, grid, name, place, anchor, own, born, died, level, cycle = row
    position = rounds.get(anchor) if anchor else None
    if position is None:
        position = float(own)
    return Target(key, grid, name or "", place or "", position, born, died, level, cycle)
