"""How far each building goes, its units, storeys and doors: so which phase has a door 1404 and which cannot."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from gridctl.addresses.places.estates import fill
from gridctl.addresses.reading.address import ENDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gridctl.addresses.places.entry import Entry

Place = tuple[str, ...]
# Fewer rows of a building, or of a phase, do not tell what it lacks.
_BUILDING_ROWS: Final = 6
_PLACE_ROWS: Final = 10
# Lists leave houses out: a building may have some more storeys, or doors on one, than its rows show, unless nearly
# all of those that it can have are there.
_UNLISTED: Final = 2
_WHOLE: Final = 0.95


class Extents:
    """Learned from all rows once their readings are settled."""

    def __init__(self) -> None:
        self._rows: Counter[Place] = Counter()
        self._buildings: Counter[tuple[Place, str]] = Counter()
        self._units: dict[tuple[Place, str], Counter[str]] = defaultdict(Counter)
        self._tops: dict[tuple[Place, str, str], tuple[int, int]] = {}
        self._doors: dict[tuple[Place, str, str], set[tuple[str, int, int]]] = defaultdict(set)

    def observe(self, place: Place, values: Mapping[str, str]) -> None:
        """Count a row of a compound."""
        if place[1] != "compound":
            return
        building = values.get("building", "")
        self._rows[place] += 1
        self._buildings[place, building] += 1
        kind, floor, door = _end(values)
        if kind:
            top = self._tops.get((place, building, kind), (0, 0))
            self._tops[place, building, kind] = (max(top[0], floor), max(top[1], door))
            if place[-1] or place[-2]:
                self._doors[place, building, kind].add((values.get("unit", ""), floor, door))
        if kind == "room":
            self._units[place, building][values.get("unit", "")] += 1

    def settle(self, entry: Entry) -> None:
        """Fill in phase and zone if only one of those in ``entry.estates`` has such a building and such a door."""
        places = {estate: (entry.scope, "compound", *estate) for estate in entry.estates}
        if any(self._rows[place] < _PLACE_ROWS for place in places.values()):
            return
        fitting = [estate for estate, place in places.items() if self._has(place, entry.values)]
        if len(fitting) == 1:
            fill(entry, fitting[0], "phase-by-building")
            entry.missing = tuple(each for each in entry.missing if each != "phase")

    def _has(self, place: Place, values: Mapping[str, str]) -> bool:
        building = values.get("building", "")
        rows = self._buildings[place, building]
        if rows < _BUILDING_ROWS:
            return rows > 0
        kind, floor, door = _end(values)
        unlisted = 0 if self._listed_whole(place, building, kind) else _UNLISTED
        top = self._tops.get((place, building, kind))
        if kind and (top is None or floor > top[0] + unlisted or door > top[1] + unlisted):
            return False
        unit = values.get("unit", "")
        units = self._units[place, building]
        if kind != "room" or not unit or units[unit]:
            return True
        return unit.isdigit() and int(unit) < unlisted + max((int(each) for each in units if each.isdigit()), default=0)

    def _listed_whole(self, place: Place, building: str, kind: str) -> bool:
        """Tell whether nearly every door that a building can have is listed."""
        storeys, doors = self._tops.get((place, building, kind), (0, 0))
        listed = self._doors[place, building, kind]
        # Rows that leave the unit out tell nothing of how many there are.
        units = {unit for unit, _, _ in listed if unit} or {""}
        there = sum(unit in units for unit, _, _ in listed)
        return there >= _WHOLE * len(units) * max(1, storeys) * doors


def _end(values: Mapping[str, str]) -> tuple[str, int, int]:
    """What an address ends with, its storey and its number there."""
    for kind in ENDS:
        number = values.get(kind, "")
        if number.isdigit():
            below = values.get("floor", "")
            if kind == "room" and not below and len(number) > len("99"):
                return kind, int(number[:-2]), int(number[-2:])
            return kind + below, 0, int(number)
    return "", 0, 0
