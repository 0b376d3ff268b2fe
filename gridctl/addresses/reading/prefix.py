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

from gridctl.addresses.reading.address import DIGITS, LETTERS
from gridctl.addresses.reading.grammar import NUMERALS, alternation, grammar
from gridctl.addresses.reading.spelling import spell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_OF_DOORS: Final = frozenset(("phase", "zone", "group", "row", "building", "unit", "floor", "room"))
LEVELS: Final = ("province", "city", "district", "street", "community")
_SAMPLE: Final = 4000
_SEEN_OFTEN: Final = 3
# A character of a name: a range as wide as 一-龥 takes forty times as long to compile.
_HAN: Final = r"[^\x00-\xff]"


@dataclass(frozen=True, slots=True)
class Context:
    """What is known about the place before an address is read.

    ``admin`` are names of administrative units with their endings, in simplified characters.
    """

    admin: frozenset[str] = frozenset()
    _pattern: re.Pattern[str] | None = field(default=None, compare=False, repr=False)

    @classmethod
    def of(cls, admin: Iterable[str]) -> Context:
        """Return a context that cuts these unit names, bare province and city names included."""
        names = frozenset(name for name in admin if len(name) > 1)
        return cls(names, _known(sorted(names)))

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
    end = _lead_in_end(text, 0)
    if context is not None and context._pattern is not None:
        end = context._pattern.match(text, end).end()  # type: ignore[union-attr]  # the pattern matches the empty text
    generic = _generic()
    for _ in range(3):
        match = generic.match(text, end)
        if match is None or match.end() == end:
            break
        end = _lead_in_end(text, match.end())
        if context is not None and context._pattern is not None:
            known = context._pattern.match(text, end)
            end = known.end() if known is not None else end
    return 0 if end >= len(text) else end


def head_span(text: str, context: Context | None = None) -> tuple[int, int]:
    """Return where the administrative head of spelled `text` begins and ends; both are 0 if there is none.

    It begins after the door where the order is turned round: 501室3栋云州市青禾区柳岸花园.
    """
    end = prefix_end(text, context)
    if end or not text or text[0] not in _starts_of_doors():
        return 0, end
    doors = _doors().match(text)
    if doors is None or doors.end() == len(text):
        return 0, 0
    start = doors.end()
    end = prefix_end(text[start:], context)
    return (start, start + end) if end else (0, 0)


@cache
def _starts_of_doors() -> frozenset[str]:
    return DIGITS | LETTERS | {*NUMERALS, "第"} | {word[0] for word in grammar().labels}


@cache
def _doors() -> re.Pattern[str]:
    """Numbers with their type words, or behind their labels, before a name."""
    words = grammar()
    number = f"(?:[A-Z]?[0-9]{{1,4}}[A-Z]?|[{NUMERALS}]{{1,4}}|[A-Z])"
    typed = alternation([word for word, part in words.types.items() if part in _OF_DOORS], words.guards)
    return re.compile(
        f"(?:-?(?:(?:{alternation(list(words.labels))})-?{number}(?!{typed})|第?{number}(?:{typed})|{number}(?=-)))+-?(?={_HAN}{{3}})"
    )


def head_units(address: str) -> list[str]:
    """Return the units named at the head of an address as typed, in the order of the levels."""
    return list(units(spell(address).text).values())


def units(text: str) -> dict[str, str]:
    """Return the units named at the head of spelled `text`, by level."""
    match = _generic().match(text)
    return {} if match is None else {level: unit for level, unit in match.groupdict().items() if unit}


def _known(names: list[str]) -> re.Pattern[str]:
    words = grammar()
    admin = words.admin
    whole = alternation(names)
    upper = _stems(names, (*admin["province_endings"], *admin["city_endings"]))
    pattern = f"(?:(?:{whole})" if names else "(?:(?!)"
    if upper:
        pattern += f"|(?:{alternation(upper)})(?={whole}|{alternation(upper)})"
    stems = sorted({*upper, *_stems(names, (*admin["district_endings"], *admin["street_endings"]))})
    if len(stems) > 1:
        # 越城塔山青林村: two units and more without their endings; 越城塔山路 is a road.
        named = alternation((*words.road_endings, *words.village_endings, *words.compound_endings))
        pattern += f"|(?:{alternation(stems)}){{2,}}(?!{named})(?={_HAN}{{2}})"
    return re.compile(pattern + ")*")


def _stems(names: list[str], endings: tuple[str, ...]) -> list[str]:
    """The names that have one of these endings, without it."""
    found = []
    for name in names:
        ending = next((each for each in endings if name.endswith(each) and len(name) > len(each) + 1), "")
        if ending:
            found.append(name.removesuffix(ending))
    return found


def _lead_in_end(text: str, at: int) -> int:
    starts, pattern = _lead_in()
    if text[at : at + 1] not in starts:
        return at
    return pattern.match(text, at).end()  # type: ignore[union-attr]  # the pattern matches the empty text


