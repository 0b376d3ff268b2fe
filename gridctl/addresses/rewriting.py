"""Ways of typing that hide a number or say a word twice, written as the grammar has them.

四洞幺 is 401 as radio operators say it, 2 0 2 and 1,404 are one number each, 3d2dy501 has the initials of its type
words, 2单元元 and 6组组 a word too many. Each way is a pattern with what is meant; whoever finds another adds a line.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]

_RADIO: Final = str.maketrans("幺洞拐勾", "一〇七九")
_SPOKEN: Final = "零〇一二三四五六七八九两幺洞拐勾"
_COUNTED: Final = "0-9０-９零〇一二三四五六七八九十A-Za-z"
# What may follow a type word said twice only if the second begins a word of its own: 3楼楼上, 2组组团.
_NO_DOUBLE: Final = "(?![上下顶盘道区团面口牌卫市店外主籍东屋产管内])"

RULES: Final[Sequence[Rule]] = (
    (
        re.compile(f"[{_SPOKEN}]*[幺拐勾][{_SPOKEN}]+|[{_SPOKEN}]+[幺拐勾](?=[室房号户栋幢单组])"),
        lambda match: match[0].translate(_RADIO),
    ),
    (
        re.compile("(?<=[元栋幢座门梯楼层号弄巷里排组])[0-9](?: [0-9]){2,3}(?= ?[室房号户]|$)"),
        lambda match: match[0].replace(" ", ""),
    ),
    (
        re.compile("(?:(?<=[元门梯座塔])|(?<=[A-Za-z][栋楼]))[0-9]{1,2},[0-9]{3}(?![0-9,])"),
        lambda match: match[0].replace(",", ""),
    ),
    (re.compile("(?<=[路街巷道])门牌号?(?=[0-9])|(?<=号)门牌$"), lambda _: ""),
    # @小李 您好，我是柳岸花园3栋501的: as people write to each other.
    (
        re.compile("^(?:@[^ ，,：:]{1,10}[ ，,：:]+|(?:您好|你好|大家好)[，,。!！~～、 ]*)*(?:我是|我们是)?"),
        lambda _: "",
    ),
    # 村：清荷村 组：3 户：12, as forms have it.
    (re.compile("(?:^|(?<=[ ,，;；]))(?:自然村|行政村|村庄|村)[:：] ?"), lambda _: ""),
    (re.compile("户[:：] ?(?=[0-9])"), lambda _: "户号"),
    (re.compile("(?<=村) ?组[:：] ?(?=[0-9])"), lambda _: "小组号"),
    (re.compile("(?<=[0-9])弃(?=[0-9])"), lambda _: "弄"),
    (re.compile("(?<=[栋幢座楼])([0-9]{1,2})[Uu]-?(?=[0-9]{3,4})"), lambda match: f"{match[1]}单元"),
    (re.compile("[Nn][Oo]\\.? ?([0-9]{1,3}),? ?(?=[Rr](?:oo)?m[ .0-9])"), lambda match: f"{match[1]}#"),
    (re.compile("([0-9]{1,2})/[Ff] ?(?=[0-9])"), lambda match: f"{match[1]}F"),
    (re.compile("(?<=[号栋幢座元门梯])([0-9]{1,2})([楼层])之(?=[0-9])"), lambda match: match[1] + match[2]),
    (re.compile("(?<=[一-龥])[(（]([东西南北中][苑园里区])[)）](?=[0-9])"), lambda match: match[1]),
    (re.compile("(?<=[一-龥])([A-Fa-f])(?:zuo|dong|ta|lou)(?=[0-9])"), lambda match: f"{match[1]}座"),
    (
        re.compile("(?<![A-Za-z0-9])([0-9]{1,3})[dDzZ]-?([0-9]{1,2})(?:dy|DY)-?([0-9]{3,4})[sShH]?(?![A-Za-z0-9])"),
        lambda match: f"{match[1]}栋{match[2]}单元{match[3]}",
    ),
    (
        re.compile(
            f"(?<=[{_COUNTED}])(?:(单元|号楼|[栋幢座组排室房号社队门梯层楼户期弄])\\1|(单)元元|(号)楼楼){_NO_DOUBLE}"
        ),
        lambda match: match[1] or ("单元" if match[2] else "号楼"),
    ),
)
# What every text is looked through for, so quickly: a type word twice; else a character that the other rules need.
DOUBLED: Final = "[栋幢座组排室房号社队门梯层楼户期弄元](?:(?<=(.))\\1|(?<=元)单元|(?<=楼)号楼)"
_DOUBLED: Final = re.compile(DOUBLED)
CHARACTERS: Final = frozenset("幺拐勾牌/之(（, dDzZabcefABCEF@您你我弃UuNn:：")
_SOUGHT: Final = re.compile(
    "[幺拐勾]|门牌|/[Ff]|[楼层]之|[(（][东西南北中]|[0-9] [0-9] [0-9]|,[0-9]{3}|[0-9][dDzZ]-?[0-9]"
    "|[A-Fa-f](?:zuo|dong|ta|lou)|^@|^[您你]好|^我|^大家好|[村户组][:：]|[0-9]弃[0-9]|[0-9][Uu]|[Nn][Oo][. 0-9]"
)


def rewritten(text: str, rules: Sequence[Rule] = RULES) -> tuple[str, list[int]] | None:
    """Return `text` in the grammar's words and the place each character was typed; None if there is nothing to do."""
    usual = CHARACTERS.isdisjoint(text) or _SOUGHT.search(text) is None
    if rules is RULES and usual and _DOUBLED.search(text) is None:
        return None
    plain, at = text, list(range(len(text)))
    for pattern, meant in rules:
        for match in reversed(list(pattern.finditer(plain))):
            put = meant(match)
            places = at[match.start() : match.end()]
            spread = [places[min(n, len(places) - 1)] for n in range(len(put))]
            at = [*at[: match.start()], *spread, *at[match.end() :]]
            plain = plain[: match.start()] + put + plain[match.end() :]
    return None if plain == text else (plain, at)
