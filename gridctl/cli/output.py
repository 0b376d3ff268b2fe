"""Where results go and in which form: shared by every command that shows something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from gridctl.cli.console import out, say
from gridctl.cli.lang import language, t
from gridctl.cli.options import Format

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from rich.console import Console

    from gridctl.findings.finding import Finding
    from gridctl.findings.table import Table


def emit(text: str, output: Path | None) -> None:
    """Write machine output to a file, or to standard output."""
    if output is None:
        typer.echo(text, nl=False)
        return
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(text, encoding="utf-8", newline="\n")
    say(t(f"已写入 {output}", f"Wrote {output}"))


def emit_data(data: Any, form: str, output: Path | None, *, lines: Iterable[Any] | None = None) -> None:
    """Write data for machines as JSON; as JSON Lines (``jsonl``) these ``lines``, or the data in one line."""
    from gridctl.render.machine import to_json, to_jsonl

    if form == "jsonl":
        emit(to_jsonl([data] if lines is None else lines), output)
    else:
        emit(to_json(data), output)


def show_table(table: Table, form: Format, output: Path | None, *, reveal: bool = False, most: int = 0) -> None:
    """Show a table in the form asked for."""
    if form is not Format.TEXT:
        from gridctl.render.machine import table_data

        data = table_data(table, reveal=reveal)
        emit_data(data, form, output, lines=data)
        return
    from gridctl.render.terminal import print_table

    if output is None:
        print_table(out(), table, language(), reveal=reveal, most=most)
    else:
        emit(printed(lambda console: print_table(console, table, language(), reveal=reveal)), output)


def show_findings(findings: Sequence[Finding], form: str, output: Path | None) -> None:
    """Show findings as text, json, jsonl or github."""
    from gridctl.render.machine import finding_data, to_github

    if form == "github":
        emit(to_github(findings, language()), output)
        return
    if form != "text":
        data = [finding_data(each, language()) for each in findings]
        emit_data({"findings": data}, form, output, lines=data)
        return
    from gridctl.render.terminal import print_findings

    if output is None:
        print_findings(out(), findings, language())
    else:
        emit(printed(lambda console: print_findings(console, findings, language())), output)


def printed(show: Callable[[Console], None]) -> str:
    """What ``show`` prints on a console as wide as a file is shown."""
    from io import StringIO

    from rich.console import Console

    buffer = StringIO()
    show(Console(file=buffer, width=120, highlight=False))
    return buffer.getvalue()
