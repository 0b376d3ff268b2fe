"""One code at two houses: rows that share a code although their addresses cannot be one house's."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, Final

from gridctl.addresses.address import ORDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gridctl.addresses.entry import HouseRow
    from gridctl.addresses.gazetteer import KeyInfo

# More rows under one code: the code stands for "none", or was damaged alike in all of them.
_MOST_ROWS: Final = 50


def shared_codes(rows: Iterable[HouseRow], keys: Mapping[str, KeyInfo]) -> list[tuple[str, str, str]]:
    """Return the code and the ids of two rows for every pair of houses under one code, in the order of the list.

    Rows whose addresses leave a part out that the other has are no such pair: they may be one house.
    """
    by_code: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row.code:
            by_code[row.code].append(row.id)
    return [
        (code, one, other)
        for code, ids in by_code.items()
        if 1 < len(ids) <= _MOST_ROWS
        for one, other in combinations(ids, 2)
        if one in keys and other in keys and _two_houses(keys[one], keys[other])
    ]


def _two_houses(one: KeyInfo, other: KeyInfo) -> bool:
    if one.key == other.key:
        return False
    if one.complete and other.complete:
        return True
    return any(one.parts[kind] != other.parts[kind] for kind in ORDER if kind in one.parts and kind in other.parts)
