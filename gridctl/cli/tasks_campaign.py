"""``gridctl tasks campaign``: the daily report of a special campaign."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from gridctl.cli.console import say
from gridctl.cli.lang import language, t
from gridctl.cli.options import AsOfOption, Format, OutputOption, RevealOption, day
from gridctl.cli.output import emit, show_table

if TYPE_CHECKING:
    from gridctl.schema.campaign import Campaign
    from gridctl.work.campaigns import Situation


class ReportFormat(StrEnum):
    """Forms of a campaign's report."""

    TEXT = "text"
    JSON = "json"
    XLSX = "xlsx"
    HTML = "html"


def add_to(app: typer.Typer) -> None:
    """Put the command under ``gridctl tasks``."""
    app.command("campaign", help=t(
        "专项行动情况日报：进度、分类统计、尚缺名单。例：gridctl tasks campaign ZX-2026-01",
        "A special campaign's daily report: progress, counts by class, who is still missing.",
    ))(campaign)  # fmt: skip


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
