"""The three lists: what is to be done, who answers for which part, and how long each step may take."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from gridctl.store.digests import digest_of
from gridctl.work.admission import admitted
from gridctl.work.deadlines import STEPS, late_words, limit
from gridctl.work.perworker import cut_to
from gridctl.work.planning import TASKS, Narrow, Planned, plan
from gridctl.work.task import PARTIES, Lists, Responsibility, StepLimit, Task
from gridctl.work.task_columns import TASKS_TABLE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from gridctl.schema.matter import Matter
    from gridctl.store.workspace import Workspace
    from gridctl.text.periods import Period


def lists_for(
    ws: Workspace,
    period: Period,
    *,
    as_of: date | None = None,
    staff: str | None = None,
    grid: str | None = None,
    situation: str | None = None,
    matter: str | None = None,
) -> Lists:
    """The three lists of a period as of a day (today if none is given).

    ``staff`` (a staff number), ``grid`` (a grid code, with the grids below it), ``situation`` and ``matter`` (a code)
    narrow them.
    """
    narrow = Narrow(staff or "", grid or "", situation or "", matter or "")
    return lists_of(plan(ws, period, as_of=as_of or ws.today, narrow=narrow), narrow)


def lists_of(planned: Planned, narrow: Narrow) -> Lists:
    """The lists of what was planned; narrowed ones hold the matters of their tasks only."""
    tasks = tuple(Task(*row) for row in planned.rows())  # type: ignore[arg-type]  # the columns are the fields
    assigned = [each for each in planned.matters if admitted(each, planned.period)[0] is not None]
    lists = Lists(
        planned.period, planned.as_of, tasks, tuple(responsibilities(assigned)), tuple(step_limits(assigned)),
        planned.findings,
        dict(planned.index.sql("select staff_no, coalesce(name, '') from staff where staff_no is not null")),
        dict(planned.index.sql("select grid_code, coalesce(name, '') from grids where grid_code is not null")),
    )  # fmt: skip
    return cut_to(lists, tasks) if narrow else lists


def derive(ws: Workspace, period: Period, *, as_of: date | None = None) -> None:
    """Put the tasks of a period into the index as table ``tasks`` (``task_columns.py``); what does not apply is null.

    Nothing is planned when the ledgers, the program, the period and the day are those of the table.
    """
    day = as_of or ws.today

    def query() -> str:
        plan(ws, period, as_of=day)
        columns = ", ".join(
            f"nullif({name}, '') as {name}" if kind == "VARCHAR" else name for name, kind in TASKS_TABLE.types.items()
        )
        return f"select {columns} from ({TASKS})"  # noqa: S608 - own names

    ws.index().put_query(
        TASKS_TABLE.name,
        TASKS_TABLE.types,
        query,
        digest_of([ws.digest(), *map(str, period), str(day)]),
        describe=TASKS_TABLE.describe,
    )


def responsibilities(matters: Iterable[Matter]) -> list[Responsibility]:
    """Who has which roles in each matter."""
    found = []
    for matter in matters:
        for party in PARTIES:
            roles = getattr(matter.roles, party, [])
            if roles:
                found.append(Responsibility(
                    matter.code or "", matter.name or "", matter.domain or "", party, tuple(roles),
                    matter.lead_department or "",
                ))  # fmt: skip
    return found


def step_limits(matters: Iterable[Matter]) -> list[StepLimit]:
    """The limits of the seven steps for each matter, situation and deadline profile."""
    found = []
    for matter in matters:
        pairs = dict.fromkeys(
            (each.situation, each.deadline_profile or "ordinary") for each in matter.duties if each.situation
        )
        for kind, profile in pairs:
            for step in STEPS:
                each = _limit(kind, profile, step)
                found.append(StepLimit(
                    matter.code or "", matter.name or "", kind, profile, step, each.amount, each.unit, each.yellow,
                    each.red, late_words(step),
                ))  # fmt: skip
    return found


_limit = cache(limit)
