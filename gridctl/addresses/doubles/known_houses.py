"""The houses of a ledger as somebody else's list may name them: by an earlier code, or by the address typed otherwise.

Import asks of each row that would become a new house, or that gives a known code another address.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from itertools import combinations, product
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from gridctl.addresses.doubles.decisions import decided_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gridctl.addresses.doubles.decisions import Outcome
    from gridctl.addresses.places.buildings import BuildingPlace, BuildingPlaces
    from gridctl.addresses.places.gazetteer import Gazetteer, KeyInfo
    from gridctl.store.workspace import Workspace

# More unknown codes than this at one address: it is rather the address that is read wrong.
_MOST_CODES: Final = 3


class House(NamedTuple):
    """One house in use: its record, code, address, and its other addresses."""

    id: str
    code: str
    address: str
    others: tuple[str, ...]


class Met(NamedTuple):
    """The house that a row means and how it is known.

    "code": by its own code; "alias": by an earlier code; "address": by its address; "several": more than one house has
    that address (``record`` is the first); "perhaps": a part of the address is missing or its reading is in doubt;
    "different": its address, but decided to be another house; "" for none (``record`` is "" then).
    """

    record: str
    how: str


NOBODY: Final = Met("", "")


class KnownHouses:
    """The houses in use of a community. Nothing is read before the first question, addresses before the first of one.

    ``settle`` gives what a row means, ``readdressed`` what a known house's other address means.
    """

    def __init__(self, ws: Workspace) -> None:
        self._ws = ws
        # What was asked before: by code and address, and by record and address.
        self._met: dict[tuple[str, str], Met] = {}
        self._readdressed: dict[tuple[str, str], Met] = {}
        self._codes_at: defaultdict[str, set[str]] = defaultdict(set)

    def settle(self, code: str, address: str) -> Met:
        """The house that a row of a list means, by its code and address ("" where it has none)."""
        if not self._houses:
            return NOBODY
        asked = (code, address)
        if asked not in self._met:
            self._met[asked] = self._settle(code, address)
        return self._met[asked]

    def readdressed(self, record: str, address: str) -> Met:
        """Whose address this is, which a row gives to a known house: its own, typed otherwise ("address"), or not."""
        asked = (record, address)
        if asked not in self._readdressed:
            self._readdressed[asked] = self._readdress(record, address)
        return self._readdressed[asked]

    def code_of(self, code: str) -> str:
        """The present code of the house that once had this one; "" if it is a present one, or none."""
        if code in self._by_code or code not in self._former:
            return ""
        return self._houses[self._former[code]].code

    def place_of(self, address: str) -> BuildingPlace:
        """The grid and the building of an address, as other houses of the building and the register say."""
        return self._places.of(address)

    def _settle(self, code: str, address: str) -> Met:
        if code in self._by_code:
            return Met(self._by_code[code], "code")
        if code in self._former:
            return Met(self._former[code], "alias")
        if not address:
            return NOBODY
        info = self._key(address)
        found = self._at(info)
        apart = [each for each in found if self._verdict(each, code, info) == "different"]
        left = [each for each in found if each not in apart]
        if not left:
            return Met(apart[0], "different") if apart else NOBODY
        if not info.complete or info.key in self._doubted or self._crowded(info.key, code):
            return Met(left[0], "perhaps")
        return Met(left[0], "several" if len(left) > 1 else "address")

    def _readdress(self, record: str, address: str) -> Met:
        info = self._key(address)
        found = self._at(info)
        if record in found:
            return Met(record, "address")
        if found and info.complete and info.key not in self._doubted:
            return Met(found[0], "address")
        return NOBODY

    def _crowded(self, key: str, code: str) -> bool:
        if code:
            self._codes_at[key].add(code)
        return len(self._codes_at[key]) > _MOST_CODES

    def _key(self, address: str) -> KeyInfo:
        return self._learned[0].key(address)

    def _at(self, info: KeyInfo) -> tuple[str, ...]:
        return self._by_key.get(info.key, ())

    def _verdict(self, house: str, code: str, info: KeyInfo) -> Outcome | None:
        """What was decided about a house and a row: by the row's code, or by its address where that is another's."""
        own = self._houses[house]
        names = [house, f"code {own.code}", f"key {self._learned[1][house].key}"] if own.address else [house]
        theirs = [f"code {code}"] if code else []
        if own.address and self._learned[1][house].key != info.key:
            theirs.append(f"key {info.key}")
        return next((self._decided[pair] for pair in _pairs(names, theirs) if pair in self._decided), None)

    @cached_property
    def _houses(self) -> dict[str, House]:
        found = {}
        for entry in self._ws.entries("households"):
            data = entry.typed
            if data.get("status", "active") != "active":
                continue
            texts = tuple(each["text"] for each in _aliases(data) if each.get("text"))
            found[entry.key] = House(entry.key, data.get("house_code") or "", data.get("address") or "", texts)
        return found

    @cached_property
    def _by_code(self) -> dict[str, str]:
        return {each.code: each.id for each in reversed(self._houses.values()) if each.code}

    @cached_property
    def _former(self) -> dict[str, str]:
        """Houses by their earlier codes; a code that two houses had means none of them."""
        owners: defaultdict[str, set[str]] = defaultdict(set)
        for entry in self._ws.entries("households"):
            if entry.key in self._houses:
                for each in _aliases(entry.typed):
                    if each.get("house_code"):
                        owners[each["house_code"]].add(entry.key)
        return {code: next(iter(ids)) for code, ids in owners.items() if len(ids) == 1}

    @cached_property
    def _learned(self) -> tuple[Gazetteer, dict[str, KeyInfo]]:
        from gridctl.addresses.places.entry import HouseRow
        from gridctl.addresses.places.gazetteer import Alias, Gazetteer

        listed = sorted(self._houses.values())
        rows = [HouseRow(each.id, each.code, each.address) for each in listed if each.address]
        named = (entry.typed for entry in self._ws.entries("addresses"))
        aliases = [
            Alias("", each["alias"], each["name"])
            for each in named
            if each.get("alias") and each.get("name") and each.get("status", "active") == "active"
        ]
        return Gazetteer.learn(rows, aliases)

    @cached_property
    def _places(self) -> BuildingPlaces:
        from gridctl.addresses.places.buildings import BuildingPlaces

        gazetteer, keys = self._learned
        of = ((entry.key, entry.typed) for entry in self._ws.entries("households") if entry.key in keys)
        houses = [(keys[key], data.get("grid_code") or "", data.get("building_code") or "") for key, data in of]
        register = [entry.typed for entry in self._ws.entries("buildings")]
        return BuildingPlaces(
            gazetteer, houses, [each for each in register if each.get("status", "active") == "active"]
        )

    @cached_property
    def _by_key(self) -> dict[str, tuple[str, ...]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        keys = self._learned[1]
        for key, house in self._houses.items():
            of = [keys[key].key] if key in keys else []
            others = (self._key(text) for text in house.others)
            of += [each.key for each in others if each.complete]
            for each in dict.fromkeys(of):
                found[each].append(key)
        return {key: tuple(sorted(ids)) for key, ids in found.items()}

    @cached_property
    def _doubted(self) -> frozenset[str]:
        """Keys that a guard does not trust: too many houses under one, most of a place doubled."""
        from gridctl.addresses.doubles.duplicates import group_keys

        keys = self._learned[1]
        groups = group_keys(keys, {key: self._houses[key].address for key in keys})
        return frozenset(each.key for each in groups if each.tier == "suspected")

    @cached_property
    def _decided(self) -> dict[frozenset[str], Outcome]:
        """Verdicts on two houses by any of their names; the latest counts."""
        found: dict[frozenset[str], Outcome] = {}
        entries = (entry for entry in self._ws.entries("decisions"))
        for each in decided_of((entry.key, entry.typed) for entry in entries):
            for one, other in combinations(each.members, 2):
                for pair in _pairs(_names(*one), _names(*other)):
                    found[pair] = each.verdict
        return found


def _names(household: str, code: str, key: str) -> list[str]:
    return [name for name, value in ((household, household), (f"code {code}", code), (f"key {key}", key)) if value]


def _pairs(one: Iterable[str], other: Iterable[str]) -> list[frozenset[str]]:
    return [pair for pair in map(frozenset, product(one, other)) if len(pair) == 2]


def _aliases(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [each for each in data.get("aliases") or () if isinstance(each, dict)]
