"""The cells of a large sheet: four bytes a cell, and each distinct value once.

A list of 200 000 people has a dozen relations, forty grids and 2.4 million cells. As lists of values they take 200 MB
and more; here a column is an array of places in one list of values.
"""

from __future__ import annotations

import itertools
from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gridctl.intake.reading.book import Cell


class CodedRows(Sequence["list[Cell]"]):
    """Rows of cells, all of one length, made when they are asked for.

    ``columns`` are places in ``values``, all equally many; one value may have several places.
    """

    __slots__ = ("columns", "values")

    def __init__(self, columns: Sequence[array[int]], values: list[Cell]) -> None:
        self.columns = columns
        self.values = values

    def __len__(self) -> int:
        return len(self.columns[0]) if self.columns else 0

    @overload
    def __getitem__(self, at: int) -> list[Cell]: ...

    @overload
    def __getitem__(self, at: slice) -> list[list[Cell]]: ...

    def __getitem__(self, at: int | slice) -> list[Cell] | list[list[Cell]]:
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(len(self)))]
        values = self.values
        return [values[codes[at]] for codes in self.columns]

    def __iter__(self) -> Iterator[list[Cell]]:
        value = self.values.__getitem__
        return (list(map(value, codes)) for codes in zip(*self.columns, strict=True))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(list.__eq__, self, other))

    __hash__ = None  # type: ignore[assignment]

    def cell(self, row: int, col: int) -> Cell:
        """One cell; raises IndexError outside the sheet."""
        return self.values[self.columns[col][row]]

    def beginnings(self, first: int) -> Iterator[tuple[Cell, Cell]]:
        """The first two cells of each row from one on; ``""`` beside the only one."""
        value = self.values.__getitem__
        heads, *others = (map(value, codes[first:]) for codes in self.columns[:2])
        return zip(heads, others[0] if others else itertools.repeat(""), strict=False)

    def column(self, col: int, rows: Sequence[int]) -> CodedColumn:
        """The cells of one column in these rows."""
        codes = self.columns[col]
        if rows and rows[-1] - rows[0] + 1 == len(rows):
            return CodedColumn(codes[rows[0] : rows[-1] + 1], self.values)
        return CodedColumn(array("I", map(codes.__getitem__, rows)), self.values)


class CodedColumn(Sequence["Cell"]):
    """Some cells of one column: ``codes`` are places in ``values``."""

    __slots__ = ("codes", "values")

    def __init__(self, codes: array[int], values: list[Cell]) -> None:
        self.codes = codes
        self.values = values

    def __len__(self) -> int:
        return len(self.codes)

    @overload
    def __getitem__(self, at: int) -> Cell: ...

    @overload
    def __getitem__(self, at: slice) -> list[Cell]: ...

    def __getitem__(self, at: int | slice) -> Cell | list[Cell]:
        if isinstance(at, slice):
            return [self.values[code] for code in self.codes[at]]
        return self.values[self.codes[at]]

    def __iter__(self) -> Iterator[Cell]:
        return map(self.values.__getitem__, self.codes)

    def distinct(self) -> dict[int, Cell]:
        """The cells that occur, in the order of their first row, by their place."""
        codes = dict.fromkeys(self.codes)
        return dict(zip(codes, map(self.values.__getitem__, codes), strict=True))
