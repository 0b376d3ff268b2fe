"""Groups to be decided, of houses or persons, in the form asked for: terminal, JSON, decision workbook."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gridctl.cli.console import say
from gridctl.cli.lang import language, t
from gridctl.cli.output import emit_data

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gridctl.addresses.doubles.deciding import Deciding
    from gridctl.findings.table import Table

# The terminal shows no more groups than these.
MOST_GROUPS = 50


class ListFormat(StrEnum):
    """Forms of the list of doubles."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    XLSX = "xlsx"


ListFormatOption = Annotated[ListFormat, typer.Option("--format", "-f", help=t("输出格式", "form of the output"))]


def show_groups(
    form: ListFormat,
    output: Path | None,
    *,
    terminal: Callable[[], None],
    data: Callable[[], Sequence[dict[str, Any]]],
    book: Callable[[], Path],
) -> None:
    """Show groups: ``terminal`` prints them, ``data`` gives them for machines, ``book`` writes their workbook."""
    if form is ListFormat.XLSX:
        typer.echo(str(book()))
    elif form is ListFormat.TEXT and output is None:
        terminal()
    else:
        listed = data()
        emit_data({"groups": listed}, form, output, lines=listed)


def tell_decided(made: Deciding) -> None:
    """Say how many groups of a filled-in workbook were decided."""
    say(
        t(
            f"新判断 {made.new} 组，与以前相同 {made.unchanged} 组，未填 {made.undecided} 组。",
            f"{made.new} groups decided, {made.unchanged} as before, {made.undecided} left open.",
        )
    )


def write_book(path: Path, table: Table, *, decided: bool = True, reveal: bool = False) -> Path:
    """Write a workbook of groups; with ``decided`` one that somebody decides in, with its drop-downs."""
    from gridctl.addresses.doubles.casetable import choices
    from gridctl.render.xlsx import SheetSpec, write_workbook

    sheet = t("判断", "decisions") if decided else table.title.text(language())
    spec = SheetSpec(table, sheet, choices=choices(language()) if decided else {}, landscape=True)
    write_workbook(path, [spec], language(), reveal=reveal)
    return path
