"""Chains of replies in a chat (接龙), pasted into one column: 1. 301 张三 3人 1390000…, a dwelling in each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gridctl.intake.reading.book import cell_text, is_empty
from gridctl.intake.sheets.dwellingtext import NAME, ROOM, said_of_dwelling
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gridctl.intake.reading.book import Sheet
    from gridctl.intake.sheets.madetable import MadeRow, Spot

_REPLY: Final = pattern(r"\s*(\d{1,3})\s*[.、．:：)）]\s*(\S.*)")
_CALL: Final = pattern(r"#?\s*接龙\s*")
_LEAST: Final = 3
_HEAD: Final = "户主"


def replies(sheet: Sheet) -> tuple[str, list[MadeRow]]:
    """What was asked for and the replies as rows; none where cells stand side by side or most name no dwelling.

    Where heads of households were asked for, who is named is one.
    """
    asked: list[str] = []
    rows: list[MadeRow] = []
    for spot, line in _lines(sheet):
        if (match := _REPLY.fullmatch(line)) is not None:
            said = said_of_dwelling(match[2])
            rows.append({label: (value, spot) for label, value in said.items()})
        elif not rows and not _CALL.fullmatch(line):
            asked.append(line.strip())
    if len(rows) < _LEAST or sum(ROOM in row for row in rows) * 2 <= len(rows):
        return "", []
    if any(_HEAD in line for line in asked):
        rows = [{f"{_HEAD}{label}" if label == NAME else label: said for label, said in row.items()} for row in rows]
    return asked[0] if asked else "", rows


def _lines(sheet: Sheet) -> Iterator[tuple[Spot, str]]:
    """The lines of the only cell in each row, with that cell; none at all if a row has two."""
    found: list[tuple[Spot, str]] = []
    for number, row in enumerate(sheet.rows):
        cells = [(col, cell) for col, cell in enumerate(row) if not is_empty(cell)]
        if len(cells) > 1:
            return
        found += [((number, col), line) for col, cell in cells for line in cell_text(cell).splitlines() if line.strip()]
    yield from found
