"""The three lists: what is to be done, who answers for which part, and how long each step may take."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from gridctl.store.digests import digest_of
from gridctl.work.admission import admitted
from gridctl.work.deadlines import STEPS, late_words, limit
from gridctl.work.planning import TASKS, Narrow, Planned, plan
from gridctl.work.task import Lists, Responsibility, StepLimit, Task

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from gridctl.schema.matter import Matter
    from gridctl.store.workspace import Workspace
    from gridctl.text.periods import Period

PARTIES = ("worker", "community", "subdistrict", "department")


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
    if narrow:
        named = {each.matter_code for each in tasks}
        assigned = [each for each in assigned if each.code in named]
    return Lists(
        planned.period, planned.as_of, tasks, tuple(responsibilities(assigned)),
        tuple(step_limits(assigned, narrow.situation or None)), planned.findings,
        dict(planned.index.sql("select staff_no, coalesce(name, '') from staff where staff_no is not null")),
    )  # fmt: skip


# Name: SQL type, what it holds (zh, en).
TASK_COLUMNS: dict[str, tuple[str, str, str]] = {
    "id": ("VARCHAR", "任务编号", "task id, stable"),
    "staff_no": ("VARCHAR", "承担任务的网格员工号，空为无人承担", "staff number; null when nobody serves the grid"),
    "grid_code": ("VARCHAR", "网格编码", "grid code"),
    "matter_code": ("VARCHAR", "事项编码", "matter code"),
    "duty": ("VARCHAR", "任务小项", "duty of the matter"),
    "situation": ("VARCHAR", "情形：routine、major、emergency", "situation: routine, major, emergency"),
    "frequency": ("VARCHAR", "频次，窗口期任务为 window", "frequency; window for tasks of declared windows"),
    "target_table": ("VARCHAR", "对象所在表", "table of the target"),
    "target": ("VARCHAR", "对象的编号或编码", "key of the target in that table"),
    "due": ("DATE", "计划日期", "planned day"),
    "until": ("DATE", "按时完成的最后一天", "last day that counts as on time"),
    "opens": ("DATE", "从哪天起的走访算数", "first day from which a visit counts"),
    "closes": ("DATE", "到哪天止的走访算数", "last day on which a visit counts"),
    "window_no": ("VARCHAR", "窗口编号", "window the task belongs to"),
    "state": (
        "VARCHAR",
        "状态：done、done_late、excused、due、overdue_yellow、overdue_red",
        "state: done, done_late, excused, due, overdue_yellow, overdue_red",
    ),
    "done_by": ("VARCHAR", "完成任务的走访或事件编号", "id of the visit or case that proves it"),
    "done_on": ("DATE", "完成日期", "day of that visit or case"),
    "excuse": ("VARCHAR", "免办原因，见编码表 excuse_reason", "why it need not be done: code list excuse_reason"),
    "excused_by": ("VARCHAR", "免办依据的记录编号", "ids of the records that say so"),
    "campaign": ("VARCHAR", "专项编码", "campaign the task belongs to"),
}


def derive(ws: Workspace, period: Period, *, as_of: date | None = None) -> None:
    """Put the period's tasks into the index as table ``tasks`` (``TASK_COLUMNS``); values that do not apply are null.

    Nothing is planned when the ledgers, the program, the period and the day are those of the table.
    """
    day = as_of or ws.today

    def query() -> str:
        plan(ws, period, as_of=day)
        columns = ", ".join(
            f"nullif({name}, '') as {name}" if kind == "VARCHAR" else name
            for name, (kind, _, _) in TASK_COLUMNS.items()
        )
        return f"select {columns} from ({TASKS})"  # noqa: S608 - own names

    ws.index().put_query(
        "tasks",
        {name: kind for name, (kind, _, _) in TASK_COLUMNS.items()},
        query,
        digest_of([ws.digest(), *map(str, period), str(day)]),
        describe={"": ("任务", "tasks"), **{name: (zh, en) for name, (_, zh, en) in TASK_COLUMNS.items()}},
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


def step_limits(matters: Iterable[Matter], situation: str | None = None) -> list[StepLimit]:
    """The limits of the seven steps for each matter, situation and deadline profile."""
    found = []
    for matter in matters:
        pairs = dict.fromkeys(
            (each.situation, each.deadline_profile or "ordinary")
            for each in matter.duties
            if each.situation and situation in (None, each.situation)
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
