"""``gridctl supervise traces``: visits that do not look like visits, and the days spent in the courtyards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from gridctl.cli.completing import complete_grid, complete_staff
from gridctl.cli.console import out, say
from gridctl.cli.lang import counted, language, t
from gridctl.cli.options import AsOfOption, Format, FormatOption, OutputOption, day, period
from gridctl.cli.output import emit_data

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gridctl.work.supervise_traces import FieldDays, Trace

_SHOWN = 8


def add_to(app: typer.Typer) -> None:
    """Put the command under ``gridctl supervise``."""
    app.command(
        help=t(
            "找出不像真走访的痕迹：一天过多、记录雷同、同一分钟、不在本人网格、一直未遇、只打电话、事后补录；每条列出走访编号和怎样说清。",
            "Find visits that do not look like visits: too many in a day, copied notes, the same minute, outside one's "
            "grids, nobody ever met, only by telephone, entered long after; each with its visits and what would clear "
            "it.",
        )
    )(traces)


def traces(
    when: Annotated[
        str, typer.Option("--period", "-p", help=t("时段，默认本季度", "period; default: this quarter"))
    ] = "",
    staff: Annotated[
        str,
        typer.Option(
            help=t("只看这个网格员（工号或姓名）", "only this worker (number or name)"), autocompletion=complete_staff
        ),
    ] = "",
    grid: Annotated[
        str,
        typer.Option(help=t("只看这个网格及下级", "only this grid and those below it"), autocompletion=complete_grid),
    ] = "",
    form: FormatOption = Format.TEXT,
    output: OutputOption = None,
    as_of: AsOfOption = "",
) -> None:
    """Show the traces of a period and the days spent in the courtyards; exit code 1 when there are traces."""
    from gridctl.store.gridtree import grids_under
    from gridctl.store.workspace import Workspace
    from gridctl.text.periods import quarter_of
    from gridctl.text.workdays import Calendar
    from gridctl.work.case_people import People
    from gridctl.work.supervise_traces import field_days, find_traces

    ws = Workspace.open(today=day(as_of))
    span = period(when, ws.today) if when else quarter_of(ws.today)
    staff = People(ws).staff_number(staff) if staff else ""
    found = find_traces(ws.index(), span, staff=staff, grids=grids_under(ws, grid) if grid else None)
    days = field_days(ws.index(), span, Calendar(ws.settings.workdays), staff=staff)
    if form is Format.TEXT and output is None:
        _show_traces(found, days)
    else:
        listed = [_trace_data(each) for each in found]
        data = {"period": span.label, "traces": listed, "field_days": [_days_data(each) for each in days]}
        emit_data(data, form, output, lines=listed)
    if found:
        raise typer.Exit(1)


def _show_traces(found: Sequence[Trace], days: Sequence[FieldDays]) -> None:
    from rich.text import Text

    from gridctl.findings.message import message
    from gridctl.findings.registry import rule

    console = out()
    for each in found:
        texts = rule(each.code).texts(language())
        console.print(Text.assemble((each.code, "bold yellow"), " ", (texts.title, "bold")))
        more = len(each.visits) - _SHOWN
        listed = " ".join(each.visits[:_SHOWN]) + (
            t(f" 等 {len(each.visits)} 次", f" and {more} more") if more > 0 else ""
        )
        told = (
            Text(message(each.finding(), language())),
            Text(t("走访：", "Visits: ") + listed, style="dim"),
            Text(t("怎样说清：", "To clear it: ") + texts.remedy),
        )
        for line in (line for text in told for line in text.wrap(console, console.width - 2)):
            console.print(Text("  ") + line)
    if days:
        console.print(t("在院落里的天数（占应出勤工作日）：", "Days in the courtyards (of the working days in post):"))
        for one in days:
            console.print(f"  {one.worker}  {one.days:3} / {one.workdays:<3} {_percent(one.share)}", markup=False)
    if not found:
        say(t("没有发现痕迹。", "No traces."))
        return
    say(
        t(
            f"{len(found)} 条痕迹，都只是线索：先听本人说明。",
            f"{counted(len(found), 'trace')}. They are leads, not verdicts: hear the person first.",
        )
    )


def _percent(share: float | None) -> str:
    return "—" if share is None else f"{share:.1%}"


def _trace_data(each: Trace) -> dict[str, object]:
    from gridctl.findings.message import message
    from gridctl.findings.registry import rule

    finding = each.finding()
    return {
        "code": each.code, "severity": each.severity.value, "staff": each.worker, "visits": list(each.visits),
        "message": message(finding, language()), "clears": rule(each.code).texts(language()).remedy,
        "params": dict(each.params),
    }  # fmt: skip


def _days_data(each: FieldDays) -> dict[str, object]:
    return {"staff": each.worker, "days": each.days, "workdays": each.workdays, "share": each.share}
