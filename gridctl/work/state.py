"""State of tasks, taken from the visits: nothing is ticked off twice."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from gridctl.work.deadlines import tolerance

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from gridctl.store.index import Index
    from gridctl.text.workdays import Calendar
    from gridctl.work.task import State, Task

# Only a visit to the door proves work done. A visit may name its target by any of the record's keys. Work for a
# grid as a whole is proved by a round of it (target kind grid), or by any visit there that names the matter.
_EVIDENCE = """
with v as (
  select id, visited_on, coalesce(target_kind, 'household') as kind, target, house_code, target_name, matter_code,
    grid_code, mode from visits where current and visited_on between ? and ? and coalesce(mode, 'home') = 'home'
), seen as (
  select 'households' as t, h.id as k, v.* from v join households h on h.id = v.target where kind = 'household'
  union all
  select 'households', h.id, v.* from v join households h on h.house_code = v.target where kind = 'household'
  union all
  select 'households', h.id, v.* from v join households h on h.house_code = v.house_code where kind = 'household'
  union all
  select 'special_groups', s.id, v.* from v join special_groups s on s.id = v.target where kind = 'person'
  union all
  select 'special_groups', s.id, v.* from v join special_groups s on s.person = v.target where kind = 'person'
  union all
  select 'special_groups', s.id, v.* from v join special_groups s
    on s.house_code = v.house_code and s.name = v.target_name where kind = 'person' and v.target is null
  union all
  select 'businesses', b.id, v.* from v join businesses b on b.id = v.target where kind = 'business'
  union all
  select 'businesses', b.id, v.* from v join businesses b on b.uscc = v.target where kind = 'business'
  union all
  select 'businesses', b.id, v.* from v join businesses b
    on b.grid_code = v.grid_code and b.name = v.target_name where kind = 'business' and v.target is null
  union all
  select 'buildings', target, v.* from v where kind = 'building' and target is not null
  union all
  select 'grids', grid_code, v.* from v where (kind = 'grid' or matter_code is not null) and grid_code is not null
)
select distinct t, k, visited_on, id, coalesce(matter_code, '') from seen
where t = 'grids' or mode = 'home' order by visited_on, id
"""


class Proof(NamedTuple):
    """A visit that may prove work: when, which, and the only matter it counts for if it names one."""

    day: date
    visit: str
    matter: str


class Evidence:
    """The visits between two days, by the record they were made to."""

    def __init__(self, index: Index, start: date, end: date) -> None:
        self._proofs: dict[tuple[str, str], list[Proof]] = defaultdict(list)
        for table, key, day, visit, matter in index.sql(_EVIDENCE, [start, end]):
            self._proofs[table, key].append(Proof(day, visit, matter))

    def of(self, task: Task) -> Proof | None:
        """The first visit that proves the task."""
        for each in self._proofs.get((task.target_table, task.target), ()):
            if task.opens <= each.day <= task.closes and each.matter in ("", task.matter_code):
                return each
        return None


def with_state(tasks: Iterable[Task], evidence: Evidence, calendar: Calendar, as_of: date) -> list[Task]:
    """The tasks with their state as of a day."""
    later = cache(calendar.add_workdays)
    found = []
    for task in tasks:
        proof = evidence.of(task)
        if proof is not None:
            state: State = "done" if proof.day <= task.until else "done_late"
            found.append(replace(task, state=state, done_by=proof.visit, done_on=proof.day))
        elif as_of <= task.until:
            found.append(task)
        else:
            red = later(task.until, tolerance(task.frequency).red)
            found.append(replace(task, state="overdue_yellow" if as_of <= red else "overdue_red"))
    return found
