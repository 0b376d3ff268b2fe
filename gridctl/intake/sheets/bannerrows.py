"""Rows between a table's rows that only name the building of those below: 3栋, 翠湖雅苑小区, 4号楼2单元."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from gridctl.intake.dictionary.titleplaces import NUMBER, longest_first
from gridctl.intake.dictionary.vocabulary import house_parts
from gridctl.intake.reading.book import is_empty
from gridctl.text.normalize import nfkc

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from gridctl.intake.reading.book import Cell, Sheet

_FRAME: Final = "【】[]《》—-=*◆■●▶"
_AFTER: Final = r"(?:住户|居民|名单|[:：]|[(（][^()（）]*[)）])*"


def banner_rows(
    sheet: Sheet, rows: Sequence[int], known: Callable[[], tuple[str, ...]], room: int
) -> dict[int, Mapping[str, str]]:
    """The parts of an address that hold for the rows below a banner, by its row.

    ``known`` are names of compounds. Where other rows say a building in the column ``room``, houses are buildings.
    """
    found: dict[int, Mapping[str, str]] = {}
    base: Mapping[str, str] = {}
    for number in rows:
        row = sheet.rows[number]
        if len(row) - row.count("") != 1:
            continue
        cell = next((cell for cell in row if not is_empty(cell)), "")
        parts = _parts(_text(cell), known())
        if parts:
            # A compound begins anew, a building keeps its compound, a unit its building.
            first = next(iter(parts))
            base = {**{part: base[part] for part in _before(first) if part in base}, **parts}
            found[number] = base
    if not found:
        return found
    others = {_text(sheet.value(number, room)) for number in rows if number not in found}
    if any(text and _parts(text, known()) for text in others):
        return {number: each for number, each in found.items() if is_empty(sheet.value(number, room))}
    return found


def _text(cell: Cell) -> str:
    return "".join(nfkc(cell).split()).strip(_FRAME) if isinstance(cell, str) else ""


def _before(part: str) -> tuple[str, ...]:
    order = ("compound", "building", "unit")
    return order[: order.index(part)]


def _parts(text: str, known: tuple[str, ...]) -> dict[str, str]:
    whole = _pattern(known).fullmatch(text)
    return {part: value for part, value in whole.groupdict().items() if value} if whole else {}


@cache
def _pattern(known: tuple[str, ...]) -> re.Pattern[str]:
    names = "".join(f"{re.escape(name)}|" for name in longest_first(known))
    ending = rf"[\u4e00-\u9fff]{{2,8}}(?:{'|'.join(house_parts().title)})"
    return re.compile(
        rf"(?P<compound>{names}{ending})?"
        rf"第?(?P<building>{NUMBER}(?:号楼|栋|幢|座|#楼?))?第?(?P<unit>{NUMBER}单元)?{_AFTER}"
    )
