"""Ways of typing that hide a number or say a word twice, written as the grammar has them.

四洞幺 is 401 as radio operators say it, 2 0 2 and 1,404 are one number each, 3d2dy501 has the initials of its type
words, 2单元元 and 6组组 a word too many. Whoever finds another adds a line.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gridctl.addresses.reading.rewriting import Way, marks_of, rewritten, sign_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_RADIO: Final = str.maketrans("幺洞拐勾", "一〇七九")
_SPOKEN: Final = "零〇一二三四五六七八九两幺洞拐勾"
_COUNTED: Final = "0-9０-９零〇一二三四五六七八九十A-Za-z"
# What may follow a type word said twice only if the second begins a word of its own: 3楼楼上, 2组组团.
_NO_DOUBLE: Final = "(?![上下顶盘道区团面口牌卫市店外主籍东屋产管内])"

_HINTED: Final[Sequence[Way]] = (
    Way(
        "幺拐勾",
        "[幺拐勾]",
        re.compile(f"[{_SPOKEN}]*[幺拐勾][{_SPOKEN}]+|[{_SPOKEN}]+[幺拐勾](?=[室房号户栋幢单组])"),
        lambda match: match[0].translate(_RADIO),
    ),
    Way(
        " ",
        "[0-9] [0-9] [0-9]",
        re.compile("(?<=[元栋幢座门梯楼层号弄巷里排组])[0-9](?: [0-9]){2,3}(?= ?[室房号户]|$)"),
        lambda match: match[0].replace(" ", ""),
    ),
    Way(
        ",",
        ",[0-9]{3}",
        re.compile("(?:(?<=[元门梯座塔])|(?<=[A-Za-z][栋楼]))[0-9]{1,2},[0-9]{3}(?![0-9,])"),
        lambda match: match[0].replace(",", ""),
    ),
    Way("牌", "门牌", re.compile("(?<=[路街巷道])门牌号?(?=[0-9])|(?<=号)门牌$"), lambda _: ""),
    # @小李 您好，我是柳岸花园3栋501的: as people write to each other.
    Way(
        "@好我",
        "^@|^[您你]好|^我|^大家好",
        re.compile("^(?:@[^ ，,：:]{1,10}[ ，,：:]+|(?:您好|你好|大家好)[，,。!！~～、 ]*)*(?:我是|我们是)?"),
        lambda _: "",
    ),
    # 村：清荷村 组：3 户：12, as forms have it.
    Way(":：", "村[:：]", re.compile("(?:^|(?<=[ ,，;；]))(?:自然村|行政村|村庄|村)[:：] ?"), lambda _: ""),
    Way(":：", "户[:：]", re.compile("户[:：] ?(?=[0-9])"), lambda _: "户号"),
    Way(":：", "组[:：]", re.compile("(?<=村) ?组[:：] ?(?=[0-9])"), lambda _: "小组号"),
    Way("弃", "[0-9]弃[0-9]", re.compile("(?<=[0-9])弃(?=[0-9])"), lambda _: "弄"),
    Way(
        "Uu",
        "[0-9][Uu]",
        re.compile("(?<=[栋幢座楼])([0-9]{1,2})[Uu]-?(?=[0-9]{3,4})"),
        lambda match: f"{match[1]}单元",
    ),
    Way(
        "Nn",
        "[Nn][Oo][. 0-9]",
        re.compile("[Nn][Oo]\\.? ?([0-9]{1,3}),? ?(?=[Rr](?:oo)?m[ .0-9])"),
        lambda match: f"{match[1]}#",
    ),
    Way("/", "/[Ff]", re.compile("([0-9]{1,2})/[Ff] ?(?=[0-9])"), lambda match: f"{match[1]}F"),
    Way(
        "之",
        "[楼层]之",
        re.compile("(?<=[号栋幢座元门梯])([0-9]{1,2})([楼层])之(?=[0-9])"),
        lambda match: match[1] + match[2],
    ),
    Way(
        "(（",
        "[(（][东西南北中]",
        re.compile("(?<=[一-龥])[(（]([东西南北中][苑园里区])[)）](?=[0-9])"),
        lambda match: match[1],
    ),
    Way(
        "ABCDEFabcdef",
        "[A-Fa-f](?:zuo|dong|ta|lou)",
        re.compile("(?<=[一-龥])([A-Fa-f])(?:zuo|dong|ta|lou)(?=[0-9])"),
        lambda match: f"{match[1]}座",
    ),
    Way(
        "dDzZ",
        "[0-9][dDzZ]-?[0-9]",
        re.compile("(?<![A-Za-z0-9])([0-9]{1,3})[dDzZ]-?([0-9]{1,2})(?:dy|DY)-?([0-9]{3,4})[sShH]?(?![A-Za-z0-9])"),
        lambda match: f"{match[1]}栋{match[2]}单元{match[3]}",
    ),
)
# No character tells of a type word said twice.
_TWICE: Final = Way(
    "",
    "[栋幢座组排室房号社队门梯层楼户期弄元](?:(?<=(.))\\1|(?<=元)单元|(?<=楼)号楼)",
    re.compile(
        f"(?<=[{_COUNTED}])(?:(单元|号楼|[栋幢座组排室房号社队门梯层楼户期弄])\\1|(单)元元|(号)楼楼){_NO_DOUBLE}"
    ),
    lambda match: match[1] or ("单元" if match[2] else "号楼"),
)

# A text in none of these ways has none of these characters and does not match this source of a pattern.
MARKS: Final = marks_of(_HINTED)
TWICE: Final = _TWICE.sign
_WAYS: Final = (*_HINTED, _TWICE)
_SIGN: Final = sign_of(_HINTED)
_TWICE_SIGN: Final = sign_of([_TWICE])


def without_idioms(text: str) -> tuple[str, list[int]] | None:
    """Return `text` in the grammar's words and the place each character was typed; None if there is nothing to do."""
    if (MARKS.isdisjoint(text) or _SIGN.search(text) is None) and _TWICE_SIGN.search(text) is None:
        return None
    return rewritten(text, _WAYS)
