"""``gridctl tasks diff|campaign|grade|plates``: changes of the lists, special campaigns, rented dwellings."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from gridctl.cli.completing import complete_grid
from gridctl.cli.console import say
from gridctl.cli.lang import language, t
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
from gridctl.cli.output import emit, emit_data, show_table

if TYPE_CHECKING:
    from gridctl.schema.campaign import Campaign
    from gridctl.work.campaigns import Situation


class ReportFormat(StrEnum):
    """Forms of a campaign's report."""

    TEXT = "text"
    JSON = "json"
    XLSX = "xlsx"
    HTML = "html"


class PlateFormat(StrEnum):
    """Forms of plates."""

    HTML = "html"
    XLSX = "xlsx"


def register(app: typer.Typer) -> None:
    """Put the commands under ``gridctl tasks``."""
    app.command("diff", help=t(
        "目录、窗口期、台账改动后清单有什么变化：新增、减少、改期、换人。例：gridctl tasks diff --against HEAD~1",
        "What changes in the lists since a revision: added, removed, moved, handed over, e.g. --against HEAD~1",
    ))(diff)  # fmt: skip
    app.command("campaign", help=t(
        "专项行动情况日报：进度、分类统计、尚缺名单。例：gridctl tasks campaign ZX-2026-01",
        "A special campaign's daily report: progress, counts by class, who is still missing.",
    ))(campaign)  # fmt: skip
    app.command("grade", help=t(
        "按评分表给出租屋评级，等级决定巡查频次；--yes 写入台账。",
        "Grade rented dwellings by the scoring sheet; the grade sets how often they are visited; --yes writes.",
    ))(grade)  # fmt: skip
    app.command("plates", help=t(
        "打印出租屋门牌：等级颜色、编码、网格，不含个人信息。",
        "Plates for rented dwellings: grade in its colour, code and grid, no personal data.",
    ))(plates)  # fmt: skip


def diff(
    against: Annotated[str, typer.Option(help=t("和哪个版本比（Git）", "the revision to compare with (Git)"))] = "HEAD",
    when: Annotated[str, typer.Option("--period", "-p", help=t("期间，默认本季度", "period; this quarter"))] = "",
    details: Annotated[bool, typer.Option("--details", help=t("逐项列出", "task by task"))] = False,
    form: FormatOption = Format.TEXT,
    output: OutputOption = None,
    as_of: AsOfOption = "",
) -> None:
    """Compare the lists of a period at a revision with those of the files on disk; exit code 1 when they differ."""
    from gridctl.store.workspace import Workspace
    from gridctl.text.periods import quarter_of
    from gridctl.work import comparing
    from gridctl.work.lists import lists_for

    now = Workspace.open(today=day(as_of))
    before = Workspace.open(now.root, rev=against, today=now.today)
    span = period(when, now.today) if when else quarter_of(now.today)
    changes = comparing.compare(lists_for(before, span), lists_for(now, span))
    if form is Format.TEXT and not changes:
        say(t(f"和 {against} 相比，清单没有变化。", f"The lists are as they were at {against}."), style="green")
    elif form is Format.TEXT:
        table = comparing.details(changes) if details else comparing.summary(changes)
        show_table(table, form, output)
        counts = {words.text(language()): sum(each.kind == kind for each in changes)
                  for kind, words in comparing.KINDS.items()}  # fmt: skip
        say("，".join(f"{name} {count}" for name, count in counts.items()) if language() == "zh" else
            ", ".join(f"{count} {name}" for name, count in counts.items()))  # fmt: skip
    else:
        listed = comparing.data(changes)
        emit_data({"against": against, "changes": listed}, form, output, lines=listed)
    if changes:
        raise typer.Exit(1)


def campaign(
    code: Annotated[str, typer.Argument(help=t("专项编码", "code of the campaign"))],
    form: Annotated[ReportFormat, typer.Option("--format", "-f", help=t("输出格式", "form of the output"))] = (
        ReportFormat.TEXT
    ),
    output: OutputOption = None,
    reveal: RevealOption = False,
    as_of: AsOfOption = "",
) -> None:
    """The situation of a campaign as of a day; the names of those missing are masked unless revealed."""
    from gridctl.store.faults import NotFound
    from gridctl.store.workspace import Workspace
    from gridctl.work.campaign_tables import situation_data
    from gridctl.work.campaigns import report

    ws = Workspace.open(today=day(as_of))
    entry = ws.get("campaigns", code)
    if entry is None:
        raise NotFound(f"专项行动登记簿里没有 {code}。", f"There is no campaign {code}.")
    found = report(ws, cast("Campaign", entry.record), ws.today)
    if form is ReportFormat.JSON:
        from gridctl.render.machine import to_json

        emit(to_json(situation_data(found)), output)
    else:
        _show_report(found, form, output or ws.root / "out" / f"{code}-{ws.today}.{form.value}", output, reveal=reveal)


