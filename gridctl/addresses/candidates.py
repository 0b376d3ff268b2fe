"""Which houses a row may mean that leaves a part out: found under what it does say, and told apart by the rest."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from gridctl.addresses.address import ENDS, ORDER
from gridctl.addresses.doubt import agrees, is_doubtful

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gridctl.addresses.gazetteer import KeyInfo

Root = tuple[str, ...]
# A row that fits more houses than this says too little to be shown beside any of them.
_MOST: Final = 24
_NAMES: Final = ("village", "compound")
_STOREY_AND_DOOR: Final = 3


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
        found = sorted(key for key in near if key.startswith(scope) and _fits(info.parts, self._parts[key]))
        return found if len(found) <= _MOST else ()


def _end(parts: Mapping[str, str]) -> Root:
    """The part that an address ends with, the door, shop or house; nothing if it has none or it is doubtful."""
    return next(((kind, parts[kind]) for kind in ENDS if kind in parts and not is_doubtful(parts[kind])), ())


def _asked(info: KeyInfo) -> Iterator[Root]:
    """Under what a row with a part missing could meet a complete one."""
    parts = info.parts
    end = _end(parts) or ("", parts.get("building", ""), parts.get("unit", ""))
    if len(end) > 2 and not (end[1] or end[2]) and "number" not in parts and "group" not in parts:
        return
    yield from ((kind, parts[kind], *end) for kind in _NAMES if kind in parts)
    if "road" in parts and "compound" not in parts:
        yield ("road", parts["road"] + parts.get("number", ""), *end)


def _roots(parts: Mapping[str, str], places: set[Root]) -> Iterator[Root]:
    """Under what a house can be found by rows that leave something out."""
    named = [(kind, parts[kind]) for kind in _NAMES if kind in parts]
    if "road" in parts and "compound" not in parts:
        named += [("road", parts["road"] + parts.get("number", "")), ("road", parts["road"])]
    end = _end(parts)
    for place in named:
        if place in places and end:
            yield (*place, *end)
            for building in {parts.get("building", ""), ""}:
                for unit in {parts.get("unit", ""), ""}:
                    yield (*place, "", building, unit)


def _fits(partial: Mapping[str, str], whole: Mapping[str, str]) -> bool:
    return all(
        agrees(value, whole[kind]) if kind in whole else kind != "floor" or _on_floor(whole, value)
        for kind, value in partial.items()
        if kind in ORDER
    )


def _on_floor(whole: Mapping[str, str], floor: str) -> bool:
    """Tell whether a house whose storey is not said by itself may lie on it, by its door."""
    room = whole.get("room", "")
    return len(room) < _STOREY_AND_DOOR or not room.isdigit() or room[:-2] == floor
