"""Which houses a row may mean that leaves a part out: found under what it does say, and told apart by the rest."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from gridctl.addresses.reading.address import ENDS, ORDER, OWN
from gridctl.addresses.reading.doubt import agrees, is_doubtful

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gridctl.addresses.places.gazetteer import KeyInfo

Root = tuple[str, ...]
# A row that fits more houses than this says too little to be shown beside any of them.
_MOST: Final = 40
_NAMES: Final = ("village", "compound")
# Under this lies every house of a list: for rows that name no place.
_NOWHERE: Final[Root] = ("", "")
_STOREY_AND_DOOR: Final = 3
# A plate is none of its own sub-numbers, and a flat no shop.
_NEVER_LACKED: Final = frozenset(("sub", "house_sub", *OWN))
# Numbers of neighbouring farms or shops are no farther apart.
_NEAR: Final = 2
# What a row has open that names a house only to say that it is beside, above or below it.
NEIGHBOUR: Final = "neighbour"
_STOREYS_APART: Final = frozenset(("楼上", "楼下"))


class Candidates:
    """The houses of a list, to be looked up by rows with a part missing.

    ``houses`` are the keys that are complete with the parts of each, ``asked`` the rows that will be looked up: only
    what they ask for is kept at hand.
    """

    def __init__(self, houses: Iterable[tuple[str, Mapping[str, str]]], asked: Iterable[KeyInfo]) -> None:
        wanted = {root for info in asked for root in _asked(info)}
        self._parts: dict[str, Mapping[str, str]] = {}
        self._under: dict[Root, list[str]] = defaultdict(list)
        places = {root[:2] for root in wanted}
        for key, parts in houses if wanted else ():
            here = [root for root in _roots(parts, places) if root in wanted]
            if here:
                self._parts[key] = parts
            for root in here:
                self._under[root].append(key)

    def of(self, info: KeyInfo) -> Sequence[str]:
        """The keys of the houses that a row may mean; none if there are too many to say anything."""
        if info.complete or "unread" in info.missing:
            return ()
        # Who does not say which of several communities is meant may mean any of them.
        scope = "" if "community" in info.missing else info.key.partition("|")[0] + "|"
        near = {key for root in _asked(info) for key in self._under.get(root, ())}
        fits = _lies_beside if NEIGHBOUR in info.missing else _fits
        found = sorted(key for key in near if key.startswith(scope) and fits(info.parts, self._parts[key]))
        return found if len(found) <= _MOST else ()


def _end(parts: Mapping[str, str]) -> Root:
    """The part that an address ends with, the door, shop or house; nothing if it has none or it is doubtful."""
    return next(((kind, parts[kind]) for kind in ENDS if kind in parts and not is_doubtful(parts[kind])), ())


def _asked(info: KeyInfo) -> Iterator[Root]:
    """Under what a row with a part missing could meet a complete one."""
    parts = info.parts
    number = parts.get("number", "")
    end = () if NEIGHBOUR in info.missing else _end(parts)
    under = end or ("", *(_firm(parts, kind) for kind in ("building", "unit")))
    if not end and not (under[1] or under[2] or number or "group" in parts or any(map(is_doubtful, parts.values()))):
        return
    yield from ((kind, parts[kind], *under) for kind in _NAMES if kind in parts)
    if "road" in parts and "compound" not in parts:
        yield ("road", parts["road"] + _firm(parts, "number"), *under)
    if end and "name" in info.missing and "building" in parts:
        yield (*_NOWHERE, *end)


def _firm(parts: Mapping[str, str], kind: str) -> str:
    """A part that can be looked up; "" if it is not there or doubtful."""
    value = parts.get(kind, "")
    return "" if is_doubtful(value) else value


def _roots(parts: Mapping[str, str], places: set[Root]) -> Iterator[Root]:
    """Under what a house can be found by rows that leave something out."""
    named = [(kind, parts[kind]) for kind in _NAMES if kind in parts]
    if "road" in parts and "compound" not in parts:
        named += [("road", parts["road"] + parts.get("number", "")), ("road", parts["road"])]
    end = _end(parts)
    for place in named:
        if place in places:
            if end:
                yield (*place, *end)
            for building in {parts.get("building", ""), ""}:
                for unit in {parts.get("unit", ""), ""}:
                    yield (*place, "", building, unit)
    if end and _NOWHERE in places:
        yield (*_NOWHERE, *end)


def _fits(partial: Mapping[str, str], whole: Mapping[str, str]) -> bool:
    return all(
        agrees(value, whole[kind]) if kind in whole else _may_lack(whole, kind, value)
        for kind, value in partial.items()
        if kind in ORDER
    )


def _lies_beside(partial: Mapping[str, str], whole: Mapping[str, str]) -> bool:
    """Tell whether a house is next to one, on its storey (隔壁, 对面), or on the next storey (楼上, 楼下)."""
    there = {kind: value for kind, value in partial.items() if kind not in {"room", "spot", "house"}}
    kind = next((kind for kind in ("room", "house") if kind in partial), "")
    mine, other = partial.get(kind, ""), whole.get(kind, "")
    if "spot" in whole or mine == other or not (mine.isdigit() and other.isdigit()) or not _fits(there, whole):
        return False
    if kind == "house" or len(mine) < _STOREY_AND_DOOR:
        return abs(int(mine) - int(other)) <= _NEAR
    storeys = int(other[:-2]) - int(mine[:-2])
    if partial.get("spot") in _STOREYS_APART:
        return mine[-2:] == other[-2:] and abs(storeys) == 1
    return storeys == 0


def _may_lack(whole: Mapping[str, str], kind: str, value: str) -> bool:
    """Tell whether a house may be meant by a row that has a part more."""
    return _on_floor(whole, value) if kind == "floor" else kind not in _NEVER_LACKED


def _on_floor(whole: Mapping[str, str], floor: str) -> bool:
    """Tell whether a house whose storey is not said by itself may lie on it, by its door."""
    room = whole.get("room", "")
    return len(room) < _STOREY_AND_DOOR or not room.isdigit() or room[:-2] == floor
