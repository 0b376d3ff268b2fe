"""What is wrong where one person stands in several places: only that makes a group worth anybody's time."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gridctl.addresses.people.mentions import Mention

# Where a missing id is filled in: a manager has no field for one, an owner's is not the community's to complete.
FILLED: Final = frozenset(("households", "special_groups", "volunteers", "staff"))
# A list that a dead person must not stay on.
LISTS: Final = frozenset(("special_groups", "volunteers", "staff"))


def issues(mentions: Sequence[Mention]) -> tuple[str, ...]:
    """What is wrong, keys of ``words.yaml``, in the order of their weight; () if all is as it should be."""
    return tuple(_issues(mentions))


def residences(mentions: Sequence[Mention]) -> list[Mention]:
    """The houses where the person is entered as living now."""
    return [each for each in mentions if each.is_member and each.current]


def fillable(mention: Mention) -> bool:
    """Whether the mention has a field for the person's own id that the community keeps."""
    return mention.ledger in FILLED and mention.part != "owner"


def _issues(mentions: Sequence[Mention]) -> Iterator[str]:
    homes = residences(mentions)
    if len({each.record for each in homes}) > 1:
        yield "two-houses"
    if len(homes) > len({each.record for each in homes}):
        yield "twice-in-house"
    listed = [each for each in mentions if each.current and each.ledger in LISTS]
    if any(each.dead for each in mentions):
        if homes:
            yield "dead-but-living"
        if listed:
            yield "dead-but-listed"
    elif (
        not homes
        and any(each.is_member and each.left for each in mentions)
        and any(each.ledger == "special_groups" for each in listed)
    ):
        yield "left-but-listed"
    if any(count > 1 for count in Counter(each.category for each in listed if each.category).values()):
        yield "twice-on-list"
    if sum(each.ledger == "volunteers" for each in listed) > 1:
        yield "twice-volunteer"
    yield from _id_issues(mentions)
    persons = {each.person for each in homes if each.person}
    linked = [each for each in listed if each.ledger in ("special_groups", "volunteers")]
    if persons and any(not each.link for each in linked if each.ledger == "special_groups"):
        yield "not-linked"
    if persons and any(each.link and each.link not in persons for each in linked):
        yield "linked-elsewhere"


def _id_issues(mentions: Sequence[Mention]) -> Iterator[str]:
    if not any(each.id_no for each in mentions):
        return
    without = [each for each in mentions if not each.id_no and each.current and fillable(each)]
    if any(each.written for each in without):
        yield "id-wrong"
    if any(not each.written and not each.document for each in without):
        yield "id-missing"
