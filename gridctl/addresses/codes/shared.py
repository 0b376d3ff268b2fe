"""Rows that share a code: two houses, where their addresses cannot be one house's, or one house entered twice."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from gridctl.addresses.reading.address import ORDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gridctl.addresses.places.entry import HouseRow
    from gridctl.addresses.places.gazetteer import KeyInfo

# More rows under one code: the code stands for "none", or was damaged alike in all of them.
_MOST_ROWS: Final = 50


class CodePair(NamedTuple):
    """Two rows under one code, by their ids: ``houses`` tells whether they are "one" house or "two"."""

    code: str
    one: str
    other: str
    houses: Literal["one", "two"]


def code_pairs(rows: Iterable[HouseRow], keys: Mapping[str, KeyInfo]) -> list[CodePair]:
    """Return every pair of rows under one code, in the order of the list.

    The code itself says that they are one house; their addresses may say otherwise, but not those that leave a part
    out which the other has. Very many rows under one code are no house's: each is told with the first.
    """
    found: list[CodePair] = []
    for code, ids in _by_code(rows).items():
        if len(ids) > _MOST_ROWS:
            found += (CodePair(code, ids[0], each, "two") for each in ids[1:])
            continue
        for one, other in combinations(ids, 2):
            apart = one in keys and other in keys and _two_houses(keys[one], keys[other])
            found.append(CodePair(code, one, other, "two" if apart else "one"))
    return found


def _by_code(rows: Iterable[HouseRow]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row.code:
            found[row.code].append(row.id)
    return found


def _two_houses(one: KeyInfo, other: KeyInfo) -> bool:
    if one.key == other.key:
        return False
    if one.complete and other.complete:
        return True
    return any(one.parts[kind] != other.parts[kind] for kind in ORDER if kind in one.parts and kind in other.parts)
