"""One house under several codes: groups of rows, confirmed or suspected, each with its reasons."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from gridctl.addresses.doubles.guards import doubtful
from gridctl.addresses.places.candidates import Candidates
from gridctl.addresses.places.entry import HouseRow
from gridctl.addresses.places.gazetteer import Alias, Gazetteer, KeyInfo
from gridctl.addresses.places.namesakes import scope_of
from gridctl.addresses.reading.address import write

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

__all__ = ["Alias", "DuplicateGroup", "HouseRow", "KeyInfo", "canonical_keys", "find_duplicates"]

# Of more houses than this only the first are shown beside a row that may mean any of them.
_MOST_SHOWN: Final = 3


Tier = Literal["confirmed", "suspected"]


class DuplicateGroup(NamedTuple):
    """Rows of one house (tier "confirmed") or of what may be one (tier "suspected").

    ``rows`` are row ids in the order of the list. ``reasons`` say what made the rows alike although typed
    differently: "same-text", "same-parts", what was corrected or filled ("road-corrected", "unit-filled", "alias" ...),
    and for suspected ones what is open: "missing-unit", "missing-phase" ... or the guard that stepped in.
    """

    rows: tuple[str, ...]
    tier: Tier
    reasons: tuple[str, ...]
    key: str


def canonical_keys(rows: Iterable[HouseRow], aliases: Iterable[Alias] = ()) -> dict[str, KeyInfo]:
    """Return the canonical key of every row by its id. Communities are learned from one by one."""
    known = list(aliases)
    keys: dict[str, KeyInfo] = {}
    for listed in _by_scope(rows).values():
        keys |= Gazetteer.learn(listed, known)[1]
    return keys


def find_duplicates(rows: Iterable[HouseRow], aliases: Iterable[Alias] = ()) -> list[DuplicateGroup]:
    """Return the groups of rows that are one house, in the order in which their first rows stand in the list."""
    listed, known = list(rows), list(aliases)
    groups = [group for scoped in _by_scope(listed).values() for group in scope_groups(scoped, known)]
    rank = {row.id: place for place, row in enumerate(listed)}
    return sorted(groups, key=lambda group: (rank[group.rows[0]], group.tier, group.key))


def scope_groups(rows: Sequence[HouseRow], aliases: Sequence[Alias]) -> list[DuplicateGroup]:
    """Return the groups of rows of one community."""
    return group_keys(Gazetteer.learn(rows, aliases)[1], {row.id: row.address for row in rows})


def _by_scope(rows: Iterable[HouseRow]) -> dict[str, list[HouseRow]]:
    found: dict[str, list[HouseRow]] = defaultdict(list)
    for row in rows:
        found[scope_of(row.community)].append(row)
    return found


def group_keys(keys: Mapping[str, KeyInfo], texts: Mapping[str, str]) -> list[DuplicateGroup]:
    """Return the groups that canonical keys make. `texts` are the addresses by row id, in the order of the list."""
    by_key: dict[str, list[str]] = defaultdict(list)
    partial: dict[str, list[str]] = defaultdict(list)
    for row in texts:
        info = keys[row]
        (by_key if info.complete else partial)[info.key].append(row)
    groups = {key: ids for key, ids in by_key.items() if len(ids) > 1}
    doubts = doubtful(groups, texts, keys)
    found = [
        DuplicateGroup(
            tuple(ids),
            "suspected" if key in doubts else "confirmed",
            _reasons(ids, keys, texts) + ((doubts[key],) if key in doubts else ()),
            key,
        )
        for key, ids in groups.items()
    ]
    suspects = _Suspects(by_key, partial, keys, texts)
    found += [*suspects.lacking(), *suspects.misspelled(), *suspects.rooms_made_one()]
    return sorted(found, key=lambda group: (suspects.rank[group.rows[0]], group.tier, group.key))


def _reasons(ids: list[str], keys: Mapping[str, KeyInfo], texts: Mapping[str, str]) -> tuple[str, ...]:
    if len({texts[row] for row in ids}) == 1:
        return ("same-text",)
    changed = sorted({reason for row in ids for reason in keys[row].reasons})
    return ("same-parts", *changed)


class _Suspects:
    """Groups that nobody can be sure of: rows beside each of the few houses that they may mean.

    Of a house whose rows are confirmed to be one a single row stands for all. ``rank`` is the order of the list.
    """

    def __init__(
        self,
        by_key: Mapping[str, list[str]],
        partial: Mapping[str, list[str]],
        keys: Mapping[str, KeyInfo],
        texts: Mapping[str, str],
    ) -> None:
        self._by_key, self._partial, self._keys, self._texts = by_key, partial, keys, texts
        self.rank = {row: place for place, row in enumerate(texts)}
        self._slips = [ids for ids in (*partial.values(), *by_key.values()) if keys[ids[0]].also]
        asked = [keys[ids[0]] for ids in partial.values()] + [info for ids in self._slips for info in keys[ids[0]].also]
        self._candidates = Candidates(((key, keys[ids[0]].parts) for key, ids in by_key.items()), asked)

    def lacking(self) -> Iterator[DuplicateGroup]:
        """Rows with a part missing, with the houses they fit, else with each other."""
        for key, ids in self._partial.items():
            info = self._keys[ids[0]]
            reasons = tuple(f"missing-{part}" for part in info.missing) or ("missing-name",)
            if fitting := self._candidates.of(info):
                yield from self._beside(ids, fitting, reasons)
            elif len(ids) > 1:
                yield DuplicateGroup(tuple(ids), "suspected", reasons, key)

    def misspelled(self) -> Iterator[DuplicateGroup]:
        """Rows with a name that may be a slip, with the houses they mean if it is one."""
        for ids in self._slips:
            own = self._keys[ids[0]]
            one = (self._one_of(ids),) if own.complete else ids
            shown = 0
            for info in own.also:
                fitting = [info.key] if info.key in self._by_key else self._candidates.of(info)
                fitting = [key for key in fitting if key != own.key][: _MOST_SHOWN - shown]
                shown += len(fitting)
                yield from self._beside(one, fitting, ("similar-name", *(f"missing-{part}" for part in info.missing)))

    def rooms_made_one(self) -> Iterator[DuplicateGroup]:
        """Two rooms made one, 501-502, with each of the two that is listed by itself."""
        for key, ids in self._by_key.items():
            parts = self._keys[ids[0]].parts
            if "-" not in parts.get("room", ""):
                continue
            for room in parts["room"].split("-"):
                single = f"{key.partition('|')[0]}|{write(parts | {'room': room})}"
                if single in self._by_key:
                    yield from self._beside((self._one_of(ids),), [single], ("rooms-made-one",))

    def _beside(self, ids: Sequence[str], others: Sequence[str], reasons: tuple[str, ...]) -> Iterator[DuplicateGroup]:
        if len(others) > _MOST_SHOWN:
            others, reasons = others[:_MOST_SHOWN], (*reasons, "several-fit")
        for key in others:
            rows = sorted((*ids, self._one_of(self._by_key[key])), key=self.rank.__getitem__)
            yield DuplicateGroup(tuple(rows), "suspected", reasons, key)

    def _one_of(self, ids: Sequence[str]) -> str:
        """The row that stands for its house: the same one in whatever order the rows are listed."""
        return min(ids, key=lambda row: (self._texts[row], row))
