"""The names one ledger uses, and which rare spelling is a slip of which frequent one.

A rare name is corrected only if it is one slip away from a frequent name *and* its numbers are known there: the plate
number on that road, the building in that compound, the group in that village. Two names that both have houses of
their own stay two.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from gridctl.addresses.places.spelled_names import forms_without, spells
from gridctl.addresses.reading.grammar import grammar
from gridctl.addresses.reading.similar import near_forms, slip

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gridctl.addresses.places.entry import Entry

_FREQUENT: Final = 3
# A rare spelling may have this share of the frequent one's rows: slips that look or sound alike may be one
# person's habit, the others are accidents.
_HABIT_SHARE: Final = 0.10
_ACCIDENT_SHARE: Final = 0.04
_LIKELY_SHARE: Final = 0.15
_CLEAR: Final = frozenset(("homophone", "lookalike", "swap", "doubled", "spelled"))
_LONG_NAME: Final = 4
_SHORTEST: Final = 3
# A name that may be meant for more names than this says too little.
_MOST_LIKELY: Final = 3
_MOST_ALLEYS: Final = 16
# Quarters of a village that its alleys are counted in.
_QUARTER: Final = re.compile("(?<=..)[新旧老东西南北中上下前后][村区围坊片](?=.{1,3}$)")
_ALLEY_ENDS: Final = frozenset("巷弄街路横坊里")
_PLATE_DIGITS: Final = (1, 2)
# What a name is seen with, each by a letter and its value: numbers on a road, numbers in a compound or village.
_ON_ROADS: Final = (("n", "number"), ("l", "lane"))
_IN_PLACES: Final = (("b", "building"), ("w", "row"), ("g", "group"))
_NUMBERS: Final = frozenset(letter for letter, _ in (*_ON_ROADS, *_IN_PLACES))
# The compound that a road was seen with, and the plate that a compound was.
_COMPOUND: Final = "c"
_PLATE: Final = "r"
NameKey = tuple[str, str, str]


class Vocabulary:
    """Counts of names by (scope, "road" or "name", name), what they were seen with, and corrections.

    ``likely`` has for rare names that are not corrected the frequent names they may be meant for, ``alleys`` for those
    of quarters the alleys that begin so: 柳岸 for 柳岸西一巷 and 柳岸西二巷. ``quarters`` has for alleys without their
    quarter those with one.
    """

    def __init__(self) -> None:
        self.counts: Counter[NameKey] = Counter()
        self._anchors: dict[NameKey, set[str]] = defaultdict(set)
        self.corrections: dict[NameKey, str] = {}
        self.likely: dict[NameKey, tuple[str, ...]] = {}
        self.alleys: dict[NameKey, tuple[str, ...]] = {}
        self.quarters: dict[NameKey, tuple[str, ...]] = {}
        self._registered: dict[str, str] = {}
        self._forms: dict[NameKey, list[str]] = defaultdict(list)
        self._parted: dict[tuple[str, str], tuple[str, str] | None] = {}
        self._starts: dict[NameKey, list[str]] = defaultdict(list)

    def observe(self, entries: Iterable[Entry]) -> None:
        """Count the names of these entries."""
        for entry in entries:
            for key in _names(entry):
                self.counts[key] += 1
                self._anchors[key].update(_anchors(entry, key[1]))

    def know(self, scope: str, name: str, like: str) -> None:
        """Take `name` from the register as known in `scope`, its houses being those of `like`."""
        key = (scope, "name", name)
        self._registered[name] = like
        self.counts[key] += _FREQUENT * 100
        self._anchors[key] |= self._anchors.get((scope, "name", like), set())

    def settle(self) -> None:
        """Work out the corrections; to be called once all rows were observed."""
        for (scope, group, name), count in self.counts.items():
            if count >= _FREQUENT and len(name) > 1:
                for form in near_forms(name):
                    self._forms[scope, group, form].append(name)
                for end in range(_SHORTEST - 1, len(name)):
                    self._starts[scope, group, name[:end]].append(name)
        for key, count in sorted(self.counts.items(), key=_most_frequent_first):
            meant = self._meant(key, count, self._anchors[key])
            if meant is not None:
                self.corrections[key] = meant
        for key, count in self.counts.items():
            likely = () if key in self.corrections else self._likely(key, count)
            alleys = self._starts.get((key[0], "road", key[2]), [])
            if (
                key[1] == "name"
                and 1 < len(alleys) <= _MOST_ALLEYS
                and count * _FREQUENT <= self._rows_of(key[0], alleys)
            ):
                self.alleys[key] = tuple(sorted(alleys))
            if likely:
                self.likely[key] = likely
        self._settle_quarters()

    def _settle_quarters(self) -> None:
        """清荷村九巷 may be 清荷村新村九巷 or 清荷村旧村九巷 where there are both, and few say neither."""
        fuller: dict[NameKey, list[str]] = defaultdict(list)
        for (scope, group, name), count in self.counts.items():
            if group == "road" and count >= _FREQUENT - 1 and name[-1] in _ALLEY_ENDS:
                for match in _QUARTER.finditer(name):
                    fuller[scope, group, name[: match.start()] + name[match.end() :]].append(name)
        for key, names in fuller.items():
            if len(names) > 1 and key in self.counts and self.counts[key] * 2 <= self._rows_of(key[0], names):
                self.quarters[key] = tuple(sorted(names))

    def _meant(self, key: NameKey, count: int, anchors: set[str]) -> str | None:
        scope, group, name = key
        if group == "name" and (both := self._both_names(name)):
            return both
        forms = {*near_forms(name), *forms_without(name)}
        near = {other for form in forms for other in self._forms.get((scope, group, form), ())}
        if group == "name":
            longer = (name + ending for ending in grammar().optional_endings)
            near.update(other for other in longer if self.counts[scope, group, other] >= _FREQUENT)
            shorter = (name.removesuffix(ending) for ending in grammar().optional_endings)
            near.update(other for other in shorter if self.counts[scope, group, other] >= _FREQUENT)
        # 春江 may be 春江府 or 春江花园 where there are both.
        longer_names = self._starts.get(key, [])
        near.update(longer_names if len(longer_names) == 1 else ())
        near.difference_update({name}, longer_names if len(longer_names) > 1 else ())
        # 迎宾街 is 迎宾南街 where there is no 迎宾北街.
        untold = {other for other in near if slip(name, other) == "untold"}
        near.difference_update(untold if len(untold) > 1 else ())
        fitting = [other for other in near if self._fits(key, count, anchors, other)]
        return fitting[0] if len(fitting) == 1 else None

    def _both_names(self, name: str) -> str:
        """The name of a compound typed with its other name from the register, 柳岸花园即老粮库; "" for any other."""
        for alias, meant in self._registered.items():
            if alias in name and meant and meant in name:
                rest = name.replace(meant, "", 1).replace(alias, "", 1)
                if not rest.strip("".join(grammar().aliased)):
                    return meant
        return ""

    def _rows_of(self, scope: str, roads: Iterable[str]) -> int:
        return sum(self.counts[scope, "road", road] for road in roads)

    def _likely(self, key: NameKey, count: int) -> tuple[str, ...]:
        """The frequent names that this may be meant for, with too little to tell for a correction."""
        scope, group, name = key
        near = {other for form in near_forms(name) for other in self._forms.get((scope, group, form), ())}
        near = {other for other in near if len(name) >= _SHORTEST and slip(name, other)}
        near.update(self._starts.get(key, ()))
        # What stands before or after a known name may be no part of it: 超市楼上柳岸花园, 柳岸花园西侧.
        near.update(name[at:] for at in range(1, len(name) - _SHORTEST + 1))
        near.update(name[:at] for at in range(_SHORTEST, len(name)))
        near.discard(name)
        fitting = sorted(other for other in near if self._may_be(key, count, (scope, group, other)))
        return tuple(fitting) if len(fitting) <= _MOST_LIKELY else ()

    def _may_be(self, key: NameKey, count: int, known: NameKey) -> bool:
        often = self.counts.get(known, 0)
        return (
            known not in self.corrections
            and count <= max(2, often * _LIKELY_SHARE)
            and count * _FREQUENT <= often
            and self._known_there(self._anchors[key], known)
        )

    def _fits(self, key: NameKey, count: int, mine: set[str], other: str) -> bool:
        scope, group, name = key
        known = (scope, group, other)
        often = self.counts[known]
        if often < _FREQUENT * count or known in self.corrections or count > max(2, often * _HABIT_SHARE):
            return False
        if not self._known_there(mine, known):
            return False
        how = "spelled" if spells(name, other) else slip(name, other)
        how = how or ("ending" if other.startswith(name) or name.startswith(other) else "")
        habit = how in _CLEAR or (how == "ending" and self._same_place(mine, known))
        share = _HABIT_SHARE if habit else _ACCIDENT_SHARE
        if not how or count > max(2, often * share):
            return False
        return how != "other" or len(name) >= _LONG_NAME or self._same_place(mine, known)

    def _known_there(self, mine: set[str], known: NameKey) -> bool:
        """Tell whether the numbers seen with a name are those of houses of a known one."""
        firm = {anchor for anchor in mine if anchor[0] in _NUMBERS}
        return self._same_place(mine, known) or (bool(firm) and firm <= self._anchors[known])

    def _same_place(self, mine: set[str], known: NameKey) -> bool:
        return bool({anchor for anchor in mine if anchor[0] in (_PLATE, _COMPOUND)} & self._anchors[known])

    def parted(self, scope: str, road: str) -> tuple[str, str] | None:
        """The compound's name and the road's that were read as one rare name of a road; None if it is no two names."""
        key = (scope, road)
        if key not in self._parted:
            often = _FREQUENT * self.counts[scope, "road", road]
            self._parted[key] = next(
                (
                    (road[:at], road[at:])
                    for at in range(2, len(road) - 1)
                    if self.counts.get((scope, "road", road[at:]), 0) >= max(_FREQUENT, often)
                    and self.counts.get((scope, "name", road[:at]), 0) >= max(_FREQUENT, often)
                ),
                None,
            )
        return self._parted[key]

    def twins(self, entry: Entry) -> list[dict[str, str]]:
        """The values of `entry` with each of the names that one in it may be meant for."""
        found = []
        for key in _names(entry):
            meant_for = self.quarters.get(key) or self.likely.get(key, ())
            found += [entry.values | {_part(key, entry): meant} for meant in meant_for]
            if "compound" in entry.values and key[1] == "name":
                found += [_in_alley(entry.values, alley) for alley in self.alleys.get(key, ())]
        return found

    def left_out(self, entry: Entry) -> str:
        """What a name leaves out that would tell which of several places is meant: "quarter", "side" or ""."""
        if "road" not in entry.values:
            return ""
        key = (entry.scope, "road", entry.values["road"])
        if key in self.quarters:
            return "quarter"
        likely = self.likely.get(key, ())
        return "side" if len(likely) > 1 and all(slip(key[2], other) == "untold" for other in likely) else ""

    def correct(self, entry: Entry) -> None:
        """Put the frequent spelling of its names into `entry` and say so among its reasons.

        `entry` may be one of those observed or a new one.
        """
        for scope, group, name in _names(entry):
            key = (scope, group, name)
            meant = self.corrections.get(key)
            if meant is None and key not in self.counts:
                meant = self._meant(key, 1, set(_anchors(entry, group)))
            if meant is not None:
                kind = _part(key, entry)
                entry.values[kind] = meant
                entry.reasons += (f"{kind}-corrected",)


def _in_alley(values: dict[str, str], alley: str) -> dict[str, str]:
    """The values of a house of a quarter, 柳岸3号102, in one of its alleys: what was its building is a door plate."""
    found = {kind: value for kind, value in values.items() if kind not in {"compound", "building"}}
    found["road"] = alley
    if "building" in values and "number" not in values:
        found["number"] = values["building"]
    elif "number" not in values and len(values.get("room", "")) in _PLATE_DIGITS:
        found["number"] = found.pop("room")
    return found


def _most_frequent_first(item: tuple[NameKey, int]) -> tuple[int, NameKey]:
    return -item[1], item[0]


def _part(key: NameKey, entry: Entry) -> str:
    return "road" if key[1] == "road" else "village" if "village" in entry.values else "compound"


def _names(entry: Entry) -> list[NameKey]:
    values = entry.values
    found = []
    if "road" in values:
        found.append((entry.scope, "road", values["road"]))
    name = values.get("village") or values.get("compound")
    if name:
        found.append((entry.scope, "name", name))
    return found


def _anchors(entry: Entry, group: str) -> list[str]:
    values = entry.values
    if group == "road":
        found = [letter + values[kind] for letter, kind in _ON_ROADS if kind in values]
        return [*found, _COMPOUND + values["compound"]] if "compound" in values else found
    found = [letter + values[kind] for letter, kind in _IN_PLACES if kind in values]
    if "road" in values and "number" in values:
        found.append(_PLATE + values["road"] + values["number"])
    return found
