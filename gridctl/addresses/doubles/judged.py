"""The verdicts that decisions come to, on each pair of those they judge.

A decision is found again by a house's record, by its code (also one that became an alias) and by its canonical
address: "different" holds when a record is entered anew, a code is corrected or the address is typed another way.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple, Protocol

from gridctl.addresses.doubles.decisions import Member, superseded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gridctl.addresses.doubles.decisions import Decided, Outcome
    from gridctl.store.index import Index

Pair = tuple[str, str]


class Keyed(Protocol):
    """What has a key by which it is found again: the canonical key of an address, the digest of a person."""

    @property
    def key(self) -> str:
        """The key, equal for those that are one."""


class Conflict(NamedTuple):
    """A decision that two records are different, and the decisions that make them one."""

    decision: str
    one: str
    other: str
    against: tuple[str, ...]


class Directory(NamedTuple):
    """Those that decisions may judge: records by their ids, by house code (aliases too) and by key."""

    ids: frozenset[str]
    by_code: Mapping[str, str]
    by_key: Mapping[str, tuple[str, ...]]

    def find(self, member: Member) -> tuple[str, ...]:
        """The records of one that was judged: the one named by id or code, else those under its key."""
        if member.record in self.ids:
            return (member.record,)
        if member.house_code in self.by_code:
            return (self.by_code[member.house_code],)
        return self.by_key.get(member.key, ()) if member.key else ()


def houses_of(index: Index, keys: Mapping[str, Keyed]) -> Directory:
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
    return Directory(frozenset(key for key, _ in current), by_code, {key: tuple(ids) for key, ids in by_key.items()})


class Judged:
    """The verdicts on pairs of records.

    A decision holds for each of its pairs until a later one supersedes it and judges that pair again. Where two
    decisions in force disagree, as two people's may after a merge of branches, the later one holds and `conflicts`
    tells of it.
    """

    def __init__(self, decided: Iterable[Decided], directory: Directory) -> None:
        self._pairs: dict[Pair, dict[str, Outcome]] = {}
        self._address_pairs: dict[Pair, tuple[Outcome, str]] = {}
        self._kept: list[str] = []
        listed = list(decided)
        known = {each.id: each for each in listed}
        for each in listed:
            if each.verdict == "same" and each.keeper:
                # The record that had the code that day: since then the code may be another house's.
                kept = next((one for one in each.members if one.house_code == each.keeper), None)
                self._kept += directory.find(kept or Member("", each.keeper, ""))
            for one, other in combinations(each.members, 2):
                for pair in {_pair(a, b) for a in directory.find(one) for b in directory.find(other) if a != b}:
                    self._pairs.setdefault(pair, {})[each.id] = each.verdict
                if one.key and other.key and one.key != other.key:
                    # Rows that are still to come are judged too, if they are typed like these.
                    self._address_pairs[_pair(one.key, other.key)] = (each.verdict, each.id)

        older = {each.id: set(superseded(each, known)) for each in listed}
        for pair, held in self._pairs.items():
            gone = set().union(*(older[key] for key in held))
            self._pairs[pair] = {key: verdict for key, verdict in held.items() if key not in gone}

    def __bool__(self) -> bool:
        return bool(self._pairs or self._address_pairs)

    def verdict(self, one: str, other: str, keys: Mapping[str, Keyed]) -> Outcome | None:
        """What was decided about two records, None if nothing was; "same" is never inferred from addresses alone."""
        held = self._pairs.get(_pair(one, other))
        if held:
            return list(held.values())[-1]
        if one in keys and other in keys:
            found = self._address_pairs.get(_pair(keys[one].key, keys[other].key))
            if found and found[0] == "different":
                return "different"
        return None

    def decision(self, one: str, other: str) -> str:
        """The decision that holds for two records, "" if there is none."""
        return list(self._pairs.get(_pair(one, other), {"": "same"}))[-1]

    def keeper(self, rows: Sequence[str]) -> str:
        """The record of these that the latest decision keeps, "" if none tells."""
        return next((row for row in reversed(self._kept) if row in rows), "")

    def same(self) -> list[Pair]:
        """The pairs of records judged to be one house."""
        return sorted(pair for pair, held in self._pairs.items() if list(held.values())[-1] == "same")

    def conflicts(self) -> list[Conflict]:
        """The pairs judged different that other decisions in force make one house, in one step or in several."""
        edges: dict[str, dict[str, str]] = {}
        for (one, other), held in self._pairs.items():
            for key, verdict in held.items():
                if verdict == "same":
                    edges.setdefault(one, {})[other] = key
                    edges.setdefault(other, {})[one] = key
        found = []
        for (one, other), held in sorted(self._pairs.items()):
            for key, verdict in held.items():
                if verdict == "different" and (path := _path(edges, one, other)):
                    found.append(Conflict(key, one, other, tuple(path)))
        return found


def _path(edges: Mapping[str, Mapping[str, str]], one: str, other: str) -> list[str]:
    """The decisions that lead from one record to the other, [] if none do."""
    came: dict[str, tuple[str, str]] = {one: ("", "")}
    queue = [one]
    for at in queue:
        for following, decision in edges.get(at, {}).items():
            if following not in came:
                came[following] = (at, decision)
                queue.append(following)
    if other not in came:
        return []
    path = []
    at = other
    while at != one:
        at, decision = came[at]
        path.append(decision)
    return list(dict.fromkeys(reversed(path)))


def _pair(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)
