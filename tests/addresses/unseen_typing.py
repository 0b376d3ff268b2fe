"""Ways of typing that development does not look at. Written from knowledge of ledgers before they were ever scored.

``UNSEEN`` may be looked into after it was scored, to learn which knowledge is missing; ``FINAL`` is only ever scored.
What was ``FINAL`` once (recall 0.894, 93 % of undecidable rows settled or suspected) is part of ``UNSEEN`` since; what
is ``FINAL`` now had recall 0.850 and 87 % when it was first scored, before dates, line numbers, labels without 号 and
texts with blanks after each character were read. Its misses were not looked at.
The pieces of a style are divided by |; one that names a building or unit the house has not is left out.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

    from invented_town import House
    from invented_typing import Operator, Style

UNSEEN_STYLES: list[Style] = [
    {"flat": "{b} 栋| {u} 单元| {d} 室", "door": "", "plate": " 号 "},
    {"flat": "楼栋{b}|单元{u}|房号{d}", "door": "", "plate": "号"},
    {"flat": "{b}#|{u}#|{d}#", "door": "", "plate": "号"},
    {"flat": " {b},|{u},|{d}", "door": "", "plate": "号"},
    {"flat": "{b}栋|{u}单元|{d}室({f}楼)", "door": "", "plate": "号"},
    {"flat": "{b}号楼|{u}单元|{d}室内", "door": "", "plate": "号"},
    {"flat": "0{b}栋|0{u}单元|0{d}", "door": "", "plate": "号"},
    {"flat": "{b}幢|{u}单元|{f}F{n}号", "door": "", "plate": "号"},
    {"flat": "{d}室（|{b}栋|{u}单元|）", "door": "", "plate": "号"},
    {"flat": "第{b}栋 |第{u}单元 |第{d}号房", "door": "", "plate": "号"},
    {"flat": "{b}栋|{u}单元|{d}#", "door": "", "plate": "号"},
    {"flat": " {b}：|{u}：|{d}", "door": "", "plate": "号"},
    {"flat": "{b}栋|{u}门洞|{d}", "door": "", "plate": "号"},
    {"flat": "{b}号住宅楼|{u}号单元|{f}楼{n}室", "door": "", "plate": "号"},
    {"flat": "{b}栋.|{u}单元.|{d}室.", "door": "", "plate": "号."},
    {"flat": "{b}栋|{U}单元|{D}号", "door": "", "plate": "号"},
    {"flat": "{b}栋| {u}--|{d}", "door": "", "plate": "号"},
    {"flat": "{b}栋|{u}单元|{f}—{n}室", "door": "", "plate": "号"},
]
FINAL_STYLES: list[Style] = [
    {"flat": "{b}＃楼|－{u}－|{d}", "door": "", "plate": "号"},
    {"flat": "{b}栋|{u}单元|{f}层{n}户", "door": "", "plate": "号"},
    {"flat": "{d}房|，{b}幢|，{u}单元", "door": "", "plate": "号"},
    {"flat": "({b})栋|({u})单元|({d})室", "door": "", "plate": "号"},
    {"flat": "{b}号楼|{u}号门|{d}号", "door": "", "plate": "号"},
    {"flat": "栋{b}|单元{u}|室{d}", "door": "", "plate": "号"},
    {"flat": "{b}座|{u}梯|{f}楼{n}号房间", "door": "", "plate": "号"},
    {"flat": "【{b}-|{u}-|{d}】", "door": "", "plate": "号"},
    {"flat": "{B}幢|{U}单元|{f}楼{n}号", "door": "", "plate": "号"},
    {"flat": "{b}栋|{u}单元 |第{f}层|{d}", "door": "", "plate": "号"},
]
_KEYCAPS = {ord(digit): digit + "\ufe0f\u20e3" for digit in "0123456789"}


def hidden_marks(text: str, rng: random.Random) -> str:
    """Zero-width characters, tabs and line ends that copying leaves behind."""
    at = rng.randrange(1, len(text))
    if text[at - 1].isalnum() and text[at - 1].isascii():
        return text
    return text[:at] + rng.choice(["\u200b", "\ufeff", "\t", "\r\n", "\xa0"]) + text[at:]


def remark(text: str, rng: random.Random) -> str:
    return text + rng.choice(["房东张某", "租户", "，已搬走", "电话19900001234", "（备注：无人）", " 待定"])


def post_code(text: str, rng: random.Random) -> str:
    return rng.choice(["中国", "637000", "地址：", "现住", "家住"]) + text


def keycaps(text: str, _: random.Random) -> str:
    return text.translate(_KEYCAPS)


UNSEEN_OPERATORS: list[Operator] = [hidden_marks, remark, post_code, keycaps]


def typed_twice(text: str, _: random.Random) -> str:
    return text if len(text) > 30 else text + " " + text


def unclosed(text: str, rng: random.Random) -> str:
    return text + rng.choice(["（待核实", "(空房", "【自住"])


def letters_for_digits(text: str, rng: random.Random) -> str:
    wrong, right = rng.choice([("0", "O"), ("0", "o"), ("1", "l"), ("1", "I")])
    at = text.rfind(wrong)
    inside = 0 < at < len(text) - 1 and text[at - 1].isdigit() and text[at + 1].isdigit()
    return text[:at] + right + text[at + 1 :] if inside else text


def quoted(text: str, _: random.Random) -> str:
    return f"“{text}”"


def circled_unit(text: str, _: random.Random) -> str:
    return text.replace("1单元", "⑴单元").replace("2单元", "⑵单元").replace("3单元", "⑶单元")


UNSEEN_OPERATORS += [typed_twice, unclosed, letters_for_digits, quoted, circled_unit]


def named_after(text: str, rng: random.Random) -> str:
    return text + rng.choice([" 张某某 19900001234", "（李某某家）", "住宅", " 民房", "（三口之家）"])


def dated(text: str, rng: random.Random) -> str:
    return text + rng.choice(["(2023年5月登记)", " 2023.5.1核", "（2024-05-01搬入）", "，2022年起租"])


def line_number(text: str, rng: random.Random) -> str:
    return rng.choice(["12、", "7.", "（3）", "⑿ "]) + text


def doubled_marks(text: str, _: random.Random) -> str:
    return text.replace("号", "号，，", 1)


def spaced(text: str, _: random.Random) -> str:
    """Blanks between characters, as texts copied from a page have them."""
    return "".join(
        char + (" " if not char.isascii() and not after.isascii() else "")
        for char, after in zip(text, text[1:] + "a", strict=True)
    )


FINAL_OPERATORS: list[Operator] = [named_after, dated, line_number, doubled_marks, spaced]
_SOUND_ALIKE = dict(
    ["坞乌", "渚煮", "屿雨", "崖涯", "壑贺", "岩严", "石时", "桥乔", "亭停", "台抬", "沙纱", "轩宣", "坊芳", "集吉"]
)
_LOOK_ALIKE = dict(
    ["坞坳", "屿岖", "崖岸", "岩岸", "桥娇", "亭享", "台合", "沙砂", "轩轲", "坊妨", "店占", "堡保", "斋齐", "廊廓"]
)


def _second(house: House, table: dict[str, str]) -> House:
    for kind in ("compound", "village"):
        name = getattr(house, kind)
        if len(name) > 2 and name[1] in table:
            return replace(house, **{kind: name[0] + table[name[1]] + name[2:]})
    return house


def homophone(house: House, _: random.Random) -> House:
    return _second(house, _SOUND_ALIKE)


def lookalike_or_dropped(house: House, rng: random.Random) -> House:
    """A character that looks alike; or, of a long name, one left out."""
    changed = _second(house, _LOOK_ALIKE)
    if changed == house and len(house.compound) > 4 and rng.random() < 0.5:
        return replace(house, compound=house.compound[0] + house.compound[2:])
    return changed


def doubled_or_turned(house: House, rng: random.Random) -> House:
    """A character typed twice; or, of a long name, the second and third changed round."""
    for kind in ("compound", "village"):
        name = getattr(house, kind)
        if len(name) > 3 and rng.random() < 0.5:
            return replace(house, **{kind: name[0] + name[2] + name[1] + name[3:]})
        if len(name) > 2:
            return replace(house, **{kind: name[0] + name})
    return house


def any_slip(house: House, rng: random.Random) -> House:
    return rng.choice([homophone, lookalike_or_dropped])(house, rng)
