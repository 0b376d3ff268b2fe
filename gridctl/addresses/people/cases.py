"""The groups of one person as somebody decides them: the registration proposed to be kept first, and why that one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from gridctl.addresses.people.issues import issues, residences

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gridctl.addresses.people.derive import People
    from gridctl.addresses.people.mentions import Mention

_ORDER: Final = ("households", "special_groups", "volunteers", "staff", "businesses")
_WHY: Final = ("decided", "living", "valid", "later", "phone", "first")


class PersonCase(NamedTuple):
    """A group with what is wrong in it; ``verdict`` is what was decided about all of it, "" if nothing was.

    Of mentions that are one person already, one stands for all: ``along`` gives the others by its ref.
    """

    number: int
    tier: Literal["confirmed", "suspected"]
    reasons: tuple[str, ...]
    issues: tuple[str, ...]
    mentions: tuple[Mention, ...]
    why_keep: str
    verdict: str
    along: Mapping[str, tuple[Mention, ...]]

    @property
    def keeper(self) -> Mention:
        """The registration proposed to be kept."""
        return self.mentions[0]


def person_cases(people: People) -> list[PersonCase]:
    """The groups in which something is wrong, in their order."""
    found = []
    for number, group in enumerate(people.groups, 1):
        mentions = people.of(group)
        kept = people.judged.keeper(each.ref for each in mentions)
        parts = [rank_mentions([people.mentions[each] for each in part], kept)[0] for part in group.parts]
        ranked, why = rank_mentions([part[0] for part in parts], kept)
        along = {first.ref: tuple(others) for first, *others in parts if others}
        verdicts = {people.judged.verdict(ranked[0].ref, each.ref) or "" for each in ranked[1:]}
        verdict = verdicts.pop() if len(verdicts) == 1 else ""
        found.append(
            PersonCase(number, group.tier, group.reasons, issues(mentions), tuple(ranked), why, verdict, along)
        )
    return found


def rank_mentions(mentions: Sequence[Mention], kept: str = "") -> tuple[list[Mention], str]:
    """The mentions with the one to keep first, and why: the first thing that sets it apart from the next of its kind.

    `kept` is the mention that a decision keeps, "" without one.
    """
    ranked = sorted(mentions, key=lambda each: (_rank(each, kept), _ORDER.index(each.ledger), each.ref))
    rivals = residences(ranked) or ranked
    if len(rivals) < 2:
        return ranked, "decided" if ranked[0].ref == kept else "living" if residences(ranked) else "first"
    best, other = _rank(rivals[0], kept), _rank(rivals[1], kept)
    return ranked, next((why for why, a, b in zip(_WHY, best, other, strict=False) if a != b), "first")


def _rank(mention: Mention, kept: str) -> tuple[Any, ...]:
    since = mention.since or date.min
    return (
        mention.ref != kept,
        not (mention.is_member and mention.current),
        not mention.id_no,
        -since.toordinal(),
        not mention.phones,
    )
