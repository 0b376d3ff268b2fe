"""Floor plans of a building (楼盘表, 住户分布图): floors down the side, rooms across, a dwelling in each cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gridctl.intake.reading.book import cell_text, is_empty
from gridctl.intake.sheets.dwellingtext import NOTE, ROOM, said_of_dwelling
from gridctl.text.normalize import nfkc, squash
from gridctl.text.numerals import chinese_to_int
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gridctl.intake.reading.book import Cell, Sheet
    from gridctl.intake.sheets.madetable import MadeRow, Spot

_UNIT_LABEL: Final = "单元"
_FLOOR: Final = pattern(r"第?(\d{1,2}|[一二三四五六七八九十]{1,3})(?:楼|层|[Ff])")
_UNIT: Final = pattern(r"第?(?:\d{1,2}|[一二三四五六七八九十]|[A-Za-z])单元")
_ROOM_OF_FLOOR: Final = pattern(r"(\d{1,2})(?:室|号|房|户)?")
_WHOLE_ROOM: Final = pattern(r"\d{3,4}(?:室|号|房)?")
_LEAST_FLOORS: Final = 2
_HEADING_ROWS: Final = 3


def dwellings(sheet: Sheet) -> list[MadeRow]:
    """The dwellings of a floor plan as rows, from the first cell on; none if the sheet is no floor plan.

    The title tells the building. A cell in which nothing stands says nothing of its dwelling.
    """
    floors = _floors(sheet)
    if len(floors) < _LEAST_FLOORS:
        return []
    above = range(max(0, min(floors) - _HEADING_ROWS), min(floors))
    side = min(col for _, col in floors.values())
    rooms = {col: _heading(sheet, above, col) for col in range(side + 1, _width(sheet))}
    rows: list[MadeRow] = [
        _dwelling(cell_text(cell), floor, *rooms[col], (row, col))
        for row, (floor, _) in floors.items()
        for col, cell in enumerate(sheet.rows[row])
        if col in rooms and not is_empty(cell)
    ]
    told = sum(bool(row.keys() - {_UNIT_LABEL, ROOM, NOTE}) for row in rows)
    return rows if told * 2 > len(rows) else []


def _floors(sheet: Sheet) -> dict[int, tuple[int, int]]:
    """The number of the floor that a row begins with and its column, by row; none where one stands twice."""
    found = {}
    for number, row in enumerate(sheet.rows):
        col, first = next(((col, cell) for col, cell in enumerate(row) if not is_empty(cell)), (0, ""))
        if match := _FLOOR.fullmatch(nfkc(squash(cell_text(first)))):
            found[number] = chinese_to_int(match[1]) or 0, col
    return found if len({floor for floor, _ in found.values()}) == len(found) else {}


def _width(sheet: Sheet) -> int:
    return max(map(len, sheet.rows), default=0)


def _heading(sheet: Sheet, above: range, col: int) -> tuple[str, str]:
    """The unit and the room that stand above a column, "" where they do not."""
    unit = room = ""
    for row in above:
        for text in _over(sheet, row, col):
            if _UNIT.fullmatch(text):
                unit = text
            elif _ROOM_OF_FLOOR.fullmatch(text) or _WHOLE_ROOM.fullmatch(text):
                room = text
    return unit, room


def _over(sheet: Sheet, row: int, col: int) -> Iterator[str]:
    """The text above a column in one row; a unit goes on to the right, up to the next one."""
    own = nfkc(squash(cell_text(sheet.value(row, col))))
    if own:
        yield own
        return
    for left in range(col - 1, -1, -1):
        text = nfkc(squash(cell_text(sheet.value(row, left))))
        if text:
            if _UNIT.fullmatch(text):
                yield text
            return


def _dwelling(text: str, floor: int, unit: str, room: str, spot: Spot) -> dict[str, tuple[Cell, Spot | None]]:
    said = said_of_dwelling(text)
    if ROOM not in said and room:
        match = _ROOM_OF_FLOOR.fullmatch(room)
        said[ROOM] = f"{floor}{int(match[1]):02d}" if match else room
    row: dict[str, tuple[Cell, Spot | None]] = {_UNIT_LABEL: (unit, None)} if unit else {}
    row |= {label: (value, spot) for label, value in said.items()}
    return row
