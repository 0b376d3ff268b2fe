"""A book as its sender filled it in: sheets of raw cells, what is merged and what hidden; nothing is interpreted."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from gridctl.intake.reading.coded import CodedColumn, CodedRows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from gridctl.findings.finding import Finding

Cell: TypeAlias = str | float | int | bool | dt.date | dt.datetime | dt.time | dt.timedelta
"""A cell's value; ``""`` is an empty cell."""


class Merge(NamedTuple):
    """A merged range, rows and columns from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. ``rows`` begin at A1, so that indexes name cells; rows may differ in length.

    ``hidden_rows``, ``hidden_columns`` and ``error_cells`` (such as ``#REF!``; they read as empty) are known for .xlsx,
    the hidden ones for .ods too. ``origin`` tells of rows made from cards where a cell stands on the sender's sheet.
    """

    name: str
    rows: Sequence[list[Cell]]
    visible: bool = True
    merges: tuple[Merge, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    error_cells: frozenset[tuple[int, int]] = frozenset()
    origin: Mapping[tuple[int, int], tuple[int, int]] | None = None

    def sent(self, row: int, col: int) -> tuple[int, int]:
        """Where the sender sees a cell; of one that a card has not, where its row begins."""
        if self.origin is None:
            return row, col
        return self.origin.get((row, col)) or min(
            (spot for (at, _), spot in self.origin.items() if at == row), default=(row, col)
        )

    def beginnings(self, first: int) -> Iterator[tuple[Cell, Cell]]:
        """The first two cells of each row from one on, ``""`` where a row has none."""
        if isinstance(self.rows, CodedRows):
            return self.rows.beginnings(first)
        rows = itertools.islice(self.rows, first, None)
        return ((row[0], row[1]) if len(row) > 1 else (row[0] if row else "", "") for row in rows)

    def value(self, row: int, col: int) -> Cell:
        """The cell's value, ``""`` outside the sheet."""
        if not 0 <= row < len(self.rows):
            return ""
        if isinstance(self.rows, CodedRows):
            return self.rows.cell(row, col) if 0 <= col < len(self.rows.columns) else ""
        cells = self.rows[row]
        return cells[col] if 0 <= col < len(cells) else ""

    def column(self, col: int, rows: Sequence[int]) -> Iterable[Cell]:
        """The cells of one column in these rows."""
        if isinstance(self.rows, CodedRows) and 0 <= col < len(self.rows.columns):
            return self.rows.column(col, rows)
        return (self.value(row, col) for row in rows)

    def count(self, col: int, rows: Sequence[int]) -> int:
        """In how many of these rows something is seen in a column."""
        seen = Counter(self.column(col, rows))
        return sum(count for cell, count in seen.items() if not is_empty(cell))

    def distinct(self, col: int, rows: Sequence[int]) -> Iterable[Cell]:
        """The different cells of one column in these rows, in the order of their first row."""
        cells = self.column(col, rows)
        return cells.distinct().values() if isinstance(cells, CodedColumn) else dict.fromkeys(cells)


@dataclass(frozen=True, slots=True)
class Book:
    """A file with its sheets, or with the findings that say why there are none. ``kind`` is what its bytes are."""

    path: Path
    kind: str = ""
    sha256: str = ""
    sheets: tuple[Sheet, ...] = ()
    findings: tuple[Finding, ...] = field(default=())


def cell_text(value: Cell) -> str:
    """What a cell looks like: whole numbers without a point, dates as ISO text."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.isoformat(" ").removesuffix(" 00:00:00")
    return str(value)


def is_empty(value: Cell) -> bool:
    """Whether nothing is seen in the cell."""
    return value == "" if not isinstance(value, str) else not value.strip()
