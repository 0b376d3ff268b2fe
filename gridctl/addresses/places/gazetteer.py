"""Knowledge of one ledger, learned from its own rows and its alias register, and addresses settled by it."""

from __future__ import annotations

from collections import Counter
from copy import copy
from typing import TYPE_CHECKING, Final, NamedTuple

from gridctl.addresses.places.candidates import NEIGHBOUR
from gridctl.addresses.places.entry import Entry
from gridctl.addresses.places.estates import Estates
from gridctl.addresses.places.habits import Habits
from gridctl.addresses.places.hamlets import Hamlets
from gridctl.addresses.places.lanes import Lanes
from gridctl.addresses.places.namesakes import part_namesakes, scope_of
from gridctl.addresses.places.vocabulary import Vocabulary
from gridctl.addresses.reading.address import DWELLING, write
from gridctl.addresses.reading.doubt import is_doubtful
from gridctl.addresses.reading.parse import parse, read_values
from gridctl.addresses.reading.prefix import Context

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gridctl.addresses.places.entry import HouseRow
    from gridctl.addresses.reading.kept import KeptReadings

# What is counted in compounds and not in villages.
_IN_COMPOUNDS: Final = frozenset(("phase", "zone", "row", "building", "unit", "floor"))
# A house of a village has no longer number.
_HOUSE_DIGITS: Final = 3
# A name that stands before door plates so much oftener than before buildings is a road's.
_ROAD_SHARE: Final = 5
# Said after a house to name one next to it.
_BESIDE: Final = frozenset(("旁边", "对面", "隔壁", "楼上", "楼下"))


class Alias(NamedTuple):
    """A line of the alias register: `alias` is another name of `name` in `community` ("" for everywhere)."""

    community: str
    alias: str
    name: str


class KeyInfo(NamedTuple):
    """The canonical key of a row.

    ``key`` is equal for rows of one house. ``complete`` is False if a part is missing that would be needed to tell
    which house is meant; ``missing`` names those parts. ``parts`` are the settled parts by kind, ``reasons`` what the
    ledger's knowledge changed or filled in. ``also`` are the keys it has if a name in it is a slip.
    """

    key: str
    complete: bool
    parts: dict[str, str]
    missing: tuple[str, ...]
    reasons: tuple[str, ...]
    also: tuple[KeyInfo, ...] = ()


