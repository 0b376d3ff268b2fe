"""Mentions that are one person, or may be: confirmed ones united first, then those that a person has to decide."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from gridctl.addresses.doubles.clusters import clusters
from gridctl.addresses.doubles.settling import cliques

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from gridctl.addresses.people.compare import PairVerdict
    from gridctl.addresses.people.mentions import Mention

Pair = tuple[int, int]
# More mentions are not taken apart pair by pair.
_MOST: Final = 40


class PersonGroup(NamedTuple):
    """Mentions of one person (tier "confirmed") or of what may be one ("suspected"), by number, with the reasons.

    ``parts`` are those that are one person already: of a suspected group it is asked whether the parts are, of a
    confirmed one each mention is a part, as somebody may still say that it is not.
    """

    mentions: tuple[int, ...]
    tier: Literal["confirmed", "suspected"]
    reasons: tuple[str, ...]
    parts: tuple[tuple[int, ...], ...]


def group_people(
    pairs: Mapping[Pair, PairVerdict],
    mentions: Mapping[int, Mention],
    decided: Callable[[int, int], str | None],
) -> list[PersonGroup]:
    """The groups, in the order of their first mentions.

    ``decided`` tells what was decided about two mentions: "same" unites them, "different" keeps them apart for ever,
    also where each is alike to a third. Two different valid ids are never in one group: where a chain of other evidence
    leads from one to the other, its links without ids are suspected only.
    """
    apart = {pair for pair in pairs if decided(*pair) == "different"}
    ranked = sorted(pairs.items(), key=lambda each: (_strength(each[1], decided(*each[0])), each[0]))
    sure = _Union(mentions, apart)
    open_pairs: dict[Pair, tuple[str, ...]] = {}
    for pair, verdict in ranked:
        if pair in apart or verdict.tier == "different":
            continue
        if decided(*pair) == "same":
            sure.join(pair, (*verdict.reasons, "decided-same"))
        elif verdict.tier == "confirmed":
            if not sure.join(pair, verdict.reasons):
                open_pairs[pair] = (*verdict.reasons, "between-two")
        else:
            open_pairs[pair] = verdict.reasons
    confirmed = [
        PersonGroup(tuple(members), "confirmed", tuple(dict.fromkeys(sure.reasons[root])), tuple((m,) for m in members))
        for root, members in ((root, sorted(found)) for root, found in sure.members.items())
        if len(members) > 1
    ]
    return sorted([*confirmed, *_suspected(open_pairs, sure)], key=lambda group: (group.mentions, group.tier))


def _strength(verdict: PairVerdict, decision: str | None) -> int:
    """What is joined first: decisions, equal ids, slips and masks, then what was stated."""
    if decision == "same":
        return 0
    order = ("same-id", "same-document", "linked", "id-slip", "id-fits")
    return next((rank for rank, reason in enumerate(order, 1) if reason in verdict.reasons), len(order) + 1)


class _Union:
    """Mentions united step by step, never across two valid ids or a decision."""

    def __init__(self, mentions: Mapping[int, Mention], apart: set[Pair]) -> None:
        self._root = {number: number for number in mentions}
        self.members: dict[int, set[int]] = {number: {number} for number in mentions}
        self.ids: dict[int, set[str]] = {
            number: {each.id_no} if each.id_no else set() for number, each in mentions.items()
        }
        self.reasons: dict[int, list[str]] = defaultdict(list)
        self._foes: dict[int, set[int]] = defaultdict(set)
        for one, other in apart:
            self._foes[one].add(other)
            self._foes[other].add(one)

    def root(self, number: int) -> int:
        """The number under which its group is kept."""
        return self._root[number]

    def fit(self, one: int, other: int) -> bool:
        """Whether two groups could be one person."""
        if len(self.ids[one] | self.ids[other]) > 1:
            return False
        return not any(self._foes[each] & self.members[other] for each in self.members[one] if each in self._foes)

    def join(self, pair: Pair, reasons: Iterable[str]) -> bool:
        """Unite the groups of two mentions; False, and nothing done, where they cannot be one person."""
        one, other = self._root[pair[0]], self._root[pair[1]]
        if one != other:
            if not self.fit(one, other):
                return False
            if len(self.members[one]) < len(self.members[other]):
                one, other = other, one
            for each in self.members[other]:
                self._root[each] = one
            self.members[one] |= self.members.pop(other)
            self.ids[one] |= self.ids.pop(other)
            self.reasons[one] += self.reasons.pop(other, [])
        self.reasons[one] += reasons
        return True


def _suspected(open_pairs: Mapping[Pair, tuple[str, ...]], sure: _Union) -> list[PersonGroup]:
    """Groups that open pairs connect, cut where two of them cannot be one person."""
    near: dict[int, set[int]] = defaultdict(set)
    reasons: dict[Pair, tuple[str, ...]] = defaultdict(tuple)
    for (a, b), told in open_pairs.items():
        one, other = sorted((sure.root(a), sure.root(b)))
        if one != other and sure.fit(one, other):
            near[one].add(other)
            near[other].add(one)
            reasons[one, other] += told
    found = []
    for roots in clusters(near):
        for clique in _fitting(roots, near, sure):
            why = [each for pair in combinations(sorted(clique), 2) for each in reasons.get(pair, ())]
            parts = sorted(tuple(sorted(sure.members[root])) for root in clique)
            members = sorted(each for part in parts for each in part)
            found.append(PersonGroup(tuple(members), "suspected", tuple(dict.fromkeys(why)), tuple(parts)))
    return found


def _fitting(roots: list[int], near: Mapping[int, set[int]], sure: _Union) -> list[tuple[int, ...]]:
    """The largest parts of what is connected in which all may be one person."""
    if len(roots) > _MOST:
        return []
    names = [str(root) for root in roots]
    apart = {
        (a, b)
        for at, a in enumerate(names)
        for b in names[at + 1 :]
        if int(b) not in near[int(a)] and not sure.fit(int(a), int(b))
    }
    parts = [tuple(int(each) for each in part) for part in cliques(names, apart)] if apart else [tuple(roots)]
    return [part for part in parts if len(part) > 1 and any(near[root] & set(part) for root in part)]
