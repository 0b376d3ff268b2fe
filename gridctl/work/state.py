"""State of tasks, taken from the ledgers: nothing is ticked off twice. Table ``plan_states``, one row a task.

A visit to the door, or a case found there for the matter, within the task's span proves it. What is not proved is
excused where a reason stands in the ledgers: a grant in the register of excuses; the worker on leave with nobody
standing in from the planned to the last day; nobody met on three days; a record that ended before the task's last day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridctl.work.staging import stage_query

if TYPE_CHECKING:
    from datetime import date

    from gridctl.store.index import Index

# So many days on which nobody was met excuse a visit.
NOT_MET_DAYS = 3

# By which keys a visit or case may name a task's target.
_ALIASES = """
with k as (select distinct target_table as tbl, target as key from plan_tasks)
select tbl, key, h.id as alias from k join households h on tbl = 'households' and h.id = key
union select tbl, key, h.house_code from k join households h on tbl = 'households' and h.id = key
  where h.house_code is not null
union select tbl, key, s.id from k join special_groups s on tbl = 'special_groups' and s.id = key
union select tbl, key, s.person from k join special_groups s on tbl = 'special_groups' and s.id = key
  where s.person is not null
union select tbl, key, o.id from k join special_groups s on tbl = 'special_groups' and s.id = key
  join special_groups o on o.person = s.person
union select tbl, key, b.id from k join businesses b on tbl = 'businesses' and b.id = key
union select tbl, key, b.uscc from k join businesses b on tbl = 'businesses' and b.id = key where b.uscc is not null
union select tbl, key, key from k where tbl in ('buildings', 'grids')
"""
# A visit counts for the campaign it names, else for the matter it names, else for every matter (''). Work for a grid as
# a whole is proved by a round of it (target kind grid), or by any visit there that names the matter.
_SEEN = """
with v as (
  select id, visited_on as day, coalesce(target_kind, 'household') as kind, target, house_code, target_name, grid_code,
    coalesce('campaign ' || campaign, matter_code, '') as proves, coalesce(mode, 'home') as mode
  from visits where current and visited_on between ? and ?
)
select a.tbl, a.key, v.day, v.id, v.proves, v.mode from v join plan_aliases a on a.alias = v.target
  and a.tbl = case v.kind when 'household' then 'households' when 'person' then 'special_groups'
    when 'business' then 'businesses' when 'building' then 'buildings' end
union all
select a.tbl, a.key, v.day, v.id, v.proves, v.mode from v join plan_aliases a on a.alias = v.house_code
  and v.kind = 'household' and a.tbl = 'households' and v.target is distinct from a.alias
union all
select 'special_groups', s.id, v.day, v.id, v.proves, v.mode from v join special_groups s
  on v.kind = 'person' and v.target is null and s.house_code = v.house_code and s.name = v.target_name
union all
select 'businesses', b.id, v.day, v.id, v.proves, v.mode from v join businesses b
  on v.kind = 'business' and v.target is null and b.grid_code = v.grid_code and b.name = v.target_name
union all
select 'grids', grid_code, day, id, proves, mode from v
where (kind = 'grid' or proves <> '') and grid_code is not null
"""
# Only what was found on a round or a visit shows that somebody was there.
_CASES = """
union all
select a.tbl, a.key, c.occurred_on, c.id, c.matter_code, 'case' from cases c join plan_aliases a
  on a.alias = c.house_code and a.tbl = 'households'
where c.current and c.source in ('patrol', 'visit') and c.matter_code is not null and c.occurred_on between ? and ?
union all
select 'grids', c.grid_code, c.occurred_on, c.id, c.matter_code, 'case' from cases c
where c.current and c.source in ('patrol', 'visit') and c.matter_code is not null and c.grid_code is not null
  and c.occurred_on between ? and ?
