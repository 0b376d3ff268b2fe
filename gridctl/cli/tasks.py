"""``gridctl tasks``: who is to do what by when, who answers for which part, how long each step may take."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from gridctl.cli import tasks_campaign, tasks_diff, tasks_grade, tasks_plates, tasks_visit
from gridctl.cli.completing import complete_staff
from gridctl.cli.console import err, say
from gridctl.cli.lang import language, t
from gridctl.cli.options import AsOfOption, Format, GridOption, OutputOption, RevealOption, day, period
from gridctl.cli.output import emit, show_table
from gridctl.cli.unread import tell_unread

if TYPE_CHECKING:
    from pathlib import Path

    from gridctl.store.workspace import Workspace
    from gridctl.work.task import Lists

app = typer.Typer(invoke_without_command=True, subcommand_metavar="[COMMAND]")

SCREEN_ROWS = 30


class TasksFormat(StrEnum):
    """Forms of the lists."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    XLSX = "xlsx"
    ICS = "ics"
    HTML = "html"


class Situation(StrEnum):
    """The three situations."""

    ROUTINE = "routine"
    MAJOR = "major"
    EMERGENCY = "emergency"


@app.callback(
    help=t(
        "任务、责任、时限三张清单。例：gridctl tasks --period 2026Q3 --format xlsx",
        "The task, responsibility and deadline lists, e.g. gridctl tasks --period 2026Q3 --format xlsx",
    )
)
def tasks(
    ctx: typer.Context,
    when: Annotated[
        str,
        typer.Option(
            "--period",
            "-p",
            help=t("2026Q3、2026-07、2026-07-06..12 或 today", "2026Q3, 2026-07, 2026-07-06..12 or today"),
        ),
    ] = "",
    staff: Annotated[
        str,
        typer.Option(
            help=t("只看这个网格员（工号或姓名）", "only this worker (number or name)"), autocompletion=complete_staff
        ),
    ] = "",
    grid: GridOption = "",
    matter: Annotated[str, typer.Option(help=t("只看这个事项（编码）", "only this matter (code)"))] = "",
    situation: Annotated[Situation | None, typer.Option(help=t("只看一种情形", "only one situation"))] = None,
    left: Annotated[bool, typer.Option("--open", help=t("只列还没办的", "only what is still to be done"))] = False,
    one_per_worker: Annotated[
        bool,
        typer.Option(
            "--one-per-worker",
            help=t("每个网格员一份文件（xlsx、html、ics），-o 写文件夹", "a file for each worker; -o names the folder"),
        ),
    ] = False,
    form: Annotated[
        TasksFormat, typer.Option("--format", "-f", help=t("输出格式", "form of the output"))
    ] = TasksFormat.TEXT,
    output: OutputOption = None,
    as_of: AsOfOption = "",
    reveal: RevealOption = False,
) -> None:
    """Show or write the three lists of a period (default: the current quarter)."""
    if ctx.invoked_subcommand is not None:
        return
    from gridctl.store.workspace import Workspace
    from gridctl.text.periods import quarter_of
    from gridctl.work.case_people import People
    from gridctl.work.lists import lists_of
    from gridctl.work.planning import Narrow, plan

    files = (TasksFormat.XLSX, TasksFormat.ICS, TasksFormat.HTML)
    if one_per_worker and form not in files:
        raise typer.BadParameter(
            t("每人一份要写成 xlsx、html 或 ics", "one for each worker is written as xlsx, html or ics"),
            param_hint="--one-per-worker",
        )
    ws = Workspace.open(today=day(as_of))
    span = period(when, ws.today) if when else quarter_of(ws.today)
    staff = People(ws).staff_number(staff) if staff else ""
    grid = _grid_code(ws, grid)
    _known(ws, "grids", grid)
    _known(ws, "matters", matter)
    narrow = Narrow(staff, grid, situation.value if situation else "", matter, left=left)
    planned = plan(ws, span, as_of=ws.today, narrow=narrow)
    tell_unread(ws.index().partly_read())
    if form is TasksFormat.JSONL:
        from gridctl.cli.tasks_write import write_lines

        write_lines(planned, output, reveal=reveal)
        return
    lists = lists_of(planned, narrow)
    if form is TasksFormat.TEXT:
        _show(lists, output, reveal=reveal)
    elif form in files:
        from gridctl.cli.tasks_write import write_each, write_file

        (write_each if one_per_worker else write_file)(ws, lists, form.value, output, reveal=reveal)
    else:
        from gridctl.render.machine import to_json

        emit(to_json(lists.data(reveal=reveal)), output)
        return
    _tell_refused(ws, lists)


def _tell_refused(ws: Workspace, lists: Lists) -> None:
    """What was kept off the lists, whatever form they have."""
    from gridctl.render.terminal import print_findings

    print_findings(err(), [ws.locate(each) for each in lists.findings], language())


def _grid_code(ws: Workspace, named: str) -> str:
    """The code of the grid called so; what is no grid's name is taken for a code."""
    rows = ws.index().sql("select grid_code from grids where name = ? order by path, row", [named]) if named else []
    return str(rows[0][0]) if rows else named


def _known(ws: Workspace, register: str, key: str) -> None:
    """Refuse a number nobody has: an empty list would look as if there were nothing to do."""
    from gridctl.schema.ledgers import ledger
    from gridctl.store.faults import NotFound

    about = ledger(register)
    # Of the index: a district's register of staff takes longer to load than one worker's list to make.
    query = f'select 1 from {register} where "{about.key}" = ?'  # noqa: S608 - own names
    if key and not ws.index().sql(query, [key]):
        raise NotFound(f"{about.zh}里没有 {key}。", f"There is no {key} among {about.en.lower()}.")


def _states(lists: Lists) -> str:
    """How many tasks there are in each state."""
    from collections import Counter

    from gridctl.work.task import STATES

    counts = Counter(each.state for each in lists.tasks)
    told = [(words.text(language()), counts[state]) for state, words in STATES.items() if counts[state]]
    return t("，", ", ").join(f"{name} {count}" for name, count in told)


def _why_none(lists: Lists) -> str:
    if not lists.grids:
        return t(
            "登记簿里还没有网格，排不出任务：先导入网格、网格员和住户，见 gridctl guide start。",
            "There is no grid on the register yet: import grids, staff and households first; see gridctl guide start.",
        )
    return t(
        "这里没有要办的任务；事项何时派给谁，见 gridctl matters show 事项编码。",
        "Nothing is to be done here; gridctl matters show CODE tells when a matter falls due and for whom.",
    )


def _show(lists: Lists, output: Path | None, *, reveal: bool) -> None:
    from gridctl.work.sheets import screen, tables

    _, responsibilities, deadlines = tables(lists)
    show_table(screen(lists), Format.TEXT, output, reveal=reveal, most=SCREEN_ROWS)
    if not lists.tasks:
        say(_why_none(lists))
        return
    say(_states(lists))
    say(
        t(
            f"任务 {len(lists.tasks)} 项；责任清单 {len(responsibilities.rows)} 行，时限清单 {len(deadlines.rows)} 行："
            "用 --format xlsx 得到三张可打印的表。",
            f"{len(lists.tasks)} tasks; responsibilities {len(responsibilities.rows)} rows, deadlines "
            f"{len(deadlines.rows)} rows: --format xlsx writes all three, ready to print.",
        ),
        style="dim",
    )


for _part in (tasks_diff, tasks_campaign, tasks_grade, tasks_plates, tasks_visit):
    _part.add_to(app)
