"""From the marks of a decision workbook to decisions on persons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gridctl.addresses.doubles.deciding import decide_on
from gridctl.addresses.people.decisions import person_key
from gridctl.findings.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gridctl.addresses.doubles.deciding import Deciding, Judgement
    from gridctl.addresses.doubles.decisionbook import Mark
    from gridctl.addresses.doubles.decisions import Outcome
    from gridctl.addresses.people.derive import People
    from gridctl.store.index import Index


def decide_people(index: Index, people: People, groups: Iterable[Sequence[Mark]], *, by: str, day: str) -> Deciding:
    """Turn marks into decisions; a group with a finding is left as it was.

    P312: a mention is no longer there. P313: two different valid ids are judged one person. P314: the one to keep is
    not a house where the person lives now, though there is one. C313 and C314 as for houses.
    """
    return decide_on(_PeopleSubject(people), index, groups, by=by, day=day, title="people decide")


class _PeopleSubject:
    """Mentions: named by ledger, record and part, and by the person's key."""

    def __init__(self, people: People) -> None:
        self._judged = people.judged
        self._mentions = {each.ref: each for each in people.mentions.values()}

    def fault(self, marks: Sequence[Mark]) -> Finding | None:
        for mark in marks:
            if mark.record not in self._mentions:
                return Finding("P312", Severity.WARNING, mark.place, params={"record_id": mark.record})
        whole = marks[0].verdict
        united = [self._mentions[mark.record] for mark in marks if mark.keep or (mark.verdict or whole) == "same"]
        if "same" not in {mark.verdict for mark in marks}:
            return None
        if len({each.id_no for each in united if each.id_no}) > 1:
            return Finding("P313", Severity.ERROR, marks[0].place, params={"group": marks[0].group})
        homes = {each.ref for each in united if each.is_member and each.current}
        kept = [mark for mark in marks if mark.keep]
        if homes and len(kept) == 1 and kept[0].record not in homes:
            return Finding("P314", Severity.ERROR, kept[0].place, params={"group": marks[0].group})
        return None

    def verdict(self, one: str, other: str) -> Outcome | None:
        return self._judged.verdict(one, other)

    def decision(self, one: str, other: str) -> str:
        return self._judged.decision(one, other)

    def keeper(self, ids: Sequence[str]) -> str:
        return self._judged.keeper(ids)

    def named(self, judgement: Judgement) -> dict[str, Any]:
        told: dict[str, Any] = {"people": [self._named(ref) for ref in judgement.ids]}
        return told | ({"kept_mention": judgement.keeper} if judgement.keeper else {})

    def _named(self, ref: str) -> dict[str, str]:
        found = {"mention": ref, "person_key": person_key(self._mentions[ref])}
        return {name: value for name, value in found.items() if value}
