"""What an import would do, on the terminal: rows counted, records changed, what was found."""

from __future__ import annotations

from dataclasses import asdict, astuple
from typing import TYPE_CHECKING, Any

from gridctl.cli.console import err, out, say
from gridctl.cli.lang import language, t
from gridctl.cli.preview import show_changes
from gridctl.findings.finding import Severity
from gridctl.findings.table import Table, TableColumn, Words
from gridctl.render.terminal import print_findings, print_table
from gridctl.schema.ledgers import ledger

if TYPE_CHECKING:
    from gridctl.intake.outcome import ImportPlan
    from gridctl.store.workspace import Workspace

_RECORDS = 20
_FINDINGS = 50
# Values that no cell holds are told before they are written, though nothing is wrong with them.
_FILLED = ("I128", "I155")


def source_data(plan: ImportPlan) -> list[dict[str, Any]]:
    """Each sheet with its counts: rows read = added + changed + unchanged + rejected."""
    return [
        {"file": each.book.path.name, "sheet": each.sheet.name, "ledger": each.ledger, **asdict(each.counts)}
        for each in plan.sources
    ]


def counts_table(plan: ImportPlan) -> Table:
    """The counts as a table, a row a sheet and their sum."""
    columns = (
        TableColumn("file", "文件", "file", width=30),
        TableColumn("ledger", "台账", "ledger"),
        TableColumn("read", "读取", "read", "count"),
        TableColumn("added", "新增", "added", "count"),
        TableColumn("changed", "变更", "changed", "count"),
        TableColumn("unchanged", "不变", "unchanged", "count"),
        TableColumn("rejected", "退回", "rejected", "count"),
    )
    rows = [
        (each.book.path.name, Words(ledger(each.ledger).zh, ledger(each.ledger).en), *astuple(each.counts))
        for each in plan.sources
    ]
    rows.append((Words("合计", "total"), "", *astuple(plan.counts)))
    return Table(Words("导入", "Import"), columns, tuple(rows))


def show_plan(ws: Workspace, plan: ImportPlan, *, reveal: bool) -> None:
    """Print the counts, the first records, and what was found; what was only tidied is counted."""
    print_table(out(), counts_table(plan), language(), reveal=reveal)
    if plan.changes:
        show_changes(plan.changes, most=_RECORDS, reveal=reveal, ws=ws)
    serious = [each for each in plan.findings if each.severity is not Severity.INFO]
    print_findings(err(), serious[:_FINDINGS], language())
    if len(serious) > _FINDINGS:
        left = len(serious) - _FINDINGS
        say(
            t(
                f"… 还有 {left} 处：退回的工作簿里逐格标出，--format json 全部列出。",
                f"… {left} more: each is marked in the returned workbook; --format json lists all.",
            )
        )
    if any(each.code == "S201" for each in serious):
        from gridctl.cli.writing import tell_choices

        tell_choices(serious[:_FINDINGS])
    filled = [each for each in plan.findings if each.code in _FILLED]
    print_findings(err(), filled, language())
    quiet = len(plan.findings) - len(serious) - len(filled)
    if quiet:
        say(
            t(
                f"另有 {quiet} 处自动整理（全角、空格、日期等），--format json 可逐条查看。",
                f"{quiet} values were tidied; --format json lists them.",
            ),
            style="dim",
        )
