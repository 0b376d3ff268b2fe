"""Tables of a web page as sheets: what many platforms give out under the name .xls."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

from gridctl.intake.reading.book import Cell, Merge, Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

# HTML's own limits are 1000 columns and 65 534 rows; a form has neither.
_MOST_ACROSS: Final = 256
_MOST_DOWN: Final = 10_000
_BREAKS: Final = frozenset(("br", "p", "div", "li"))
_UNSEEN: Final = frozenset(("script", "style", "head", "title"))


def sheets_of(text: str) -> tuple[Sheet, ...]:
    """The tables that hold anything, in their order; a table inside a cell is a sheet of its own."""
    page = _Page()
    page.feed(text)
    page.close()
    page.end_all()
    found = [table for table in page.tables if any(cell for row in table.rows for cell in row)]
    return tuple(
        Sheet(f"Table {number}" if len(found) > 1 else "Table", table.rows, merges=tuple(table.merges))
        for number, table in enumerate(found, start=1)
    )


class _Table:
    """A table on its way. ``_held`` are places of the coming rows that a cell above reaches down into."""

    def __init__(self) -> None:
        self.rows: list[list[Cell]] = []
        self.merges: list[Merge] = []
        self._held: set[tuple[int, int]] = set()
        self._cell: tuple[int, int] | None = None
        self._text: list[str] = []

    def row(self) -> None:
        self.end_cell()
        self.rows.append([])

    def cell(self, across: int, down: int) -> None:
        self.end_cell()
        if not self.rows:
            self.rows.append([])
        at, row = len(self.rows) - 1, self.rows[-1]
        while (at, len(row)) in self._held:
            self._held.discard((at, len(row)))
            row.append("")
        left = len(row)
        row.extend([""] * across)
        if across > 1 or down > 1:
            self.merges.append(Merge(at, left, at + down - 1, left + across - 1))
            self._held.update((below, col) for below in range(at + 1, at + down) for col in range(left, left + across))
        self._cell = (at, left)

    def say(self, text: str) -> None:
        if self._cell is not None:
            self._text.append(text)

    def end_cell(self) -> None:
        if self._cell is not None:
            at, left = self._cell
            lines = (" ".join(line.split()) for line in "".join(self._text).split("\n"))
            self.rows[at][left] = "\n".join(filter(None, lines))
        self._cell = None
        self._text = []


class _Page(HTMLParser):
    """Collects tables; a tag that was left open is closed by what follows."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self._open: list[_Table] = []
        self._unseen = ""

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen = tag
        elif tag == "body":
            self._unseen = ""
        elif tag == "table":
            self._unseen = ""
            self._open.append(_Table())
            self.tables.append(self._open[-1])
        elif self._open and tag == "tr":
            self._open[-1].row()
        elif self._open and tag in ("td", "th"):
            spans = dict(attrs)
            self._open[-1].cell(_span(spans.get("colspan"), _MOST_ACROSS), _span(spans.get("rowspan"), _MOST_DOWN))
        elif self._open and tag in _BREAKS:
            self._open[-1].say("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._unseen:
            self._unseen = ""
        elif self._open and tag == "table":
            self._open.pop().end_cell()
        elif self._open and tag in ("td", "th", "tr"):
            self._open[-1].end_cell()

    def handle_data(self, data: str) -> None:
        if self._open and not self._unseen:
            # A line break of the source is a blank; only <br> is one to the reader.
            self._open[-1].say(data.replace("\n", " ").replace("\r", " "))

    def end_all(self) -> None:
        """The page is over, whatever is still open."""
        for table in self._open:
            table.end_cell()


def _span(text: str | None, most: int) -> int:
    text = (text or "").strip()
    return min(int(text), most) if text.isdecimal() and int(text) > 0 else 1
