"""Tables as one page to print on A4: each begins a sheet, its heading is on every sheet, lines to sign at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridctl.render.html import page, page_table, write_page

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from gridctl.findings.table import Table


def lists_page(
    title: str, tables: Sequence[Table], language: str, *, reveal: bool = False, leave_out: Sequence[str] = ()
) -> str:
    """The page as text, with nothing outside it: no script, no other file."""
    made = [page_table(each, language, reveal=reveal, leave_out=leave_out) for each in tables]
    return page("lists.html.j2", language, {"title": title, "tables": made})


def write_lists_page(
    path: Path, title: str, tables: Sequence[Table], language: str, *, reveal: bool = False,
    leave_out: Sequence[str] = (),
) -> None:  # fmt: skip
    """Write the page; raises ``Refused`` when the file cannot be written."""
    write_page(path, lists_page(title, tables, language, reveal=reveal, leave_out=leave_out))
