"""``gridctl supervise``: traces of visits that were not made, samples for a re-check, and what the re-check found."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gridctl.cli.completing import complete_grid, complete_staff
from gridctl.cli.console import out, say
from gridctl.cli.lang import counted, language, t
from gridctl.cli.options import (
    AsOfOption,
    DryRunOption,
    Format,
    FormatOption,
    OutputOption,
    RevealOption,
    YesOption,
    day,
    period,
)
from gridctl.cli.output import emit, emit_data

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gridctl.store.changeset import ChangeSet
    from gridctl.store.workspace import Workspace
    from gridctl.work.supervise_rate import Rate
    from gridctl.work.supervise_recheck import Recheck
    from gridctl.work.supervise_sample import Sample
    from gridctl.work.supervise_traces import FieldDays, Trace

app = typer.Typer(help=t("监督：走访痕迹、抽样、复核", "Supervision: traces, samples, re-checks"), no_args_is_help=True)

_SHOWN = 8


class SampleOf(StrEnum):
    """What can be drawn."""

    PEOPLE = "people"
    HOUSES = "houses"
    BUSINESSES = "businesses"
    VOLUNTEERS = "volunteers"


class FormFormat(StrEnum):
    """Forms of the form to take along."""

    XLSX = "xlsx"
    HTML = "html"


@app.command(
    help=t(
        "找出不像真走访的痕迹：一天过多、记录雷同、同一分钟、不在本人网格、一直未遇、只打电话、事后补录；每条列出走访编号和怎样说清。",
        "Find visits that do not look like visits: too many in a day, copied notes, the same minute, outside one's "
        "grids, nobody ever met, only by telephone, entered long after; each with its visits and what would clear it.",
    )
)
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


@app.command(
    help=t(
        "按种子分层随机抽样，生成不带台账内容的复核表：工作簿填好可读回，网页用来打印。"
        "例：gridctl supervise sample --size 30 --seed 7",
        "Draw a stratified random sample by a seed and make the form of the re-check, without what the ledger says: a "
        "workbook to be read back, or a page to print, e.g. gridctl supervise sample --size 30 --seed 7",
    )
)
def sample(
    of: Annotated[SampleOf, typer.Option("--of", help=t("抽什么", "what to draw"))] = SampleOf.PEOPLE,
    size: Annotated[int, typer.Option(min=1, help=t("抽多少条", "how many"))] = 30,
    seed: Annotated[int, typer.Option(help=t("随机种子，写进抽样编号", "seed; part of the sample's number"))] = 1,
    grid: Annotated[
        str,
        typer.Option(help=t("只在这个网格及下级抽", "only in this grid and those below"), autocompletion=complete_grid),
    ] = "",
    form: Annotated[
        FormFormat,
        typer.Option("--format", "-f", help=t("xlsx 可读回，html 打印手填", "xlsx is read back, html is for paper")),
    ] = FormFormat.XLSX,
    output: OutputOption = None,
    as_of: AsOfOption = "",
    reveal: RevealOption = False,
) -> None:
    """Write the form; the same seed, size and ledger give the same sample."""
    from gridctl.store.faults import NotFound
    from gridctl.store.gridtree import grids_under
    from gridctl.store.workspace import Workspace
    from gridctl.work.supervise_sample import draw, kinds

    ws = Workspace.open(today=day(as_of))
    kind = kinds()[of.value]
    within = grids_under(ws, grid) if grid else None
    drawn = draw(ws.index(), kind, size=size, seed=seed, on=ws.today, grids=within)
    if not drawn.drawn:
        raise NotFound(f"没有可抽的{kind.words.zh}。", f"There are no {kind.words.en} to draw from.")
    path = output or ws.root / "out" / f"{t('抽查复核表', 'recheck')}-{drawn.number}.{form.value}"
    _write_form(path, drawn, form, reveal=reveal)
    say(
        t(
            f"从 {drawn.population} 条{kind.words.zh}中抽取 {len(drawn.drawn)} 条，已写入 {path}",
            f"Drew {len(drawn.drawn)} of {drawn.population} {kind.words.en}, wrote {path}",
        ),
        style="green",
    )
    if not reveal:
        say(
            t("姓名和门牌已打码；带去现场的用 --reveal。", "Names and doors are masked; use --reveal to take it along.")
        )


@app.command(
    help=t(
        "读回填好的复核表：准确率、未注销率及置信区间，记入复核登记，并更正台账。",
        "Read a filled-in form: accuracy and the share not de-registered with their intervals; registers the re-check "
        "and corrects the ledgers.",
    )
)
def recheck(
    file: Annotated[Path, typer.Argument(help=t("填好的复核表", "the form"))],
    register_only: Annotated[
        bool,
        typer.Option("--register-only", help=t("只登记，不更正台账", "register it, leave the ledgers as they are")),
    ] = False,
    by: Annotated[
        str, typer.Option(help=t("表中没写复核人时记谁（默认本机用户名）", "who checked, where the form does not say"))
    ] = "",
    form: FormatOption = Format.TEXT,
    dry_run: DryRunOption = False,
    yes: YesOption = False,
    reveal: RevealOption = False,
    as_of: AsOfOption = "",
) -> None:
    """Show the rates, then the changes, and write them when agreed; exit code 1 when rows could not be read."""
    from gridctl.cli.finishing import finish, who
    from gridctl.store.workspace import Workspace

    ws = Workspace.open(today=day(as_of))
    found = _read(ws, file, by or who())
    changes = found.changes(correct=not register_only)
    if form is not Format.TEXT:
        _tell_machine(ws, found, changes, write=yes and not dry_run)
        return
    _show_rates(found)
    if not changes and not found.findings:
        say(t("没有新的内容要登记。", "There is nothing new to register."))
    finish(ws, changes, found.findings, dry_run=dry_run, yes=yes, reveal=reveal)


def _write_form(path: Path, drawn: Sample, form: FormFormat, *, reveal: bool) -> None:
    from gridctl.findings.table import Words
    from gridctl.work import supervise_sample

    table = supervise_sample.form(drawn)
    choices = supervise_sample.choices(drawn.kind, language())
    signature = (Words("复核人", "Checked by"), Words("监督员", "Supervisor"))
    if form is FormFormat.XLSX:
        from gridctl.render.xlsx import SheetSpec, write_workbook

        spec = SheetSpec(table, t("复核表", "re-check"), choices=choices, landscape=True, signature=signature)
        write_workbook(path, [spec], language(), reveal=reveal)
        return
    from gridctl.render.html import write_page
    from gridctl.render.html_form import form_page

    # By its number a row of the page is the same row of the workbook, which has the ids.
    text = form_page(
        table, language(), choices=choices, signature=signature, reveal=reveal,
        leave_out=("record", "part", "checked_by"),
    )  # fmt: skip
    write_page(path, text)


def _tell_machine(ws: Workspace, found: Recheck, changes: ChangeSet, *, write: bool) -> None:
    from gridctl.render.machine import finding_data, to_json

    if write and changes:
        ws.apply(changes)
    findings = [finding_data(each, language()) for each in found.findings]
    emit(to_json({**_recheck_data(found), "written": bool(write and changes), "findings": findings}), None)
    if findings:
        raise typer.Exit(1)


def _read(ws: Workspace, file: Path, by: str) -> Recheck:
    from gridctl.intake.reading.book import cell_text
    from gridctl.intake.reading.reader import read_book
    from gridctl.store.faults import NotFound, UsageFault
    from gridctl.work.supervise_form import NotAFormError
    from gridctl.work.supervise_recheck import read_recheck

    if not file.is_file():
        raise NotFound(f"没有这个文件：{file}", f"No such file: {file}")
    wrong = None
    for sheet in read_book(file).sheets:
        rows = [[cell_text(cell) for cell in row] for row in sheet.rows]
        try:
            return read_recheck(ws, file.name, sheet.name, rows, by=by)
        except NotAFormError as error:
            wrong = wrong or error.words
    if wrong is not None:
        raise UsageFault(f"{file.name}：{wrong.zh}", f"{file.name}: {wrong.en}")
    raise UsageFault(
        f"{file.name} 不是抽查复核表；请用 gridctl supervise sample 生成。",
        f"{file.name} is no form of a re-check; make one with gridctl supervise sample.",
    )


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


def _show_rates(found: Recheck) -> None:
    console = out()
    console.print(t(f"抽样编号 {found.sample_no}", f"Sample {found.sample_no}"), markup=False)
    console.print(
        t(
            f"已复核 {found.checked} 条，未遇 {found.not_met} 条，未填 {found.open} 条，读不出 {found.unreadable} 条。",
            f"{found.checked} checked, {found.not_met} not met, {found.open} left open, {found.unreadable} unreadable.",
        )
    )
    for label, rate in (
        (t("准确率", "Accuracy"), found.accuracy),
        (t("未注销率", "Not de-registered"), found.not_deregistered),
    ):
        console.print(f"  {label}  {_rate(rate)}", markup=False)


def _rate(rate: Rate) -> str:
    if rate.interval is None:
        return t("没有样本", "no sample")
    low, high = rate.interval
    span = t(f"95% 置信区间 {low:.1%} 至 {high:.1%}", f"95 % interval {low:.1%} to {high:.1%}")
    return f"{_percent(rate.value)} ({rate.part}/{rate.whole}; {span})"


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


def _recheck_data(found: Recheck) -> dict[str, object]:
    def rate(of: Rate) -> dict[str, object]:
        return {"part": of.part, "whole": of.whole, "value": of.value, "interval": of.interval}

    return {
        "sample_no": found.sample_no, "checked": found.checked, "not_met": found.not_met, "open": found.open,
        "unreadable": found.unreadable, "accuracy": rate(found.accuracy),
        "not_deregistered": rate(found.not_deregistered), "corrections": len(found.corrections),
    }  # fmt: skip
