"""Names between the numbers: which is a road, which a compound, which a village."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from gridctl.addresses.address import SIDES
from gridctl.addresses.grammar import NUMERALS, alternation, grammar

# 清荷村拾壹巷; a compound may be called 壹号院.
_FORMAL = frozenset("壹贰叁肆伍陆柒捌玖拾")
_PLAIN = str.maketrans("壹贰叁肆伍陆柒捌玖拾", "一二三四五六七八九十")
_FORMAL_RUN = re.compile("[壹贰叁肆伍陆柒捌玖拾]{1,3}(?=巷|弄|路|街)")
_CHINESE_DIGITS = "〇一二三四五六七八九"


class Name(NamedTuple):
    """A name of one kind ("road", "compound", "village", "shop" ..., "spot") at start:end of a gap.

    "aside" is what says no more than how to get there: 北门进, 近望江路.
    """

    kind: str
    value: str
    start: int
    end: int


class _Patterns(NamedTuple):
    road_end: re.Pattern[str]
    village_end: re.Pattern[str]
    compound_end: re.Pattern[str]
    tail: re.Pattern[str]
    crossing: re.Pattern[str]
    beside: re.Pattern[str]
    own_numbers: re.Pattern[str]
    shopping_street: re.Pattern[str]
    estate_head: re.Pattern[str]
    spot: re.Pattern[str]
    road_head: re.Pattern[str]
    digits: re.Pattern[str]
    edges: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    words = grammar()
    roads = alternation(words.road_endings)
    compounds = alternation(words.compound_endings)
    sides = "".join(sorted(SIDES))
    return _Patterns(
        road_end=re.compile(f"(?:{roads})$"),
        village_end=re.compile(f"(?:{alternation(words.village_endings)})$"),
        compound_end=re.compile(f"(?:{compounds})$"),
        # 柳岸花园小区内, 柳岸花园北门进: where in it, or by which gate one goes in.
        tail=re.compile(
            f"(?<=..)(?:{alternation(words.name_tails)}|(?:东南|西南|东北|西北|[{sides}正后前侧大])门(?:{alternation(words.gate_ends)})*)+$"
        ),
        # 清荷路与望江路交叉口东北角: near which corner a compound stands.
        crossing=re.compile(
            f".{{1,6}}?(?:{roads})(?:与|和|及|同)?.{{1,6}}?(?:{roads})(?:{alternation(words.crossings)})"
            f"(?:(?:东南|西南|东北|西北|[{sides}])?[角侧面边]|往[{sides}])?(?=..)"
        ),
        # 清荷路近望江路97号: the plate is the first road's.
        beside=re.compile(f"(?:{roads})(?P<beside>(?:靠近|临近|邻近|靠|近|临).{{1,6}}(?:{roads}))$"),
        own_numbers=re.compile(
            f"(?:{'|'.join(f'(?P<{kind}>{alternation(each)})' for kind, each in words.own.items())})$"
        ),
        # 柳岸花园商业街12号 is a shop of the compound; 望江商业街 is a street.
        shopping_street=re.compile(f"(?<=..)(?:(?<={')|(?<='.join(words.compound_endings)}))(?P<shop>商业街)$"),
        # A compound before its road, 柳岸花园清荷路97号; 柳岸花园东一路 is a road.
        estate_head=re.compile(
            f"[^{sides}].{{1,6}}?(?:花园|小区|家园|公寓|新居|雅苑|佳苑|嘉园|家属院|宿舍)(?![{sides}{NUMERALS}]|前|后|上|下|新|老|旧)(?=.{{2,6}}(?:{roads})$)"
        ),
        spot=re.compile(f"(?:{alternation(list(words.spots))})$"),
        # A road without its number before a compound; 路西新村 and 建设路小区 stay whole.
        road_head=re.compile(
            f"(?P<road>.{{1,7}}?(?:{roads}))(?!小区|口|边|旁|[东西南北中]段)(?=.{{1,}}(?:{compounds})$)(?=.{{3,}})"
        ),
        digits=re.compile("[0-9]{1,2}"),
        edges=re.compile(r"^[-# ]+|[-# ]+$"),
    )


def is_own(text: str) -> bool:
    """Tell whether `text` is a word for what has numbers of its own: a shop, a garage, a storeroom."""
    return any(text in words for words in grammar().own.values())


def spot_at(text: str) -> int:
    """Return where a place in or beside a house begins at the end of `text`, -1 if there is none."""
    match = _patterns().spot.search(text)
    return -1 if match is None else match.start()


def is_road(name: str) -> bool:
    """Tell whether `name` ends as roads do and has something before the ending."""
    match = _patterns().road_end.search(name)
    return match is not None and match.start() > 0


def is_village(name: str) -> bool:
    """Tell whether `name` ends as villages and hamlets do."""
    match = _patterns().village_end.search(name)
    return match is not None and match.start() > 0


def is_compound(name: str) -> bool:
    """Tell whether `name` ends as compounds do."""
    return _patterns().compound_end.search(name) is not None


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
    patterns = _patterns()
    name = patterns.digits.sub(lambda match: chinese(match[0]), patterns.edges.sub("", typed))
    if not _FORMAL.isdisjoint(name):
        name = _FORMAL_RUN.sub(lambda match: match[0].translate(_PLAIN), name)
    for size in range(len("柳岸") + 1, len(name) // 2 + 1):
        if name.startswith(name[:size], size):
            return name[size:]  # 柳岸花园柳岸花园, 清荷村清荷村八巷
    return name


@lru_cache(maxsize=65536)
def split_gap(gap: str, numbered: bool, grouped: bool, section: bool = False) -> tuple[Name, ...]:
    """Return the names in a gap before a number.

    `numbered`: the number after may be a door plate (12号, 12, 12弄, 二段); `grouped`: it is a village group's;
    `section`: it is a road's section, so that the name is a road's even if its ending was left out.
    """
    patterns = _patterns()
    words = grammar()
    start = len(gap) - len(gap.lstrip("-# "))
    body = gap.strip("-# ")
    if not body or body in words.fillers:
        return ()
    found: list[Name] = []
    own = patterns.own_numbers.search(body) or patterns.shopping_street.search(body)
    tail: tuple[Name, ...] = ()
    if own is not None:
        kind = own.lastgroup or ""
        tail = (Name(kind, own[0], start + own.start(), start + own.end()),)
        body = body[: own.start()]
        if not body or body in words.fillers:
            return tail
    crossing = patterns.crossing.match(body)
    if crossing is not None:
        found.append(Name("aside", crossing[0], start, start + crossing.end()))
        start += crossing.end()
        body = body[crossing.end() :]
    elif " " in body and numbered:
        # 柳岸花园（清荷路97号）
        compound, _, body = body.partition(" ")
        found.append(Name("compound", name_value(compound), start, start + len(compound)))
        start += len(compound) + 1
    end = start + len(body)
    if grouped or not (section or (numbered and not tail and is_road(body))):
        inside = patterns.tail.search(body)
        if inside is not None:
            found.append(Name("aside", inside[0], end - len(inside[0]), end))
            end -= inside.end() - inside.start()
            body = body[: inside.start()]
    if grouped:
        if body[-1] == "原" and len(body) > 1:
            body, end = body[:-1], end - 1  # 清荷村原3组
        found.append(Name("village", name_value(body), start, end))
    elif section or (numbered and not tail and is_road(body)):
        first = patterns.estate_head.match(body)
        cut = 0 if first is None or section or any(each.kind == "compound" for each in found) else first.end()
        near = patterns.beside.search(body)
        if near is not None:
            found.append(Name("aside", near["beside"], end - len(near["beside"]), end))
            end -= near.end() - near.start("beside")
            body = body[: near.start("beside")]
        if cut:
            found.append(Name("compound", name_value(body[:cut]), start, start + cut))
        found.append(Name("road", name_value(body[cut:]), start + cut, end))
    else:
        head = patterns.road_head.match(body)
        if head is not None and head.end() < len(body) and head.end() > 2:
            found.append(Name("road", name_value(head[0]), start, start + head.end()))
            found.append(Name("compound", name_value(body[head.end() :]), start + head.end(), end))
        else:
            found.append(Name("compound", name_value(body), start, end))
    return (*found, *tail)


# Type words that also stand inside names after a numeral: 三门路, 四号桥小区, 五组巷.
_WEAK = frozenset(("room", "unit", "floor", "group", "zone", "row", "building", "section", "phase"))


def numeral_names(part: str, gap: str) -> bool:
    """Tell whether a numeral of this part at the head of an address and the `gap` after it make a name."""
    words = grammar()
    if part not in _WEAK or not gap or gap in words.fillers or is_own(gap):
        return False
    return len(gap) > 1 or is_road("某" + gap)
