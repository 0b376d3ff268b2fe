"""Where the invented community's houses stand: streets, compounds, old dormitories and village groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

SiteKind = Literal["walk_up", "tower", "dormitory", "village"]

STREETS = ("清荷路", "柳溪巷", "望荷东路", "望荷西路", "采莲街", "青石街")
_COMPOUNDS = tuple(
    first + second
    for second in ("花园", "雅苑", "小区", "家园")
    for first in ("柳岸", "荷塘", "映月", "听雨", "望溪", "竹影", "兰亭", "松涛", "晓风", "云栖", "沁芳", "桐荫")
)
_WORKS = ("纺织厂", "农机厂", "丝绸厂", "粮油站", "印刷厂", "轴承厂")
_VILLAGES = ("清荷村", "柳溪村", "石埂村", "桑园村")

# How a grid's houses are spread, in percent: inner grids and those at the edge of the community.
_INNER: tuple[tuple[SiteKind, int], ...] = (("walk_up", 60), ("dormitory", 25), ("tower", 15))
_EDGE: tuple[tuple[SiteKind, int], ...] = (("tower", 50), ("walk_up", 25), ("village", 25))


@dataclass(frozen=True, slots=True)
class Site:
    """One compound: what kind, its name, how its addresses begin, and how many houses of it to list."""

    kind: SiteKind
    name: str
    street: str
    wanted: int

    @property
    def is_rural(self) -> bool:
        """Whether it is a village group rather than a compound of blocks."""
        return self.kind == "village"


class Room(NamedTuple):
    """One house of a site: the numbers of its building, stairwell (0: none), floor and door, and its address."""

    building: int
    unit: int
    floor: int
    door: int
    address: str


@dataclass(frozen=True, slots=True)
class Block:
    """One building: floors, stairwells (0 where rooms are numbered through) and doors to a floor."""

    floors: int
    units: int
    doors: int
    built: int
    structure: str

    @property
    def size(self) -> int:
        """How many homes it has."""
        return self.floors * max(self.units, 1) * self.doors


BLOCKS: dict[SiteKind, Block] = {
    "walk_up": Block(6, 2, 2, 1998, "mixed"),
    "tower": Block(18, 0, 4, 2014, "reinforced_concrete"),
    "dormitory": Block(4, 0, 6, 1983, "brick_timber"),
    "village": Block(1, 0, 1, 2006, "mixed"),
}


def sites(grid: int, households: int) -> list[Site]:
    """The sites of one grid (numbered from 0); their wanted houses add up to ``households``."""
    shares = _EDGE if grid % 2 else _INNER
    counts = [households * percent // 100 for _, percent in shares]
    counts[0] += households - sum(counts)
    return [
        Site(kind, *_name_and_street(grid, place, kind), wanted)
        for place, ((kind, _), wanted) in enumerate(zip(shares, counts, strict=True))
        if wanted
    ]


def _name_and_street(grid: int, place: int, kind: SiteKind) -> tuple[str, str]:
    street = STREETS[(grid + place) % len(STREETS)]
    number = 12 + 16 * grid + 38 * place
    if kind == "village":
        # A village is split between grids, each of which has other groups of it.
        return _VILLAGES[grid // 2 % len(_VILLAGES)], ""
    if kind == "dormitory":
        return f"{_WORKS[grid // 2 % len(_WORKS)]}宿舍", f"{street}{number}号"
    return _COMPOUNDS[(grid + place * 17) % len(_COMPOUNDS)], f"{street}{number}号"


def rooms(site: Site, grid: int) -> Iterator[Room]:
    """Every house the site could list."""
    block = BLOCKS[site.kind]
    buildings = max(3, -(-site.wanted // block.size)) if not site.is_rural else site.wanted
    for building in range(1, buildings + 1):
        if site.is_rural:
            group, number = 2 + grid // 2 + (building - 1) // 30, 3 + (building - 1) % 30 * 2
            yield Room(building, 0, 0, 1, f"{site.name}{group}组{number}号")
            continue
        for unit in range(1, block.units + 1) if block.units else (0,):
            stair = f"{unit}单元" if unit else ""
            for floor in range(1, block.floors + 1):
                for door in range(1, block.doors + 1):
                    address = f"{site.street}{site.name}{building}栋{stair}{floor}{door:02}室"
                    yield Room(building, unit, floor, door, address)
