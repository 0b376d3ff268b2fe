"""Putting in what merged cells and 同上 stand for, so that every row says all it means."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TYPE_CHECKING

from gridctl.intake.book import Cell, Sheet, is_empty
from gridctl.intake.values import DITTO

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gridctl.intake.region import Region


@dataclass(slots=True)
class FilledRows:
    """The data rows by number, and how many columns have headings.

    A row is the sheet's own list until something is put into it.
    ``carried`` and ``dittos`` are, by column, how many cells of a merge or of 同上 were put in, and the first row;
    ``orphans`` the cells (row, column) of 同上 below nothing.
    """

    cells: dict[int, list[Cell]]
    width: int
    carried: dict[int, tuple[int, int]] = field(default_factory=dict)
    dittos: dict[int, tuple[int, int]] = field(default_factory=dict)
    orphans: list[tuple[int, int]] = field(default_factory=list)
    _own: set[int] = field(default_factory=set)
    _columns: list[tuple[Cell, ...]] | None = None

    def put(self, row: int, col: int, value: Cell) -> None:
        """Put a value into a cell."""
        cells = self.cells[row]
        if row not in self._own:
            self._own.add(row)
            cells = self.cells[row] = list(cells)
        self._columns = None
        cells.extend([""] * (col + 1 - len(cells)))
        cells[col] = value

    def column(self, col: int) -> Sequence[Cell]:
        """The cells of one column, row by row."""
        columns = self.columns()
        return columns[col] if col < len(columns) else [""] * len(self.cells)

    def columns(self) -> Sequence[tuple[Cell, ...]]:
        """The cells column by column, as far as there are headings."""
        if self._columns is None:
            rows = (row if len(row) <= self.width else row[: self.width] for row in self.cells.values())
            self._columns = list(zip_longest(*rows, fillvalue=""))
        return self._columns


def fill_rows(sheet: Sheet, region: Region) -> FilledRows:
    """The data rows of a sheet, filled."""
    width = max(each.col for each in region.headings) + 1
    filled = FilledRows({row: sheet.rows[row] for row in region.data}, width)
    _fill_merges(filled, sheet, region)
    if any(_has_ditto(column) for column in filled.columns()):
        _fill_dittos(filled)
    return filled


def _fill_merges(filled: FilledRows, sheet: Sheet, region: Region) -> None:
    counts: Counter[int] = Counter()
    first: dict[int, int] = {}
    for merge in sheet.merges:
        value = sheet.value(merge.top, merge.left)
        if merge.top <= region.heading_rows[1] or merge.bottom == merge.top or is_empty(value):
            continue
        for row in range(merge.top + 1, min(merge.bottom + 1, len(sheet.rows))):
            if row in filled.cells:
                filled.put(row, merge.left, value)
                counts[merge.left] += 1
                first.setdefault(merge.left, row)
    filled.carried = {col: (count, first[col]) for col, count in counts.items()}


def _has_ditto(column: Sequence[Cell]) -> bool:
    distinct = set(column)
    if not DITTO.isdisjoint(distinct):
        return True
    return any(isinstance(cell, str) and cell.strip() in DITTO for cell in distinct if cell != "")


def _fill_dittos(filled: FilledRows) -> None:
    counts: Counter[int] = Counter()
    first: dict[int, int] = {}
    previous: list[Cell] = []
    for row in filled.cells:
        for col, value in enumerate(filled.cells[row]):
            if isinstance(value, str) and value and value.strip() in DITTO:
                above = previous[col] if col < len(previous) else ""
                if is_empty(above):
                    filled.orphans.append((row, col))
                filled.put(row, col, above)
                counts[col] += 1
                first.setdefault(col, row)
        previous = filled.cells[row]
    filled.dittos = {col: (count, first[col]) for col, count in counts.items()}
