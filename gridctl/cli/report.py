"""``gridctl report``: a period measured, and its bulletin as a workbook, a notice in Word and a page."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gridctl.cli.console import out, say
from gridctl.cli.lang import language, t
from gridctl.cli.options import AsOfOption, day, period
from gridctl.cli.output import emit
from gridctl.cli.unread import tell_unread

if TYPE_CHECKING:
    from datetime import date

    from gridctl.assess.bulletin import Bulletin
    from gridctl.store.workspace import Workspace
    from gridctl.text.periods import Period

app = typer.Typer()

TEMPLATE = "ledgers/assessment/templates/bulletin.docx"
"""Where a community keeps a template of its own."""


class By(StrEnum):
    """What the bulletin ranks."""

    GRID = "grid"
    STAFF = "staff"
    COMMUNITY = "community"
    DEPARTMENT = "department"


class ReportFormat(StrEnum):
    """Forms of the bulletin."""

    ALL = "all"
    TEXT = "text"
    JSON = "json"
    XLSX = "xlsx"
    DOCX = "docx"
    HTML = "html"


FORMS = (ReportFormat.XLSX, ReportFormat.DOCX, ReportFormat.HTML)
"""The files a bulletin is sent out as."""


@app.command(
    help=t(
        "季度（月度、年度）通报：算指标、打分、排名，写成 Excel、Word 公文和网页。",
        "The bulletin of a quarter, month or year: indicators, scores and ranking, as a workbook, a notice and a page.",
    )
)
def report(
    when: Annotated[
        str, typer.Option("--period", "-p", help=t("2026Q3、2026-07 或 2026（默认本季度）", "2026Q3, 2026-07 or 2026"))
    ] = "",
    by: Annotated[By, typer.Option(help=t("按网格或网格员排名", "rank grids or workers"))] = By.GRID,
    scheme: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help=t("另用一份考核方案", "another scheme"))
    ] = None,
    form: Annotated[
        ReportFormat, typer.Option("--format", "-f", help=t("输出格式", "form of the output"))
    ] = ReportFormat.ALL,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help=t("写到这个文件夹（默认 out/）或这个文件", "folder (default out/) or file to write")
        ),
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            dir_okay=False,
            help=t(f"另用一份 Word 模板（默认 {TEMPLATE}，没有则用自带的）", f"a Word template (default: {TEMPLATE})"),
        ),
    ] = None,
    as_of: AsOfOption = "",
) -> None:
    """Measure and write; the summary is shown either way."""
    from gridctl.findings.finding import Severity
    from gridctl.render.machine import to_json
    from gridctl.store.workspace import Workspace
    from gridctl.text.periods import quarter_of

    ws = Workspace.open(today=day(as_of))
    span = period(when, ws.today) if when else quarter_of(ws.today)
    form, name = _of_file(output, form)
    bulletin = measured(ws, span, by=by, scheme=scheme)
    if form is ReportFormat.JSON:
        file = output if output is None or name else output / f"{_stem(bulletin)}.json"
        emit(to_json(bulletin.data()), file)
    else:
        show(bulletin)
    if form not in (ReportFormat.TEXT, ReportFormat.JSON):
        forms = FORMS if form is ReportFormat.ALL else (form,)
        chosen = template or own_template(ws.root)
        folder = output.parent if output and name else output or ws.root / "out"
        for path in write_bulletins(bulletin, folder, forms, template=chosen, on=ws.today, name=name):
            say(t(f"已写入 {path}", f"Wrote {path}"), style="green")
    # A scheme with faults was not used as given.
    if any(each.severity is Severity.ERROR for each in bulletin.findings):
        raise typer.Exit(1)


def measured(ws: Workspace, span: Period, *, by: By = By.GRID, scheme: Path | None = None) -> Bulletin:
    """The bulletin of a period as its data stood at the period's end, with what it needs derived first."""
    from gridctl.cli.assessing import assessed

    bulletin, stood = assessed(ws, span, by=by.value, scheme=scheme)
    tell_unread(stood.index().partly_read())
    return bulletin


def show(bulletin: Bulletin) -> None:
    """The summary on the terminal."""
    from gridctl.assess.terminal_tables import terminal_indicators, terminal_table
    from gridctl.assess.wording import summary
    from gridctl.render.terminal import print_findings, print_table

    print_table(out(), terminal_table(bulletin), language())
    print_table(out(), terminal_indicators(bulletin), language())
    for line in summary(bulletin):
        out().print(line.text(language()), markup=False)
    print_findings(out(), bulletin.findings, language())


def own_template(root: Path) -> Path | None:
    """The Word template a community keeps, or None."""
    path = root / TEMPLATE
    return path if path.is_file() else None


def write_bulletins(
    bulletin: Bulletin,
    folder: Path,
    forms: tuple[ReportFormat, ...] = FORMS,
    *,
    template: Path | None = None,
    on: date | None = None,
    name: str = "",
) -> list[Path]:
    """Write the bulletin in these forms, by a Word template and dated ``on`` where given; returns the files.

    They are called ``name``, or after the period.
    """
    from gridctl.render import docx_bulletin, html_bulletin, xlsx_bulletin

    written = []
    for form in forms:
        path = folder / f"{name or _stem(bulletin)}.{form.value}"
        if form is ReportFormat.DOCX:
            docx_bulletin.write_bulletin(path, bulletin, language(), template, on)
        else:
            writer = xlsx_bulletin if form is ReportFormat.XLSX else html_bulletin
            writer.write_bulletin(path, bulletin, language())
        written.append(path)
    return written


def _of_file(output: Path | None, form: ReportFormat) -> tuple[ReportFormat, str]:
    """The form and name that ``-o`` asks for where it names a file; the form asked for and "" where it is a folder."""
    from gridctl.store.faults import UsageFault

    ending = "" if output is None or output.is_dir() else output.suffix.removeprefix(".").casefold()
    if output is None or ending not in {*FORMS, ReportFormat.JSON}:
        return form, ""
    if form not in (ReportFormat.ALL, ending):
        raise UsageFault(
            f"{output.name} 的扩展名和 --format {form.value} 不一致；改扩展名，或者 -o 写文件夹。",
            f"{output.name} is not named as --format {form.value} asks; change its ending, or let -o name a folder.",
        )
    return ReportFormat(ending), output.stem


def _stem(bulletin: Bulletin) -> str:
    return t("通报", "bulletin") + f"-{bulletin.period.label}"
