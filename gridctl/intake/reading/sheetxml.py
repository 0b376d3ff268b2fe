"""The cells of a worksheet from its XML, block by block: a sheet of any length takes memory for its result only.

What a cell means is not decided here. A text is known by its number in the book's table of texts; every other cell is
kept as it is written, each distinct one once, for the library to read (`gridctl.intake.reading.plainxlsx`). This knows
the one plain form in which programs write tables; whatever else it meets makes it give up.
"""

from __future__ import annotations

import itertools
import re
from array import array
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Final

from gridctl.intake.reading.extent import MOST_CELLS, column_number
from gridctl.intake.reading.marks import error_cells, hidden_columns, hidden_rows, merges
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gridctl.intake.reading.book import Merge

_BLOCK: Final = 1 << 20
_HEAD: Final = 1 << 18
_LAST_ROW: Final = 1_048_576
_WIDEST: Final = 1_000
_BEGIN: Final = pattern(rb"<sheetData ?(/?)>")
_COLUMN: Final = pattern(rb'<c r="([A-Z]+)')
# ECMA-376 part 1, 18.3.1.4: a cell whose text is in the table of texts; and any other one, as a whole.
_TEXT_CELL: Final = rb'%b t="s"><v>(\d+)</v></c>'
_OTHER_CELL: Final = rb"([^>/]*(?:/>|>[^<]*(?:<(?!/c>)[^<]*)*</c>))"
_ANY_CELL: Final = rb"(?:%b|%b)" % (_TEXT_CELL % rb'(?: s="\d+")?', _OTHER_CELL)


@dataclass(slots=True)
class SheetCells:
    """A worksheet's cells by column: below ``texts`` the number of a text, ``texts`` itself an empty cell, above it
    the place of a cell in ``others``. Merged, hidden and error cells as in `gridctl.intake.reading.book.Sheet`.
    """

    columns: list[array[int]]
    others: list[bytes]
    merges: tuple[Merge, ...]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    error_cells: frozenset[tuple[int, int]]


class NotPlain(Exception):  # noqa: N818 -- no error: the sheet is read in another way
    """A worksheet is written in a form that is not known here."""


def read_cells(stream: IO[bytes], texts: int) -> SheetCells:
    """Read a worksheet; ``texts`` is how many texts the book's table has. Raises NotPlain."""
    head, blocks = _opened(stream)
    found = _Cells(texts)
    errors: set[tuple[int, int]] = set()
    hidden: set[int] = set()
    tail: bytes | None = None
    for rows, after in blocks:
        if not found.take(rows):
            errors |= error_cells(rows)
        hidden |= hidden_rows(rows)
        tail = after
    if tail is None:
        raise NotPlain
    # Piece by piece too: read as a whole, what is packed may be far more than the archive says.
    while more := stream.read(_BLOCK):
        tail += more
    columns = found.columns()
    return SheetCells(
        columns, list(found.others), merges(tail), frozenset(hidden), hidden_columns(head), frozenset(errors)
    )


def _opened(stream: IO[bytes]) -> tuple[bytes, Iterator[tuple[bytes, bytes | None]]]:
    """What stands before the rows, and the rows as `_blocks` gives them."""
    first = stream.read(_HEAD)
    begin = _BEGIN.search(first)
    declared = first[:100].partition(b"?>")[0].lower()
    if begin is None or (b"encoding=" in declared and b"utf-8" not in declared):
        raise NotPlain
    rest = first[begin.end() :]
    return first[: begin.end()], iter(((b"", rest),)) if begin[1] else _blocks(stream, rest)


def _blocks(stream: IO[bytes], rest: bytes) -> Iterator[tuple[bytes, bytes | None]]:
    """The rows in blocks that end between two of them; beside the last what stands after it, None where no end is."""
    while True:
        last = max(rest.rfind(b"<row "), 0)
        # The end comes after the last row: to look for it in all of a block takes as long as to unpack it.
        end = rest.find(b"</sheetData>", last)
        if end >= 0:
            yield rest[:end], rest[end:]
            return
        if last:
            yield rest[:last], None
            rest = rest[last:]
        more = stream.read(_BLOCK)
        if not more:
            return
        rest += more


