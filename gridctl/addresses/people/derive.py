"""Persons across ledgers, as tables of the index: groups that are one person and need something done, and conflicts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from gridctl.addresses.doubles.derivedtable import put_table
from gridctl.addresses.people.blocks import candidate_pairs
from gridctl.addresses.people.compare import PairVerdict, compare_people
from gridctl.addresses.people.decisions import PeopleJudged, read_people_decisions
from gridctl.addresses.people.groups import group_people
from gridctl.addresses.people.issues import issues
from gridctl.addresses.people.mentions import build_mentions, number_of, numbers_of, read_mentions
from gridctl.addresses.people.troubles import troubled_pairs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gridctl.addresses.people.groups import Pair, PersonGroup
    from gridctl.addresses.people.mentions import Mention
    from gridctl.store.index import Index
    from gridctl.store.workspace import Workspace

# Name: SQL type, what it holds (zh, en).
_DOUBLES: Final = {
    "group_no": ("INTEGER", "组号", "number of the group"),
    "tier": ("VARCHAR", "confirmed 或 suspected", "confirmed or suspected"),
    "ledger": ("VARCHAR", "台账", "ledger"),
    "record": ("VARCHAR", "记录编号", "key of the record"),
    "part": ("VARCHAR", "成员编号，或房主、法人等", "the member's id, or owner, legal_rep, manager"),
    "current": ("BOOLEAN", "在用", "in use"),
    "number": (
        "VARCHAR",
        "号码：valid、written（写错或不全）、document、missing",
        "its number: valid, written (wrong) ...",
    ),
    "reasons": ("VARCHAR[]", "认定理由", "why it is one person"),
    "issues": ("VARCHAR[]", "要处理的问题", "what is wrong"),
}
_CONFLICTS: Final = {
    "decision": ("VARCHAR", "判定编号", "key of the decision that two mentions are different people"),
    "mention": ("VARCHAR", "登记", "the one mention"),
    "other": ("VARCHAR", "另一处登记", "the other mention"),
    "against": ("VARCHAR[]", "与之矛盾的判定", "decisions that make the two one person"),
}


class People(NamedTuple):
    """What was found: groups with something wrong, all groups, mentions by number, and what was decided.

    ``every`` holds the groups in which nothing is wrong too, as far as they were looked for.
    """

    groups: list[PersonGroup]
    every: list[PersonGroup]
    mentions: Mapping[int, Mention]
    pairs: Mapping[Pair, PairVerdict]
    judged: PeopleJudged

    def of(self, group: PersonGroup) -> list[Mention]:
        """A group's mentions."""
        return [self.mentions[number] for number in group.mentions]


def find_people(ws: Workspace, *, troubled: bool = False, index: Index | None = None) -> People:
    """Find who stands in several places of the ledgers.

    ``troubled``: only where something can be wrong, which most owners who live in their own houses are not.
    ``index`` is the asking thread's own view, where it is not the one that works with the workspace.
    """
    index = index or ws.index()
    build_mentions(ws, index)
    candidates = candidate_pairs(index)
    decided = read_people_decisions(index)
    if troubled and not decided:
        candidates = troubled_pairs(index, candidates)
    # A decision that two are one holds although nothing else speaks for it.
    wanted = {number for pair in candidates for number in pair}
    wanted |= numbers_of(index, {member.record for each in decided for member in each.members})
    mentions = read_mentions(index, sorted(wanted))
    judged = PeopleJudged(decided, mentions.values() if decided else ())
    pairs = {pair: found for pair in candidates if (found := compare_people(mentions[pair[0]], mentions[pair[1]]))}
    numbers = {each.ref: number for number, each in mentions.items()} if decided else {}
    for one, other in judged.same():
        pair = (min(numbers[one], numbers[other]), max(numbers[one], numbers[other]))
        pairs.setdefault(pair, PairVerdict("suspected", ()))

    def verdict(one: int, other: int) -> str | None:
        return judged.verdict(mentions[one].ref, mentions[other].ref) if judged else None

    involved = {number for pair in pairs for number in pair}
    every = group_people(pairs, {number: mentions[number] for number in sorted(involved)}, verdict)
    wrong = [group for group in every if issues([mentions[number] for number in group.mentions])]
    return People(wrong, every, mentions, pairs, judged)


def derive_people(ws: Workspace, found: People | None = None) -> People:
    """Put the tables ``person_doubles`` and ``person_conflicts`` into the index, and return what they were made of.

    Groups in which nothing is wrong are in neither, and need not be in what is returned. ``found`` is who stands in
    several places, where they have been looked for already.
    """
    people = found or find_people(ws, troubled=True)
    index = ws.index()
    rows = [
        (number, group.tier, each.ledger, each.record, each.part, each.current, number_of(each), list(group.reasons),
         list(issues(people.of(group))))
        for number, group in enumerate(people.groups, 1)
        for each in people.of(group)
    ]  # fmt: skip
    put_table(index, "person_doubles", _DOUBLES, rows, ("跨台账的同一人", "persons in several places"))
    conflicts = [(each.decision, each.one, each.other, list(each.against)) for each in people.judged.conflicts()]
    put_table(index, "person_conflicts", _CONFLICTS, conflicts,
         ("互相矛盾的人员判定", "decisions on persons that contradict each other"))  # fmt: skip
    return people
