"""The ledgers as they will be: existing records, changed and new ones, found by identity; at the end, what changed."""

from __future__ import annotations

import copy
from collections import defaultdict
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Protocol

from gridctl.intake.records.identity import IDENTITIES, Key, birth_of, differs, identity_keys
from gridctl.schema.ledgers import Ledger, ledger
from gridctl.store.changeset import Add, Change, Set

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from gridctl.intake.records.knownhouses import HouseFinder
    from gridctl.schema.settings import Settings


class EntryLike(Protocol):
    """A record as the store hands it out."""

    @property
    def key(self) -> str:
        """The record's key."""

    @property
    def typed(self) -> dict[str, Any]:
        """The record's JSON form without faulty fields."""

    @property
    def unread(self) -> Mapping[str, Any]:
        """The faulty fields as written; they stay so."""


class Ledgers(Protocol):
    """What planning an import needs of a workspace."""

    @property
    def settings(self) -> Settings:
        """The community's settings."""

    def entries(self, ledger: str, /) -> Iterable[EntryLike]:
        """The records of a ledger."""


class Working:
    """One record on its way. ``data`` may be changed after `touch`; ``base`` is None for a new record.

    ``said`` remembers which row of which sheet said what about which of its blocks ("" is the record, a part goes by
    its id or its place), so that two rows of one sheet cannot contradict each other unseen.
    """

    __slots__ = ("base", "data", "key", "said", "touched")

    def __init__(self, key: str, data: dict[str, Any], base: dict[str, Any] | None) -> None:
        self.key = key
        self.data = data
        self.base = base
        self.touched = base is None
        self.said: list[tuple[object, int, str, Mapping[str, Any]]] = []

    @property
    def ended(self) -> bool:
        """Whether the record is no longer in use."""
        return bool(self.data.get("status", "active") != "active")

    def touch(self) -> dict[str, Any]:
        """The data, for changing."""
        if not self.touched:
            self.data = copy.deepcopy(self.data)
            self.touched = True
        return self.data


class Records:
    """The records of one ledger, looked up by key and by identity."""

    def __init__(self, found: Ledger, entries: Iterable[EntryLike]) -> None:
        self.ledger = found
        self.by_key: dict[str, Working] = {}
        self._identities = IDENTITIES.get(found.name, ())
        # Nearly every key has one record; a list for each would take a tenth of an import's memory.
        self._lookup: dict[Key, Working | list[Working]] = {}
        for entry in entries:
            unread = entry.unread
            data = {**unread, **entry.typed} if unread else entry.typed
            self.add(Working(entry.key, data, data))

    def add(self, working: Working) -> None:
        """Take a record in."""
        self.by_key.setdefault(working.key, working)
        self.reindex(working)

    def keys(self, data: Mapping[str, Any]) -> list[Key]:
        """The keys under which such a record is looked up, the strongest first."""
        return identity_keys(self._identities, data)

    def knows(self, keys: Collection[Key]) -> bool:
        """Whether there may be a record of such keys."""
        return not self._lookup.keys().isdisjoint(keys)

    def enter(self, working: Working, keys: Iterable[Key]) -> None:
        """Take in a record that is new by all its keys."""
        self.by_key[working.key] = working
        for key in keys:
            self._lookup[key] = working

    def reindex(self, working: Working) -> None:
        """Make a record found by what it is now; what it was found by before still finds it."""
        for key in self.keys(working.data):
            found = self._lookup.setdefault(key, working)
            if isinstance(found, list):
                if working not in found:
                    found.append(working)
            elif found is not working:
                self._lookup[key] = [found, working]

    def find(self, data: Mapping[str, Any]) -> list[Working]:
        """The records a row may mean, by the strongest identity that finds any; current ones before ended ones."""
        key = data.get(self.ledger.key)
        if key and (known := self.by_key.get(str(key))):
            return [known]
        met = filter(self._lookup.__contains__, self.keys(data))
        for number, keys in groupby(met, itemgetter(0)):
            unlike = self._identities[int(number)].unlike
            hits: list[Working] = []
            for each in keys:
                found = self._lookup[each]
                for working in (found,) if isinstance(found, Working) else found:
                    if working not in hits and not any(differs(name, data, working.data) for name in unlike):
                        hits.append(working)
            if hits:
                return [each for each in hits if not each.ended] or hits
        return []

    def seed(self, data: Mapping[str, Any]) -> tuple[str, ...] | None:
        """The values a new record's id is made from: its strongest complete identity."""
        return self.seed_of(self.keys(data))

    def seed_of(self, keys: Sequence[Key]) -> tuple[str, ...] | None:
        """The same, from the keys."""
        if not keys:
            return None
        number, *said = keys[0]
        return (*self._identities[int(number)].fields, *map(str, said))

    def changes(self) -> Iterator[Change]:
        """What differs from the ledgers as they are."""
        for working in self.by_key.values():
            if working.base is None:
                yield Add(self.ledger.name, working.key, working.data)
            elif working.touched:
                yield from self._sets(working, working.base)

    def _sets(self, working: Working, base: Mapping[str, Any]) -> Iterator[Change]:
        parts = {each.name for each in self.ledger.columns if each.kind == "parts"}
        for name, value in working.data.items():
            if base.get(name) == value:
                continue
            if name in parts:
                for path, old, new in _part_changes(name, base.get(name) or [], value):
                    yield Set(self.ledger.name, working.key, path, old, new)
            else:
                yield Set(self.ledger.name, working.key, name, base.get(name), value)


