"""Markdown for the terminal: Chinese text broken where Chinese may be broken, code as it stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from rich.markdown import CodeBlock, Heading, Markdown, MarkdownElement, Paragraph, TableElement
from rich.text import Text

from gridctl.render.prose import WIDE, Prose, break_points
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console, ConsoleOptions, RenderResult

# Code stands a little to the right, and what is left of a long line further.
_MARGIN = "      "
_CHINESE_BREAK = pattern(rf"(?<=[{WIDE}])\n(?=[{WIDE}])")


class _Paragraph(Paragraph):
    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield Prose(self.text)


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

        # The page's own blank lines stand around it.
        table = Table(box=box.SIMPLE, pad_edge=False, show_edge=False)
        header = self.header.row.cells if self.header and self.header.row else []
        for cell in header:
            table.add_column(Prose(cell.content))
        for row in self.body.rows if self.body else []:
            table.add_row(*(Prose(each.content) for each in row.cells))
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
