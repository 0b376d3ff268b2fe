"""Markdown for the terminal: Chinese text broken where Chinese may be broken, code as it stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from rich.markdown import CodeBlock, Heading, Markdown, MarkdownElement, Paragraph, TableElement
from rich.measure import Measurement
from rich.text import Text

from gridctl.text.width import display_width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console, ConsoleOptions, RenderResult

# A word or a number stays whole, a Chinese character is a piece of its own; marks that may not open a line stay with
# what they follow, marks that may not close one with what follows them.
_CLOSING = "，。；：！？、）》」』】”’…％"
_OPENING = "（《「『【“‘"
_WIDE = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
_PIECE = re.compile(
    rf"\s+|[{re.escape(_OPENING)}]*(?:[{_WIDE}]|[^\s{_WIDE}{re.escape(_OPENING)}]+)[{re.escape(_CLOSING)}]*|\S"
)
_WORD = re.compile(r"\s*\S+\s*|\s+")
# Code stands a little to the right, and what is left of a long line further.
_MARGIN = "      "
_CHINESE_BREAK = re.compile(rf"(?<=[{_WIDE}])\n(?=[{_WIDE}])")


def break_points(text: str, width: int, *, at_blanks: bool = False) -> list[int]:
    """Where to begin a new line so that none is wider than ``width`` columns; one long piece may be broken itself.

    Prose may be broken between Chinese characters, ``at_blanks`` only between words, as a command must be.
    """
    points: list[int] = []
    used = 0
    for start, piece in _pieces(text, width, _WORD if at_blanks else _PIECE):
        room = display_width(piece)
        if used and used + display_width(piece.rstrip()) > width:
            points.append(start)
            used = 0
        used += room
    return points


def _pieces(text: str, width: int, pattern: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    for match in pattern.finditer(text):
        if display_width(match.group().rstrip()) <= width:
            yield match.start(), match.group()
        else:
            yield from enumerate(match.group(), match.start())


class _Prose:
    """A text whose lines end where Chinese or English may be broken."""

    def __init__(self, text: Text) -> None:
        self.text = text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for paragraph in self.text.split("\n"):
            for line in paragraph.divide(break_points(paragraph.plain, options.max_width)):
                line.rstrip()
                line.no_wrap = True
                yield line

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        widest = max((display_width(line) for line in self.text.plain.split("\n")), default=0)
        return Measurement(min(widest, 8), widest).with_maximum(options.max_width)


class _Paragraph(Paragraph):
    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield _Prose(self.text)


class _Heading(Heading):
    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        self.text.justify = "left"
        self.text.stylize("bold cyan" if self.tag == "h1" else "bold")
        yield self.text


class _Code(CodeBlock):
    """Lines as they stand, indented; what is typed stands out from what is answered."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for line in self.text.plain.rstrip().split("\n"):
            style = "bold green" if line.startswith("$ ") else "dim" if line.startswith("# ") else ""
            starts = break_points(line, options.max_width - len(_MARGIN), at_blanks=True)
            for at, part in enumerate(Text(line, style=style, no_wrap=True).divide(starts)):
                part.rstrip()
                yield Text(_MARGIN if at else _MARGIN[:2], no_wrap=True).append_text(part)


class _Table(TableElement):
    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        from rich import box
        from rich.table import Table

        table = Table(box=box.SIMPLE, pad_edge=False)
        header = self.header.row.cells if self.header and self.header.row else []
        for cell in header:
            table.add_column(_Prose(cell.content))
        for row in self.body.rows if self.body else []:
            table.add_row(*(_Prose(each.content) for each in row.cells))
        yield table


class Page(Markdown):
    """A page of Markdown as this program shows it."""

    elements: ClassVar[dict[str, type[MarkdownElement]]] = {
        **Markdown.elements,
        "paragraph_open": _Paragraph,
        "heading_open": _Heading,
        "fence": _Code,
        "code_block": _Code,
        "table_open": _Table,
    }

    def __init__(self, text: str) -> None:
        super().__init__("".join(_joined(text)), hyperlinks=False)


def _joined(text: str) -> Iterator[str]:
    """Lines of Chinese that belong to one paragraph joined without the blank that English needs; code as it is."""
    for number, part in enumerate(re.split(r"(?m)^(?=```)", text)):
        yield part if number % 2 else _CHINESE_BREAK.sub("", part)
