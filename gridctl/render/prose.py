"""Text broken where Chinese or English may be broken: marks stay with their words, words and numbers whole."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from rich.measure import Measurement

from gridctl.text.pattern import pattern
from gridctl.text.width import display_width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console, ConsoleOptions, RenderResult
    from rich.text import Text

# A word or a number stays whole, a Chinese character is a piece of its own; marks that may not open a line stay with
# what they follow, marks that may not close one with what follows them.
_CLOSING = "，。；：！？、）》」』】”’…％="
_OPENING = "（《「『【“‘"
WIDE = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
# English marks close a word unless one goes on behind them, as in 台账.xlsx.
_CLOSE = rf"(?:[{re.escape(_CLOSING)}]|[,.;:!?)](?!\w))*"
_PIECE = pattern(rf"\s+|[{re.escape(_OPENING)}]*(?:[{WIDE}]|[^\s{WIDE}{re.escape(_OPENING)}]+){_CLOSE}|\S")
_WORD = pattern(r"\s*\S+\s*|\s+")
# A column need not be wider than this for one long word in it.
_LONGEST = 24


def break_points(text: str, width: int, *, at_blanks: bool = False) -> list[int]:
    """Where to begin a new line so that none is wider than ``width`` columns; one long piece may be broken itself.

    Prose may be broken between Chinese characters, ``at_blanks`` only between words, as a command must be.
    """
    points: list[int] = []
    if display_width(text) <= width:
        return points
    used = 0
    for start, piece in _pieces(text, width, _WORD if at_blanks else _PIECE):
        room, shown = _room(piece)
        if used and used + shown > width:
            points.append(start)
            used = 0
        used += room
    return points


def widest_piece(text: str) -> int:
    """The columns that the longest piece of a text takes which should not be broken, within reason."""
    return min(_LONGEST, max((display_width(each) for each in _PIECE.findall(text)), default=0))


def lines_of(text: Text, width: int, *, first: int = 0, further: int = 0) -> Iterator[Text]:
    """The lines of a text in ``width`` columns, without blanks at their ends.

    ``first`` and ``further`` are the blanks before the first line and before those that follow it.
    """
    from rich.text import Text

    for number, paragraph in enumerate(text.split("\n", allow_blank=True)):
        # Broken for the narrower room, so that every line fits.
        room = max(1, width - max(first, further))
        for at, line in enumerate(paragraph.divide(break_points(paragraph.plain, room))):
            line.rstrip()
            line.no_wrap = True
            before = further if at or number else first
            yield Text(" " * before, no_wrap=True).append_text(line) if before else line


class Prose:
    """A text whose lines end where Chinese or English may be broken."""

    def __init__(self, text: Text) -> None:
        self.text = text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield from lines_of(self.text, options.max_width)

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        widest = max((display_width(line) for line in self.text.plain.split("\n")), default=0)
        return Measurement(min(widest, max(8, widest_piece(self.text.plain))), widest).with_maximum(options.max_width)


def _pieces(text: str, width: int, pattern: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    for match in pattern.finditer(text):
        if _room(piece := match[0])[1] <= width:
            yield match.start(), piece
        else:
            yield from enumerate(piece, match.start())


# A thousand findings have the same few characters and words.
@lru_cache(maxsize=8192)
def _room(piece: str) -> tuple[int, int]:
    """The columns a piece takes, and those it takes at the end of a line."""
    return display_width(piece), display_width(piece.rstrip())
