"""``gridctl rules``: what each rule looks for, why, and what to do."""

from __future__ import annotations

from typing import Annotated

import typer

from gridctl.cli.completing import complete_rule
from gridctl.cli.console import out
from gridctl.cli.lang import language, t
from gridctl.cli.options import Format, FormatOption, OutputOption
from gridctl.cli.output import emit, show_table

app = typer.Typer()


@app.command(
    help=t(
        "说明检查规则：查什么、为什么、举例、怎么改。", "Explain the rules of check: what, why, an example, the remedy."
    )
)
def rules(
    code: Annotated[
        str, typer.Argument(help=t("规则编号，如 C101", "a rule's code, such as C101"), autocompletion=complete_rule)
    ] = "",
    form: FormatOption = Format.TEXT,
    output: OutputOption = None,
) -> None:
    """List all rules, or explain one."""
    from gridctl.findings.registry import rule
    from gridctl.findings.registry import rules as all_rules
    from gridctl.findings.table import Table, TableColumn, Words
    from gridctl.render.rules import rule_data, rule_text
    from gridctl.render.terminal import SEVERITIES
    from gridctl.store.faults import NotFound

    if not code:
        columns = (
            TableColumn("code", "编号", "code"),
            TableColumn("severity", "级别", "severity"),
            TableColumn("title", "规则", "rule", width=40),
        )
        rows = tuple(
            (each.code, Words(*SEVERITIES[each.severity]), each.texts(language()).title) for each in all_rules()
        )
        show_table(Table(Words("检查规则", "Rules"), columns, rows), form, output)
        return
    try:
        found = rule(code.upper())
    except KeyError:
        raise NotFound(
            f"没有规则 {code}；gridctl rules 列出全部", f"no rule {code}; gridctl rules lists them"
        ) from None
    if form is Format.TEXT:
        out().print(rule_text(found, language()))
    else:
        from gridctl.render.machine import to_json

        emit(to_json(rule_data(found, language())), output)
