"""Occurrences: every duty unfolded over the days of a period and the records of its cohort, as table ``plan_tasks``.

The database does it: a district's quarter is a million tasks. Where a target stands in its grid's round (``targets``)
is where its task stands in the span the task belongs to, counted in the span's working days; so the load is level over
the days, a day's visits are neighbours, and no target's day depends on another's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridctl.work.deadlines import default_cycle_days, frequencies_by, tolerances
from gridctl.work.rounds import ROUND_COLUMNS, rounds
from gridctl.work.spells import gives_way
from gridctl.work.staging import stage, stage_query
from gridctl.work.timetable import stage_days

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from gridctl.store.index import Index
    from gridctl.text.periods import Period
    from gridctl.text.workdays import Calendar
    from gridctl.work.duties import Item
    from gridctl.work.spells import Spell
    from gridctl.work.workforce import Workforce

# An id is the first 60 bits of a digest over what makes an occurrence this one, in the letters of all ids.
_ID = """'K' || translate(to_base((md5_number_upper(concat_ws(chr(31), {parts})) >> 4)::bigint, 32, 12),
  'IJKLMNOPQRSTUV', 'JKMNPQRSTVWXYZ')"""
# Work for a grid as a whole has no place of its own; these words always give it the same one.
_SPREAD = "(md5_number_lower(concat_ws(chr(31), d.matter_code, d.words, t.key)) & 4294967295) / 4294967296.0"

# Those who share a grid take turns by building; of the work for the grid as a whole, by matter.
_TURN = "(s.turn + if(d.target = 'grids', md5_number_lower(d.matter_code) & 1023, 0))::integer"

_JOBS = f"""
select d.duty, t.key, t.grid, t.turn,
  case when d.target = 'grids' then {_SPREAD} else least(greatest(t.position, 0), 1) end as position,
  coalesce(by_level.frequency, d.frequency) as frequency,
  case d.frequency when 'by_cycle' then coalesce(nullif(t.cycle, 0), ?) else d.length end as length,
  greatest(d.first, coalesce(t.born, d.first)) as first, least(d.last, coalesce(t.died, d.last)) as last, t.died
from plan_duties d join plan_targets t using (cohort)
left join plan_levels by_level on by_level.rhythm = d.frequency
  and by_level.level = coalesce(case d.frequency when 'by_visit_level' then t.level else t.grade end, 'ordinary')
where not d.campaign or exists (select 1 from plan_cover c where c.spell = d.spell and c.grid = t.grid)
"""  # noqa: S608 - own words
# Each job in each of its rounds, on the days that are left of it.
_ROUNDED = """
select j.duty, j.key, j.grid, j.turn, j.position, j.died, r.spell, r.label, r.opens, r.closes, r.worked, r.kind,
  greatest(r.first, j.first) as first, least(r.last, j.last) as last
from plan_jobs j join plan_rounds r using (duty, frequency, length)
where greatest(r.first, j.first) <= least(r.last, j.last)
  and (r.spell is null or exists (select 1 from plan_cover c where c.spell = r.spell and c.grid = j.grid))
"""
_PLANNED = f"""
with rounded as ({_ROUNDED}), counted as (
  select x.*, f.before, case when worked then l.upto - f.before else datediff('day', x.first, x.last) + 1 end as days
  from rounded x join plan_days f on f.day = x.first join plan_days l on l.day = x.last
), placed as (
  select *, position * days as exact, least(floor(position * days), days - 1)::integer as number
  from counted where days > 0
), dated as (
  select p.*, case when p.worked then w.day else p.first + p.number end as day
  from placed p left join plan_workdays w on p.worked and w.number = p.before + p.number + 1
)
select * exclude (before, days), coalesce(
  (select true from plan_taken t where t.duty = dated.duty and t.grid = dated.grid and t.day = dated.day), false
) as taken
from dated
"""  # noqa: S608 - own words
# The days on which each duty gives way to a window's work, by grid.
_TAKEN = """
select distinct b.duty, c.grid, d.day from plan_blocks b join plan_cover c using (spell)
join plan_spell_days d using (spell)
"""
# Work of a day that is taken is spread over the days after it, or goes before it when there are none.
_MOVED = """
with hit as (select distinct duty, grid, first, last, worked, day from plan_dated where taken),
free as (
  select h.*, list(d.day order by d.day) filter (d.day > h.day) as after, max(d.day) filter (d.day < h.day) as earlier
  from hit h join plan_days d on d.day between h.first and h.last and (d.upto > d.before or not h.worked)
  where not exists (select 1 from plan_taken t where t.duty = h.duty and t.grid = h.grid and t.day = d.day)
  group by all
)
select p.* replace (
  coalesce(f.after[least(floor((p.exact - p.number) * len(f.after)), len(f.after) - 1)::integer + 1], f.earlier) as day
) from plan_dated p join free f on p.taken and f.duty = p.duty and f.grid = p.grid and f.first = p.first
  and f.last = p.last and f.worked = p.worked and f.day = p.day