class Gazetteer:
    """What the rows of one ledger show about its streets, compounds and buildings. Made by :meth:`learn`."""

    def __init__(self, context: Context, aliases: Sequence[Alias] = ()) -> None:
        self.context = context
        self._vocabulary = Vocabulary()
        self._estates = Estates()
        self._habits = Habits()
        self._hamlets = Hamlets()
        self._lanes = Lanes()
        self._aliases: dict[tuple[str, str], dict[str, str]] = {}
        self._villages: set[tuple[str, str]] = set()
        self._roads: set[tuple[str, str]] = set()
        self._twins: dict[str, tuple[KeyInfo, ...]] = {}
        self._read_aliases(aliases)

    @classmethod
    def learn(
        cls, rows: Iterable[HouseRow], aliases: Iterable[Alias] = (), kept: KeptReadings | None = None
    ) -> tuple[Gazetteer, dict[str, KeyInfo]]:
        """Learn from `rows`, in any order; return the knowledge and the key of every row by its id.

        What is `kept` is not read again.
        """
        listed = list(rows)
        context = Context.learn(
            [row.address for row in listed],
            {row.community for row in listed if row.community},
            kept.units if kept else None,
        )
        known = cls(context, tuple(aliases))
        read = kept.read if kept else read_values
        entries = [Entry(row.id, scope_of(row.community), row.address, read(row.address, context)) for row in listed]
        known._settle(entries)
        return known, {entry.id: known._info(entry, known._twins.get(entry.id, ())) for entry in entries}

    def key(self, address: str, community: str = "") -> KeyInfo:
        """Return the key of an address that was not among the rows learned from."""
        entry = Entry("", scope_of(community), address, read_values(address, self.context))
        self._vocabulary.correct(entry)
        self._apply_alias(entry)
        self._name_kind(entry)
        self._hamlets.settle(entry)
        self._lanes.settle(entry)
        self._estates.place(entry)
        self._habits.choose(entry, learn=False)
        self._complete(entry)
        return self._info(entry)

    def _read_aliases(self, aliases: Iterable[Alias]) -> None:
        for alias in aliases:
            typed = parse(alias.alias, self.context).values()
            meant = {kind: value for kind, value in parse(alias.name, self.context).values().items() if kind != "admin"}
            name = typed.get("compound") or typed.get("village") or typed.get("road")
            if name and meant:
                self._aliases[scope_of(alias.community), name] = meant

    def _settle(self, entries: list[Entry]) -> None:
        vocabulary = self._vocabulary
        vocabulary.observe(entries)
        for (scope, alias), meant in self._aliases.items():
            vocabulary.know(scope, alias, meant.get("compound") or meant.get("village") or "")
        vocabulary.settle()
        for entry in entries:
            vocabulary.correct(entry)
            self._apply_alias(entry)
        self._learn_kinds(entries)
        for entry in entries:
            self._name_kind(entry)
        self._hamlets.observe(entries)
        self._lanes.observe(entries)
        for entry in entries:
            self._hamlets.settle(entry)
            self._lanes.settle(entry)
        part_namesakes(entries)
        self._estates.observe(entries)
        twins = self._with_likely_names(entries)
        open_entries = []
        for entry in entries:
            self._estates.place(entry)
            if entry.doubtful:
                continue
            if len(entry.alternatives) > 1:
                open_entries.append(entry)
            else:
                self._habits.observe(entry)
        for entry in sorted(open_entries, key=_text):
            self._habits.choose(entry)
        for entry in entries:
            self._complete(entry)
        for twin in twins:
            self._estates.place(twin)
            self._habits.choose(twin, learn=False)
            self._complete(twin)
            self._twins[twin.id] = (*self._twins.get(twin.id, ()), self._info(twin))

    def _with_likely_names(self, entries: Iterable[Entry]) -> list[Entry]:
        """Entries whose names may be slips, once more with the names they may be slips of."""
        found = []
        vocabulary = self._vocabulary
        for entry in entries if vocabulary.likely or vocabulary.alleys or vocabulary.quarters else ():
            meant_for = vocabulary.twins(entry)
            for meant in meant_for:
                twin = copy(entry)
                twin.values = meant
                found.append(twin)
            if len(meant_for) > 1 and (part := vocabulary.left_out(entry)):
                entry.missing += (part,)
        return found

    def _name_kind(self, entry: Entry) -> None:
        """A name read as a compound's is a village's or a road's if the list knows it as one.

        It is a village's too if groups are counted in it.
        """
        values = entry.values
        if "village" in values:
            here = values["village"].removeprefix(entry.scope)
            if here and here != values["village"] and (entry.scope, here) in self._villages:
                values["village"] = here  # 清荷村石桥村2组: a village of the community's
            return
        name = values.get("compound")
        if not name:
            if "road" in values and not values.keys().isdisjoint(_IN_COMPOUNDS):
                self._part_compound(entry)
            return
        village = (entry.scope, name) in self._villages and values.keys().isdisjoint(_IN_COMPOUNDS)
        if village or "group" in values:
            values["village"] = values.pop("compound")
            if village and "room" in values and "house" not in values and len(values["room"]) <= _HOUSE_DIGITS:
                values["house"] = values.pop("room")
                entry.alternatives = ()
        elif "road" not in values and (entry.scope, name) in self._roads:
            values["road"] = values.pop("compound")

    def _part_compound(self, entry: Entry) -> None:
        """501室3栋柳岸府清荷路97号, the order turned round: the compound's name was read as the road's."""
        parted = self._vocabulary.parted(entry.scope, entry.values["road"])
        if parted is not None:
            entry.values["compound"], entry.values["road"] = parted

    def _learn_kinds(self, entries: Iterable[Entry]) -> None:
        """Which names villages have and which roads, by rows that leave no doubt."""
        named: Counter[tuple[str, str, str]] = Counter()
        for entry in entries:
            values = entry.values
            if "group" in values and ("village" in values or "compound" in values):
                named["village", entry.scope, values.get("village") or values["compound"]] += 1
            elif "compound" in values and not values.keys().isdisjoint(_IN_COMPOUNDS):
                named["compound", entry.scope, values["compound"]] += 1
            if "road" in values and "number" in values:
                named["road", entry.scope, values["road"]] += 1
        for (kind, scope, name), count in named.items():
            if kind == "village" and count > named["compound", scope, name]:
                self._villages.add((scope, name))
            elif kind == "road" and count > _ROAD_SHARE * named["compound", scope, name]:
                self._roads.add((scope, name))

    def _apply_alias(self, entry: Entry) -> None:
        values = entry.values
        for kind in ("compound", "village", "road"):
            name = values.get(kind)
            if name is None:
                continue
            meant = self._aliases.get((entry.scope, name)) or self._aliases.get(("", name))
            if meant is not None:
                del values[kind]
                entry.values = meant | values
                entry.reasons += ("alias",)
                return

    def _complete(self, entry: Entry) -> None:
        values = entry.values
        self._habits.complete(entry)
        if not any(kind in values for kind in ("village", "compound", "number", "lane")):
            entry.missing += ("number" if "road" in values and "group" not in values else "name",)
        if "spot" in values and values["spot"] in _BESIDE and ("room" in values or "house" in values):
            entry.missing += (NEIGHBOUR,)
        if len(values.get("room", "")) > len("99") and values.get("floor", "-")[0] != "-":
            entry.missing += ("storey-contradicts",)
        if entry.doubtful and any(map(is_doubtful, values.values())):
            entry.missing += ("doubtful",)
        if entry.unread:
            entry.missing += ("unread",)
        elif entry.unclear:
            entry.missing += ("unclear",)

    def _info(self, entry: Entry, also: tuple[KeyInfo, ...] = ()) -> KeyInfo:
        values = entry.values
        if "compound" in values:
            for kind in ("road", "number", "sub", "lane"):
                values.pop(kind, None)
        written = write(values)
        complete = not entry.missing and bool(written)
        if complete and "number" not in values and "village" not in values:
            complete = any(kind in values for kind in DWELLING)
        return KeyInfo(f"{entry.scope}|{written}", complete, values, entry.missing, entry.reasons, also)


def _text(entry: Entry) -> tuple[str, str]:
    return entry.text, entry.id