"""
_PROOFS = """
select tbl, key, proves, day, min((mode = 'case')::integer || id)[2:] as proof, bool_and(mode = 'case') as by_case
from plan_seen where mode in ('home', 'case') group by tbl, key, proves, day
"""
_OWN = "case when campaign <> '' then 'campaign ' || campaign else matter_code end"
# The first proof within the span: of those for the task's own matter or campaign, and of those for no matter.
_PROVED = f"""
with own as (
  select t.id, p.day, p.proof, p.by_case from plan_tasks t asof join plan_proofs p
    on p.tbl = t.target_table and p.key = t.target and p.proves = {_OWN} and p.day >= t.opens
  where p.day <= t.closes
), common as (
  select t.id, p.day, p.proof, p.by_case from (select * from plan_tasks where campaign = '') t
  asof join (select * from plan_proofs where proves = '') p
    on p.tbl = t.target_table and p.key = t.target and p.day >= t.opens
  where p.day <= t.closes
)
select id, min(day) as day, arg_min(proof, (day, proof)) as proof, arg_min(by_case, (day, proof)) as by_case
from (from own union all from common) group by id
"""  # noqa: S608 - own words
_NOT_MET = f"""
select t.id, string_agg(n.visit, ' ' order by n.day) as visits from plan_tasks t
join (select tbl, key, day, min(id) as visit from plan_seen where mode = 'not_met' group by all) n
  on n.tbl = t.target_table and n.key = t.target and n.day between t.opens and t.closes
where t.target_table in ('households', 'special_groups')
group by t.id having count(*) >= {NOT_MET_DAYS}
"""  # noqa: S608 - own words
_GRANTED = """
select t.id, min(e.id) as grant_id, arg_min(coalesce(e.reason, 'other'), e.id) as reason from excuses e
join plan_tasks t on t.due between e.first_day and e.last_day
where e.current and (e.matter_code is not null or e.target is not null or e.staff_no is not null
    or e.grid_code is not null)
  and (e.matter_code is null or e.matter_code = t.matter_code) and (e.staff_no is null or e.staff_no = t.staff_no)
  and (e.grid_code is null or e.grid_code = t.grid_code)
  and (e.target is null or exists (select 1 from plan_aliases a
    where a.tbl = t.target_table and a.key = t.target and a.alias = e.target))
group by t.id
"""
_AWAY = """
select t.id, min(l.id) as leave_id from plan_tasks t join absences l on l.staff_no = t.staff_no and l.current
  and t.due >= l.first_day and t.until <= l.last_day where t.away group by t.id
"""
_STATES = """
select t.id,
  case when p.day <= t.until then 'done' when p.day is not null then 'done_late'
    when coalesce(g.id, a.id, n.id) is not null or t.died < least(t.until, $day) then 'excused'
    when $day <= t.until then 'due' when $day <= r.day then 'overdue_yellow' else 'overdue_red' end as state,
  coalesce(p.proof, '') as done_by, p.day as done_on, coalesce(p.by_case, false) as by_case,
  case when p.day is not null then '' when g.id is not null then g.reason when a.id is not null then 'staff_absent'
    when n.id is not null then 'not_met' when t.died < least(t.until, $day) then 'record_ended' else '' end as excuse,
  case when p.day is not null then '' else coalesce(g.grant_id, a.leave_id, n.visits, '') end as excused_by
from plan_tasks t
left join plan_proved p on p.id = t.id
left join plan_granted g on g.id = t.id
left join plan_away a on a.id = t.id
left join plan_not_met n on n.id = t.id
left join plan_days d on d.day = t.until
left join plan_workdays r on r.number = d.upto + t.red
"""


def stage_states(index: Index, as_of: date) -> None:
    """Lay down ``plan_states`` for ``plan_tasks`` as of a day; what happened later is not known yet."""
    first, last = index.sql("select min(opens), least(max(closes), ?::date) from plan_tasks", [as_of])[0]
    if first is None:
        first = last = as_of
    stage_query(index, "plan_aliases", _ALIASES)
    with_cases = any(each.name == "cases" for each in index.tables())
    seen, days = (_SEEN + _CASES, 3) if with_cases else (_SEEN, 1)
    stage_query(index, "plan_seen", seen, [first, last] * days)
    stage_query(index, "plan_proofs", _PROOFS)
    stage_query(index, "plan_proved", _PROVED)
    stage_query(index, "plan_not_met", _NOT_MET)
    stage_query(index, "plan_granted", _GRANTED)
    stage_query(index, "plan_away", _AWAY)
    stage_query(index, "plan_states", _STATES.replace("$day", f"date '{as_of}'"))
    for table in ("plan_aliases", "plan_seen", "plan_proofs", "plan_proved", "plan_not_met", "plan_granted"):
        index.sql(f"drop table {table}")
