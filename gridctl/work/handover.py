"""What somebody who left has not done yet goes to who serves the grid now, as long as it can still be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from gridctl.store.index import Index

_LEFT = 't.closes > $day and t.staff_no in (select staff_no from staff where least("left", end_date) < $day)'
_HAND_OVER = f"""
update plan_tasks t set staff_no = w.staff_no, away = w.away from plan_states s, plan_staff w
where s.id = t.id and s.state not in ('done', 'done_late', 'excused') and {_LEFT}
  and w.grid = t.grid_code and least($day, $last) between w.first and w.last
  and w.share = t.turn % w.shares
"""  # noqa: S608 - own words


def keep_for(index: Index, staff_no: str, as_of: date) -> None:
    """Leave of ``plan_tasks`` those of one worker, and those that may yet come to them."""
    index.sql(f"delete from plan_tasks t where t.staff_no <> ? and not ({_on(_LEFT, as_of)})", [staff_no])  # noqa: S608 - own words


def hand_over(index: Index, as_of: date, last: date) -> None:
    """Give the tasks of ``plan_tasks`` that leavers left open to who serves the grid; their state is known.

    ``last`` is the last day of the period, until when it is known who serves a grid.
    """
    index.sql(_on(_HAND_OVER, as_of).replace("$last", f"date '{last}'"))


def _on(query: str, day: date) -> str:
    return query.replace("$day", f"date '{day}'")
