"""Which candidates are worth reading: those among whom something can be wrong at all.

Most pairs are an owner and the resident that the owner is. `gridctl.addresses.people.issues` says what is wrong with a
group; what it looks at is asked of the database here, for everybody that pairs connect, as a group is never more.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from gridctl.addresses.people.issues import FILLED, LISTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gridctl.addresses.people.groups import Pair
    from gridctl.store.index import Index

_TOLD: Final = f"""
    SELECT number, current AND ledger = 'households' AND part IS DISTINCT FROM 'owner',
           current AND ledger IN {tuple(sorted(LISTS))}, coalesce(dead, false), id_no IS NOT NULL,
           current AND id_no IS NULL AND ledger IN {tuple(sorted(FILLED))} AND part IS DISTINCT FROM 'owner'
    FROM people_mentions WHERE number IN (SELECT unnest(?))
"""  # noqa: S608 - own names


def troubled_pairs(index: Index, pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs, in their order, that are connected to mentions of which `issues` could say anything."""
    connected = _connected(pairs)
    told = {number: flags for number, *flags in index.sql(_TOLD, [list(connected)])}
    members: dict[int, list[list[bool]]] = defaultdict(list)
    for number, root in connected.items():
        members[root].append(told[number])
    troubled = {root for root, found in members.items() if _can_be_wrong(found)}
    return [pair for pair in pairs if connected[pair[0]] in troubled]


def _can_be_wrong(told: Iterable[Sequence[bool]]) -> bool:
    homes, listed, dead, valid, without = (sum(column) for column in zip(*told, strict=True))
    return bool(listed or homes > 1 or (dead and homes) or (valid and without))


def _connected(pairs: Iterable[Pair]) -> dict[int, int]:
    """For every number of a pair the smallest of those that pairs connect it with."""
    above: dict[int, int] = {}

    def root(number: int) -> int:
        while above.setdefault(number, number) != number:
            above[number] = above[above[number]]
            number = above[number]
        return number

    for one, other in pairs:
        first, second = sorted((root(one), root(other)))
        above[second] = first
    return {number: root(number) for number in list(above)}
