"""An address made of the texts of its parts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gridctl.intake.dictionary.vocabulary import house_parts
from gridctl.text.numerals import arabic
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Mapping

DASH: Final = pattern(r"\s*[-‐‑–—－_/]\s*")
WITH_FLOOR: Final = pattern(r"[0-9]{3}")
_BARE: Final = pattern(r"[0-9]+[A-Za-z]?|[A-Za-z][0-9]*|[一二三四五六七八九十百]+|[甲乙丙丁戊己庚辛]")
_BUILDING_WORD: Final = r"\s*(?:号楼|栋|幢|座|#)"
_ON_FLOOR: Final = pattern(r"0[1-9]")
_STOREY: Final = pattern(r"第?([0-9]+|[一二三四五六七八九十]+)\s*(?:层|楼|[Ff]|)")
# Said of houses without one: no unit has this number.
_NO_UNIT: Final = pattern(r"0+(?:单元)?")
_LETTERED: Final = pattern(r"(?<=[0-9])\s*[Ff]$")
_VILLAGE: Final = pattern(r"[村屯庄湾寨坝]$")


def joined(texts: Mapping[str, str], *, shop: bool = False) -> str:
    """Parts of an address, completed and in order."""
    own = _with_floor_in_room(texts)
    if room := own.get("room"):
        own["room"] = _last(room, own)
        if _BARE.fullmatch(own["room"]) and (shop or _in_village(own)):
            own["room"] += "号"
        if (
            (floor := _storey(own.get("floor", "")))
            and own["room"].startswith(floor)
            and len(own["room"]) - len(floor) == 2
        ):
            # 501 says that it is on the fifth floor.
            del own["floor"]
    return "".join(complete(part, own[part]) for part in house_parts().parts if part in own)


def _with_floor_in_room(texts: Mapping[str, str]) -> dict[str, str]:
    """The parts with a room counted on its floor as the room that everybody knows: 02 on floor 11 is 1102."""
    own = dict(texts)
    if _NO_UNIT.fullmatch(own.get("unit", "")):
        del own["unit"]
    floor = _storey(own.get("floor", ""))
    if _ON_FLOOR.fullmatch(own.get("room", "").removesuffix("室")) and floor.isdecimal():
        own["room"] = f"{floor}{own['room']}"
        del own["floor"]
    return own


def _storey(text: str) -> str:
    """The number of a floor: 5 of 5层, 5F or 第五层; what has none as it is."""
    said = _STOREY.fullmatch(text)
    return arabic(said[1]) if said else text


def _last(room: str, own: Mapping[str, str]) -> str:
    """The room alone, of a cell that repeats building and unit before it: 3-2-501 beside 3 and 2."""
    steps = DASH.split(room)
    before = [re.sub(r"\D", "", own[part]) for part in ("building", "unit") if part in own]
    return steps[-1] if len(steps) > 1 and steps[:-1] in (before, before[:1], before[1:]) else room


def _in_village(own: Mapping[str, str]) -> bool:
    """Whether a house has a number of its own, and no rooms."""
    if "building" in own or "unit" in own:
        return False
    return "group" in own or _VILLAGE.search(own.get("compound", "")) is not None


def complete(part: str, text: str) -> str:
    """A part with its word: 3 is 3栋, 2单 is 2单元."""
    known = house_parts().parts[part]
    if part == "floor":
        text = _LETTERED.sub(known.bare, text)
    if part == "floor" and text.startswith("-"):
        text = f"负{text[1:].removesuffix(known.bare)}{known.bare}"
    if _BARE.fullmatch(text):
        return text + known.bare
    for short, whole in known.endings.items():
        if text.endswith(short):
            return text.removesuffix(short) + whole
    return text


def beside(whole: str, texts: Mapping[str, str]) -> str:
    """A whole address, with the parts it lacks after it; one that has its room lacks none."""
    texts = _with_floor_in_room(texts)
    room = texts.get("room", "")
    if not room or _has_room(whole, DASH.split(room)[-1]):
        return whole
    return whole + joined({part: text for part, text in texts.items() if not _says(whole, part, text)})


def _has_room(whole: str, room: str) -> bool:
    """Whether an address has a room; the 3 of 清荷路3号 or 3栋 is none."""
    after = r"(?!号)" if _BARE.fullmatch(room) and not WITH_FLOOR.search(room) else ""
    return _stands_in(whole, rf"{re.escape(room)}(?![0-9]|[栋幢座层#]|号楼|单元){after}")


def _says(whole: str, part: str, text: str) -> bool:
    """Whether an address has a part, that is not the end or the beginning of a longer number."""
    if part == "building" and _BARE.fullmatch(text):
        return _stands_in(whole, re.escape(text) + _BUILDING_WORD)
    return _stands_in(whole, rf"{re.escape(complete(part, text))}(?![0-9])")


def _stands_in(whole: str, pattern: str) -> bool:
    return re.search(rf"(?<![0-9]){pattern}", whole) is not None
