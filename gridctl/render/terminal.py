"""Tables and findings on a terminal: right with Chinese widths, whole in 80 columns."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.table import Table as RichTable
from rich.text import Text

from gridctl.findings.finding import Severity
from gridctl.render.cells import as_text, masked
from gridctl.render.prose import Prose, break_points, widest_piece
from gridctl.text.width import display_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from gridctl.findings.finding import Finding
    from gridctl.findings.table import Cell, Table, TableColumn

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
SEVERITIES = {
    Severity.ERROR: ("错误", "error"),
    Severity.WARNING: ("提醒", "warning"),
    Severity.INFO: ("提示", "info"),
}
_RIGHT = frozenset(("number", "percent", "count"))
# Running text is folded to no less than this; blanks and rules between columns take this much.
_FOLDED, _GAP = 12, 3
# Places of findings are padded to this.
_PLACE = 10
# Words of findings are folded to no less than this.
_ROOM = 24


def print_table(
    console: Console,
    table: Table,
    language: str,
    *,
    reveal: bool = False,
    most: int = 0,
    only: Sequence[str] = (),
) -> None:
    """Print a table as wide as the terminal allows.

    With ``most``, only so many rows, and how many are left; with ``only``, the columns with these keys. Columns that
    do not fit are named below the table, never squeezed until codes break.
    """
    chosen = [i for i, column in enumerate(table.columns) if not only or column.key in only]
    rows = [[_cell(table.columns[i], row[i], language, reveal=reveal) for i in chosen] for row in table.rows]
    shown = rows[: most or None]
    headings = [table.columns[i].label(language) for i in chosen]
    fitting = _fitting(headings, shown, console.width)
    if title := table.title.text(language):
        console.print(title, markup=False, style="bold")
    for note in table.notes:
        console.print(note.text(language), markup=False, style="dim")
    grid = RichTable(box=SIMPLE_HEAD, pad_edge=False)
    for place, room in fitting.items():
        right = table.columns[chosen[place]].kind in _RIGHT
        grid.add_column(Prose(Text(headings[place])), justify="right" if right else "left", width=room)
    for cells in shown:
        grid.add_row(*(Prose(Text(cells[place])) for place in fitting))
    if rows:
        console.print(grid)
    else:
        console.print("没有记录。" if language == "zh" else "Nothing.", markup=False)
    hidden = [heading for place, heading in enumerate(headings) if rows and place not in fitting]
    for remark in _remarks(len(rows) - len(shown), hidden, language):
        console.print(remark, markup=False, style="dim")
    for line in table.footer:
        console.print(line.text(language), markup=False, style="dim")


def print_findings(console: Console, findings: Sequence[Finding], language: str) -> None:
    """Print findings a file at a time: place, severity, code, what is wrong and what to do.

    A person's terminal gets their words folded under where they begin; a pipe or file a line each, to be searched.
    """
    width = console.width if console.file.isatty() else 0
    # Without a place at all, as with values just typed, there is nothing to head them with.
    path = None if any(each.place.path for each in findings) else ""
    lines: list[Text] = []
    for each in findings:
        if each.place.path != path:
            path = each.place.path
            lines.append(Text(path or ("（整体）" if language == "zh" else "(whole)"), style="bold"))
        lines.append(_line(each, language, width))
    print_lines(console, lines)


def print_lines(console: Console, lines: Sequence[Text]) -> None:
    """Print lines as they are, however long; at once, which takes a third of the time of one after the other."""
    if lines:
        console.print(Text("\n").join(lines), soft_wrap=True)


def severity_name(severity: Severity, language: str) -> str:
    """The severity in a word."""
    return SEVERITIES[severity][0 if language == "zh" else 1]


def _line(finding: Finding, language: str, width: int) -> Text:
    """One finding; with a ``width`` in lines no wider."""
    from gridctl.findings.message import message

    place = finding.place
    if place.sheet:
        where = f"{place.sheet}!{place.cell}" if place.cell else place.sheet
    else:
        where = f"{place.line}:{place.column}" if place.line else "-"
    place_at, severity = f"  {where}{' ' * (_PLACE - display_width(where))} ", severity_name(finding.severity, language)
    said = message(finding, language)
    if width:
        begins = display_width(place_at) + display_width(severity) + len(finding.code) + 2
        said = _folded(said, width, begins)
    return Text.assemble(place_at, (severity, _STYLES[finding.severity]), (f" {finding.code} ", "dim"), said)


def _folded(words: str, width: int, begins: int) -> str:
    """Words that begin at a column, in lines that end within ``width`` and begin there too."""
    room = width - begins
    if room < _ROOM or display_width(words) <= room:
        return words
    ends = [*break_points(words, room), len(words)]
    return f"\n{' ' * begins}".join(words[start:end].rstrip() for start, end in pairwise((0, *ends)))


def _cell(column: TableColumn, value: Cell, language: str, *, reveal: bool) -> str:
    return as_text(column, masked(column, value, reveal=reveal), language)


def _fitting(headings: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> dict[int, int]:
    """The columns that fit, from the left, each with its width; what room is left goes to those that are folded."""
    columns = [[heading, *(row[place] for row in rows)] for place, heading in enumerate(headings)]
    widths = [max(map(display_width, cells)) for cells in columns]
    if sum(widths) + _GAP * len(widths) <= width:
        return dict(enumerate(widths))
    found: dict[int, int] = {}
    lacking: dict[int, int] = {}
    left = width
    for place, (cells, natural) in enumerate(zip(columns, widths, strict=True)):
        folds = any(not cell.isascii() or " " in cell for cell in cells[1:])
        least = min(natural, max(_FOLDED, *map(widest_piece, cells))) if folds else natural
        if found and least + _GAP > left:
            continue
        found[place] = least
        lacking[place] = natural - least
        left -= least + _GAP
    whole = sum(lacking.values())
    for place, lacks in lacking.items():
        found[place] += min(lacks, left * lacks // whole) if whole else 0
    return found


def _remarks(rows_left: int, hidden: Sequence[str], language: str) -> list[str]:
    zh = language == "zh"
    lines = []
    if rows_left > 0:
        lines.append(f"… 还有 {rows_left} 行" if zh else f"… {rows_left} more rows")
    if hidden:
        lines.append(("未显示的列：" if zh else "columns not shown: ") + (("、" if zh else ", ").join(hidden)))
    return lines
