"""What titles say about where a sheet's houses are, or whose list it is: 柳岸花园3号楼2单元住户登记表."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gridctl.intake.dictionary.vocabulary import house_parts
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

NUMBER: Final = r"(?:[0-9]{1,3}|[A-Za-z]|[一二三四五六七八九十]{1,3})"
_BUILDING: Final = pattern(rf"{NUMBER}\s*(?:号楼(?!栋)|栋|幢|座(?!谈)|#楼?)")
_UNIT: Final = pattern(rf"{NUMBER}\s*单元")
# Several of them (1-5栋, 1、2栋, 三栋和四栋) or how many there are (共12栋).
_NOT_ONE: Final = pattern(
    r"(?:[0-9A-Za-z一二三四五六七八九十栋幢座楼元#]\s*[-‐‑–—~～至到、,，.和与及/&]\s*第?|[共有计等余])\s*$"
)
# 7月10号 is a day.
_MONTH: Final = pattern(r"[0-9]\s*月\s*$")
_TEAM: Final = pattern(r"[“\"「『]([\u4e00-\u9fff]{2,14}队)[”\"」』]")
_TEAM_LIST: Final = pattern(
    r"([\u4e00-\u9fff]{2,14}队)(?:队员|成员|志愿者|人员)?(?:基本|报名)?(?:信息|情况)?(?:名单|花名册|名册|登记表|信息表|统计表|一览表|台账|表)?"
)
# Any list of volunteers may be called so.
_ANY_TEAM: Final = pattern(r".{0,4}(?:志愿(?:者|服务)?|义工|服务|网格)(?:者|服务)?(?:团|分|大|小)?队")
_ABOVE: Final = pattern(r"^.*(?:社区|街道|居委会|村委会|办事处|网格)|[0-9]{4}\s*年(?:[0-9]{1,2}\s*月)?")


def compound_in(titles: Iterable[str], known: Iterable[str]) -> str:
    """The compound that a title names: one that is known, else a word that ends as compounds' names do."""
    names = longest_first(known)
    words = house_parts()
    ending = re.compile(rf"[\u4e00-\u9fff]{{2,8}}?(?:{'|'.join(words.title)})")
    for title in titles:
        for name in names:
            if name in title:
                return name
        if (found := ending.match(_ABOVE.sub("", title).strip())) and found[0] not in words.generic:
            return found[0]
    return ""


def team_in(titles: Iterable[str], known: Iterable[str]) -> str:
    """The team of volunteers that a title names: one that is known, in quotation marks, or whose list it is."""
    names = longest_first(known)
    for title in titles:
        for name in names:
            if name in title:
                return name
        if found := _TEAM.search(title):
            return found[1]
        named = _TEAM_LIST.fullmatch(_ABOVE.sub("", title).strip())
        if named and not _ANY_TEAM.fullmatch(named[1]):
            return named[1]
    return ""


def longest_first(names: Iterable[str]) -> list[str]:
    """Names, those first that others may be the beginning of."""
    return sorted({name for name in names if name}, key=len, reverse=True)


def building_in(titles: Iterable[str]) -> str:
    """The only building that a title names."""
    return _only(titles, _BUILDING)


def unit_in(titles: Iterable[str]) -> str:
    """The only unit that a title names."""
    return _only(titles, _UNIT)


def _only(titles: Iterable[str], wanted: re.Pattern[str]) -> str:
    for title in titles:
        hits = [each for each in wanted.finditer(title) if not _MONTH.search(title[: each.start()])]
        if hits:
            one = len({each[0] for each in hits}) == 1
            return hits[0][0] if one and not any(_NOT_ONE.search(title[: each.start()]) for each in hits) else ""
    return ""
