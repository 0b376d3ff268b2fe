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

_SHOWN = 5
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
            first = [each.id for each in named[:_SHOWN]]
            more = len(named) > _SHOWN
            raise UsageFault(
                f"以 {key} 开头的任务有 {len(named)} 项：{'、'.join(first)}{' 等' if more else ''}；请多写几位。",
                f"{len(named)} tasks begin with {key}: {', '.join(first)}{' …' if more else ''}; write more of the id.",
            )
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


def questions_of(ws: Workspace, tasks: Iterable[Task]) -> list[str]:
    """What the one campaign of these tasks asks; nothing where they are of none or of several."""
    codes = {each.campaign for each in tasks}
    entry = ws.get("campaigns", codes.pop()) if len(codes) == 1 else None
    return [str(each.get("question") or "") for each in entry.typed.get("questions") or ()] if entry else []


def answers_to(ws: Workspace, tasks: Sequence[Task], texts: Iterable[str]) -> list[dict[str, str]]:
    """What was answered to the questions of the tasks' campaign, each as ``question=answer``.

    A question may be named by its number, or by a part of it that no other question has. Raises UsageFault for what is
    no question of the campaign.
    """
    questions = questions_of(ws, tasks)
    found = []
    for text in texts:
        named, mark, answer = (part.strip() for part in text.replace("＝", "=").partition("="))
        near = [each for each in questions if len(named) > 1 and named in each]
        if named.isdecimal() and 0 < int(named) <= len(questions):
            near = [questions[int(named) - 1]]
        question = named if named in questions else near[0] if len(near) == 1 else ""
        if not (question and mark and answer):
            listed = [f"{number} {each}" for number, each in enumerate(questions, start=1)]
            raise UsageFault(
                f"“{text}”不是“问题=回答”。"
                + (f"要问的是：{'、'.join(listed)}。" if listed else "这项任务没有要问的。"),
                f'"{text}" is no question=answer. '
                + (f"The questions are: {', '.join(listed)}." if listed else "The task has no questions."),
            )
        found.append({"question": question, "answer": answer})
    return found


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