@dataclass(slots=True)
class _Cells:
    """The cells read so far. Rows are matched as a whole, one group a column: 20 times fewer steps than cells."""

    texts: int
    others: dict[bytes, int] = field(default_factory=dict)
    _names: list[bytes] = field(default_factory=list)
    _codes: dict[bytes, array[int]] = field(default_factory=dict)
    _height: int = 0
    _row: re.Pattern[bytes] = field(default_factory=lambda: _row_of(()))
    # What cells are in rows of texts in the styles of the first block; nothing before, and once a row was another.
    _texts_cells: Sequence[bytes] = ()

    def take(self, block: bytes) -> bool:
        """Take in a block of whole rows; whether it was told at once that all cells are texts."""
        # The sign alone is found ten times as fast.
        if b"!" in block and b"<!" in block:
            raise NotPlain
        count = block.count(b"<row")
        if self._texts_cells:
            found = _row_of(self._names, self._texts_cells).findall(block)
            if found and len(found) == count:
                numbers, *texts = zip(*found, strict=True)
                self._append([*map(int, numbers)], [self._coded(each) for each in texts])
                return True
            self._texts_cells = ()
        first = not self._names
        found = self._row.findall(block)
        if len(found) != count:
            self._widen(block)
            found = self._row.findall(block)
        if len(found) != count:
            raise NotPlain
        if not found:
            return False
        numbers, *cells = zip(*found, strict=True)
        coded = [self._coded(cells[at], cells[at + 1]) for at in range(0, len(cells), 2)]
        self._append([*map(int, numbers)], coded)
        if first and not any(any(others) for others in cells[1::2]):
            self._texts_cells = [_text_cell(name, block) for name in self._names]
        return False

    def columns(self) -> list[array[int]]:
        """All columns from A to the last one that has a cell, to the last row that is not empty."""
        if not self._codes:
            return []
        width = column_number(self._names[-1].decode()) + 1
        if width > _WIDEST or width * self._height > MOST_CELLS:
            raise NotPlain
        numbered = {column_number(name.decode()): codes for name, codes in self._codes.items()}
        blank = array("I", [self.texts]) * self._height
        return [numbered.get(col, blank) for col in range(width)]

    def _widen(self, block: bytes) -> None:
        """Know the columns of this block too."""
        self._names = sorted({*self._names, *_COLUMN.findall(block)}, key=lambda name: (len(name), name))
        if len(self._names) > _WIDEST:
            raise NotPlain
        for name in self._names:
            if name not in self._codes:
                self._codes[name] = array("I", [self.texts]) * self._height
        self._row = _row_of(self._names)

    def _coded(self, texts: Sequence[bytes], others: Sequence[bytes] = ()) -> list[int]:
        """The places of one column's cells; without ``others`` a cell that is no text is left out."""
        if b"" not in texts:
            codes = list(map(int, texts))
            highest = max(codes)
        else:
            numbers = list(map(int, filter(None, texts)))
            highest = max(numbers, default=-1)
            number = iter(numbers)
            # Blank cells of a few styles are most of them.
            known = {other: self._other(other) if other else self.texts for other in dict.fromkeys(others or (b"",))}
            codes = [
                next(number) if text else known[other]
                for text, other in zip(texts, others or itertools.repeat(b""), strict=False)
            ]
        if highest >= self.texts:
            raise NotPlain
        return codes

    def _other(self, cell: bytes) -> int:
        if cell.endswith(b"/>") or cell.count(b"<") == 1:
            return self.texts
        if b't="s"' in cell:
            raise NotPlain
        return self.others.setdefault(cell, self.texts + 1 + len(self.others))

    def _append(self, rows: list[int], coded: list[list[int]]) -> None:
        """Add rows of these numbers; those that are left out are empty, and empty ones at the end are not kept."""
        if rows[-1] > _LAST_ROW or rows[0] <= self._height:
            raise NotPlain
        blank = self.texts
        last = max((at for codes in coded for at in _last_not(codes, blank)), default=-1)
        if last < 0:
            return
        first, height = self._height, rows[last]
        if height * len(self._names) > MOST_CELLS:
            raise NotPlain
        if rows[0] == first + 1 and rows == list(range(rows[0], rows[0] + len(rows))):
            for name, codes in zip(self._names, coded, strict=True):
                # At once: an array that is extended takes one after the other.
                self._codes[name].fromlist(codes[: last + 1] if last + 1 < len(codes) else codes)
        else:
            if any(one >= other for one, other in itertools.pairwise(rows)):
                raise NotPlain
            for name, codes in zip(self._names, coded, strict=True):
                added = array("I", [blank]) * (height - first)
                for number, code in zip(rows[: last + 1], codes, strict=False):
                    added[number - first - 1] = code
                self._codes[name].extend(added)
        self._height = height


def _last_not(codes: list[int], blank: int) -> Iterator[int]:
    """The last place of something else than ``blank``."""
    for at in range(len(codes) - 1, -1, -1):
        if codes[at] != blank:
            yield at
            return


def _text_cell(name: bytes, block: bytes) -> bytes:
    """A text in a column, in the style that the last one in a block has."""
    at = block.rfind(b'<c r="%b' % name)
    style = re.match(rb'<c r="[A-Z]+\d+"( s="\d+")?', block[at : at + 100])
    return _TEXT_CELL % (style[1] or b"" if style else b"")


def _row_of(names: Sequence[bytes], kinds: Sequence[bytes] = ()) -> re.Pattern[bytes]:
    """A row of cells in these columns, any of which may be left out: its number, then the groups of each cell.

    ``kinds`` are what each column's cells are; without it they may be anything, which takes two groups.
    """
    each = zip(names, kinds or itertools.repeat(_ANY_CELL), strict=False)
    # A cell or nothing: to a repetition of 0 or 1 the matcher gives a third more time.
    cells = b"".join(rb'(?:<c r="%b\d+"%b|)' % cell for cell in each)
    return re.compile(rb'<row r="(\d+)"[^>/]*(?:/>|>%b</row>)' % cells)
