"""Visits for tasks: what the tasks know of them need not be typed again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gridctl.store.faults import NotFound, UsageFault
from gridctl.work.planning import plan
from gridctl.work.task import Task

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from gridctl.store.workspace import Workspace
    from gridctl.text.periods import Period

_KINDS = {
    "households": "household", "special_groups": "person", "businesses": "business", "buildings": "building",
    "grids": "grid",
}  # fmt: skip


def tasks_called(ws: Workspace, period: Period, as_of: date, keys: Sequence[str]) -> list[Task]:
    """The tasks of a period with these ids, or the only ones whose ids begin so; in the order asked for.

    Raises NotFound for one that is not there and UsageFault where several begin so.
    """
    tasks = [Task(*row) for row in plan(ws, period, as_of=as_of).rows()]  # type: ignore[arg-type]  # the columns are the fields
    found: dict[str, Task] = {}
    for key in keys:
        named = [each for each in tasks if key and each.id.startswith(key.upper())]
        if not named:
            raise NotFound(
                f"{period.label} 的清单里没有任务 {key}；别的时段的任务用 --period 写明。",
                f"There is no task {key} on the lists of {period.label}; say --period for those of another time.",
            )
        if len(named) > 1:
            listed = ", ".join(each.id for each in named)
            raise UsageFault(f"以 {key} 开头的任务有几项：{listed}。", f"Several tasks begin with {key}: {listed}.")
        found[named[0].id] = named[0]
    return list(found.values())


def visits_for(tasks: Iterable[Task], on: date, by: str, mode: str) -> list[dict[str, Any]]:
    """The visits paid for tasks, as data: by ``by``, else by who has the task; ``mode`` is a key of the code list.

    Raises UsageFault for a day that does not count for one of the tasks.

    What is done at one door on a day is one visit. For more than one task it names no matter and so counts for all of
    them; work for a grid as a whole is entered matter by matter.
    """
    doors: dict[tuple[str, ...], list[Task]] = {}
    for each in tasks:
        if not each.opens <= on <= each.closes:
            raise UsageFault(
                f"任务 {each.id}（{each.duty}）只认 {each.opens} 至 {each.closes} 的走访，{on} 的不算。",
                f"Visits from {each.opens} to {each.closes} count for task {each.id} ({each.duty}), not one of {on}.",
            )
        whole_grid = each.id if each.target_table == "grids" else ""
        doors.setdefault((each.target_table, each.target, each.campaign, whole_grid), []).append(each)
    return [_visit(listed, on, by, mode) for listed in doors.values()]


def _visit(tasks: Sequence[Task], on: date, by: str, mode: str) -> dict[str, Any]:
    task = tasks[0]
    staff = by or task.staff_no
    data = {
        "visited_on": on.isoformat(), "grid_code": task.grid_code, "staff": [staff] if staff else [],
        "target_kind": _KINDS[task.target_table], "target": "" if task.target_table == "grids" else task.target,
        "target_name": task.name, "reason": "campaign" if task.campaign else "planned", "mode": mode,
        "situation": task.situation, "matter_code": task.matter_code if len(tasks) == 1 else "",
        "campaign": task.campaign,
    }  # fmt: skip
    return {name: value for name, value in data.items() if value}
