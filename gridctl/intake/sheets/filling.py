"""Putting in what merged cells and 同上 stand for, so that every row says all it means."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from gridctl.intake.cells.values import DITTO
from gridctl.intake.reading.book import Cell, Sheet, is_empty
from gridctl.intake.reading.coded import CodedColumn, CodedRows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gridctl.intake.sheets.region import Region


_AT_ONCE: Final = 10_000


class SentRows(Mapping[int, "list[Cell]"]):
    """The data rows of a sheet by number, as sent until something is put into one."""

    def __init__(self, sheet: Sheet, numbers: Sequence[int]) -> None:
        self._sheet = sheet
        self._numbers = numbers
        self._filled: dict[int, list[Cell]] = {}

    def __getitem__(self, row: int) -> list[Cell]:
        filled = self._filled.get(row)
        return self._sheet.rows[row] if filled is None else filled

    def __iter__(self) -> Iterator[int]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)

    def __contains__(self, row: object) -> bool:
        at = bisect_left(self._numbers, row) if isinstance(row, int) else len(self._numbers)
        return at < len(self._numbers) and self._numbers[at] == row

    def put(self, row: int, col: int, value: Cell) -> None:
        """Put a value into a cell."""
        if row not in self._filled:
            self._filled[row] = list(self._sheet.rows[row])
        cells = self._filled[row]
        cells.extend([""] * (col + 1 - len(cells)))
        cells[col] = value


@dataclass(slots=True)
class FilledRows:
    """The data rows by number, and how many columns have headings.

    ``carried`` and ``dittos`` are, by column, how many cells of a merge or of 同上 were put in, and the first row;
    ``orphans`` the cells (row, column) of 同上 below nothing.
    """

    sheet: Sheet
    numbers: Sequence[int]
    width: int
    carried: dict[int, tuple[int, int]] = field(default_factory=dict)
    dittos: dict[int, tuple[int, int]] = field(default_factory=dict)
    orphans: list[tuple[int, int]] = field(default_factory=list)
    cells: SentRows = field(init=False)
    # Columns into which something was put.
    _put: set[int] = field(default_factory=set)
    _columns: list[tuple[Cell, ...]] | None = None

    def __post_init__(self) -> None:
        self.cells = SentRows(self.sheet, self.numbers)

    def put(self, row: int, col: int, value: Cell) -> None:
        """Put a value into a cell."""
        self.cells.put(row, col, value)
        self._put.add(col)
        self._columns = None

    def column(self, col: int) -> Sequence[Cell]:
        """The cells of one column, row by row."""
        rows = self.sheet.rows
        if not isinstance(rows, CodedRows):
            return self._listed()[col] if col < len(self._listed()) else [""] * len(self.cells)
        if col >= len(rows.columns):
            return [""] * len(self.cells)
        return [row[col] for row in self.cells.values()] if col in self._put else rows.column(col, self.numbers)

    def columns(self) -> Iterator[Sequence[Cell]]:
        """The columns, as far as there are headings."""
        return map(self.column, range(self.width))

    def _listed(self) -> list[tuple[Cell, ...]]:
        """Rows that are lists, turned into columns."""
        if self._columns is None:
            rows = (row if len(row) <= self.width else row[: self.width] for row in self.cells.values())
            self._columns = list(zip_longest(*rows, fillvalue=""))
        return self._columns


def fill_rows(sheet: Sheet, region: Region) -> FilledRows:
    """The data rows of a sheet, filled."""
    filled = FilledRows(sheet, region.data, max(each.col for each in region.headings) + 1)
    _fill_merges(filled, sheet, region)
    if _may_have_ditto(sheet) and any(_has_ditto(column) for column in filled.columns()):
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


def _may_have_ditto(sheet: Sheet) -> bool:
    """Whether a 同上 stands anywhere in a book's texts: to look through each column takes ten times as long."""
    if not isinstance(sheet.rows, CodedRows):
        return True
    values = sheet.rows.values
    texts = ("\n".join(map(str, values[at : at + _AT_ONCE])) for at in range(0, len(values), _AT_ONCE))
    # One character is found many times faster than two.
    return any(ditto[0] in text and ditto in text for text in texts for ditto in DITTO)


def _has_ditto(column: Sequence[Cell]) -> bool:
    distinct = set(column.distinct().values() if isinstance(column, CodedColumn) else column)
    if not DITTO.isdisjoint(distinct):
        return True
    return not DITTO.isdisjoint({cell.strip() for cell in distinct if isinstance(cell, str)})


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
