"""Tables and findings on a terminal: right with Chinese widths, whole in 80 columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.table import Table as RichTable
from rich.text import Text

from gridctl.findings.finding import Severity
from gridctl.findings.message import message
from gridctl.render.cells import as_text, masked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from gridctl.findings.finding import Finding
    from gridctl.findings.table import Table

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_NAMES = {
    Severity.ERROR: ("错误", "error"),
    Severity.WARNING: ("提醒", "warning"),
    Severity.INFO: ("提示", "info"),
}
_RIGHT = frozenset(("number", "percent", "count"))


def print_table(console: Console, table: Table, language: str, *, reveal: bool = False, most: int = 0) -> None:
    """Print a table; with ``most``, only so many rows, and how many are left."""
    shown = RichTable(
        title=table.title.text(language) or None, box=SIMPLE_HEAD, title_justify="left", title_style="bold"
    )
    for column in table.columns:
        right = column.kind in _RIGHT
        shown.add_column(Text(column.label(language)), justify="right" if right else "left", overflow="fold")
    for row in table.rows[: most or None]:
        pairs = zip(table.columns, row, strict=True)
        shown.add_row(*(Text(as_text(c, masked(c, value, reveal=reveal), language)) for c, value in pairs))
    for note in table.notes:
        console.print(note.text(language), markup=False, style="dim")
    console.print(shown)
    if most and len(table.rows) > most:
        left = len(table.rows) - most
        console.print(f"… 还有 {left} 行" if language == "zh" else f"… {left} more rows", style="dim")
    for line in table.footer:
        console.print(line.text(language), markup=False, style="dim")


def print_findings(console: Console, findings: Sequence[Finding], language: str) -> None:
    """Print findings a file at a time: place, severity, code, what is wrong and what to do."""
    path = None
    for each in findings:
        if each.place.path != path:
            path = each.place.path
            console.print(Text(path or ("（整体）" if language == "zh" else "(whole)"), style="bold"))
        console.print(_line(each, language), soft_wrap=True)


def severity_name(severity: Severity, language: str) -> str:
    """The severity in a word."""
    return _NAMES[severity][0 if language == "zh" else 1]


def _line(finding: Finding, language: str) -> Text:
    place = finding.place
    where = f"{place.sheet}!{place.cell}" if place.sheet else f"{place.line}:{place.column}" if place.line else "-"
    return Text.assemble(
        f"  {where:<10} ",
        (severity_name(finding.severity, language), _STYLES[finding.severity]),
        (f" {finding.code} ", "dim"),
        message(finding, language),
    )
