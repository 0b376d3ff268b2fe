"""Names of places: what ends as roads, compounds and villages do, and the form in which names are compared."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final, NamedTuple

from gridctl.addresses.reading.grammar import alternation, grammar

# 清荷村拾壹巷; a compound may be called 壹号院.
_FORMAL: Final = frozenset("壹贰叁肆伍陆柒捌玖拾")
_PLAIN: Final = str.maketrans("壹贰叁肆伍陆柒捌玖拾", "一二三四五六七八九十")
_FORMAL_RUN: Final = re.compile("[壹贰叁肆伍陆柒捌玖拾]{1,3}(?=巷|弄|路|街)")
_CHINESE_DIGITS: Final = "〇一二三四五六七八九"
_DIGITS: Final = re.compile("[0-9]{1,2}")
_EDGES: Final = re.compile(r"^[-# ]+|[-# ]+$")
# Type words that also stand inside names after a numeral: 三门路, 四号桥小区, 五组巷.
_WEAK: Final = frozenset(("room", "unit", "floor", "group", "zone", "row", "building", "section", "phase"))


class _Endings(NamedTuple):
    road: re.Pattern[str]
    village: re.Pattern[str]
    compound: re.Pattern[str]
    spot: re.Pattern[str]


@cache
def _endings() -> _Endings:
    words = grammar()
    return _Endings(
        road=re.compile(f"(?:{alternation(words.road_endings)})$"),
        village=re.compile(f"(?:{alternation(words.village_endings)})$"),
        compound=re.compile(f"(?:{alternation(words.compound_endings)})$"),
        spot=re.compile(f"(?:{alternation(list(words.spots))})$"),
    )


def is_own(text: str) -> bool:
    """Tell whether `text` is a word for what has numbers of its own: a shop, a garage, a storeroom."""
    return any(text in words for words in grammar().own.values())


def spot_at(text: str) -> int:
    """Return where a place in or beside a house begins at the end of `text`, -1 if there is none."""
    match = _endings().spot.search(text)
    return -1 if match is None else match.start()


def is_road(name: str) -> bool:
    """Tell whether `name` ends as roads do and has something before the ending."""
    match = _endings().road.search(name)
    return match is not None and match.start() > 0


def is_village(name: str) -> bool:
    """Tell whether `name` ends as villages and hamlets do."""
    match = _endings().village.search(name)
    return match is not None and match.start() > 0


def is_compound(name: str) -> bool:
    """Tell whether `name` ends as compounds do."""
    return _endings().compound.search(name) is not None


def chinese(number: str) -> str:
    """Return a number below a hundred in Chinese numerals, as roads and their sections are named; else unchanged."""
    if not number.isdigit() or len(number) > 2:
        return number
    tens, ones = divmod(int(number), 10)
    if not tens:
        return _CHINESE_DIGITS[ones]
    return ("" if tens == 1 else _CHINESE_DIGITS[tens]) + "十" + (_CHINESE_DIGITS[ones] if ones else "")


@lru_cache(maxsize=65536)
def name_value(typed: str) -> str:
    """Return a name in the form names are compared in: small numbers inside it in Chinese numerals."""
    name = _DIGITS.sub(lambda match: chinese(match[0]), _EDGES.sub("", typed))
    if not _FORMAL.isdisjoint(name):
        name = _FORMAL_RUN.sub(lambda match: match[0].translate(_PLAIN), name)
    for size in range(len("柳岸") + 1, len(name) // 2 + 1):
        if name.startswith(name[:size], size):
            return name[size:]  # 柳岸花园柳岸花园, 清荷村清荷村八巷
    return name


def numeral_names(part: str, gap: str) -> bool:
    """Tell whether a numeral of this part at the head of an address and the `gap` after it make a name."""
    words = grammar()
    if part not in _WEAK or not gap or gap in words.fillers or is_own(gap):
        return False
    return len(gap) > 1 or is_road("某" + gap)
