"""One person's entries of the lists: ended for the dead and the departed, two of a kind merged, tied to a resident."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from gridctl.addresses.people.issues import LISTS
from gridctl.store.changeset import End, Merge

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gridctl.addresses.people.mentions import Mention
    from gridctl.addresses.people.records import Drafts

# What belongs to the entry itself, or is united in a way of its own.
_OWN: Final = frozenset(
    (
        "id", "name", "id_no", "person", "grid_code", "house_code", "address", "services", "status", "end_reason",
        "end_date", "source", "collected_by", "collected_on", "verified_on", "note",
    )
)  # fmt: skip
# Staff leave by their own form, and businesses change their representative with the registrar.
_TIED: Final = frozenset(("special_groups", "volunteers"))


def settle_lists(
    drafts: Drafts,
    mentions: Sequence[Mention],
    home: Mention | None,
    today: str,
    conflict: Callable[[Mention, Mention, str], None],
) -> dict[str, str]:
    """Settle the entries; return the ids of those merged into another, with that one's."""
    entries = [each for each in mentions if each.current and each.ledger in _TIED]
    dead = [each for each in mentions if each.dead]
    gone = [each for each in mentions if each.is_member and each.left and not each.current]
    if dead:
        day = next((each.died.isoformat() for each in dead if each.died), today)
        _end(drafts, entries, "died", day)
        return {}
    if gone and not any(each.is_member and each.current for each in mentions):
        last = max(each.left.isoformat() for each in gone if each.left)
        # Who volunteers may live elsewhere.
        _end(drafts, [each for each in entries if each.ledger == "special_groups"], "moved_away", last)
        entries = [each for each in entries if each.ledger != "special_groups"]
    moved = {}
    for same in _twice(entries):
        kept, *others = same
        for other in others:
            _merge(drafts, kept, other, today, conflict)
            moved[other.record] = kept.record
    for entry in entries:
        if home is not None and home.person and entry.record not in moved:
            _tie(drafts, entry, home, mentions)
    return moved


def _end(drafts: Drafts, entries: Sequence[Mention], reason: str, day: str) -> None:
    drafts.changes += [End(each.ledger, each.record, reason, day) for each in entries if each.ledger in LISTS]


def _twice(entries: Sequence[Mention]) -> list[list[Mention]]:
    """Entries of one kind, the one to keep first: tied to a resident, with a number, the older."""
    kinds: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for each in entries:
        if each.ledger == "volunteers" or each.category:
            kinds[each.ledger, each.category].append(each)
    ranked = (
        sorted(same, key=lambda each: (not each.link, not each.id_no, each.since is None, each.since, each.record))
        for same in kinds.values()
    )
    return [same for same in ranked if len(same) > 1]


def _merge(
    drafts: Drafts, kept: Mention, other: Mention, today: str, conflict: Callable[[Mention, Mention, str], None]
) -> None:
    for change in drafts.fill(kept, other, _OWN):
        conflict(kept, other, change.field)
    services = drafts.record(kept.ledger, kept.record).get("services") or []
    for service in drafts.record(other.ledger, other.record).get("services") or []:
        # One service is entered twice where the volunteer is.
        if service not in services:
            drafts.append(kept, "services", service)
    drafts.changes.append(Merge(other.ledger, other.record, kept.record, today))


def _tie(drafts: Drafts, entry: Mention, home: Mention, mentions: Sequence[Mention]) -> None:
    """The entry refers to the resident, and stands where they live."""
    if entry.link != home.person:
        drafts.set(entry, "person", home.person)
    left = {each.house for each in mentions if each.is_member and each.current and each.ref != home.ref}
    if entry.ledger == "special_groups" and entry.house in left and home.house and entry.house != home.house:
        drafts.set(entry, "house_code", home.house)
        if home.grid and entry.grid != home.grid:
            drafts.set(entry, "grid_code", home.grid)