def _show_report(found: Situation, form: ReportFormat, path: Path, output: Path | None, *, reveal: bool) -> None:
    from gridctl.render.terminal import print_findings
    from gridctl.work.campaign_tables import situation_tables

    tables = situation_tables(found)
    if form is ReportFormat.TEXT:
        from gridctl.cli.console import err

        for each in tables:
            if each.rows:
                show_table(each, Format.TEXT, output, reveal=reveal, most=30)
        print_findings(err(), found.findings, language())
        return
    if form is ReportFormat.XLSX:
        from gridctl.render.xlsx import SheetSpec, write_workbook

        sheets = [SheetSpec(each, each.title.text(language())) for each in tables]
        write_workbook(path, sheets, language(), reveal=reveal)
    else:
        from gridctl.render.html_lists import write_lists_page

        write_lists_page(path, tables[0].title.text(language()), tables, language(), reveal=reveal)
    say(t(f"已写入 {path}", f"Wrote {path}"), style="green")


def grade(
    sheet: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help=t("本社区的评分表", "the community's own sheet"))
    ] = None,
    form: FormatOption = Format.TEXT,
    output: OutputOption = None,
    reveal: RevealOption = False,
    dry_run: DryRunOption = False,
    yes: YesOption = False,
) -> None:
    """Grade the rented dwellings, show points and reasons, and write the grades when told to or agreed."""
    from gridctl.cli.writing import REFUSED, agreed
    from gridctl.store.workspace import Workspace
    from gridctl.work.rent_grading import changes_of, grade_dwellings, grades_table, read_sheet

    ws = Workspace.open()
    graded = grade_dwellings(ws, read_sheet(sheet))
    changes = changes_of(graded)
    show_table(grades_table(graded), form, output, reveal=reveal, most=40)
    count = len(changes.changes)
    say(t(f"{len(graded)} 处出租屋，{count} 处等级有变。", f"{len(graded)} rented dwellings, {count} change grade."))
    if not count or dry_run:
        return
    if not (yes or agreed(ask=form is Format.TEXT)):
        raise typer.Exit(REFUSED)
    ws.apply(changes)
    say(t("已写入台账。", "Written to the ledgers."), style="green")


def plates(
    form: Annotated[PlateFormat, typer.Option("--format", "-f", help=t("输出格式", "form of the output"))] = (
        PlateFormat.HTML
    ),
    grid: Annotated[
        str,
        typer.Option(help=t("只打这个网格及下级", "only this grid and those below it"), autocompletion=complete_grid),
    ] = "",
    output: OutputOption = None,
) -> None:
    """Write plates: a page to print in colour, or a workbook for a printer."""
    from gridctl.store.gridtree import grids_under
    from gridctl.store.workspace import Workspace
    from gridctl.work.plates import plates as made
    from gridctl.work.plates import plates_table

    ws = Workspace.open()
    listed = made(ws, frozenset(grids_under(ws, grid)) if grid else None)
    if not listed:
        say(t("没有编了码的出租屋，不用打印门牌。", "There is no rented dwelling with a code: no plates to print."))
        return
    path = output or ws.root / "out" / f"{t('出租屋门牌', 'plates')}.{form.value}"
    if form is PlateFormat.XLSX:
        from gridctl.render.xlsx import SheetSpec, write_workbook

        table = plates_table(listed)
        write_workbook(path, [SheetSpec(table, table.title.text(language()))], language())
    else:
        from gridctl.render.html import page, write_page
        from gridctl.work.plates import frequency_words
        from gridctl.work.rent_grading import grade_words

        context = [
            {"colour": each.colour, "grade": grade_words(each.grade).text(language()), "house_code": each.house_code,
             "grid": each.grid, "staff_no": each.staff_no,
             "frequency": frequency_words(each.frequency).text(language())}
            for each in listed
        ]  # fmt: skip
        title = t("出租屋门牌", "Plates of rented dwellings")
        write_page(path, page("plates.html.j2", language(), {"title": title, "plates": context}))
    say(t(f"已写入 {path}：{len(listed)} 块。", f"Wrote {len(listed)} plates to {path}."), style="green")