"""
_TASKS = f"""
with settled as (
  select * from plan_dated where not taken and day between $start and $end
  union all by name select * from plan_moved where day between $start and $end
), asked as (
  -- What two windows ask for on one day is done once, for the first of them.
  select * from settled where spell is null union all by name select * from settled where spell is not null
  qualify row_number() over (partition by duty, key, day order by spell) = 1
)
select {_ID.format(parts="d.matter_code, d.situation, d.words, d.target, s.key, s.label")} as id,
  coalesce(o.staff_no, w.staff_no, '') as staff_no, coalesce(o.staff_no is null and w.away, false) as away,
  s.grid as grid_code, d.matter_code, d.matter, d.words as duty, d.situation, d.target as target_table,
  s.key as target, s.day::date as due,
  case when g.grace = 0 then s.day else least(s.closes, u.day) end::date as until, s.opens, s.closes,
  s.kind as frequency, case when d.campaign then '' else coalesce(c.name, '') end as window_no,
  case when d.campaign then c.name else '' end as campaign, s.position, {_TURN} as turn, s.died,
  g.red
from asked s join plan_duties d using (duty)
join plan_tolerances g on g.kind = s.kind
join plan_days n on n.day = s.day
left join plan_workdays u on u.number = n.upto + g.grace
left join plan_spells c on c.spell = s.spell
left join plan_staff w on w.grid = s.grid and s.day between w.first and w.last
  and w.share = {_TURN} % w.shares
