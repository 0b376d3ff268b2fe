"""A table made of a sheet that holds none: each value below a label, with the cell where its sender sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from gridctl.intake.columns.heading import Heading
from gridctl.intake.reading.book import Cell
from gridctl.intake.sheets.region import Region

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gridctl.intake.reading.book import Sheet

Spot: TypeAlias = tuple[int, int]
"""A cell of the sender's sheet: its row and column."""

MadeRow: TypeAlias = Mapping[str, tuple[Cell, Spot | None]]
"""What a row says by label, and where; None where the sheet does not say it in a cell of its own."""

_ABOVE = 2


def made_table(sheet: Sheet, title: str, rows: Sequence[MadeRow]) -> tuple[Sheet, Region]:
    """The rows as a sheet with a title and one row of headings, and where they are on it."""
    labels = list(dict.fromkeys(label for row in rows for label in row))
    table: list[list[Cell]] = [[title], [*labels]]
    table += [[row[label][0] if label in row else "" for label in labels] for row in rows]
    origin = {
        (at, col): spot
        for at, row in enumerate(rows, _ABOVE)
        for col, label in enumerate(labels)
        if label in row and (spot := row[label][1]) is not None
    }
    made = replace(
        sheet,
        rows=table,
        merges=(),
        hidden_rows=frozenset(),
        hidden_columns=frozenset(),
        error_cells=frozenset(),
        origin=origin,
    )
    headings = tuple(Heading(col, (label,)) for col, label in enumerate(labels))
    return made, Region(title, "", (1, 1), headings, tuple(range(_ABOVE, len(table))), ())
