"""The three lists: what is to be done, who answers for which part, and how long each step may take."""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING, cast

from gridctl.text.workdays import Calendar
from gridctl.work.admission import admitted
from gridctl.work.deadlines import STEPS, late_words, limit
from gridctl.work.occurrences import Planner
from gridctl.work.spells import spells
from gridctl.work.state import Evidence, with_state
from gridctl.work.targets import Cohorts
from gridctl.work.task import Lists, Responsibility, StepLimit
from gridctl.work.window_checks import calendar_findings, window_findings
from gridctl.work.workforce import Workforce

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from gridctl.schema.grid import Grid
    from gridctl.schema.matter import Matter
    from gridctl.schema.staff import Staff
    from gridctl.schema.window import Window
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
) -> Lists:
    """The three lists of a period as of a day (today if none is given).

    ``staff`` (a staff number), ``grid`` (a grid code, with the grids below it) and ``situation`` narrow them.
    """
    day = as_of or ws.today
    calendar = Calendar(ws.settings.workdays)
    matters = [cast("Matter", each.record) for each in ws.entries("matters")]
    windows = [cast("Window", each.record) for each in ws.entries("windows")]
    workforce = Workforce(
        (cast("Staff", each.record) for each in ws.entries("staff")),
        (cast("Grid", each.record) for each in ws.entries("grids")),
    )
    index = ws.index()
    planner = Planner(period, calendar, workforce, spells(windows), Cohorts(index, period.start))
    planned = planner.plan(sorted(matters, key=lambda each: each.code or ""))
    tasks = [
        each
        for each in planned.tasks
        if (staff is None or each.staff_no == staff)
        and (situation is None or each.situation == situation)
        and (grid is None or grid in workforce.chain(each.grid_code))
    ]
    if tasks:
        evidence = Evidence(index, min(each.opens for each in tasks), min(day, max(each.closes for each in tasks)))
        tasks = with_state(tasks, evidence, calendar, day)
    assigned = [each for each in matters if admitted(each, period)[0] is not None]
    if staff is not None or grid is not None or situation is not None:
        named = {each.matter_code for each in tasks}
        assigned = [each for each in assigned if each.code in named]
    assigned.sort(key=lambda each: each.code or "")
    notes = [*planned.findings, *window_findings(windows, matters), *calendar_findings(period, calendar)]
    return Lists(
        period, day, tuple(tasks), tuple(_responsibilities(assigned)), tuple(_limits(assigned, situation)), tuple(notes)
    )


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
        "状态：done、done_late、due、overdue_yellow、overdue_red",
        "state: done, done_late, due, overdue_yellow, overdue_red",
    ),
    "done_by": ("VARCHAR", "完成任务的走访记录编号", "id of the visit that proves it"),
    "done_on": ("DATE", "完成日期", "day of that visit"),
}


def derive(ws: Workspace, period: Period, *, as_of: date | None = None) -> Lists:
    """Put the period's tasks into the index as table ``tasks`` (``TASK_COLUMNS``), and return the lists.

    Values that do not apply are null.
    """
    lists = lists_for(ws, period, as_of=as_of)
    rows = [tuple(getattr(each, name) or None for name in TASK_COLUMNS) for each in lists.tasks]
    ws.index().put(
        "tasks",
        {name: kind for name, (kind, _, _) in TASK_COLUMNS.items()},
        rows,
        _digest(rows),
        describe={"": ("任务", "tasks"), **{name: (zh, en) for name, (_, zh, en) in TASK_COLUMNS.items()}},
    )
    return lists


def _digest(rows: Iterable[tuple[object, ...]]) -> str:
    digest = blake2b(digest_size=16)
    for row in rows:
        digest.update(repr(row).encode("utf-8"))
    return digest.hexdigest()


def _responsibilities(matters: Iterable[Matter]) -> list[Responsibility]:
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


def _limits(matters: Iterable[Matter], situation: str | None) -> list[StepLimit]:
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
