"""Manners of writing in cells: 约80, 85.3.12, 1990.5, ☑是 □否. What is certain is put as the types read it."""

from __future__ import annotations

import re
from typing import Final

from gridctl.text.dates import parse_date
from gridctl.text.normalize import nfkc
from gridctl.text.numerals import arabic
from gridctl.text.pattern import pattern

_ABOUT: Final = pattern(r"^(?:大约|大概|约为|约有|约|≈|~|～)\s*|\s*(?:左右|上下)$")
_COUNTED: Final = pattern(
    r"个?(?:人|小时|户|单元)$|(?:口人|口|辆|座|所|名|位|栋|幢|间|台|部|家|处|项|次|岁|层楼|层|f|h|hours?)$",
    re.IGNORECASE,
)

_POWER: Final = pattern(r"([1-9])\.([0-9]+)[Ee]\+?([0-9]{1,2})")
_BORN: Final = pattern(r"^(?:出?生于|出生[::]?)\s*|\s*(?:出生|生人|生)$")
_DAYTIME: Final = pattern(
    r"(?<=[0-9日号])\s*(?:(?:上午|下午|早上|早晨|中午|晚上|凌晨|傍晚).*|\s[0-9]{1,2}[::][0-9]{2}\s*[-—~～至到]\s*[0-9]{1,2}[::][0-9]{2})$"
)
_END: Final = pattern(r"[.。,,;;、]+$")
_SHORT: Final = pattern(r"([0-9]{2})\s*(?:年\s*|[-/.。、])([0-9]{1,2})(?:\s*月\s*|[-/.。、])([0-9]{1,2})\s*[日号]?")
_SHORT_DIGITS: Final = pattern(r"([0-9]{2})([0-9]{2})([0-9]{2})")
_PARTIAL: Final = pattern(
    r"((?:1[89]|20)[0-9]{2})(?:\s*年)?|((?:1[89]|20)[0-9]{2})\s*(?:年|[-/.。、])\s*[0-9]{1,2}\s*(?:月份?)?"
    r"|((?:19|20)[0-9]{2})(?:0[1-9]|1[0-2])|([0-9]{2})\s*年(?:\s*[0-9]{1,2}\s*月份?)?"
)
# From here on two digits are neither a day of a month nor a year of this century that has come.
_LAST_CENTURY_FROM: Final = 32
# What begins and ends in a community lies within these years; between them nobody can tell.
_OF_THINGS: Final = (_LAST_CENTURY_FROM, 60)

# Answers to 是否成立工会, 有无电梯 that take the verb up: 已成立, 未建, 不涉及.
_DONE: Final = r"(?:成立|建立|组建|设立|建有|设有|配备|配有|安装|加装|签订|办理|涉及|涉|存在|具备|建)"
_AFFIRMED: Final = pattern(rf"(?:已经?|均已?|都已?)?{_DONE}(?:了|好)?|(?:已|均|都|确)有|具有")
_DENIED: Final = pattern(
    rf"(?!(?:没有|无)$)(?:还|暂|尚|均|都)?(?:未|没有?|无|不){_DONE}?(?:过)?|(?:还|暂|尚)(?:没有|无)"
)

_NUMERAL: Final = pattern(r"[〇零○一二三四五六七八九十廿卅]+")
_AGE: Final = pattern(
    r"(?:[0-9]{1,3}|[一二三四五六七八九十百]{1,4})\s*(?:多|来)?\s*周?岁(?:多|[0-9]{1,2}个月)?|[0-9]{1,2}个月"
)
_LUNAR: Final = pattern(r"农历|阴历|旧历|古历|老历|[(（]农[)）]|正月|腊月|冬月|月\s*(?:初[一二三四五六七八九十]|廿)")

# By far the commonest; nothing is to be done about it.
_WHOLE: Final = pattern(r"(?:19|20)[0-9]{2}([-/.])[0-9]{1,2}\1[0-9]{1,2}|(?:19|20)[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}日")
_NUMBERS: Final = pattern(r"[0-9]+")

_EMPTY: Final = "□☐"
_TICKS: Final = "☑☒√✓✔■🗹"
BOXES: Final = frozenset(_EMPTY + _TICKS)
"""What choices in a cell begin with."""

