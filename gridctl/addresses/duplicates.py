"""One house under several codes: groups of rows, confirmed or suspected, each with its reasons."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from gridctl.addresses.address import write
from gridctl.addresses.candidates import Candidates
from gridctl.addresses.entry import HouseRow
from gridctl.addresses.gazetteer import Alias, Gazetteer, KeyInfo
from gridctl.addresses.guards import doubtful
from gridctl.addresses.namesakes import scope_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

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
    found += _suspected(partial, by_key, keys, texts)
    found += _rooms_made_one(by_key, keys, texts)
    rank = {row: place for place, row in enumerate(texts)}
    return sorted(found, key=lambda group: (rank[group.rows[0]], group.tier, group.key))


def _reasons(ids: list[str], keys: Mapping[str, KeyInfo], texts: Mapping[str, str]) -> tuple[str, ...]:
    if len({texts[row] for row in ids}) == 1:
        return ("same-text",)
    changed = sorted({reason for row in ids for reason in keys[row].reasons})
    return ("same-parts", *changed)


def _suspected(
    partial: Mapping[str, list[str]],
    by_key: Mapping[str, list[str]],
    keys: Mapping[str, KeyInfo],
    texts: Mapping[str, str],
) -> list[DuplicateGroup]:
    """Groups of rows with a part missing: with each other, and with each of the few houses they may mean.

    Rows with a name that may be a slip stand beside the house they mean if it is one. Of a house whose rows are
    confirmed to be one a single row stands for all.
    """
    slips = [ids for ids in (*partial.values(), *by_key.values()) if keys[ids[0]].also]
    if not partial and not slips:
        return []
    rank = {row: place for place, row in enumerate(texts)}
    asked = [keys[ids[0]] for ids in partial.values()] + [info for ids in slips for info in keys[ids[0]].also]
    candidates = Candidates(((key, keys[ids[0]].parts) for key, ids in by_key.items()), asked)

    def beside(ids: Sequence[str], others: Sequence[str], reasons: tuple[str, ...]) -> list[DuplicateGroup]:
        if len(others) > _MOST_SHOWN:
            others, reasons = others[:_MOST_SHOWN], (*reasons, "several-fit")
        return [
            DuplicateGroup(
                tuple(sorted((*ids, _one_of(by_key[key], texts)), key=rank.__getitem__)), "suspected", reasons, key
            )
            for key in others
        ]

    found = []
    for key, ids in partial.items():
        info = keys[ids[0]]
        fitting = candidates.of(info)
        reasons = tuple(f"missing-{part}" for part in info.missing) or ("missing-name",)
        if fitting:
            found += beside(ids, fitting, reasons)
        elif len(ids) > 1:
            found.append(DuplicateGroup(tuple(ids), "suspected", reasons, key))
    for ids in slips:
        shown = 0
        for info in keys[ids[0]].also:
            fitting = [info.key] if info.key in by_key else candidates.of(info)
            fitting = [key for key in fitting if key != keys[ids[0]].key][: _MOST_SHOWN - shown]
            shown += len(fitting)
            one = ids if not keys[ids[0]].complete else (_one_of(ids, texts),)
            found += beside(one, fitting, ("similar-name", *(f"missing-{part}" for part in info.missing)))
    return found


def _one_of(ids: Sequence[str], texts: Mapping[str, str]) -> str:
    """The row that stands for its house: the same one in whatever order the rows are listed."""
    return min(ids, key=lambda row: (texts[row], row))


def _rooms_made_one(
    by_key: Mapping[str, list[str]], keys: Mapping[str, KeyInfo], texts: Mapping[str, str]
) -> list[DuplicateGroup]:
    """Two rooms made one, 501-502, beside each of the two that is listed by itself."""
    joined = [key for key, ids in by_key.items() if "-" in keys[ids[0]].parts.get("room", "")]
    if not joined:
        return []
    rank = {row: place for place, row in enumerate(texts)}
    found = []
    for key in joined:
        parts = keys[by_key[key][0]].parts
        for room in parts["room"].split("-"):
            single = f"{key.partition('|')[0]}|{write(parts | {'room': room})}"
            if single in by_key:
                rows = sorted((_one_of(by_key[key], texts), _one_of(by_key[single], texts)), key=rank.__getitem__)
                found.append(DuplicateGroup(tuple(rows), "suspected", ("rooms-made-one",), single))
    return found
