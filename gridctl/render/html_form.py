"""A table to fill in by hand, as a page to print on A4: answers to choose from are boxes to tick, others are blanks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridctl.render.html import page, page_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gridctl.findings.table import Table, Words

# More answers than these do not fit a cell: they are written.
_MOST_BOXES = 5


def form_page(
    table: Table,
    language: str,
    *,
    choices: Mapping[str, Sequence[str]],
    signature: Sequence[Words],
    reveal: bool = False,
    leave_out: Sequence[str] = (),
) -> str:
    """The page as text, with nothing outside it. ``choices`` are the answers by column key; what rows leave empty is
    asked for.
    """
    kept = [column.key for column in table.columns if column.key not in leave_out]
    asked = {column.key for place, column in enumerate(table.columns) if all(row[place] is None for row in table.rows)}
    boxes = {
        place: list(choices[key])
        for place, key in enumerate(kept)
        if key in asked and len(choices.get(key, ())) in range(1, _MOST_BOXES + 1)
    }
    made = page_table(table, language, reveal=reveal, leave_out=leave_out)
    blank = [key in asked and place not in boxes for place, key in enumerate(kept)]
    context = {"table": made, "boxes": boxes, "blank": blank, "signature": [each.text(language) for each in signature]}
    return page("form.html.j2", language, {"title": made.title, **context})
