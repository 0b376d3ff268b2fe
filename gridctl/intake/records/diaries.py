"""Diaries of visits: the day stands once, at its first visit; houses stand in the text, several in a cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gridctl.intake.cells.values import Fault, read_column
from gridctl.intake.dictionary.vocabulary import Target
from gridctl.intake.reading.book import cell_text, is_empty
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from gridctl.intake.cells.draft import Draft
    from gridctl.intake.columns.headings import ColumnMatch, HeadingMatch
    from gridctl.intake.records.state import State, Working
    from gridctl.intake.sheets.filling import FilledRows

_DAY: Final = "visited_on"
_BETWEEN: Final = pattern(r"[、；;\n]+")
# 3-402, 3栋402, 502室: with less, a text names no house.
_DOOR: Final = pattern(r"[0-9]\s*[-—－]\s*[0-9]|[0-9]\s*(?:栋|幢|座|号楼|单元|室)")
_COMPOUND: Final = pattern(r"^[^0-9]{2,}?(?=[0-9A-Za-z]+\s*(?:[-—－栋幢座]|号楼))")
_BY_TELEPHONE: Final = pattern(r"^(?:打)?电话(?:回访|联系|走访|询问|了解|探访|沟通)")


def carry_days(
    filled: FilledRows, match: HeadingMatch, period: str
) -> tuple[ColumnMatch, str, int, int, str, str] | None:
    """Put the day into rows that leave it blank below one that has it, as far as the list is kept day by day.

    It is where no day is written twice and none lies before the one above it. Returns what is told of it, as `Table`
    keeps it; None if nothing was put in.
    """
    each = next((one for one in match.columns if one.target and one.target == Target(_DAY)), None)
    if each is None:
        return None
    cells = [(row, cells[each.col] if each.col < len(cells) else "") for row, cells in filled.cells.items()]
    said = [cell for _, cell in cells if not is_empty(cell)]
    if len(said) == len(cells) or not said or is_empty(cells[0][1]):
        return None
    days = read_column("visits", Target(_DAY), said, period=period).values
    if None in days or sorted({*days}) != days:
        return None
    above, count, first = cells[0][1], 0, (0, "")
    for row, cell in cells:
        if not is_empty(cell):
            above = cell
            continue
        if sum(not is_empty(other) for other in filled.cells[row]) < 2:
            continue
        filled.put(row, each.col, above)
        first = first if count else (row, cell_text(above))
        count += 1
    return (each, "I195", count, first[0], "", first[1]) if count else None


def houses_in_words(draft: Draft, state: State, col: int) -> list[Working]:
    """The houses that a text of who was visited names; none unless all are known for certain.

    Who lives there and is named stands for the text; of several houses, each is a visit of its own.
    """
    text = str(draft.own.get("target_name") or "")
    if state.houses is None or not _DOOR.search(text):
        return []
    records = state.records("households").by_key
    found: list[tuple[str, Working]] = []
    compound = ""
    for part in filter(None, map(str.strip, _BETWEEN.split(text))):
        own = _COMPOUND.match(part)
        compound = own[0] if own else compound
        record, how = state.houses.settle("", part if own else compound + part)
        if how != "address" or record not in records:
            draft.doubts.append((col, Fault("I172", {"value": part})))
            return []
        found.append((part, records[record]))
    for at, (part, house) in enumerate(found):
        name = next((name for each in house.data.get("members") or () if (name := each.get("name")) in part), part)
        if at == 0:
            draft.own["target_name"] = name
        else:
            draft.also.append(_visit_to(house, name))
    return [house for _, house in found]


def _visit_to(house: Working, name: str) -> dict[str, Any]:
    said = {
        "house_code": house.data.get("house_code"),
        "grid_code": house.data.get("grid_code"),
        "target": house.key,
        "target_kind": "household",
        "target_name": name,
    }
    return {field: value for field, value in said.items() if value is not None}


def by_telephone(draft: Draft) -> bool:
    """Whether a diary says at its beginning that somebody was called: 电话回访，…"""
    return "mode" not in draft.own and _BY_TELEPHONE.match(str(draft.own.get("findings") or "")) is not None
