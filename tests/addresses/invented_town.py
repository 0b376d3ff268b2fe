"""An invented community: its houses, the ways clerks write them down, and what goes wrong in typing.

Nothing here is taken from a real place. Names are drawn from parts so that no run sees the names of another seed.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

_FIRST = (
    "清柳荷沁望兰云青禾松竹梅桂枫桐榆杏桃莲菱苇芦溪泉潭浦洲汀岚峰岭岳峪坤乾瑞"
    "祥福禄康宁安泰和顺丰裕盈锦绣绮彩虹霞晴朗晨曦"
)
_SECOND = (
    "岸园塘湾泽川河源林森木叶影波澜涛声鸣飞翔腾跃驰骏骥鹤鹭鸥雁燕莺鹃凤麟龙阳"
    "明辉耀光华荣昌盛隆兴旺达通联合同心德仁义礼智信诚"
)
# Names of towns that development never looks at are drawn from these.
_UNSEEN_FIRST = "鹿鲤梧桦茗瑶瓷琥珀澄湛凌霄昊旭曜穹暮笙筠棠榕槿菀萱芷蘅蔚砚墨谦恪笃敦睦泓淙淇漪潇浔淮汶"
_UNSEEN_SECOND = "坞墅渚屿崖壑峦垭埂畈圩浜荡洼潭溆汐沙砾岩石桥渡津埠墟亭楼台榭廊斋轩坊集店铺营屯堡"
_ENDINGS = ["花园", "小区", "雅苑", "公寓", "第一城", "家园", "新居", "国际花园", "三号院"]
_UNSEEN_ENDINGS = ["佳苑", "名邸", "壹号院", "新城", "嘉园", "华庭", "大院", "教师楼", "九里", "安置小区"]
_NUMERALS = "零一二三四五六七八九"
_SIDES = "东西"


@dataclass(frozen=True)
class House:
    """One dwelling by its parts; `kind` is flat, plate, village, row, shop or cellar."""

    kind: str
    road: str = ""
    number: int = 0
    compound: str = ""
    phase: int = 0
    zone: str = ""
    building: int = 0
    unit: int = 0
    floor: int = 0
    door: int = 0
    village: str = ""
    group: int = 0
    sub: int = 0


@dataclass
class Town:
    community: str
    head: list[str]
    houses: list[House] = field(default_factory=list)
    aliases: dict[str, str] = field(default_factory=dict)
    unseen: bool = False


@dataclass(frozen=True)
class Row:
    id: str
    house: int
    address: str
    undecidable: bool = False


def _name(rng: random.Random, used: set[str], *, unseen: bool = False) -> str:
    while True:
        name = rng.choice(_UNSEEN_FIRST if unseen else _FIRST) + rng.choice(_UNSEEN_SECOND if unseen else _SECOND)
        # Two invented names that differ in one character only would be a trap nobody set.
        if all(sum(a != b for a, b in zip(name, other, strict=True)) == 2 for other in used):
            used.add(name)
            return name


def build_town(seed: int, houses: int, *, unseen: bool = False) -> Town:
    """Return a town of about `houses` dwellings: compounds, plates, villages, rows, shops, and the usual traps.

    `unseen` draws names and their endings from others than development uses.
    """
    rng = random.Random(seed)
    used: set[str] = set()
    town = Town(
        _name(rng, used, unseen=unseen) + "社区",
        ["四川省", *(_name(rng, used, unseen=unseen) + ending for ending in ("市", "区", "街道"))],
        unseen=unseen,
    )
    while len(town.houses) < houses:
        rng.choices([_compound, _plates, _village, _rows, _twin_roads], [6, 2, 3, 1, 1])[0](rng, used, town)
    return town


def _road(rng: random.Random, used: set[str], town: Town) -> str:
    return _name(rng, used, unseen=town.unseen) + rng.choice(["路", "街", "巷", "大道", "东路", "路二段", "西街"])


def _compound(rng: random.Random, used: set[str], town: Town) -> None:
    name = _name(rng, used, unseen=town.unseen) + rng.choice(_UNSEEN_ENDINGS if town.unseen else _ENDINGS)
    if rng.random() < 0.3:
        # What the register knows it by besides: an employer's quarters, a former name.
        town.aliases[_name(rng, used, unseen=town.unseen) + rng.choice(["厂宿舍", "新村", "大楼"])] = name
    road = _road(rng, used, town)
    parts: list[tuple[int, str]] = rng.choice(
        [[(0, "")], [(0, "")], [(1, ""), (2, "")], [(0, "A"), (0, "B")], [(0, "东"), (0, "西")]]
    )
    number = rng.randint(1, 300)
    for phase, zone in parts:
        number += rng.randint(2, 40)
        for building in range(1, rng.randint(2, 6)):
            units = rng.choice([0, 1, 2, 3])
            floors, doors = rng.choice([(6, 2), (7, 2), (11, 4), (18, 4)])
            for unit in range(1, units + 1) if units else [0]:
                for floor in range(1, floors + 1):
                    for door in range(1, doors + 1):
                        town.houses.append(House("flat", road, number, name, phase, zone, building, unit, floor, door))
            if rng.random() < 0.4:
                town.houses += [
                    House("shop", road, number, name, phase, zone, building, door=door)
                    for door in range(1, rng.randint(2, 12))
                ]
                town.houses += [
                    House("cellar", road, number, name, phase, zone, building, floor=-1, door=door)
                    for door in range(1, 5)
                ]


def _plates(rng: random.Random, used: set[str], town: Town) -> None:
    road = _road(rng, used, town)
    for number in rng.sample(range(1, 400), 3):
        buildings = rng.choice([0, 0, 2])
        for building in range(1, buildings + 1) if buildings else [0]:
            for unit in range(1, rng.randint(2, 4)):
                for floor in range(1, 7):
                    town.houses += [
                        House("flat", road, number, building=building, unit=unit, floor=floor, door=door)
                        for door in (1, 2)
                    ]
    for number in rng.sample(range(401, 500), 8):
        town.houses.append(House("plate", road, number))
        town.houses += [House("plate", road, number, sub=sub) for sub in range(1, rng.randint(1, 3))]


def _village(rng: random.Random, used: set[str], town: Town) -> None:
    first = _name(rng, used, unseen=town.unseen)
    # 西谷村 beside 西洋村: two villages one character apart.
    names = [first + "村", first[0] + rng.choice("洋谷坪坎岩") + "村"]
    for name in names:
        for group in range(1, rng.randint(3, 9)):
            for number in range(1, rng.randint(10, 40)):
                town.houses.append(House("village", village=name, group=group, number=number))
            if rng.random() < 0.5:
                town.houses.append(House("village", village=name, group=group, number=1, sub=1))


def _rows(rng: random.Random, used: set[str], town: Town) -> None:
    name = _name(rng, used, unseen=town.unseen) + rng.choice(["厂宿舍", "队宿舍"])
    for row in range(1, rng.randint(4, 9)):
        town.houses += [House("row", compound=name, building=row, number=number) for number in range(1, 13)]


def _twin_roads(rng: random.Random, used: set[str], town: Town) -> None:
    """东路 beside 西路 with the same numbers, and a compound with a north and a south zone of the same buildings."""
    name = _name(rng, used, unseen=town.unseen)
    for side in _SIDES:
        road = f"{name}{side}路"
        town.houses += [House("plate", road, number) for number in range(1, 30)]
        town.houses += [House("plate", road, number, sub=sub) for number in (12, 13) for sub in (1, 2)]


def numeral(number: int) -> str:
    """Return a number below a thousand as people write it in numerals."""
    if number >= 100:
        hundreds, rest = divmod(number, 100)
        return (
            _NUMERALS[hundreds]
            + "百"
            + (
                ""
                if not rest
                else ("零" if rest < 10 else "") + (numeral(rest) if rest < 10 or rest >= 20 else "一" + numeral(rest))
            )
        )
    if number < 10:
        return _NUMERALS[number]
    tens, ones = divmod(number, 10)
    return ("" if tens == 1 else _NUMERALS[tens]) + "十" + (_NUMERALS[ones] if ones else "")


def by_digit(number: int) -> str:
    return "".join(_NUMERALS[int(digit)] for digit in str(number)).replace("零", "〇")