@cache
def _lead_in() -> tuple[frozenset[str], re.Pattern[str]]:
    """What is said before an address: 地址:, 我家住在, 第三网格, a post code, the country before one of its units.

    With the characters that it may begin with.
    """
    words = grammar()
    admin = words.admin
    cities = alternation(admin["city_endings"])
    unit = f"(?:{alternation(admin['provinces'])}|{_HAN}{{2,6}}?(?:{cities}))"
    subjects, verbs, ends = map(alternation, (words.lead_in_subjects, words.lead_in_verbs, words.lead_in_ends))
    lives = (
        f"(?:(?:{subjects})(?:{verbs})?(?:{ends})|(?:{subjects})(?:{verbs})|(?:{verbs})(?:{ends}))"
        f"(?={_HAN}{{3}}|[0-9(])"
    )
    # 住柳岸花园3栋; 住建局宿舍 and 住友公寓 are names.
    bare = f"(?:住|在|现居|居住)(?![宅院建房户区所友校处])(?={_HAN}{{3}})"
    surveys = alternation(words.surveys)
    # 第三网格, 3号网格, 网格3, 第12普查小区: whose list it is.
    survey = (
        f"(?:第?(?:[0-9]{{1,4}}|[{NUMERALS}]{{1,3}})号?|[一二三]级)(?:{surveys})(?={_HAN}{{2}}|[0-9])"
        f"|微?(?:{surveys})(?:[0-9]{{1,4}}号?|[{NUMERALS}]{{1,3}})(?=-?{_HAN}{{2}})"
    )
    said = (*words.lead_ins, *words.lead_in_subjects, *words.lead_in_verbs, *words.surveys)
    starts = frozenset(f"0123456789{NUMERALS}第住在现居中微C") | {word[0] for word in said}
    return starts, re.compile(
        f"(?:(?:{alternation(words.lead_ins)})(?=..)-?|[0-9]{{6}}-?(?={_HAN}{{3}})|(?:{survey})-?|{lives}|{bare}"
        f"|(?:中华人民共和国|中国|CN)-?(?={unit}))*"
    )


@cache
def _generic() -> re.Pattern[str]:
    words = grammar()
    admin = words.admin
    han = _HAN
    # 鼓楼 and 黄鹤楼 are parts of many units' names, 3号楼 is of none.
    plain = f"(?:(?<![0-9号#])楼|{''.join(f'(?!{char})' for char in '路巷村号栋幢楼组')}{_HAN})"
    provinces = alternation(admin["provinces"])
    province = (
        f"(?:{provinces})(?:{alternation(admin['province_endings'])})|(?:{provinces})(?={plain}{{2,6}}?[市区县州])"
    )
    city_ends = alternation(admin["city_endings"])
    # 城市西路 and 市场街 are roads.
    city = f"{plain}{{2,6}}?(?:{city_ends})(?!场|民|政|中心|[中北南东西](?:路|街|巷|大道|门|桥|站|区))"
    not_district = "".join(f"(?<!{word})" for word in admin["not_districts"])
    # A county needs a name after it: 江景区3栋 is a compound; so is 柳岸小区东区.
    district = (
        f"(?:(?!小区|花园|家园|公寓|宿舍){plain}){{2,6}}?(?:{alternation(admin['district_endings'])}){not_district}"
        f"(?=(?:(?![{NUMERALS}]){_HAN}){{2}}|[{NUMERALS}](?![{NUMERALS}号栋幢座单层室期组社队区排弄段]){_HAN}{{2}})"
        f"(?!花园|小区|公寓|宿舍|{alternation(list(words.labels))})"
    )
    offices = [ending for ending in admin["street_endings"] if len(ending) > 1]
    towns = [ending for ending in admin["street_endings"] if len(ending) == 1]
    communities = alternation(admin["community_endings"])
    roads, compounds, villages = map(alternation, (words.road_endings, words.compound_endings, words.village_endings))
    street = (
        f"{plain}{{1,6}}?[路巷村]?(?:{alternation(offices)})(?![0-9]|[{NUMERALS}]+[号栋幢])"
        f"|{plain}{{2,5}}?(?:{alternation(towns)})(?={plain}{{1,8}}?(?:{communities}|村))"
        # After a county a town needs no village: 西陵区云集镇解放路52号; 古镇路 and 云镇花园 are names.
        f"|(?<=[区县市旗]){plain}{{2,3}}?(?:{alternation(towns)})(?!{roads}|{compounds}|{villages})(?={_HAN}{{2}})"
    )
    # 铁路新村 is a name, no road and what lies on it.
    community = f"(?:{plain}|(?<=[铁公])路){{1,8}}?[路巷村]?(?:{communities})(?!卫生|服务|医院)(?={han}|[0-9])"
    groups = "".join(
        f"(?P<{level}>{body})?"
        for level, body in zip(LEVELS, (province, city, district, street, community), strict=True)
    )
    return re.compile(groups)
