"""One planning: the tasks of a period with their state, laid down in the index for as long as it is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from gridctl.findings.finding import Finding
from gridctl.findings.registry import rule
from gridctl.text.workdays import Calendar
from gridctl.work.duties import Duties
from gridctl.work.handover import hand_over, keep_for
from gridctl.work.occurrences import Planner
from gridctl.work.spells import spells
from gridctl.work.staging import stage_query
from gridctl.work.state import stage_states
from gridctl.work.targets import Cohorts
from gridctl.work.window_checks import calendar_findings, window_findings
from gridctl.work.workforce import workforce_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from gridctl.schema.campaign import Campaign
    from gridctl.schema.matter import Matter
    from gridctl.schema.window import Window
    from gridctl.store.index import Index
    from gridctl.store.workspace import Workspace
    from gridctl.text.periods import Period
    from gridctl.work.workforce import Workforce

_HEAD = """(select parent, min(name) as name from persons
  where current and relation in ('household_head', 'collective_head') group by parent)"""
_NAMES = f"""
with k as (select distinct target_table as tbl, target as key from plan_tasks)
select tbl, key, p.name, h.address as place from k join households h on tbl = 'households' and h.id = key
  left join {_HEAD} p on p.parent = h.id
union all select tbl, key, s.name, s.address from k join special_groups s on tbl = 'special_groups' and s.id = key
union all select tbl, key, b.name, b.address from k join businesses b on tbl = 'businesses' and b.id = key
union all select tbl, key, concat_ws('', b.compound, b.name), b.address from k
  join buildings b on tbl = 'buildings' and b.building_code = key
union all select tbl, key, g.name, '' from k join grids g on tbl = 'grids' and g.grid_code = key
"""  # noqa: S608 - own words
# In the order in which they are done: by day, worker and place.
TASKS = """
select t.id, t.staff_no, t.grid_code, t.matter_code, t.matter, t.duty, t.situation, t.target_table, t.target,
  coalesce(n.name, '') as name, coalesce(n.place, '') as place, t.due, t.until, t.opens, t.closes, t.frequency,
  t.window_no, s.state, s.done_by, s.done_on, s.excuse, s.excused_by, t.campaign
from plan_tasks t join plan_states s using (id)
left join plan_names n on n.tbl = t.target_table and n.key = t.target
order by t.due, t.staff_no, t.grid_code, t.position, t.matter_code, t.id
"""
_SETTLED = """delete from plan_tasks where id in
  (select id from plan_states where state in ('done', 'done_late', 'excused'))"""
_BATCH = 20_000


@dataclass(frozen=True, slots=True)
class Narrow:
    """What of the lists is asked for; empty for all. ``grid`` takes in the grids below it; ``left`` is what is not
    settled yet.
    """

    staff: str = ""
    grid: str = ""
    situation: str = ""
    matter: str = ""
    campaign: str = ""
    left: bool = False

    def __bool__(self) -> bool:
        return any((self.staff, self.grid, self.situation, self.matter, self.campaign, self.left))


@dataclass(frozen=True, slots=True)
class Planned:
    """What was planned: the matters it was planned from, and what kept others out. The tasks are in the index."""

    index: Index
    period: Period
    as_of: date
    matters: tuple[Matter, ...]
    findings: tuple[Finding, ...]

    def count(self) -> int:
        """How many tasks there are."""
        found: int = self.index.sql("select count(*) from plan_tasks")[0][0]
        return found

    def rows(self) -> Iterator[tuple[object, ...]]:
        """The tasks in order, as tuples of ``Task``'s fields, read in parts."""
        stage_query(self.index, "plan_listed", f"select row_number() over () as place_no, * from ({TASKS})")  # noqa: S608
        count = self.count()
        for first in range(1, count + 1, _BATCH):
            yield from self.index.sql(
                "select * exclude (place_no) from plan_listed where place_no between ? and ? order by place_no",
                [first, first + _BATCH - 1],
            )


def plan(ws: Workspace, period: Period, *, as_of: date, narrow: Narrow = Narrow()) -> Planned:
    """Plan a period and derive each task's state as of a day."""
    matters = [cast("Matter", each.record) for each in ws.entries("matters")]
    windows = [cast("Window", each.record) for each in ws.entries("windows")]
    campaigns = [cast("Campaign", each.record) for each in ws.entries("campaigns")]
    index, calendar = ws.index(), Calendar(ws.settings.workdays)
    workforce, declared = workforce_of(index), spells(windows)
    duties = Duties(period, declared, Cohorts(index, period.start, _grids(workforce, narrow)).cohort)
    ordered = sorted(matters, key=lambda each: each.code or "")
    wanted = [each for each in ordered if not narrow.matter or each.code == narrow.matter]
    if not narrow.campaign:
        duties.add_matters(wanted)
    if narrow.situation in ("", "routine"):
        asked = [
            each for each in campaigns if narrow.campaign in ("", each.code) and narrow.matter in ("", each.matter_code)
        ]
        duties.add_campaigns(asked, ordered)
    items = [each for each in duties.items if narrow.situation in ("", each.situation)]
    Planner(index, period, calendar, workforce, declared).plan(items)
    _settle(index, narrow, as_of, period.end)
    stage_query(index, "plan_names", _NAMES)
    found = [
        *duties.findings, *_without_worker(index), *window_findings(windows, matters, period),
        *calendar_findings(period, calendar),
    ]  # fmt: skip
    return Planned(index, period, as_of, tuple(wanted), tuple(found))


def _grids(workforce: Workforce, narrow: Narrow) -> set[str] | None:
    """The grids whose targets have to be looked at; None for all."""
    asked = [workforce.under([narrow.grid])] if narrow.grid else []
    if narrow.staff:
        asked.append(workforce.grids_of(narrow.staff))
    return set.intersection(*asked) if asked else None


def _settle(index: Index, narrow: Narrow, as_of: date, last: date) -> None:
    """Derive the states of ``plan_tasks``, hand over what leavers left, and keep what was asked for."""
    if narrow.staff:
        keep_for(index, narrow.staff, as_of)
    stage_states(index, as_of)
    hand_over(index, as_of, last)
    if narrow.staff:
        index.sql("delete from plan_tasks where staff_no <> ?", [narrow.staff])
    if narrow.left:
        index.sql(_SETTLED)


def _without_worker(index: Index) -> list[Finding]:
    counts = index.sql("select grid_code, count(*) from plan_tasks where staff_no = '' group by 1 order by 1")
    return [
        Finding("T221", rule("T221").severity, ledger="grids", record=code, params={"grid": code, "count": str(count)})
        for code, count in counts
    ]