def _part_changes(name: str, old: list[Any], new: list[Any]) -> Iterator[tuple[str, Any, Any]]:
    """Changes of a list of parts; import only changes and appends, so positions stay."""
    for index, part in enumerate(new):
        step = f"{name}[{part.get('id') or index}]"
        if index >= len(old):
            yield step, None, part
        elif part != old[index]:
            for field, value in part.items():
                if old[index].get(field) != value:
                    yield f"{step}.{field}", old[index].get(field), value


class People:
    """The members of all households, by id number and by name with birth date."""

    def __init__(self, households: Records) -> None:
        self._by_id: defaultdict[str, list[tuple[Working, int]]] = defaultdict(list)
        self._by_name: defaultdict[tuple[str, str], list[tuple[Working, int]]] = defaultdict(list)
        for working in households.by_key.values():
            for index in range(len(working.data.get("members") or ())):
                self.add(working, index)

    def add(self, working: Working, index: int) -> None:
        """Take a member in."""
        member, place = working.data["members"][index], (working, index)
        if number := member.get("id_no"):
            self._by_id[number].append(place)
        if (name := member.get("name")) and (birth := birth_of(member)):
            self._by_name[name, birth].append(place)

    def find(self, person: Mapping[str, Any]) -> list[tuple[Working, int]]:
        """Where a person lives: by id number, else by name and birth date; those who live there now come first."""
        hits: list[tuple[Working, int]] = []
        if number := person.get("id_no"):
            hits = self._by_id.get(str(number), [])
        if not hits and person.get("name") and (birth := birth_of(person)):
            hits = [
                place
                for place in self._by_name.get((str(person["name"]), birth), [])
                if not differs("id_no", person, place[0].data["members"][place[1]])
            ]
        now = [place for place in hits if _lives_there(*place)]
        return now or list(hits)


def _lives_there(working: Working, index: int) -> bool:
    member = working.data["members"][index]
    return not working.ended and not member.get("moved_out") and not member.get("death_date")


class State:
    """All ledgers an import touches, loaded when first asked for; ``houses`` knows them by address.

    ``fill`` is whether what a row does not say may be known from its document number; ``staff_follow`` whether the
    staff that grids name are in a sheet that comes later.
    """

    staff_follow = False

    def __init__(self, ledgers: Ledgers, houses: HouseFinder | None = None, *, fill: bool = True) -> None:
        self.settings = ledgers.settings
        self.fill = fill
        self.houses = houses
        self._ledgers = ledgers
        self._records: dict[str, Records] = {}
        self._people: People | None = None

    def records(self, name: str) -> Records:
        """One ledger's records."""
        if name not in self._records:
            self._records[name] = Records(ledger(name), self._ledgers.entries(name))
        return self._records[name]

    @property
    def people(self) -> People:
        """The residents."""
        if self._people is None:
            self._people = People(self.records("households"))
        return self._people

    def moved_in(self, working: Working, first: int) -> None:
        """A household has new members, from this one on."""
        # Whoever asks for the people later finds them there.
        if self._people is not None:
            for index in range(first, len(working.data.get("members") or ())):
                self._people.add(working, index)

    def changes(self) -> tuple[Change, ...]:
        """Everything that differs, ledger by ledger."""
        return tuple(change for records in self._records.values() for change in records.changes())
