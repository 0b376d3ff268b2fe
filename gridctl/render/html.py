"""Self-contained pages: tables and charts in one file that opens anywhere, offline, and prints on A4."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from gridctl.render.cells import as_data, as_text, masked
from gridctl.render.saving import save

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from jinja2 import Environment

    from gridctl.findings.table import Cell, Table, TableColumn

_SHORT = 12
_RIGHT = frozenset(("number", "percent", "count"))
# Columns under these keys hold movements: shown with their sign.
_MOVEMENTS = frozenset(("change", "year_change"))


@dataclass(frozen=True, slots=True)
class PageCell:
    """One cell of a page's table: its text, what it is sorted by, and its style classes."""

    text: str
    sort: str
    style: str = ""


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table ready for a template, in one language and masked."""

    title: str
    headings: tuple[tuple[str, str], ...]
    rows: tuple[tuple[PageCell, ...], ...]
    notes: tuple[str, ...]
    footer: tuple[str, ...]


def page_table(table: Table, language: str, *, reveal: bool = False, leave_out: Sequence[str] = ()) -> PageTable:
    """A table for a template, without the columns whose keys ``leave_out`` names."""
    kept = [(place, column) for place, column in enumerate(table.columns) if column.key not in leave_out]
    decimals = {
        place for place, column in kept if column.kind == "number" and any(_broken(row[place]) for row in table.rows)
    }
    return PageTable(
        table.title.text(language),
        tuple((column.label(language), "num" if column.kind in _RIGHT else "") for _, column in kept),
        tuple(
            tuple(
                _cell(column, masked(column, row[place], reveal=reveal), language, decimals=place in decimals)
                for place, column in kept
            )
            for row in table.rows
        ),
        tuple(each.text(language) for each in table.notes),
        tuple(each.text(language) for each in table.footer),
    )


def page(template: str, language: str, context: dict[str, Any]) -> str:
    """A page from a template of this package."""
    return _environment().get_template(template).render(language=language, zh=language == "zh", **context)


def write_page(path: Path, text: str) -> None:
    """Write a page to ``path``, making its folder; raises ``Refused`` when the file cannot be written."""
    save(path, text.encode())


def _broken(value: Cell) -> bool:
    return isinstance(value, float) and value % 1 != 0


def _cell(column: TableColumn, value: Cell, language: str, *, decimals: bool) -> PageCell:
    right = "num" if column.kind in _RIGHT else ""
    sort = str(as_data(value)) if value is not None else ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        if column.key in _MOVEMENTS:
            text = f"{value:+.2f}" if decimals else f"{value:+,}"
            return PageCell(text if value else "0", sort, f"{right} {'up' if value > 0 else 'down' if value else ''}")
        if column.kind in ("number", "count"):
            return PageCell(f"{value:,.2f}" if decimals else f"{value:,g}", sort, right)
    text = as_text(column, value, language)
    # Short words stay on one line; a narrow column would otherwise stand them on end.
    return PageCell(text, sort, right or ("short" if len(text) <= _SHORT else ""))


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("gridctl", "render/templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
