"""The table ``address_keys``: one key a house, after what is open and what was decided."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from gridctl.addresses.doubles.settling import MOST_ROWS, cliques

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gridctl.addresses.doubles.duplicates import DuplicateGroup
    from gridctl.addresses.doubles.judged import Judged
    from gridctl.addresses.places.gazetteer import KeyInfo


class KeyRow(NamedTuple):
    """One row of the table."""

    id: str
    key: str
    tier: str
    complete: bool
    missing: list[str]


def key_rows(groups: Sequence[DuplicateGroup], keys: Mapping[str, KeyInfo], judged: Judged) -> list[KeyRow]:
    """Return the rows of the table. Houses that nobody is sure of have the key of the house they may be."""
    opened = _open_keys(groups, keys)
    same = {row: group.key for group in groups if "decided-same" in group.reasons for row in group.rows}
    rows = {}
    for row, info in keys.items():
        if row in same:
            rows[row] = KeyRow(row, same[row], "confirmed", True, [])
        else:
            tier = "confirmed" if info.complete and row not in opened else "suspected"
            rows[row] = KeyRow(row, opened.get(row, info.key), tier, info.complete, list(info.missing))
    if judged:
        rows |= _apart(rows.values(), keys, judged)
    return list(rows.values())


def _open_keys(groups: Iterable[DuplicateGroup], keys: Mapping[str, KeyInfo]) -> dict[str, str]:
    """The rows nobody is sure of, with the key of the house they may be: those under other keys, and demoted groups."""
    found: dict[str, str] = {}
    for group in groups:
        if group.tier == "suspected":
            demoted = all(keys[row].key == group.key for row in group.rows)
            found |= {row: group.key for row in group.rows if demoted or keys[row].key != group.key}
    return found


def _apart(rows: Iterable[KeyRow], keys: Mapping[str, KeyInfo], judged: Judged) -> dict[str, KeyRow]:
    """The rows that share a key with one they were judged to be different from, under keys of their own."""
    by_key: dict[str, list[KeyRow]] = {}
    for row in rows:
        by_key.setdefault(row.key, []).append(row)
    found = {}
    for listed in by_key.values():
        if len(listed) > MOST_ROWS:
            continue
        ids = [row.id for row in listed]
        apart = {pair for pair in combinations(ids, 2) if judged.verdict(*pair, keys) == "different"}
        if not apart:
            continue
        parts = cliques(ids, apart)
        for row in listed:
            own = [number for number, part in enumerate(parts) if row.id in part]
            tier = "suspected" if len(own) > 1 else row.tier
            found[row.id] = row._replace(key=f"{row.key}#{own[0]}" if own[0] else row.key, tier=tier)
    return found
