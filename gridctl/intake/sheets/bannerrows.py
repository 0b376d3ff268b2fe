"""Rows between a table's rows that only name the building of those below, 3栋 and 翠湖雅苑小区, or what they are."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from gridctl.intake.dictionary.titleplaces import NUMBER, longest_first
from gridctl.intake.dictionary.vocabulary import house_parts
from gridctl.intake.reading.book import is_empty
from gridctl.text.normalize import nfkc
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from gridctl.intake.reading.book import Cell, Sheet
    from gridctl.intake.sheets.region import Region

_WORDED: Final = re.compile("[\u4e00-\u9fff]{2}").search
_FRAME: Final = "【】[]《》—-=*◆■●▶"
# What the rows below have to know: whoever reads them has to be told that it is not read.
_TELLING: Final = pattern(r"网格|小区|[栋幢座]|号?楼|单元|[村组路街巷]|\d月|\d{7}|:.")
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
        cell = _first(sheet, number)
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


def section_rows(sheet: Sheet, region: Region) -> tuple[int, ...]:
    """The rows that only name a group of those below: 一、80—89周岁, 低保户.

    One that may say where they live or when something was is none: it comes back as a row that cannot be read.
    """
    rows = {*region.data}
    return tuple(row for row in region.lone if row in rows and _is_section(_text(_first(sheet, row))))


def _first(sheet: Sheet, row: int) -> Cell:
    return next((cell for cell in sheet.rows[row] if not is_empty(cell)), "")


def _is_section(text: str) -> bool:
    return _WORDED(text) is not None and _TELLING.search(text) is None


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
