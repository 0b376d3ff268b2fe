"""``gridctl tasks visit``: the visits paid for tasks, by the tasks' ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from gridctl.cli.completing import complete_staff
from gridctl.cli.console import say
from gridctl.cli.lang import language, t
from gridctl.cli.options import AsOfOption, DryRunOption, RevealOption, YesOption, day, period

if TYPE_CHECKING:
    from gridctl.work.task import Task

Texts = list[str] | None


def add_to(app: typer.Typer) -> None:
    """Put the command under ``gridctl tasks``."""
    app.command("visit", help=t(
        "登记走访：写任务编号（清单最前一列，写开头几位即可），对象、事项、网格不用再写。"
        "例：gridctl tasks visit KRK8PK KWRY1G --on 2026-11-04",
        "Enter the visits paid for tasks by their ids, or how those begin: target, matter and grid are known, e.g. "
        "gridctl tasks visit KRK8PK KWRY1G --on 2026-11-04",
    ))(visit)  # fmt: skip


def visit(
    keys: Annotated[list[str], typer.Argument(metavar="TASK", help=t("任务编号或开头几位", "ids of tasks"))],
    on: Annotated[str, typer.Option("--on", metavar="YYYY-MM-DD", help=t("哪天去的，默认今天", "default: today"))] = "",
    by: Annotated[str, typer.Option("--by", help=t("谁去的，默认清单上的网格员", "who; default: as on the list"),
                                    autocompletion=complete_staff)] = "",
    mode: Annotated[str, typer.Option("--mode", show_default=False, help=t(
        "入户（默认）、电话、未遇", "home (default), phone or not_met"))] = "home",
    note: Annotated[str, typer.Option("--note", "-m", help=t("走访情况", "what was found"))] = "",
    hazards: Annotated[Texts, typer.Option("--hazard", help=t("发现的隐患（可多次）", "a hazard (repeatable)"))] = None,
    needs: Annotated[Texts, typer.Option("--need", help=t("诉求（可多次）", "a need (repeatable)"))] = None,
    answers: Annotated[Texts, typer.Option("--answer", metavar=t("问题=回答", "QUESTION=ANSWER"),
                                           help=t("专项的回答，问题可写序号（可多次）",
                                                  "to a campaign's question or its number (repeatable)"))] = None,
    when: Annotated[str, typer.Option("--period", "-p", help=t("任务在哪个时段，默认那天所在季度",
                                                               "period of the tasks; default: that quarter"))] = "",
    dry_run: DryRunOption = False, yes: YesOption = False, reveal: RevealOption = False, as_of: AsOfOption = "",
) -> None:  # fmt: skip
    """One visit a door; tasks that are settled are told and left as they are."""
    from gridctl.cli.case_new import offer_cases
    from gridctl.cli.writing import carry_out, refuse, tell
    from gridctl.review.edit_changes import added
    from gridctl.store.changeset import ChangeSet
    from gridctl.store.workspace import Workspace
    from gridctl.text.periods import quarter_of
    from gridctl.work.case_people import People
    from gridctl.work.task_visits import answers_to, questions_of, tasks_called, visits_for

    ws = Workspace.open(today=day(as_of))
    visited = day(on) or ws.today
    if visited > ws.today:
        raise typer.BadParameter(t(f"{visited} 还没有到", f"{visited} is still to come"), param_hint="--on")
    span = period(when, ws.today) if when else quarter_of(visited)
    staff_no, way = (People(ws).staff_number(by) if by else ""), _mode(mode)
    open_ = [each for each in tasks_called(ws, span, ws.today, keys) if not _settled(each)]
    if not open_:
        return
    visits = visits_for(open_, visited, staff_no, way)
    if hazards or needs or answers:
        _one_only(visits)
    changes = ChangeSet()
    more = {name: value for name, value in (
        ("findings", note), ("hazards", hazards), ("needs", needs), ("answers", answers_to(ws, open_, answers or ())),
    ) if value}  # fmt: skip
    for values in visits:
        edited = added(ws, "visits", values | more)
        if edited.faulty:
            raise refuse(edited.findings)
        tell(edited.findings)
        changes = ChangeSet((*changes, *edited.changes), "tasks visit")
    if changes and carry_out(ws, changes, dry_run=dry_run, yes=yes, reveal=reveal):
        _tell_how_to_go_on(open_, way)
        if way == "home" and not answers and questions_of(ws, open_):
            say(t("专项的问题还没有回答：gridctl add 专项回答 --to 走访编号 问题=… 回答=…（下次登记时用 --answer）",
                  "The campaign's questions have no answers: gridctl add answers --to VISIT question=… answer=… "
                  "(next time, --answer)"))  # fmt: skip
        offer_cases(ws, changes, yes=yes)


def _settled(task: Task) -> bool:
    """Whether nothing is left of a task, which is told."""
    from gridctl.work.task import OPEN_STATES, STATES

    if task.state in OPEN_STATES:
        return False
    state = STATES[task.state].text(language())
    by = f" {task.done_by or task.excused_by}".rstrip()
    say(t(f"{task.id} {task.duty}：{state}{by}，不再登记。", f"{task.id} {task.duty}: {state}{by}; left as it is."))
    return True


def _mode(text: str) -> str:
    from gridctl.schema.codelists import code_list

    item = code_list("visit_mode").find(text)
    if item is None:
        raise typer.BadParameter(t(f"不能是“{text}”：入户、电话、未遇", f"{text!r} is none of home, phone, not_met"),
                                 param_hint="--mode")  # fmt: skip
    return item.key


def _one_only(visits: list[dict[str, Any]]) -> None:
    """What was found belongs to one visit."""
    if len(visits) > 1:
        raise typer.BadParameter(
            t("写隐患、诉求、回答时一次只登记一家的走访", "with a hazard, a need or answers enter one visit at a time"),
            param_hint="--hazard/--need/--answer",
        )


def _tell_how_to_go_on(tasks: list[Task], mode: str) -> None:
    if mode != "home":
        say(t("电话和未遇不算办完，任务还在清单上。", "By telephone or nobody met: the tasks stay on the list."))
        return
    workers = {each.staff_no for each in tasks}
    narrow = f" --staff {workers.pop()}" if len(workers) == 1 and "" not in workers else ""
    say(t(f"销账 {len(tasks)} 项。还剩哪些：gridctl tasks{narrow} --open",
          f"{len(tasks)} settled. What is left: gridctl tasks{narrow} --open"), style="green")  # fmt: skip
