"""The findings of house codes as a table: what is wrong with which code, where, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gridctl.findings.finding import Finding
    from gridctl.findings.table import Table
    from gridctl.store.workspace import Workspace

# A code that cannot be read at all, such as 5.13E+24, is found when its file is.
_DAMAGED = "S333"


def faults_table(ws: Workspace) -> tuple[Table, list[Finding]]:
    """The findings on house codes by kind, and the same as findings: rules C, and codes that a number cell damaged."""
    from gridctl.cli.deriving import derive_for_check
    from gridctl.findings.message import message
    from gridctl.findings.registry import rule
    from gridctl.findings.table import Keyed, Table, TableColumn, Words
    from gridctl.render.terminal import SEVERITIES
    from gridctl.rules.check import check

    told = check(ws, select=["C", _DAMAGED], derive=derive_for_check)
    kept = (each for each in told if each.code != _DAMAGED or each.field.endswith("house_code"))
    found = sorted(kept, key=lambda each: (each.code, each.sort_key))
    columns = (
        TableColumn("code", "规则", "rule", width=6),
        TableColumn("kind", "问题", "what is wrong", width=22),
        TableColumn("message", "说明", "message", width=50),
        TableColumn("place", "位置", "place", width=30),
        TableColumn("severity", "级别", "severity", width=8),
        TableColumn("record", "编号", "record", width=15),
    )
    rows = tuple(
        (
            each.code,
            Words(rule(each.code).zh.title, rule(each.code).en.title),
            Words(message(each, "zh"), message(each, "en")),
            str(each.place),
            Keyed.of(each.severity.value, *SEVERITIES[each.severity]),
            each.record,
        )
        for each in found
    )
    return Table(Words("房屋编码问题", "Faults of house codes"), columns, rows), found
