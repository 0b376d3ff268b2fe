"""``gridctl check``: every fault in the ledgers, with its place and what to do."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from gridctl.cli.completing import complete_rule
from gridctl.cli.console import say
from gridctl.cli.lang import counted, t
from gridctl.cli.options import AsOfOption, DryRunOption, OutputOption, day, words
from gridctl.cli.output import show_findings
from gridctl.cli.progress import progress
from gridctl.cli.unread import tell_unread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gridctl.findings.finding import Finding
    from gridctl.store.workspace import Workspace

app = typer.Typer()


class CheckFormat(StrEnum):
    """Forms of the findings."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    GITHUB = "github"


@app.command(
    help=t(
        "检查全部台账：格式、字段、证件号、网格、跨台账引用、房屋编码。",
        "Check all ledgers: format, fields, identifiers, grids, references between ledgers, house codes.",
    )
)
def check(
    changed_since: Annotated[
        str,
        typer.Option(
            metavar="REF", help=t("只报自该版本以来改动引起的问题", "only what changes since this revision cause")
        ),
    ] = "",
    select: Annotated[
        list[str] | None,
        typer.Option(
            help=t(
                "只看这些规则（可写前缀，如 C1；几个用逗号分开）",
                "only these rules (or prefixes, such as C1; by commas)",
            ),
            autocompletion=complete_rule,
        ),
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option(help=t("不看这些规则", "leave out these rules"), autocompletion=complete_rule)
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help=t("提醒也算不通过", "warnings fail too"))] = False,
    fix: Annotated[
        bool, typer.Option("--fix", help=t("改正能安全改正的", "correct what can safely be corrected"))
    ] = False,
    form: Annotated[
        CheckFormat, typer.Option("--format", "-f", help=t("输出格式", "form of the output"))
    ] = CheckFormat.TEXT,
    output: OutputOption = None,
    as_of: AsOfOption = "",
    dry_run: DryRunOption = False,
) -> None:
    """Report findings; the exit code is 1 when there are errors (with --strict: or warnings)."""
    from gridctl.cli.deriving import derive_for_check
    from gridctl.findings.finding import Severity
    from gridctl.rules.check import check as check_ledgers
    from gridctl.store.workspace import Workspace

    ws = Workspace.open(today=day(as_of))
    look = partial(
        check_ledgers,
        changed_since=changed_since or None,
        select=_known(select),
        ignore=_known(ignore),
        derive=derive_for_check,
    )
    with progress(t("检查台账", "Checking the ledgers")):
        findings = look(ws)
    if fix and _corrected(ws, findings, dry_run=dry_run):
        with progress(t("再检查一遍", "Checking again")):
            findings = look(Workspace.open(today=day(as_of)))
    show_findings(findings, form.value, output)
    # What points into a file that could not be read finds nothing there.
    if any(each.code.startswith("F") and each.severity is Severity.ERROR for each in findings):
        tell_unread(ws.index().partly_read(), faults_shown=True)
    counts = {each: sum(finding.severity is each for finding in findings) for each in Severity}
    if form is CheckFormat.TEXT:
        _tell_counts(*counts.values())
    if counts[Severity.ERROR] or (strict and counts[Severity.WARNING]):
        raise typer.Exit(1)


def _corrected(ws: Workspace, findings: Sequence[Finding], *, dry_run: bool) -> bool:
    """Correct what can safely be corrected, or show it; whether anything was written."""
    from gridctl.rules.check import fix

    changes = fix(findings)
    if dry_run:
        from gridctl.cli.preview import show_changes

        show_changes(changes)
    if dry_run or not changes:
        return False
    ws.apply(changes)
    say(t(f"已改正 {len(changes)} 处。", f"Corrected {len(changes)} places."))
    return True


def _tell_counts(errors: int, warnings: int, infos: int) -> None:
    say(
        t(
            f"{errors} 个错误，{warnings} 个提醒，{infos} 个提示。",
            f"{counted(errors, 'error')}, {counted(warnings, 'warning')}, {counted(infos, 'note')}.",
        ),
        style="bold red" if errors else "yellow" if warnings else "green",
    )
    if errors or warnings or infos:
        say(t("用 gridctl rules 编号 看每条规则的说明。", "gridctl rules CODE explains each rule."), style="dim")


def _known(codes: list[str] | None) -> tuple[str, ...]:
    """The codes as rules are named; a misspelt one would leave everything unchecked without a word."""
    from gridctl.findings.registry import rules
    from gridctl.store.faults import NotFound

    given = tuple(each.upper() for each in words(codes))
    for code in given:
        if not any(each.code.startswith(code) for each in rules()):
            raise NotFound(
                f"没有以 {code} 开头的规则；gridctl rules 列出全部。",
                f"No rule begins with {code}; gridctl rules lists them.",
            )
    return given
