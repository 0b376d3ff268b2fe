"""Targets: whom and what a duty is done to, and where each stands in its grid's round.

Table ``plan_targets``: cohort, key, grid, position, born, died, level, cycle, grade, turn. ``position`` (0 to 1) is the
target's place in its grid's round from building to building and up the floors: all duties of one house fall on the same
day of their span, and a day's houses are neighbours. A target exists from ``born``, when it was put on the ledger, to
``died``. ``turn`` is the number of its building: those who share a grid take turns by building. Somebody on several
lists of special groups is one target of a cohort: nobody is visited twice for one thing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridctl.work.condition import ensure_harmless
from gridctl.work.staging import stage, stage_query

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from gridctl.store.index import Index

TARGET_COLUMNS = {
    "cohort": "INTEGER", "key": "VARCHAR", "grid": "VARCHAR", "position": "DOUBLE", "born": "DATE", "died": "DATE",
    "level": "VARCHAR", "cycle": "BIGINT", "grade": "VARCHAR", "turn": "INTEGER",
}  # fmt: skip

# A round is a share of the grid's households in the order of their buildings, and within one of their house codes,
# which count floors before rooms. Ended records keep their place, so that ending one moves nobody else's day.
_PLACES = """
with r as (select id, house_code, building_code, (row_number() over (
  partition by grid_code order by coalesce(building_code, ''), coalesce(house_code, ''), coalesce(address, ''), id
) - 0.5) / count(*) over (partition by grid_code) as position,
  dense_rank() over (partition by grid_code order by coalesce(building_code, house_code, id)) as turn
  from households where {grids})
select anchor, min(position) as position, min(turn)::integer as turn from (
  select id as anchor, position, turn from r
  union all select house_code, position, turn from r where house_code is not null
  union all select building_code, position, turn from r where building_code is not null
) group by anchor
"""
# Per table: key, grid, house or building that places it, own place in the grid, from, to, level, cycle, grade.
_SELECT = {
    "households": "id, coalesce(grid_code, cell_code), id, own, collected_on, end_date, visit_level, null, rent_grade",
    "businesses": "id, grid_code, house_code, own, greatest(opened_on, collected_on), end_date, null, null, null",
    "buildings": "building_code, grid_code, building_code, own, null, end_date, null, null, null",
    "grids": "grid_code, grid_code, '', own, valid_from, least(valid_to, end_date), null, null, null",
}
# Of a person's records in a cohort the one that lasts, and of those the oldest, stands for all: from the first of them
# on, at the shortest cycle.
_ONE_A_PERSON = """
select id, grid_code, house_code, own, min(listed_on) over own_records, end_date, null,
  min(visit_cycle_days) over own_records, null
from ({}) window own_records as (partition by coalesce(person, id), grid_code)
qualify row_number() over (own_records order by end_date desc nulls first, listed_on nulls first, id) = 1
"""
# Own places are counted over the whole table, so that they are the same for every cohort. The subquery has the table's
# name: conditions may qualify their columns with it.
_FROM = {
    "households": "(select *, 0.5 as own from households) as households",
    "special_groups": "(select *, row_number() over r / (1 + count(*) over g) as own from special_groups where {grids}"
    " window g as (partition by grid_code), r as (g order by coalesce(address, ''), id)) as special_groups",
    "businesses": "(select *, row_number() over r / (1 + count(*) over g) as own from businesses where {grids}"
    " window g as (partition by grid_code), r as (g order by coalesce(address, ''), id)) as businesses",
    "buildings": "(select *, row_number() over r / (1 + count(*) over g) as own from buildings where {grids}"
    " window g as (partition by grid_code), r as (g order by building_code)) as buildings",
    "grids": "(select *, 0.5 as own from grids) as grids",
}
# Grids are partitions of all that is counted above, so leaving some out moves nothing in the others.
_ONLY = "coalesce(grid_code, {cell}) in (select code from plan_only)"


class Cohorts:
    """Puts the targets of duties' cohorts into ``plan_targets``; each cohort is asked of the index once."""

    def __init__(self, index: Index, since: date, grids: Collection[str] | None = None) -> None:
        """``since`` is the first day that matters; ``grids`` leaves out those of other grids."""
        self._index = index
        self._since = since
        self._narrow = grids is not None
        self._numbers: dict[tuple[str, str], int] = {}
        self._aside: set[str] = set()
        stage(index, "plan_targets", TARGET_COLUMNS)
        if grids is not None:
            stage(index, "plan_only", {"code": "VARCHAR"}, [(code,) for code in sorted(grids)])
        stage_query(index, "plan_places", _PLACES.format(grids=self._only("households")))

    def cohort(self, table: str, condition: str | None) -> int:
        """The number of the cohort of a table's records that meet a condition and were there since the first day.

        Raises ``ConditionError`` or ``DatabaseError`` when the condition may not or cannot be run, ``KeyError`` for a
        table that duties have no targets in.
        """
        key = (table, condition or "")
        if key not in self._numbers:
            number = len(self._numbers)
            self._ask(number, table, condition)
            self._numbers[key] = number
        return self._numbers[key]

    def _only(self, table: str) -> str:
        return _ONLY.format(cell="cell_code" if table == "households" else "null") if self._narrow else "true"

    def _source(self, table: str) -> str:
        """Where a cohort is taken from; the records of a few grids are set aside once for all cohorts."""
        if not self._narrow:
            return _FROM[table].format(grids="true")
        if table not in self._aside:
            only = self._only(table)
            query = f"select * from {_FROM[table].format(grids=only)} where {only}"  # noqa: S608 - own names
            stage_query(self._index, f"plan_{table}", query)
            self._aside.add(table)
        return f"plan_{table} as {table}"

    def _ask(self, number: int, table: str, condition: str | None) -> None:
        source = self._source(table)
        # The line break keeps a comment at the condition's end from taking the bracket with it.
        columns = _SELECT.get(table, "*")
        query = (
            f"select {columns} from {source} "  # noqa: S608 - ours; what is not is looked at before it is run
            f"where (current or end_date >= ?) and ({condition or 'true'}\n)"
        )
        if table == "special_groups":
            query = _ONE_A_PERSON.format(query)
        if condition:
            # Looked at without the tables laid down for planning, which no condition has any business with.
            plain = _FROM[table].format(grids="true")
            ensure_harmless(self._index, f"select 1 from {plain} where ({condition}\n)")  # noqa: S608 - this is the look
        self._index.sql(
            f"insert into plan_targets select {number}, s.key, s.grid, coalesce(p.position, s.own), s.born, s.died, "  # noqa: S608
            f"s.level, s.cycle, s.grade, coalesce(p.turn, md5_number_lower(s.key) & 1023) "
            f"from ({query}) as s(key, grid, anchor, own, born, died, level, cycle, grade) "
            f"left join plan_places p using (anchor) where s.key is not null and s.grid is not null",
            [self._since],
        )
