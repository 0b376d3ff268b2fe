"""Houses with their codes, and the buildings register.

House codes follow the scheme ``shenzhen25``: division 12, grid 2, building 5, room 6 digits; the first 19 are the
building's code. Grid codes have 15 digits, a second grid's 2 more, a cell's another 3.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gridctl.demo.chance import stream
from gridctl.demo.settings import DIVISION
from gridctl.demo.sites import BLOCKS, Room, Site, SiteKind, rooms, sites

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_CELL_HOUSES = 15
_SECOND_GRID_CELLS = 6


@dataclass(frozen=True, slots=True)
class House:
    """One dwelling and where it belongs."""

    house_code: str
    building_code: str
    grid_code: str
    second_grid: str
    cell_code: str
    address: str
    kind: SiteKind
    compound: str
    building: str
    street: str


def grid_code(grid: int) -> str:
    """The code of a first grid, numbered from 0."""
    return f"{DIVISION}{grid + 1:03}"


def houses(seed: int, households: int, grids: int) -> list[House]:
    """So many houses, spread evenly over the grids, in the order of their codes."""
    found: list[House] = []
    for grid in range(grids):
        wanted = households * (grid + 1) // grids - households * grid // grids
        placed = [
            (site, number, room)
            for number, site in enumerate(sites(grid, wanted))
            for room in _some_rooms(seed, site, grid)
        ]
        cells = max(1, round(wanted / _CELL_HOUSES))
        seconds = max(min(2, cells), -(-cells // _SECOND_GRID_CELLS))
        for place, (site, number, room) in enumerate(placed):
            cell = place * cells // wanted
            second = f"{grid_code(grid)}{cell * seconds // cells + 1:02}"
            building = f"{DIVISION}{grid + 1:02}{number * 1000 + room.building:05}"
            found.append(House(
                house_code=f"{building}{room.unit:02}{room.floor:02}{room.door:02}",
                building_code=building,
                grid_code=grid_code(grid),
                second_grid=second,
                cell_code=f"{second}{cell + 1:03}",
                address=room.address,
                kind=site.kind,
                compound=site.name,
                building=room.address.removeprefix(site.name) if site.is_rural else f"{room.building}栋",
                street=site.street,
            ))  # fmt: skip
    return found


def _some_rooms(seed: int, site: Site, grid: int) -> list[Room]:
    every = list(rooms(site, grid))
    picked = stream(seed, "rooms", site.name, str(grid)).sample(range(len(every)), site.wanted)
    return [every[place] for place in sorted(picked)]


def buildings(
    listed: Sequence[House],
    people: Mapping[str, int],
    heads: Mapping[str, tuple[str, list[str]]],
) -> list[dict[str, Any]]:
    """The buildings register. ``people`` counts residents by building; ``heads`` names its head with telephones."""
    homes = Counter(house.building_code for house in listed)
    register: dict[str, dict[str, Any]] = {}
    for house in listed:
        if house.building_code in register:
            continue
        block = BLOCKS[house.kind]
        name, phones = heads.get(house.building_code, ("", []))
        register[house.building_code] = {
            "building_code": house.building_code,
            "grid_code": house.grid_code,
            "compound": house.compound,
            "name": house.building,
            "address": f"{house.street}{house.compound}{house.building}",
            "floors": 2 if house.kind == "village" else block.floors,
            "units": max(block.units, 1),
            "households_count": homes[house.building_code],
            "people_count": people.get(house.building_code, 0),
            "built_year": block.built + int(house.building_code[-2:]) % 4,
            "structure": block.structure,
            "use": "residential",
            "elevator": house.kind == "tower",
            **({"property_company": f"{house.compound}物业服务中心"} if house.kind == "tower" else {}),
            **({"head_name": name, "head_phones": phones} if name else {}),
        }
    return list(register.values())