_BOX_FIRST: Final = pattern(rf"([{_EMPTY}{_TICKS}])\s*([^{_EMPTY}{_TICKS}]+)")
_BOX_LAST: Final = pattern(rf"([^{_EMPTY}{_TICKS}]+?)\s*([{_EMPTY}{_TICKS}])")


def plain_number(text: str) -> str:
    """A number without 约 or 左右 and without what was counted; any other text as it is."""
    bare = _COUNTED.sub("", _ABOUT.sub("", text))
    return bare if bare and (bare[0].isdigit() or bare[0] in "一二三四五六七八九十") else text


def yes_or_no(text: str) -> str | None:
    """是 or 否 where a text answers with the verb of the question (已成立, 未建); None for any other text."""
    if _AFFIRMED.fullmatch(text):
        return "是"
    return "否" if _DENIED.fullmatch(text) else None


def in_full(text: str) -> str:
    """A number written with a power of ten as its digits, if it shows all of them: 1.9900000001E10, not 1.99E+10."""
    found = _POWER.fullmatch(nfkc(text).strip())
    if found is None or len(found[2]) != int(found[3]):
        return text
    return found[1] + found[2]


def plain_date(text: str, *, birth: bool) -> str:
    """A date as the types read it; a text that is not for certain a day is left as it is.

    Two digits are a year, as it comes first in Chinese dates. Of a birth it is one of the last century where it can be
    nothing else: 85.3.12, not 20.3.12. Of anything else it is of this century up to 31, of the last from 60 on.
    """
    if _WHOLE.fullmatch(text):
        return text
    bare = _END.sub("", _BORN.sub("", nfkc(text).strip()))
    bare = _DAYTIME.sub("", bare).strip()
    if short := _SHORT.fullmatch(bare) or (_SHORT_DIGITS.fullmatch(bare) if not _is_date(bare) else None):
        year, month, day = short.groups()
        this, last = (0, _LAST_CENTURY_FROM) if birth else _OF_THINGS
        if int(year) >= last or int(year) < this:
            bare = f"{19 if int(year) >= last else 20}{year}-{month}-{day}"
    return bare if bare != text and _is_date(bare) else text


def year_of_partial(text: str) -> int | None:
    """The year of a date that names a year, or a year and a month, and no day; None for any other text.

    Two digits are a year of the last century where they can be nothing else, and 0 otherwise.
    """
    if _WHOLE.fullmatch(text):
        return None
    found = _PARTIAL.fullmatch(_ABOUT.sub("", _BORN.sub("", _in_digits(text))))
    if found is None:
        return None
    digits = next(each for each in found.groups() if each)
    if len(digits) == 4:
        return int(digits)
    return 1900 + int(digits) if int(digits) >= _LAST_CENTURY_FROM else 0


def says_part_of(text: str, year: str, month: str) -> bool:
    """Whether a date without its day is of this year, and of this month if it names one."""
    said = _NUMBERS.findall(_in_digits(text))
    if len(said) == 1 and len(said[0]) == 6:
        said = [said[0][:4], said[0][4:]]
    return year_of_partial(text) == int(year) and (len(said) < 2 or int(said[1]) == int(month))


def _in_digits(text: str) -> str:
    """The text with numerals as digits: 九三年十月 is 93年10月."""
    return _NUMERAL.sub(lambda found: arabic(found[0]), nfkc(text).strip())


def is_age(text: str) -> bool:
    """Whether a text says how old somebody is: 35岁, 六十多岁."""
    return _AGE.fullmatch(_ABOUT.sub("", nfkc(text).strip())) is not None


def is_lunar(text: str) -> bool:
    """Whether a day is one of the lunar calendar (农历, 正月初七), which is another one of ours."""
    return _LUNAR.search(text) is not None


def ticked(text: str) -> str | None:
    """What is ticked of the choices in a cell (☑是 □否), 、 between; "" for nothing, None if there are no boxes."""
    if not any(box in text for box in _EMPTY) or not text.strip(_EMPTY + _TICKS + " "):
        return None
    if text.strip()[0] in _EMPTY + _TICKS:
        choices = [(box, label) for box, label in _BOX_FIRST.findall(text)]
    else:
        choices = [(box, label) for label, box in _BOX_LAST.findall(text)]
    return "、".join(label.strip(" 、,，;；/") for box, label in choices if box in _TICKS)


def _is_date(text: str) -> bool:
    try:
        parse_date(text)
    except ValueError:
        return False
    return True
