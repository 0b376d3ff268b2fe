"""``gridctl matters``: the catalogue of what grid workers may be given."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from gridctl.cli.console import say
from gridctl.cli.lang import language, t
from gridctl.cli.options import AsOfOption, DryRunOption, Format, FormatOption, OutputOption, YesOption, day
from gridctl.cli.output import emit_data, show_findings, show_table

if TYPE_CHECKING:
    from gridctl.schema.matter import Matter
    from gridctl.store.workspace import Workspace

app = typer.Typer(help=t("事项目录：准入、任务、牵头部门", "The catalogue of matters"), no_args_is_help=True)


@app.command(
    "list",
    help=t(
        "列出事项：各情形几个任务小项、准入到哪天。例：gridctl matters list --department 民政部门",
        "List the matters: items by situation, admitted until when, e.g. gridctl matters list --department 民政部门",
    ),
)
def list_(
    domain: Annotated[str, typer.Option(help=t("只看一个领域", "only one domain"))] = "",
    department: Annotated[str, typer.Option(help=t("只看一个牵头部门", "only one lead department"))] = "",
    ended: Annotated[bool, typer.Option("--ended", help=t("已注销的也列出", "ended ones, too"))] = False,
    form: FormatOption = Format.TEXT,
    output: OutputOption = None,
    as_of: AsOfOption = "",
) -> None:
    """Show a row a matter."""
    from gridctl.store.workspace import Workspace
    from gridctl.work.matter_table import matters_table

    ws = Workspace.open(today=day(as_of))
    key = _domain(domain)
    listed = [
        each
        for each in _matters(ws)
        if (ended or each.status != "ended")
        and (not key or each.domain == key)
        and (not department or each.lead_department == department)
    ]
    show_table(matters_table(listed, ws.today), form, output)
    if form is Format.TEXT:
        items = sum(len(each.duties) for each in listed)
        say(t(f"{len(listed)} 个事项，{items} 个任务小项。", f"{len(listed)} matters, {items} items."))


@app.command(
    help=t(
        "一个事项：职责、准入、各情形的任务和本季度的任务数。例：gridctl matters show 06-01-02",
        "One matter: roles, admission, items by situation and tasks this quarter, e.g. gridctl matters show 06-01-02",
    )
)
def show(
    code: Annotated[str, typer.Argument(help=t("事项编码或名称", "code or name of the matter"))],
    form: FormatOption = Format.TEXT,
    output: OutputOption = None,
    as_of: AsOfOption = "",
) -> None:
    """Show one matter with what it comes to."""
    from gridctl.store.faults import NotFound
    from gridctl.store.workspace import Workspace
    from gridctl.text.periods import quarter_of
    from gridctl.work.matter_show import matter_data, matter_tables

    ws = Workspace.open(today=day(as_of))
    found = next((each for each in _matters(ws) if code in (each.code, each.name)), None)
    if found is None:
        raise NotFound(
            f"事项目录里没有 {code}。用 gridctl matters list 查编码。",
            f"There is no matter {code}. gridctl matters list shows the codes.",
        )
    data = matter_data(ws, found, quarter_of(ws.today))
    if form is Format.TEXT:
        for table in matter_tables(found, data):
            show_table(table, form, output)
    else:
        emit_data(data, form, output)


@app.command(
    help=t(
        "把事项目录写成 Excel：一个任务小项一行，改好后用 matters import 读回。",
        "Write the catalogue as a workbook, a row an item; edit it and read it back with matters import.",
    )
)
def export(
    output: OutputOption = None,
    starter: Annotated[
        bool, typer.Option("--starter", help=t("随程序附带的样例目录", "the catalogue that comes with the program"))
    ] = False,
) -> None:
    """Write the catalogue as one sheet."""
    from gridctl.render.xlsx import SheetSpec, write_workbook
    from gridctl.schema.reading import plain
    from gridctl.store.workspace import Workspace
    from gridctl.work.matter_table import catalogue_table, choices

    ws = Workspace.open()
    if starter:
        from gridctl.work.starter import starter_matters

        listed = starter_matters()
    else:
        listed = [plain(each) for each in _matters(ws) if each.status != "ended"]
    table = catalogue_table(listed)
    path = output or ws.root / "out" / t("事项目录.xlsx", "matters.xlsx")
    write_workbook(path, [SheetSpec(table, "事项", choices(), landscape=True, heading_only=True)], "zh", reveal=True)
    say(t(f"已写入 {path}：{len(listed)} 个事项。", f"Wrote {path}: {len(listed)} matters."), style="green")


@app.command(
    "import",
    help=t(
        "读入事项目录（Excel、CSV）：同一编码合并，任务小项按情形和名称对上。同 gridctl import。",
        "Read a catalogue (Excel, CSV): matters by code, items by situation and words; as gridctl import does.",
    ),
)
def import_(
    files: Annotated[list[Path], typer.Argument(help=t("工作簿", "workbooks"))],
    form: FormatOption = Format.TEXT,
    output: OutputOption = None,
    dry_run: DryRunOption = False,
    yes: YesOption = False,
) -> None:
    """Import workbooks as matters."""
    from gridctl.cli.import_ import import_ as run

    run(files=files, ledger="matters", form=form, output=output, dry_run=dry_run, yes=yes)
    if form is Format.TEXT and not dry_run:
        say(t("检查目录有没有重复、缺漏：gridctl matters lint", "For overlap and gaps: gridctl matters lint"))


@app.command(
    help=t(
        "检查事项目录：重复、缺口、准入过期、部门派得过多、没写频次或时限。",
        "Check the catalogue: overlap, gaps, expired admission, a department with too much, no frequency or limit.",
    )
)
def lint(
    form: FormatOption = Format.TEXT,
    output: OutputOption = None,
    as_of: AsOfOption = "",
) -> None:
    """Show the findings about the catalogue; exit code 1 when one is more than a note."""
    from gridctl.findings.finding import Severity
    from gridctl.store.workspace import Workspace
    from gridctl.text.periods import quarter_of
    from gridctl.work.matter_lint import lint as run

    ws = Workspace.open(today=day(as_of))
    found = [ws.locate(each) for each in run(ws, quarter_of(ws.today))]
    show_findings(found, form.value, output)
    if not found and form is Format.TEXT:
        say(t("事项目录没有问题。", "The catalogue has no findings."), style="green")
    if any(each.severity is not Severity.INFO for each in found):
        raise typer.Exit(1)


def _matters(ws: Workspace) -> list[Matter]:
    return [cast("Matter", each.record) for each in ws.entries("matters")]


def _domain(name: str) -> str:
    """The key of a domain called so; an unknown one is a usage error."""
    if not name:
        return ""
    from gridctl.schema.codelists import code_list

    item = code_list("matter_domain").find(name)
    near = [each for each in code_list("matter_domain").items if name.casefold() in (each.zh + each.en).casefold()]
    if item is None and len(near) == 1:
        item = near[0]
    if item is None:
        known = t("、", ", ").join(
            each.zh if language() == "zh" else each.en for each in code_list("matter_domain").items
        )
        raise typer.BadParameter(t(f"没有这个领域：{name}。可选：{known}", f"no such domain: {name}. Known: {known}"))
    return item.key
