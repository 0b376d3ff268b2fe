"""Several tables on one sheet: below each other, under headings or numbered titles of their own, or side by side.

Each becomes a sheet of its own in which everything else is blank, so that a cell is where its sender sees it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from gridctl.text.normalize import label_key, squash
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gridctl.intake.columns.heading import Heading
    from gridctl.intake.reading.book import Cell, Sheet
    from gridctl.intake.sheets.region import Region

# Longer sheets are written by programs, which put one table on each.
_MOST_ROWS: Final = 5000
_LEAST_LABELS: Final = 2
_SECTION: Final = pattern(
    r"(?:[一二三四五六七八九十]{1,3}\s*[、.．:：]|[(（][一二三四五六七八九十0-9]{1,3}[)）]|第[一二三四五六七八九十0-9]{1,3}(?:部分|类))"
    r"\s*(?P<title>[\u4e00-\u9fff].{1,30})"
)


class PartOfSheet(NamedTuple):
    """One table of a sheet with the title of its own, "" if it has none; what it shares with others is in all."""

    sheet: Sheet
    section: str = ""


def parts_of(sheet: Sheet, region: Region, is_label: Callable[[str], bool]) -> list[PartOfSheet]:
    """The tables of a sheet whose first has this region; the sheet as it is where that is all."""
    if blocks := _side_by_side(region.headings):
        first = region.heading_rows[0]
        return [PartOfSheet(_columns(sheet, first, block)) for block in blocks]
    if len(sheet.rows) > _MOST_ROWS or region.cards:
        return [PartOfSheet(sheet)]
    return _below_each_other(sheet, region, is_label)


def _side_by_side(headings: Sequence[Heading]) -> list[range]:
    """The columns of each table where the same headings are there twice or more."""
    keys = [tuple(map(label_key, each.texts)) for each in headings]
    for count in range(2, len(keys) // _LEAST_LABELS + 1):
        width, rest = divmod(len(keys), count)
        if rest == 0 and keys == keys[:width] * count:
            starts = [headings[at * width].col for at in range(count)]
            ends = [*starts[1:], headings[-1].col + 1]
            return [range(start, end) for start, end in zip(starts, ends, strict=True)]
    return []


def _columns(sheet: Sheet, first: int, block: range) -> Sheet:
    """The sheet with nothing but these columns from the heading row on."""
    rows = [row if at < first else _only(row, block) for at, row in enumerate(sheet.rows)]
    merges = tuple(each for each in sheet.merges if each.top < first or each.left in block)
    return replace(sheet, rows=rows, merges=merges)


def _only(row: list[Cell], block: range) -> list[Cell]:
    return [cell if at in block else "" for at, cell in enumerate(row)]


def _below_each_other(sheet: Sheet, region: Region, is_label: Callable[[str], bool]) -> list[PartOfSheet]:
    first, last = region.heading_rows
    headings = {label_key(text) for each in region.headings for text in each.texts}
    section = next((said for at in range(first - 1, -1, -1) if (said := _section(_filled(sheet.rows[at])))), "")
    starts: list[tuple[int, int, bool, str]] = [(first, first, True, section)]
    title, titled = "", -1
    for number in range(last + 1, len(sheet.rows)):
        cells = _filled(sheet.rows[number])
        if not cells:
            continue
        if said := _section(cells):
            title, titled = said, number
            continue
        own = _is_heading(cells, is_label)
        again = own and {label_key(str(cell)) for cell in cells} <= headings
        if own and (title or not again):
            # Headings printed again on the next page begin no table.
            starts.append((titled if title else number, number, True, title))
            headings |= {label_key(str(cell)) for cell in cells}
            title = ""
        elif title and not own and len(cells) > 1:
            starts.append((titled, number, False, title))
            title = ""
    if len(starts) == 1:
        return [PartOfSheet(sheet)]
    found = []
    for at, (begin, start, own, said) in enumerate(starts):
        end = starts[at + 1][0] if at + 1 < len(starts) else len(sheet.rows)
        shared = range(first) if own else range(last + 1)
        # A title is a value of the rows below it, and no row.
        kept = {number for number in (*shared, *range(begin, end)) if own or not begin <= number < start}
        sections = (
            {number for number in kept if number < first and _section(_filled(sheet.rows[number]))} if at else set()
        )
        found.append(PartOfSheet(_rows(sheet, kept - sections), said))
    return found


def _rows(sheet: Sheet, kept: set[int]) -> Sheet:
    rows: list[list[Cell]] = [row if at in kept else [] for at, row in enumerate(sheet.rows)]
    return replace(sheet, rows=rows, merges=tuple(each for each in sheet.merges if each.top in kept))


def _filled(row: Sequence[Cell]) -> list[Cell]:
    """The cells in which something is seen."""
    # As `is_empty`, which would be called for every cell of the sheet.
    return [cell for cell in row if cell != "" and not (isinstance(cell, str) and cell.isspace())]


def _section(cells: Sequence[Cell]) -> str:
    """The numbered title that is all a row says: 一、退役军人."""
    if len(cells) != 1 or not isinstance(cells[0], str):
        return ""
    found = _SECTION.fullmatch(squash(cells[0]))
    return found["title"] if found and not re.search(r"[。；;]", found["title"]) else ""


def _is_heading(cells: Sequence[Cell], is_label: Callable[[str], bool]) -> bool:
    if len(cells) <= _LEAST_LABELS or len({*cells}) < len(cells):
        return False
    strange = 0
    for cell in cells:
        if not isinstance(cell, str):
            return False
        strange += not is_label(cell)
        if strange * 3 > len(cells):
            return False
    return True