left join plan_roster o on o.spell = s.spell and o.grid = s.grid and o.day = s.day
"""  # noqa: S608 - own words


class Planner:
    """Unfolds items over one period; the targets are in ``plan_targets``."""

    def __init__(
        self, index: Index, period: Period, calendar: Calendar, workforce: Workforce, spells: Sequence[Spell]
    ) -> None:
        self._index = index
        self._period = period
        self._calendar = calendar
        self._workforce = workforce
        self._spells = list(spells)

    def plan(self, items: Sequence[Item]) -> None:
        """Lay down ``plan_tasks``: the period's tasks, without their state."""
        campaigns = [each.campaign for each in items if each.campaign is not None]
        numbers = {each.code or "": len(self._spells) + at for at, each in enumerate(campaigns)}
        self._stage_items(items, numbers)
        grids = [code for (code,) in self._index.sql("select distinct grid from plan_targets")]
        called = [(at, each.window_no, each.grids) for at, each in enumerate(self._spells)]
        called += [(numbers[each.code or ""], each.code or "", frozenset(each.grids)) for each in campaigns]
        self._stage_windows(items, called, grids)
        self._stage_workers(grids)
        stage_query(self._index, "plan_jobs", _JOBS, [default_cycle_days()])
        rhythms = self._index.sql("select distinct duty, frequency, length from plan_jobs order by all")
        found = list(rounds(items, rhythms, self._period, self._spells, numbers))
        stage(self._index, "plan_rounds", ROUND_COLUMNS, found)
        stage_days(
            self._index, self._calendar, min([self._period.start, *(each.first for each in found)]),
            max([self._period.end, *(each.closes for each in found)]),
        )  # fmt: skip
        stage_query(self._index, "plan_taken", _TAKEN)
        stage_query(self._index, "plan_dated", _PLANNED)
        stage_query(self._index, "plan_moved", _MOVED)
        named = _TASKS.replace("$start", f"date '{self._period.start}'").replace("$end", f"date '{self._period.end}'")
        stage_query(self._index, "plan_tasks", named)
        for table in ("plan_jobs", "plan_dated", "plan_moved"):
            self._index.sql(f"drop table {table}")

    def _stage_items(self, items: Sequence[Item], campaigns: dict[str, int]) -> None:
        columns = {
            "duty": "INTEGER", "matter_code": "VARCHAR", "matter": "VARCHAR", "situation": "VARCHAR",
            "words": "VARCHAR", "frequency": "VARCHAR", "length": "BIGINT", "target": "VARCHAR", "cohort": "INTEGER",
            "first": "DATE", "last": "DATE", "campaign": "BOOLEAN", "spell": "INTEGER",
        }  # fmt: skip
        rows = [
            (
                each.number, each.matter.code or "", each.matter.name or "", each.situation, each.words, each.frequency,
                each.length, each.target, each.cohort, each.first, each.last, each.campaign is not None,
                campaigns[each.campaign.code or ""] if each.campaign is not None else None,
            )
            for each in items
        ]  # fmt: skip
        stage(self._index, "plan_duties", columns, rows)
        levels = [
            (rhythm, level, frequency)
            for rhythm in ("by_visit_level", "by_rent_grade")
            for level, frequency in frequencies_by(rhythm).items()
        ]
        stage(self._index, "plan_levels", {"rhythm": "VARCHAR", "level": "VARCHAR", "frequency": "VARCHAR"}, levels)
        kinds = [(kind, each.grace, each.red) for kind, each in tolerances().items()]
        stage(self._index, "plan_tolerances", {"kind": "VARCHAR", "grace": "INTEGER", "red": "INTEGER"}, kinds)

    def _stage_windows(
        self, items: Sequence[Item], called: Sequence[tuple[int, str, frozenset[str]]], grids: Sequence[str]
    ) -> None:
        chains = {code: self._workforce.chain(code) for code in grids} if called else {}
        covered = [
            (number, code)
            for number, _, only in called
            for code in grids
            if not only or not only.isdisjoint(chains[code])
        ]
        stage(self._index, "plan_spells", {"spell": "INTEGER", "name": "VARCHAR"}, [each[:2] for each in called])
        stage(self._index, "plan_cover", {"spell": "INTEGER", "grid": "VARCHAR"}, covered)
        blocks = [
            (item.number, number)
            for item in items
            for number, spell in enumerate(self._spells)
            if gives_way(item.situation, item.matter, spell)
        ]
        stage(self._index, "plan_blocks", {"duty": "INTEGER", "spell": "INTEGER"}, blocks)
        days: list[tuple[int, date]] = []
        roster: list[tuple[int, str, date, str]] = []
        for number, spell in enumerate(self._spells):
            days += [(number, day) for day in spell.days_taken(self._period.end)]
            own = [code for at, code in covered if at == number] if spell.roster else []
            for day, listed in spell.roster.items():
                for code in own:
                    found = self._workforce.on_duty(code, day, listed)
                    if found:
                        roster.append((number, code, day, found))
        stage(self._index, "plan_spell_days", {"spell": "INTEGER", "day": "DATE"}, days)
        stage(
            self._index, "plan_roster",
            {"spell": "INTEGER", "grid": "VARCHAR", "day": "DATE", "staff_no": "VARCHAR"}, roster,
        )  # fmt: skip

    def _stage_workers(self, grids: Sequence[str]) -> None:
        found = [
            each for code in grids for each in self._workforce.stretches(code, self._period.start, self._period.end)
        ]
        columns = {
            "grid": "VARCHAR", "first": "DATE", "last": "DATE", "share": "INTEGER", "shares": "INTEGER",
            "staff_no": "VARCHAR", "away": "BOOLEAN",
        }  # fmt: skip
        stage(self._index, "plan_staff", columns, found)
