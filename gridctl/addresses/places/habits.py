"""How doors are numbered in each place: has it buildings, units, rows; how many; so what 3-501 means there."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from gridctl.addresses.places.extents import Extents
from gridctl.addresses.reading.address import DWELLING, OWN, SIDES
from gridctl.addresses.reading.grammar import grammar

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from gridctl.addresses.places.entry import Entry

Shape = tuple[bool, bool, bool, str]
Place = tuple[str, ...]
_STOREY_AND_DOOR: Final = 3
# Units by letter or stem, and the number each stands for.
_ORDERED: Final = {name: str(1 + at % 4) for at, name in enumerate("ABCD甲乙丙丁")}
# Letters beside so many times as many numbers are somebody's habit.
_OFTENER: Final = 2
# Fewer doors of an entrance than this show nothing of how they are counted.
_DOORS: Final = 3
_NEARLY_ALL: Final = 0.9
_MOSTLY: Final = 0.8
# Buildings or units that fewer of a place's rows name than this are slips: it has none.
_SLIPS: Final = 0.1


class Habits:
    """Learned first from rows whose parts were typed out, then from readings settled by those."""

    def __init__(self) -> None:
        self._shapes: dict[Place, Counter[Shape]] = defaultdict(Counter)
        self._everywhere: dict[tuple[str, str], Counter[Shape]] = defaultdict(Counter)
        self._pairs: dict[Place, Counter[tuple[str, str]]] = defaultdict(Counter)
        self._units: dict[tuple[Place, str], Counter[str]] = defaultdict(Counter)
        self._doors: dict[tuple[Place, str], dict[str, set[str]]] = {}
        self._buildings: dict[Place, Counter[str]] = defaultdict(Counter)
        self._groups: dict[Place, Counter[str]] = defaultdict(Counter)
        self._structured: Counter[Place] = Counter()
        self._rows: Counter[Place] = Counter()
        self._rowed: Counter[Place] = Counter()
        self._own: Counter[tuple[Place, str]] = Counter()
        self._own_built: Counter[tuple[Place, str]] = Counter()
        self._unitless: Counter[tuple[Place, str]] = Counter()
        self._extents = Extents()
        self._through: dict[tuple[Place, str], bool] = {}

    def observe(self, entry: Entry) -> None:
        """Count an entry whose reading is certain."""
        place, values = entry.place, entry.values
        shape = _shape(values)
        self._shapes[place][shape] += 1
        self._everywhere[place[0], place[1]][shape] += 1
        self._count(entry)

    def _count(self, entry: Entry) -> None:
        place, values = entry.place, entry.values
        building, unit = values.get("building", ""), values.get("unit", "")
        self._extents.observe(place, values)
        self._pairs[place][building, unit] += 1
        if building:
            self._buildings[place][building] += 1
        if "room" not in values:
            for kind in OWN:
                if kind in values:
                    self._own[place, kind] += 1
                    self._own_built[place, kind] += bool(building)
        if "group" in values:
            self._groups[place][values["group"]] += 1
        if unit and "room" in values:
            self._units[place, building][unit] += 1
            self._doors.setdefault((place, building), {}).setdefault(values["room"], set()).add(unit)
        elif "room" in values:
            self._unitless[place, building] += 1
        self._rows[place] += 1
        self._rowed[place] += "row" in values
        if any(kind in values for kind in DWELLING):
            self._structured[place] += 1

    def choose(self, entry: Entry, *, learn: bool = True) -> None:
        """Settle on the reading of open numbers that the place's other rows bear out; `learn`: then count it too."""
        readings = [dict(reading) for reading in entry.alternatives]
        if len(readings) > 1:
            taken = set(readings[0])
            firm = {kind: value for kind, value in entry.values.items() if kind not in taken}
            best = max(range(len(readings)), key=lambda i: (*self._support(entry, firm, readings[i]), -i))
            if best:
                entry.values = firm | readings[best]
                entry.reasons += ("reading-settled",)
        if learn:
            self._count(entry)

    def _support(self, entry: Entry, firm: dict[str, str], reading: dict[str, str]) -> tuple[float, float]:
        values = firm | reading
        place = entry.place
        shape = _shape(values)
        shapes = self._shapes.get(place)
        pair = (values.get("building", ""), values.get("unit", ""))
        if not shapes:
            everywhere = self._everywhere[place[0], place[1]]
            return 0.0, 0.1 * everywhere[shape] / max(1, everywhere.total())
        share = shapes[shape] / shapes.total()
        seen = self._pairs[place][pair] if place in self._pairs else 0
        size = any(known[-1] == shape[-1] for known in shapes)
        door = values.get("room", "") in self._doors.get((place, pair[0]), ())
        return float(share > 0) + float(seen > 0) + float(size) + float(door), share

    def complete(self, entry: Entry) -> None:
        """Fill in a building or unit that the place leaves no choice about; note as missing what stays open."""
        if entry.estates:
            self._extents.settle(entry)
        place, values = entry.place, entry.values
        if place[1] == "village":
            if "group" not in values and self._groups.get(place):
                entry.missing += ("group",)
            if "house" not in values and "room" not in values and "building" not in values:
                entry.missing += ("house",)
            return
        if "room" in values and not values.keys() & {"row", "building", "unit"} and self._has_rows(place):
            values["house"] = values.pop("room")  # 平房12号: a door of one of the rows
            entry.missing += ("row",)
            return
        buildings = self._seen_often(self._buildings.get(place), self._structured[place])
        if "building" not in values and "row" not in values and buildings and not self._is_counted_apart(place, values):
            if "lane" in values and values.get("room", "") in buildings:
                values["building"] = values.pop("room")  # 清荷路12弄3号, whose doors are 101 and 102
            elif len(buildings) == 1:
                values["building"] = next(iter(buildings))
                entry.reasons += ("building-filled",)
            else:
                entry.missing += ("building",)
        if values.get("room", "") in SIDES and "floor" in values and self._has_numbered_doors(place):
            del values["room"]  # 4楼左手: where doors have numbers, a side is none of them
        if values.get("unit", "") in _ORDERED:
            self._number_unit(entry)
        if "room" not in values:
            beside = "spot" in values and "floor" not in values and values["spot"] not in grammar().storeys
            divided = self._structured[place] * 2 >= self._rows[place] > 0
            if not beside and not any(kind in values for kind in (*OWN, "house")) and divided:
                entry.missing += ("room",)
            return
        if "unit" not in values and not values.get("floor", "").startswith("-"):
            self._fill_unit(entry)

    def _is_counted_apart(self, place: Place, values: Mapping[str, str]) -> bool:
        """Tell whether shops, or garages, of a place have numbers of their own, whatever building they are in."""
        if "room" in values:
            return False
        kinds = [(place, kind) for kind in OWN if kind in values]
        return any(self._own[kind] >= _DOORS and self._own_built[kind] <= _SLIPS * self._own[kind] for kind in kinds)

    def _has_rows(self, place: Place) -> bool:
        return self._rowed[place] >= _MOSTLY * self._rows[place] > 0

    def _seen_often(self, counts: Counter[str] | None, rows: int) -> Counter[str]:
        """Those of a place's buildings, or of a building's units, that are no single row's misreading."""
        if counts is None or counts.total() <= _SLIPS * rows:
            return Counter()
        return counts

    def _has_numbered_doors(self, place: Place) -> bool:
        doors = Counter[str]()
        for shape, rows in self._shapes.get(place, Counter[Shape]()).items():
            doors[shape[-1]] += rows
        return doors["door"] > _NEARLY_ALL * doors.total()

    def _number_unit(self, entry: Entry) -> None:
        """A单元 is 1单元 where units are numbered, nearly nobody writes letters and there is a first one."""
        values = entry.values
        units = self._units.get((entry.place, values.get("building", "")), Counter())
        number = _ORDERED[values["unit"]]
        lettered = sum(count for unit, count in units.items() if not unit.isdigit())
        if number in units and lettered * _OFTENER <= units.total() - lettered:
            values["unit"] = number
            entry.reasons += ("unit-numbered",)

    def _fill_unit(self, entry: Entry) -> None:
        values = entry.values
        building = (entry.place, values.get("building", ""))
        units = self._units.get(building)
        if not units:
            return
        if len(units) > 1:
            units = self._seen_often(units, units.total() + self._unitless[building])
        if not units:
            return
        if any(unit in _ORDERED for unit in units):
            numbered = Counter({unit: count for unit, count in units.items() if unit not in _ORDERED})
            if sum(units.values()) - numbered.total() <= numbered.total() / _OFTENER:
                units = numbered
        if len(units) == 1:
            values["unit"] = next(iter(units))
            entry.reasons += ("unit-filled",)
            return
        doors = self._doors[building]
        here = doors.get(values["room"], set())
        if building not in self._through:
            self._through[building] = _counted_through(doors)
        if len(here) == 1 and self._through[building]:
            values["unit"] = next(iter(here))
            entry.reasons += ("unit-by-room",)
        else:
            entry.missing += ("unit",)


def _counted_through(doors: Mapping[str, Collection[str]]) -> bool:
    """Tell whether doors are counted on from entrance to entrance: 101, 102 in the first, 103, 104 in the next."""
    places: dict[str, set[str]] = defaultdict(set)
    for room, units in doors.items():
        if len(units) != 1 or len(room) < _STOREY_AND_DOOR:
            return False
        places[next(iter(units))].add(room[-2:])
    seen: set[str] = set()
    for each in places.values():
        if each & seen:
            return False
        seen |= each
    return len(doors) >= _DOORS * len(places)


def _shape(values: dict[str, str]) -> Shape:
    room = values.get("room", "")
    size = "" if not room else "door" if len(room) > 2 else "number"
    if "house" in values:
        size = "group" if "group" in values else "house"
    if "sub" in values:
        size += "+"
    return "building" in values, "unit" in values, "row" in values, size
