"""``gridctl codes``: house codes and the addresses behind them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gridctl.cli import codes_change
from gridctl.cli.console import out, say
from gridctl.cli.finishing import ByOption, finish, who
from gridctl.cli.groups import MOST_GROUPS, ListFormat, ListFormatOption, show_groups, tell_decided, write_book
from gridctl.cli.lang import language, t
from gridctl.cli.options import DryRunOption, Format, FormatOption, OutputOption, RevealOption, YesOption
from gridctl.cli.output import emit_data

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gridctl.addresses.doubles.evidence import Case
    from gridctl.store.workspace import Workspace

app = typer.Typer(help=t("房屋编码与地址", "House codes and addresses"), no_args_is_help=True)


@app.command(
    help=t(
        "列出一房多码：同一处房屋登记了几个编码，附证据和建议保留的编码；--format xlsx 生成判断表。",
        "List houses under several codes, with evidence and the code proposed to be kept; --format xlsx makes the "
        "decision workbook.",
    )
)
def duplicates(
    form: ListFormatOption = ListFormat.TEXT,
    output: OutputOption = None,
    reveal: RevealOption = False,
    source: Annotated[
        Path | None,
        typer.Option("--from", help=t("不用台账，查这份清单（CSV 或 Excel）", "a bare list (CSV, Excel) instead")),
    ] = None,
    aliases: Annotated[
        Path | None, typer.Option(help=t("别名表，配合 --from", "a list of other names, with --from"))
    ] = None,
) -> None:
    """Groups of records of one house, confirmed and suspected; exit code 1 when there are any."""
    if source is not None:
        from gridctl.cli.codes_list import show_list

        show_list(source, aliases, form, output)
        return
    from gridctl.store.workspace import Workspace

    ws = Workspace.open()
    found = find_cases(ws)
    _show_cases(ws, found, form, output, reveal=reveal)
    confirmed = sum(case.tier == "confirmed" for case in found)
    say(
        t(
            f"确认 {confirmed} 组，疑似 {len(found) - confirmed} 组。",
            f"{confirmed} groups confirmed, {len(found) - confirmed} suspected.",
        )
    )
    if found:
        raise typer.Exit(1)


@app.command(
    help=t(
        "读回填好的判断表，记入 ledgers/decisions/；不写文件就在终端里逐组判断，按键即存。",
        "Read a filled-in decision workbook back into ledgers/decisions/; without a file, decide group by group at the "
        "terminal, by single keys.",
    )
)
def decide(
    file: Annotated[
        Path | None,
        typer.Argument(help=t("填好的判断表；不写则逐组判断", "the decision workbook; without: one by one")),
    ] = None,
    by: ByOption = "",
    dry_run: DryRunOption = False,
    yes: YesOption = False,
    reveal: RevealOption = False,
) -> None:
    """Turn the marks into decisions; exit code 1 when some could not be taken."""
    from gridctl.addresses.doubles.deciding import decide as decide_groups
    from gridctl.addresses.doubles.decisionbook import read_marks
    from gridctl.addresses.doubles.derive import derive
    from gridctl.store.workspace import Workspace

    ws = Workspace.open()
    if file is None:
        from gridctl.cli.codes_deciding import decide_at_terminal

        decide_at_terminal(ws, by or who(), reveal=reveal)
        return
    groups, findings = read_marks(file)
    made = decide_groups(ws.index(), derive(ws), groups, by=by or who(), day=ws.today.isoformat())
    tell_decided(made)
    findings = [*findings, *made.findings]
    finish(ws, made.changes, findings, dry_run=dry_run, yes=yes, reveal=reveal)


@app.command(
    help=t(
        "按判断合并：住户归到保留的编码，旧编码留作别名，各台账的引用一并改过来。",
        "Merge as decided: residents move to the code that is kept, the old code becomes an alias, every reference "
        "follows.",
    )
)
def apply(dry_run: DryRunOption = False, yes: YesOption = False, reveal: RevealOption = False) -> None:
    """One change set for all decisions of one house that are not carried out yet."""
    from gridctl.addresses.changes.merging import plan_merges
    from gridctl.addresses.doubles.derive import derive
    from gridctl.store.workspace import Workspace

    ws = Workspace.open()
    plan = plan_merges(ws, derive(ws))
    nothing = t("没有要合并的：判为同一的都已合并。", "Nothing to merge: all that is judged the same has been merged.")
    finish(ws, plan.changes, plan.findings, dry_run=dry_run, yes=yes, reveal=reveal, nothing=nothing)


@app.command(
    help=t(
        "给没有编码的房屋按规则编新码；用过的编码（注销的、别名里的）不再用。",
        "Give houses without a code new ones by the scheme; a code that was ever used is not used again.",
    )
)
def assign(dry_run: DryRunOption = False, yes: YesOption = False, reveal: RevealOption = False) -> None:
    """One change set that sets the house code of every house in use that has none."""
    from gridctl.addresses.codes.assigning import plan_codes
    from gridctl.store.workspace import Workspace

    ws = Workspace.open()
    plan = plan_codes(ws)
    nothing = t("每处房屋都有编码。", "Every house has a code.")
    finish(ws, plan.changes, plan.findings, dry_run=dry_run, yes=yes, reveal=reveal, nothing=nothing)


@app.command(
    help=t(
        "检查房屋编码：位数、校验、区划、重复、冲突、查无此码等，逐类列出。",
        "Check house codes: length, check digit, division, repeated, conflicting, orphaned, kind by kind.",
    )
)
def check(form: FormatOption = Format.TEXT, output: OutputOption = None, reveal: RevealOption = False) -> None:
    """The findings of house codes and decisions as a table; exit code 1 when there are errors."""
    from gridctl.cli.codes_check import faults_table
    from gridctl.cli.output import show_table
    from gridctl.findings.finding import Severity
    from gridctl.store.workspace import Workspace

    table, findings = faults_table(Workspace.open())
    show_table(table, form, output, reveal=reveal)
    errors = sum(each.severity is Severity.ERROR for each in findings)
    say(t(f"{len(findings)} 处，其中 {errors} 个错误。", f"{len(findings)} found, {errors} of them errors."))
    if errors:
        raise typer.Exit(1)


@app.command(
    help=t(
        "说明一个地址怎么读，或两个地址是不是同一处。", "Explain how an address is read, or whether two are one house."
    )
)
def explain(
    address: Annotated[str, typer.Argument(help=t("地址", "an address"))],
    other: Annotated[str, typer.Argument(help=t("另一个地址", "another address"))] = "",
    form: FormatOption = Format.TEXT,
    output: OutputOption = None,
) -> None:
    """Show the parts of an address with their places, and the verdict on two of them part by part."""
    from gridctl.cli.codes_explain import explanation, print_explanation

    data = explanation(address, other)
    if form is Format.TEXT and output is None:
        print_explanation(out(), data)
    else:
        emit_data(data, form, output)


def find_cases(ws: Workspace) -> list[Case]:
    """The doubles of a community with their evidence."""
    from gridctl.addresses.doubles.derive import derive
    from gridctl.addresses.doubles.evidence import cases

    return cases(ws, derive(ws))


def write_decision_book(path: Path, found: Sequence[Case], *, reveal: bool = False) -> Path:
    """Write the workbook in which somebody decides the groups."""
    from gridctl.addresses.doubles.casetable import case_table

    return write_book(path, case_table(found, blocks=True), reveal=reveal)


def _show_cases(ws: Workspace, found: Sequence[Case], form: ListFormat, output: Path | None, *, reveal: bool) -> None:
    from gridctl.addresses.doubles.casetable import case_data
    from gridctl.cli.codes_list import print_cases

    path = output or ws.root / "out" / t("一房多码判断表.xlsx", "decisions.xlsx")
    show_groups(
        form,
        output,
        terminal=lambda: print_cases(out(), found, most=MOST_GROUPS, reveal=reveal),
        data=lambda: [case_data(case, reveal=reveal, language=language()) for case in found],
        book=lambda: write_decision_book(path, found, reveal=reveal),
    )


app.registered_commands += codes_change.app.registered_commands
