"""What people decided about houses that look alike, and what it makes of the groups that addresses make.

A decision is found again by a house's record, by its code (also one that became an alias) and by its canonical
address: "different" holds when a record is entered anew, a code is corrected or the address is typed another way.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gridctl.addresses.duplicates import DuplicateGroup
    from gridctl.addresses.gazetteer import KeyInfo
    from gridctl.store.index import Index

Outcome = Literal["same", "different", "unsure"]
Pair = tuple[str, str]

# A group of more rows is not taken apart pair by pair.
MOST_ROWS: Final = 40


class Member(NamedTuple):
    """One house of a decision; "" where the decision does not tell."""

    household: str
    house_code: str
    key: str


class Decided(NamedTuple):
    """A decision in force. ``position`` is its place in the order in which decisions were made."""

    id: str
    verdict: Outcome
    members: tuple[Member, ...]
    keeper: str
    position: int


def decisions_in_force(index: Index) -> list[Decided]:
    """The decisions that no later one supersedes, the oldest first."""
    rows = index.sql(
        "SELECT d.id, d.verdict, d.keeper, "
        "list({'h': h.household, 'c': h.house_code, 'k': h.address_key} ORDER BY h.seq) "
        "FROM decisions d JOIN decided_houses h ON h.parent = d.id WHERE d.current AND d.verdict IS NOT NULL "
        "AND d.id NOT IN (SELECT supersedes FROM decisions WHERE current AND supersedes IS NOT NULL) "
        "GROUP BY d.id, d.verdict, d.keeper, d.decided_on, d.row ORDER BY d.decided_on NULLS FIRST, d.row"
    )
    return [
        Decided(key, verdict, tuple(Member(*(each[part] or "" for part in "hck")) for each in houses), keeper or "", at)
        for at, (key, verdict, keeper, houses) in enumerate(rows)
    ]


class Houses(NamedTuple):
    """The houses of a ledger as decisions name them: records by code (aliases too) and by canonical address."""

    ids: frozenset[str]
    by_code: Mapping[str, str]
    by_key: Mapping[str, tuple[str, ...]]

    def find(self, member: Member) -> tuple[str, ...]:
        """The records of a house of a decision: the one it names by record or code, else those at its address."""
        if member.household in self.ids:
            return (member.household,)
        if member.house_code in self.by_code:
            return (self.by_code[member.house_code],)
        return self.by_key.get(member.key, ()) if member.key else ()


def houses_of(index: Index, keys: Mapping[str, KeyInfo]) -> Houses:
    """The current houses of the index, with the canonical keys of their rows."""
    current = index.sql("SELECT id, house_code FROM households WHERE current ORDER BY id DESC")
    former = index.sql(
        "SELECT a.house_code, a.parent FROM house_aliases a JOIN households h ON h.id = a.parent "
        "WHERE h.current AND a.house_code IS NOT NULL"
    )
    by_code = dict(former) | {code: key for key, code in current if code}
    by_key: dict[str, list[str]] = {}
    for row, info in keys.items():
        by_key.setdefault(info.key, []).append(row)
    return Houses(frozenset(key for key, _ in current), by_code, {key: tuple(ids) for key, ids in by_key.items()})


class Judged:
    """The verdict on pairs of records; of several on one pair the latest holds."""

    def __init__(self, decided: Iterable[Decided], houses: Houses) -> None:
        self._pairs: dict[Pair, tuple[Outcome, str]] = {}
        self._address_pairs: dict[Pair, tuple[Outcome, str]] = {}
        for each in decided:
            for one, other in combinations(each.members, 2):
                for first in houses.find(one):
                    for second in houses.find(other):
                        if first != second:
                            self._pairs[_pair(first, second)] = (each.verdict, each.id)
                if each.verdict == "different" and one.key and other.key and one.key != other.key:
                    # Also rows that are still to come are two houses, if they are typed like these.
                    self._address_pairs[_pair(one.key, other.key)] = (each.verdict, each.id)

    def __bool__(self) -> bool:
        return bool(self._pairs or self._address_pairs)

    def verdict(self, one: str, other: str, keys: Mapping[str, KeyInfo]) -> Outcome | None:
        """What was decided about two records, None if nothing was."""
        found = self._pairs.get(_pair(one, other))
        if found is None and one in keys and other in keys:
            found = self._address_pairs.get(_pair(keys[one].key, keys[other].key))
        return found[0] if found else None

    def decision(self, one: str, other: str) -> str:
        """The decision about two records, "" if there is none."""
        return self._pairs.get(_pair(one, other), ("", ""))[1]

    def same(self) -> list[Pair]:
        """The pairs of records judged to be one house."""
        return sorted(pair for pair, (verdict, _) in self._pairs.items() if verdict == "same")


def settle(groups: Iterable[DuplicateGroup], judged: Judged, keys: Mapping[str, KeyInfo]) -> list[DuplicateGroup]:
    """Return the groups after what was decided: those judged the same confirmed, those judged different apart."""
    if not judged:
        return list(groups)
    found: list[DuplicateGroup] = []
    for group in groups:
        found += _settle(group, judged, keys)
    seen: dict[tuple[str, ...], DuplicateGroup] = {}
    for group in found:
        seen.setdefault(group.rows, group)
    return list(seen.values())


def _settle(group: DuplicateGroup, judged: Judged, keys: Mapping[str, KeyInfo]) -> list[DuplicateGroup]:
    rows = group.rows
    if len(rows) > MOST_ROWS:
        return [group]
    verdicts = {(a, b): judged.verdict(a, b, keys) for a, b in combinations(rows, 2)}
    if "different" not in verdicts.values():
        if all(verdict == "same" for verdict in verdicts.values()):
            return [group._replace(tier="confirmed", reasons=(*group.reasons, "decided-same"))]
        return [group]
    apart = {pair for pair, verdict in verdicts.items() if verdict == "different"}
    together = [part for part in cliques(rows, apart) if len(part) > 1]
    shared = {row for row in rows if sum(row in part for part in together) > 1}
    return [
        group._replace(
            rows=part,
            tier="suspected" if shared & set(part) else group.tier,
            reasons=(*group.reasons, *(("partly-different",) if shared & set(part) else ())),
        )
        for part in together
    ]


def cliques(rows: Sequence[str], apart: set[Pair]) -> list[tuple[str, ...]]:
    """The largest sets of rows of which no two are apart, in the order of the rows."""
    sets: list[tuple[str, ...]] = [()]
    for row in rows:
        grown: list[tuple[str, ...]] = []
        for each in sets:
            fitting = tuple(other for other in each if (other, row) not in apart)
            grown += [(*each, row)] if fitting == each else [each, (*fitting, row)]
        unique = list(dict.fromkeys(grown))
        sets = [each for each in unique if not any(set(each) < set(other) for other in unique)]
    return sets


def _pair(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)
