"""What people decided about mentions that may be one person: the same, different, or to be looked into.

As for houses (`gridctl.addresses.doubles.judged`): a decision holds until a later one supersedes it, is found again by
the mention or by the person's key, and "different" holds for ever, also for rows entered anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gridctl.addresses.doubles.decisions import Decided, Member, in_order
from gridctl.addresses.doubles.judged import Directory, Judged
from gridctl.text.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gridctl.addresses.doubles.decisions import Outcome
    from gridctl.addresses.doubles.judged import Conflict
    from gridctl.addresses.people.mentions import Mention
    from gridctl.store.index import Index

_KEY_PREFIX: Final = "K"


def person_key(mention: Mention) -> str:
    """The key by which a decision finds a person who was entered anew: of the id, else of what was stated.

    "" where too little is stated to tell anybody.
    """
    if mention.id_no:
        return new_id(_KEY_PREFIX, mention.id_no)
    if not (mention.name_key and mention.house):
        return ""
    born = mention.birth.isoformat() if mention.birth else ""
    return new_id(_KEY_PREFIX, mention.name_key, born, mention.sex, mention.house)


class PeopleJudged:
    """The verdicts on pairs of mentions."""

    def __init__(self, decided: Iterable[Decided], mentions: Iterable[Mention]) -> None:
        by_key: dict[str, list[str]] = {}
        refs = []
        for each in mentions:
            refs.append(each.ref)
            if key := person_key(each):
                by_key.setdefault(key, []).append(each.ref)
        known = Directory(frozenset(refs), {}, {key: tuple(found) for key, found in by_key.items()})
        self._keys = {ref: Member(ref, "", key) for key, found in by_key.items() for ref in found}
        listed = list(decided)
        self._judged = Judged(listed, known)
        # A moved person's registration may go by another mention than the one that was kept.
        self._kept = [each.keeper for each in listed if each.verdict == "same" and each.keeper]

    def __bool__(self) -> bool:
        return bool(self._judged)

    def verdict(self, one: str, other: str) -> Outcome | None:
        """What was decided about two mentions, None if nothing was."""
        return self._judged.verdict(one, other, self._keys)

    def decision(self, one: str, other: str) -> str:
        """The decision that holds for two mentions, "" if there is none."""
        return self._judged.decision(one, other)

    def keeper(self, refs: Iterable[str]) -> str:
        """The registration that the latest decision keeps, "" if none tells."""
        among = set(refs)
        return next((each for each in reversed(self._kept) if each in among), "")

    def same(self) -> list[tuple[str, str]]:
        """The pairs judged to be one person."""
        return self._judged.same()

    def conflicts(self) -> list[Conflict]:
        """The pairs judged different that other decisions in force make one person."""
        return self._judged.conflicts()


def read_people_decisions(index: Index) -> list[Decided]:
    """All decisions on persons, the oldest first; one that supersedes another comes after it."""
    rows = index.sql(
        "SELECT d.id, d.verdict, d.kept_mention, d.supersedes, "
        "list({'m': p.mention, 'k': p.person_key} ORDER BY p.seq), d.decided_on "
        "FROM decisions d JOIN decided_people p ON p.parent = d.id WHERE d.current AND d.verdict IS NOT NULL "
        "GROUP BY d.id, d.verdict, d.kept_mention, d.supersedes, d.decided_on ORDER BY d.id"
    )
    return in_order(
        Decided(key, verdict, tuple(Member(each["m"] or "", "", each["k"] or "") for each in people),
                kept or "", tuple(supersedes or ()), day.isoformat() if day else "")
        for key, verdict, kept, supersedes, people, day in rows
    )  # fmt: skip
