"""The administrative head of an address: province, city, county, subdistrict, community; any of them, in any state.

Without a context only units with their endings are recognised. A context knows the names of one ledger, so that
"四川南充" and "船山区" are cut wherever they stand at the head.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final
from zlib import crc32

from gridctl.addresses.grammar import NUMERALS, alternation, grammar
from gridctl.addresses.spelling import spell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

LEVELS: Final = ("province", "city", "district", "street", "community")
_SAMPLE: Final = 4000
_SEEN_OFTEN: Final = 3


@dataclass(frozen=True, slots=True)
class Context:
    """What is known about the place before an address is read.

    ``admin`` are names of administrative units with their endings, in simplified characters; ``community`` is the
    community the address is filed under.
    """

    admin: frozenset[str] = frozenset()
    community: str = ""
    _pattern: re.Pattern[str] | None = field(default=None, compare=False, repr=False)

    @classmethod
    def of(cls, admin: Iterable[str], community: str = "") -> Context:
        """Return a context that cuts these unit names, bare province and city names included."""
        names = frozenset(name for name in admin if len(name) > 1)
        return cls(names, community, _known(sorted(names)))

    @classmethod
    def learn(
        cls,
        addresses: Sequence[str],
        communities: Iterable[str] = (),
        units_of: Callable[[str], Sequence[str]] | None = None,
    ) -> Context:
        """Return the context that a list of addresses shows by itself: unit names seen often enough.

        `units_of` stands in for `head_units` where that is known already.
        """
        seen: Counter[str] = Counter()
        step = max(1, len(addresses) // _SAMPLE)
        for address in addresses:
            # The same sample whatever the order of the list.
            if step > 1 and crc32(address.encode("utf-8", "replace")) % step:
                continue
            seen.update((units_of or head_units)(address))
        names = {name for name, count in seen.items() if count >= min(_SEEN_OFTEN, max(1, len(addresses) // 50))}
        for community in set(communities):
            names.update(units(spell(community).text + "某某").values())
        return cls.of(names)


def prefix_end(text: str, context: Context | None = None) -> int:
    """Return where the administrative head of spelled `text` ends; 0 if there is none."""
    end = _lead_in().match(text).end()  # type: ignore[union-attr]  # the pattern matches the empty text
    if context is not None and context._pattern is not None:
        end = context._pattern.match(text, end).end()  # type: ignore[union-attr]  # the pattern matches the empty text
    generic = _generic()
    for _ in range(3):
        match = generic.match(text, end)
        if match is None or match.end() == end:
            break
        end = match.end()
        if context is not None and context._pattern is not None:
            known = context._pattern.match(text, end)
            end = known.end() if known is not None else end
    return 0 if end >= len(text) else end


def head_units(address: str) -> list[str]:
    """Return the units named at the head of an address as typed, in the order of the levels."""
    return list(units(spell(address).text).values())


def units(text: str) -> dict[str, str]:
    """Return the units named at the head of spelled `text`, by level."""
    match = _generic().match(text)
    return {} if match is None else {level: unit for level, unit in match.groupdict().items() if unit}


def _known(names: list[str]) -> re.Pattern[str]:
    admin = grammar().admin
    whole = alternation(names)
    bare = []
    for name in names:
        for ending in (*admin["province_endings"], *admin["city_endings"]):
            stem = name.removesuffix(ending)
            if stem != name and len(stem) > 1:
                bare.append(stem)
                break
    pattern = f"(?:(?:{whole})" if names else "(?:(?!)"
    if bare:
        pattern += f"|(?:{alternation(bare)})(?={whole}|{alternation(bare)})"
    return re.compile(pattern + ")*")


# A character of a name: a range as wide as 一-龥 takes forty times as long to compile.
_HAN: Final = r"[^\x00-\xff]"
# 第三网格, 3号网格, 网格3: whose list it is.
_GRID: Final = (
    f"(?:第?(?:[0-9]{{1,4}}|[{NUMERALS}]{{1,3}})号?|[一二三]级)网格(?={_HAN}{{2}})|网格[0-9]{{1,4}}号?(?={_HAN}{{2}})"
)


@cache
def _lead_in() -> re.Pattern[str]:
    """What is said before an address: 地址:, 家住, a post code, the country before one of its units."""
    admin = grammar().admin
    unit = f"(?:{alternation(admin['provinces'])}|{_HAN}{{2,6}}?(?:{alternation(admin['city_endings'])}))"
    return re.compile(
        f"(?:(?:{alternation(grammar().lead_ins)})(?=..)-?|[0-9]{{6}}-?(?={_HAN}{{3}})|{_GRID}-?|中国(?={unit}))*"
    )


@cache
def _generic() -> re.Pattern[str]:
    admin = grammar().admin
    han = _HAN
    # 鼓楼 and 黄鹤楼 are parts of many units' names, 3号楼 is of none.
    plain = f"(?:(?<![0-9号#])楼|{''.join(f'(?!{char})' for char in '路巷村号栋幢楼组')}{_HAN})"
    provinces = alternation(admin["provinces"])
    province = (
        f"(?:{provinces})(?:{alternation(admin['province_endings'])})|(?:{provinces})(?={plain}{{2,6}}?[市区县州])"
    )
    city = f"{plain}{{2,6}}?(?:{alternation(admin['city_endings'])})(?![场民政中北南东西])"
    not_district = "".join(f"(?<!{word})" for word in admin["not_districts"])
    # A county needs a name after it: 江景区3栋 is a compound; so is 柳岸小区东区.
    district = (
        f"(?:(?!小区|花园|家园|公寓|宿舍){plain}){{2,6}}?(?:{alternation(admin['district_endings'])}){not_district}"
        f"(?=(?:(?![{NUMERALS}]){_HAN}){{2}})(?!花园|小区|公寓|宿舍)"
    )
    offices = [ending for ending in admin["street_endings"] if len(ending) > 1]
    towns = [ending for ending in admin["street_endings"] if len(ending) == 1]
    communities = alternation(admin["community_endings"])
    street = (
        f"{plain}{{1,6}}?[路巷村]?(?:{alternation(offices)})(?![0-9]|[{NUMERALS}]+[号栋幢])"
        f"|{plain}{{2,5}}?(?:{alternation(towns)})(?={plain}{{1,8}}?(?:{communities}|村))"
    )
    community = f"{plain}{{1,8}}?[路巷村]?(?:{communities})(?!卫生|服务|医院)(?={han}|[0-9])"
    groups = "".join(
        f"(?P<{level}>{body})?"
        for level, body in zip(LEVELS, (province, city, district, street, community), strict=True)
    )
    return re.compile(groups)
