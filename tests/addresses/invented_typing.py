"""How clerks write an invented house down: styles, and corruption operators; ``unseen_typing`` has those held out."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from invented_town import House, Row, Town, by_digit, numeral

Style = dict[str, str]

# Each style is one clerk's habit: the type words, how doors are written, whether numerals are used.
STYLES: list[Style] = [
    {"building": "栋", "unit": "单元", "door": "{d}室", "plate": "号"},
    {"building": "幢", "unit": "单元", "door": "{f}-{n}号", "plate": "号"},
    {"building": "号楼", "unit": "门", "door": "{d}号", "plate": "号"},
    {"building": "座", "unit": "梯", "door": "{f}楼{d}房", "plate": "号"},
    {"building": "#楼", "unit": "单元", "door": "{d}", "plate": "#"},
    {"building": "栋", "unit": "单元", "door": "{f}层{n}号", "plate": "号"},
    {"dash": "-", "door": "{d}", "plate": "号"},
    {"dash": "-", "door": "{d}号", "plate": "号"},
    {"dash": "-", "door": "{f}-{n}", "plate": "号"},
    {"building": "栋", "unit": "单元", "door": "{d}室", "plate": "号", "numerals": "yes"},
    {"building": "栋", "unit": "单", "door": "{d}", "plate": "号"},
    {"building": "栋", "unit": "单元", "door": "{d}室", "plate": "号", "turned": "yes"},
    {"dash": "、", "door": "{d}", "plate": "号"},
    {"dash": " ", "door": "{d}", "plate": "号"},
    {"building": "栋", "unit": "单元", "door": "{d}室", "plate": "号", "circled": "yes"},
    {"building": "栋", "unit": "单元", "door": "0{d}室", "plate": "号院"},
    {"building": "号楼", "unit": "号单元", "door": "{d}号房", "plate": "号", "bracketed": "yes"},
]
_TRADITIONAL = str.maketrans("号楼栋单层门区东龙凤华庆园广阳荣", "號樓棟單層門區東龍鳳華慶園廣陽榮")
_FULL_WIDTH = {ord(digit): chr(ord(digit) + 0xFEE0) for digit in "0123456789"}
_NUMERALS = "〇零一二三四五六七八九十百"
_NOTES = ["（张家）", "(空置)", "【业主在外】", "(2人)", "（待核实）", "出租"]


def write(house: House, style: Style, rng: random.Random, head: str, leave_out: str = "") -> str:
    """Return `house` written in `style`; `leave_out` names a part that is not written."""

    def number(value: int) -> str:
        if style.get("numerals"):
            return numeral(value)
        return chr(0x245F + value) if style.get("circled") and value <= 20 else str(value)

    place = ""
    if house.road and leave_out != "road":
        place += f"{house.road}{number(house.number)}{style['plate']}" + (f"附{house.sub}号" if house.sub else "")
    if house.compound and leave_out != "compound":
        place += house.compound
    if house.phase and leave_out != "phase":
        place += (numeral(house.phase) if rng.random() < 0.5 else str(house.phase)) + "期"
    if house.zone:
        place += house.zone + "区"
    if house.kind == "plate":
        return head + place
    if house.kind == "village":
        words = rng.choice([("组", "号"), ("组", "户"), ("社", "号"), ("村民小组", "号")])
        lead = "第" if words[0] == "村民小组" else ""
        sub = f"附{house.sub}" if house.sub else ""
        return f"{head}{house.village}{lead}{number(house.group)}{words[0]}{number(house.number)}{words[1]}{sub}"
    if house.kind == "row":
        return f"{head}{place}{number(house.building)}排{number(house.number)}" + rng.choice(["号", "户"])
    if house.kind == "shop":
        return f"{head}{place}{house.building}栋{rng.choice(['底商', '商铺', '门面', '一楼商铺'])}{house.door}号"
    if house.kind == "cellar":
        return f"{head}{place}{house.building}栋{rng.choice(['负一层', '地下一层', 'B1层', '-1层'])}{house.door}号"
    return head + _flat(house, style, place, number, leave_out)


def _flat(house: House, style: Style, place: str, number: Callable[[int], str], leave_out: str) -> str:
    whole = house.floor * 100 + house.door
    door_digits = by_digit(whole) if style.get("numerals") else str(whole)
    door = style["door"].format(d=door_digits, f=number(house.floor), n=number(house.door))
    unit = 0 if leave_out == "unit" else house.unit
    if "flat" in style:
        parts = {"b": house.building, "u": unit, "d": whole, "f": house.floor, "n": house.door}
        pieces = [piece for piece in style["flat"].split("|") if _there(piece, parts)]
        return place + "".join(
            piece.format(
                **parts,
                B=numeral(house.building),
                U=numeral(unit or 1),
                D=by_digit(whole),
            )
            for piece in pieces
        )
    if "dash" in style:
        stroke = style["dash"]
        numbers = [str(value) for value in (house.building, unit) if value]
        if stroke != "-" or not place.endswith("号"):
            return place + (" " if stroke == " " else "") + stroke.join([*numbers, door])
        return place + " " + stroke.join([*numbers, door])
    building = f"{number(house.building)}{style['building']}" if house.building else ""
    entrance = f"{number(unit)}{style['unit']}" if unit else ""
    if style.get("bracketed") and entrance and building:
        entrance = f"({entrance})"
    if style.get("turned"):
        return place + entrance + building + door if building and entrance else place + building + entrance + door
    return place + building + entrance + door


def _there(piece: str, parts: dict[str, int]) -> bool:
    """Tell whether the house has the building or unit that a piece of a style names."""
    return all(value or key not in piece.lower() for key, value in (("{b}", parts["b"]), ("{u}", parts["u"])))


def head_of(town: Town, rng: random.Random) -> str:
    """Return an administrative head: all, part or none of it."""
    whole = [*town.head, town.community]
    return "".join(rng.choice([whole, whole[1:], whole[2:], whole[3:], whole[4:], [], [], whole[:4]]))


Operator = Callable[[str, random.Random], str]


def note(text: str, rng: random.Random) -> str:
    return text + rng.choice(_NOTES)


def full_width(text: str, _: random.Random) -> str:
    return text.translate(_FULL_WIDTH)


def traditional(text: str, _: random.Random) -> str:
    return text.translate(_TRADITIONAL)


def scanned(text: str, rng: random.Random) -> str:
    wrong, right = rng.choice([("单元", "单无"), ("号楼", "号搂"), ("街道", "衔道"), ("室", "窒"), ("栋", "拣")])
    return text.replace(wrong, right)


def stray_mark(text: str, rng: random.Random) -> str:
    places = [i for i in range(1, len(text)) if not (text[i - 1].isdigit() and text[i].isdigit())]
    at = rng.choice(places)
    # A mark between two numbers would be read as the stroke it may be.
    if not (text[at - 1].isalpha() and text[at].isalpha()) or text[at - 1] in _NUMERALS or text[at] in _NUMERALS:
        return text
    return text[:at] + rng.choice("，、 ·") + text[at:]


OPERATORS: list[Operator] = [note, full_width, traditional, scanned, stray_mark]


def slip_in_name(house: House, _: random.Random) -> House:
    """Return the house with two characters of its compound's or village's name changed round."""
    for kind in ("compound", "village"):
        name = getattr(house, kind)
        if len(name) > 2:
            return replace(house, **{kind: name[1] + name[0] + name[2:]})
    return house


def misread_name(house: House, rng: random.Random) -> House:
    """Return the house with a slip in its name that no table of look-alikes has: the same one each time, or a swap."""
    for kind in ("compound", "village"):
        name = getattr(house, kind)
        if len(name) > 2 and rng.random() < 0.5:
            return replace(house, **{kind: name[0] + _MISREAD[ord(name[1]) % len(_MISREAD)] + name[2:]})
    return slip_in_name(house, rng)


_MISREAD = "驿喆垚甄麒鞍捷懋烽焕筹酃皓恺"
Slip = Callable[[House, random.Random], House]


def list_houses(
    town: Town, seed: int, rate: float, styles: list[Style], operators: list[Operator], slip: Slip = slip_in_name
) -> list[Row]:
    """Return every house once in its compound's usual style, and `rate` of them again, written otherwise.

    A row typed again without its unit or phase is undecidable if several houses fit what is left.
    """
    rng = random.Random(seed)
    habits: dict[str, Style] = {}
    rows = []
    for index, house in enumerate(town.houses):
        style = habits.setdefault(house.compound or house.road or house.village, rng.choice(STYLES[:8]))
        rows.append(Row(f"r{len(rows)}", index, write(house, style, rng, head_of(town, rng))))
    loose = {part: Counter(_without(house, part) for house in town.houses) for part in ("unit", "phase")}
    known_as = {name: alias for alias, name in town.aliases.items()}
    again = [index for index in range(len(town.houses)) if rng.random() < rate]
    for index in again:
        house = town.houses[index]
        options = ["", "", "", "road" if house.compound else "", "compound" if house.road else ""]
        leave_out = rng.choice([*options, "unit" if house.unit else "", "phase" if house.phase else ""])
        typed, chance = house, rng.random()
        if chance < 0.1:
            typed = slip(house, rng)
        elif chance < 0.2 and house.compound in known_as:
            typed = replace(house, compound=known_as[house.compound])
        if leave_out == "phase":
            # The plate would tell which phase it is.
            typed = replace(typed, road="")
        text = write(typed, rng.choice(styles), rng, head_of(town, rng), leave_out)
        for operator in operators:
            if rng.random() < 0.15:
                text = operator(text, rng)
        several = leave_out in loose and loose[leave_out][_without(house, leave_out)] > 1
        rows.append(Row(f"r{len(rows)}", index, text, undecidable=several))
    rng.shuffle(rows)
    return rows


def _without(house: House, part: str) -> House:
    if part == "unit":
        return replace(house, unit=0)
    return replace(house, phase=0, road="", number=0)
