"""What people decided about houses that look alike, and what it makes of the groups that addresses make.

A decision is found again by a house's record, by its code (also one that became an alias) and by its canonical
address: "different" holds when a record is entered anew, a code is corrected or the address is typed another way.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

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
    """One decision: who are judged, how, which code is kept, the decisions it supersedes, and its day (ISO)."""

    id: str
    verdict: Outcome
    members: tuple[Member, ...]
    keeper: str
    supersedes: tuple[str, ...]
    day: str = ""


def read_decisions(index: Index) -> list[Decided]:
    """All decisions, the oldest first; one that supersedes another comes after it."""
    rows = index.sql(
        "SELECT d.id, d.verdict, d.keeper, d.supersedes, "
        "list({'h': h.household, 'c': h.house_code, 'k': h.address_key} ORDER BY h.seq), d.decided_on "
        "FROM decisions d JOIN decided_houses h ON h.parent = d.id WHERE d.current AND d.verdict IS NOT NULL "
        "GROUP BY d.id, d.verdict, d.keeper, d.supersedes, d.decided_on ORDER BY d.id"
    )
    found = (
        Decided(key, verdict, tuple(Member(*(each[part] or "" for part in "hck")) for each in houses),
                keeper or "", tuple(supersedes or ()), day.isoformat() if day else "")
        for key, verdict, keeper, supersedes, houses, day in rows
    )  # fmt: skip
    return _in_order(found)


def decided_of(records: Iterable[tuple[str, Mapping[str, Any]]]) -> list[Decided]:
    """The decisions in use among records (key and data), in the order of `read_decisions`."""
    names = ("household", "house_code", "address_key")
    found = (
        Decided(
            key, data["verdict"],
            tuple(Member(*(each.get(name) or "" for name in names)) for each in data.get("houses") or ()),
            data.get("keeper") or "", tuple(data.get("supersedes") or ()), data.get("decided_on") or "",
        )
        for key, data in records
        if data.get("verdict") and data.get("status", "active") == "active"
    )  # fmt: skip
    return _in_order(found)


def _in_order(decided: Iterable[Decided]) -> list[Decided]:
    found = {each.id: each for each in sorted(decided)}
    return sorted(found.values(), key=lambda each: (each.day, len(_superseded(each, found))))


def _superseded(decision: Decided, known: Mapping[str, Decided]) -> list[str]:
    """The decisions that this one supersedes, directly or through others."""
    found: list[str] = []
    queue = list(decision.supersedes)
    for at in queue:
        if at not in found and at != decision.id:
            found.append(at)
            queue += known[at].supersedes if at in known else ()
    return found


class Conflict(NamedTuple):
    """A decision that two records are different, and the decisions that make them one."""

    decision: str
    one: str
    other: str
    against: tuple[str, ...]


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
    """The verdicts on pairs of records.

    A decision holds for each of its pairs until a later one supersedes it and judges that pair again. Where two
    decisions in force disagree, as two people's may after a merge of branches, the later one holds and `conflicts`
    tells of it.
    """

    def __init__(self, decided: Iterable[Decided], houses: Houses) -> None:
        self._pairs: dict[Pair, dict[str, Outcome]] = {}
        self._address_pairs: dict[Pair, tuple[Outcome, str]] = {}
        self._kept: list[str] = []
        listed = list(decided)
        known = {each.id: each for each in listed}
        for each in listed:
            if each.verdict == "same" and each.keeper:
                # The record that had the code that day: since then the code may be another house's.
                kept = next((one for one in each.members if one.house_code == each.keeper), None)
                self._kept += houses.find(kept or Member("", each.keeper, ""))
            for one, other in combinations(each.members, 2):
                for pair in {_pair(a, b) for a in houses.find(one) for b in houses.find(other) if a != b}:
                    self._pairs.setdefault(pair, {})[each.id] = each.verdict
                if one.key and other.key and one.key != other.key:
                    # Rows that are still to come are judged too, if they are typed like these.
                    self._address_pairs[_pair(one.key, other.key)] = (each.verdict, each.id)

        older = {each.id: set(_superseded(each, known)) for each in listed}
        for pair, held in self._pairs.items():
            gone = set().union(*(older[key] for key in held))
            self._pairs[pair] = {key: verdict for key, verdict in held.items() if key not in gone}

    def __bool__(self) -> bool:
        return bool(self._pairs or self._address_pairs)

    def verdict(self, one: str, other: str, keys: Mapping[str, KeyInfo]) -> Outcome | None:
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
