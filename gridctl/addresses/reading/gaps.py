"""What stands between two numbers, taken apart: which name is a road, which a compound, which a village."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from gridctl.addresses.reading.address import SIDES
from gridctl.addresses.reading.grammar import NUMERALS, alternation, grammar
from gridctl.addresses.reading.names import is_road, name_value


class Name(NamedTuple):
    """A name of one kind ("road", "compound", "village", "shop" ..., "spot") at start:end of a gap.

    "aside" is what says no more than how to get there: 北门进, 近望江路.
    """

    kind: str
    value: str
    start: int
    end: int


class _Patterns(NamedTuple):
    tail: re.Pattern[str]
    crossing: re.Pattern[str]
    beside: re.Pattern[str]
    own_numbers: re.Pattern[str]
    shopping_street: re.Pattern[str]
    estate_head: re.Pattern[str]
    road_head: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    words = grammar()
    roads = alternation(words.road_endings)
    compounds = alternation(words.compound_endings)
    sides = "".join(sorted(SIDES))
    return _Patterns(
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
        # A road without its number before a compound; 路西新村 and 建设路小区 stay whole.
        road_head=re.compile(
            f"(?P<road>.{{1,7}}?(?:{roads}))(?!小区|口|边|旁|[东西南北中]段)(?=.{{1,}}(?:{compounds})$)(?=.{{3,}})"
        ),
    )


@lru_cache(maxsize=65536)
def split_gap(gap: str, numbered: bool, grouped: bool, section: bool = False) -> tuple[Name, ...]:
    """Return the names in a gap before a number.

    `numbered`: the number after may be a door plate (12号, 12, 12弄, 二段); `grouped`: it is a village group's;
    `section`: it is a road's section, so that the name is a road's even if its ending was left out.
    """
    left = _Gap(gap.strip("-# "), len(gap) - len(gap.lstrip("-# ")))
    own = left.take_own()
    if left.says_nothing():
        return own

    def on_road() -> bool:
        return section or (numbered and not own and is_road(left.body))

    if not left.take_crossing() and numbered:
        left.take_compound_before_bracket()
    if grouped or not on_road():
        left.drop_way_in()
    if grouped:
        left.take_village()
    elif on_road():
        left.take_road(section=section)
    else:
        left.take_compound()
    return (*left.names, *own)


class _Gap:
    """The names found so far, and what is left of the gap: ``body``, which begins at ``start``."""

    def __init__(self, body: str, start: int) -> None:
        self.body, self.start = body, start
        self.names: list[Name] = []

    def says_nothing(self) -> bool:
        """Tell whether nothing is left that names a place."""
        return not self.body or self.body in grammar().fillers

    def take_own(self) -> tuple[Name, ...]:
        """柳岸花园商铺: at the end a word for what has numbers of its own; it stands behind all names."""
        if self.says_nothing():
            return ()
        match = _patterns().own_numbers.search(self.body) or _patterns().shopping_street.search(self.body)
        if match is None:
            return ()
        name = Name(match.lastgroup or "", match[0], self.start + match.start(), self.start + match.end())
        self.body = self.body[: match.start()]
        return (name,)

    def take_crossing(self) -> bool:
        """清荷路与望江路交叉口东北角 at the head; False if there is none."""
        match = _patterns().crossing.match(self.body)
        if match is None:
            return False
        self._found("aside", match[0], 0, match.end())
        self._cut_head(match.end())
        return True

    def take_compound_before_bracket(self) -> None:
        """柳岸花园（清荷路97号）: a blank was the bracket."""
        compound, blank, _ = self.body.partition(" ")
        if blank:
            self._found("compound", name_value(compound), 0, len(compound))
            self._cut_head(len(compound) + 1)

    def drop_way_in(self) -> None:
        """柳岸花园小区内, 柳岸花园北门进 at the end: where in it, or by which gate one goes in."""
        match = _patterns().tail.search(self.body)
        if match is not None:
            self._aside_from(match.start())

    def take_village(self) -> None:
        """All that is left is a village's name; 清荷村原3组 is 清荷村's."""
        if self.body[-1] == "原" and len(self.body) > 1:
            self.body = self.body[:-1]
        self._found("village", name_value(self.body), 0, len(self.body))

    def take_road(self, *, section: bool) -> None:
        """All that is left is a road's name, perhaps a compound before it, or another road that it is near to."""
        head = _patterns().estate_head.match(self.body)
        cut = 0 if head is None or section or any(each.kind == "compound" for each in self.names) else head.end()
        near = _patterns().beside.search(self.body)
        if near is not None:
            self._aside_from(near.start("beside"))
        if cut:
            self._found("compound", name_value(self.body[:cut]), 0, cut)
        self._found("road", name_value(self.body[cut:]), cut, len(self.body))

    def take_compound(self) -> None:
        """All that is left is a compound's name, perhaps a road without its number before it."""
        head = _patterns().road_head.match(self.body)
        cut = head.end() if head is not None and 2 < head.end() < len(self.body) else 0
        if cut:
            self._found("road", name_value(self.body[:cut]), 0, cut)
        self._found("compound", name_value(self.body[cut:]), cut, len(self.body))

    def _found(self, kind: str, value: str, first: int, last: int) -> None:
        self.names.append(Name(kind, value, self.start + first, self.start + last))

    def _aside_from(self, at: int) -> None:
        self._found("aside", self.body[at:], at, len(self.body))
        self.body = self.body[:at]

    def _cut_head(self, size: int) -> None:
        self.start += size
        self.body = self.body[size:]
