"""Verdicts on persons carried out: the wrong registration ended, numbers and telephones filled in, references moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from gridctl.addresses.codes.references import find_references, person_references, visits_of
from gridctl.addresses.people.cases import rank_mentions
from gridctl.addresses.people.issues import fillable, residences
from gridctl.addresses.people.lists import settle_lists
from gridctl.addresses.people.records import Drafts
from gridctl.addresses.people.words import person_words
from gridctl.findings.finding import Finding, Severity
from gridctl.store.changeset import ChangeSet, Set

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from gridctl.addresses.codes.references import Reference
    from gridctl.addresses.people.derive import People
    from gridctl.addresses.people.mentions import Mention
    from gridctl.store.index import Index
    from gridctl.store.workspace import Workspace

# What belongs to a registration and not to the person.
_OWN: Final = frozenset(
    (
        "id", "name", "relation", "id_type", "id_no", "moved_in", "moved_out", "leave_reason", "death_date",
        "household_no", "residence_kind", "dwelling_kind", "registration_match", "away", "away_reason", "away_since",
        "away_to",
    )
)  # fmt: skip
_DECIDED: Final = "decided-same"


class PeoplePlan(NamedTuple):
    """The change set, how many persons it is about, and findings: P321 values that differ, P322 what is in the way."""

    changes: ChangeSet
    persons: int
    findings: list[Finding]


def plan_people(ws: Workspace, people: People, *, confirmed: bool = False) -> PeoplePlan:
    """Plan what follows from the decisions that mentions are one person; with ``confirmed`` also where none was needed.

    Of several houses the person stays in the one that was decided to be kept, the other entries end as duplicates on
    the day of the workspace and what refers to them moves; within one house no decision is needed. Everywhere: the
    valid id replaces a missing, masked or mistyped one; gaps and telephones are filled from each other, a blank wipes
    nothing and values that differ are told (P321); lists that a dead or departed person is still on end; one person's
    two entries of a list are merged. Contradictory decisions, and houses between which nobody chose, are left (P322).
    """
    index = ws.index()
    contradicted = {ref for each in people.judged.conflicts() for ref in (each.one, each.other)}
    wanted = [
        group for group in people.groups if group.tier == "confirmed" and (confirmed or _DECIDED in group.reasons)
    ]
    around = _around(index, [each for group in wanted for each in people.of(group)])
    drafts = Drafts(ws)
    findings: list[Finding] = []
    persons = 0
    for group in wanted:
        mentions = people.of(group)
        if contradicted & {each.ref for each in mentions}:
            findings.append(_in_the_way(mentions[0], "contradiction"))
            continue
        before = len(drafts.changes)
        _Person(ws, drafts, people, around, mentions, findings).settle(decided=_DECIDED in group.reasons)
        persons += len(drafts.changes) > before
    findings += _two_ids(people)
    return PeoplePlan(ChangeSet(tuple(drafts.changes), f"people apply: {persons}"), persons, findings)


def _two_ids(people: People) -> list[Finding]:
    """Those judged one person whose valid ids differ: nothing unites them until one number is corrected."""
    by_ref = {each.ref: each for each in people.mentions.values()}
    pairs = [(by_ref[one], by_ref[other]) for one, other in people.judged.same() if one in by_ref and other in by_ref]
    return [
        _in_the_way(one, "two-ids") for one, other in pairs if one.id_no and other.id_no and one.id_no != other.id_no
    ]


class _Around(NamedTuple):
    """What refers to the persons: places by resident's id, visits by target, planned ones with their day."""

    people: dict[str, list[Reference]]
    visits: dict[str, list[str]]
    planned: dict[str, list[tuple[str, date]]]


def _around(index: Index, mentions: Sequence[Mention]) -> _Around:
    residents = sorted({each.person for each in mentions if each.person})
    targets = sorted({*residents, *(each.record for each in mentions if each.ledger == "special_groups")})
    planned: dict[str, list[tuple[str, date]]] = {}
    query = (
        "SELECT target, id, next_visit FROM visits WHERE current AND next_visit IS NOT NULL "
        "AND target IN (SELECT unnest(?)) ORDER BY id"
    )
    for target, visit, day in index.sql(query, [targets]):
        planned.setdefault(target, []).append((visit, day))
    return _Around(find_references(index, person_references(), residents), visits_of(index, targets), planned)


class _Person:
    """One person's mentions, settled step by step."""

    def __init__(
        self, ws: Workspace, drafts: Drafts, people: People, around: _Around, mentions: list[Mention],
        findings: list[Finding],
    ) -> None:  # fmt: skip
        self._today = ws.today.isoformat()
        self._drafts, self._people, self._around, self._findings = drafts, people, around, findings
        self._mentions = mentions
        self._homes = residences(mentions)
        self._number = next((each.id_no for each in mentions if each.id_no), "")

    def settle(self, *, decided: bool) -> None:
        """All steps; what cannot be done without a choice is told."""
        self._numbers()
        if self._homes and not decided and any(each.dead for each in self._mentions):
            # One of the two is wrong, and it may be the death.
            self._findings.append(_in_the_way(self._homes[0], "died-elsewhere"))
            return
        self._deaths()
        home = self._home()
        if home is not None:
            for other in self._homes:
                if other.ref != home.ref:
                    self._leave(home, other)
            self._telephones(home)
        moved = settle_lists(self._drafts, self._mentions, home, self._today, self._conflict)
        for old, new in moved.items():
            self._visits(old, new)

    def _home(self) -> Mention | None:
        """Where the person lives; None where nobody can tell, or nowhere."""
        if len(self._homes) < 2:
            return self._homes[0] if self._homes else None
        kept = self._people.judged.keeper(each.ref for each in self._homes)
        decided = next((each for each in self._homes if each.ref == kept), None)
        if decided is not None and all(
            each.record == decided.record or self._people.judged.verdict(kept, each.ref) == "same"
            for each in self._homes
            if each.ref != kept
        ):
            return decided
        if len({each.record for each in self._homes}) == 1:
            return rank_mentions(self._homes)[0][0]
        self._findings.append(_in_the_way(self._homes[0], "choose"))
        return None

    def _numbers(self) -> None:
        if not self._number:
            return
        for each in self._mentions:
            if each.id_no or each.document or not each.current or not fillable(each):
                continue
            self._drafts.set(each, "id_no", self._number)
            if self._drafts.person(each).get("id_type") == "none":
                self._drafts.set(each, "id_type", "resident_id")

    def _deaths(self) -> None:
        """An entry as living is completed by the day of death that another holds; nobody visits them any more."""
        died = next((each.died for each in self._mentions if each.died), None)
        if died is None:
            if any(each.dead for each in self._mentions) and self._homes:
                self._findings.append(_in_the_way(self._homes[0], "died-elsewhere"))
            return
        for each in self._homes:
            self._drafts.set(each, "death_date", died.isoformat())
        for target in dict.fromkeys(each.person or each.record for each in self._mentions):
            for visit, day in self._around.planned.get(target, ()):
                if day > died:
                    self._drafts.changes.append(Set("visits", visit, "next_visit", day.isoformat(), None))

    def _leave(self, home: Mention, other: Mention) -> None:
        """The other entry ends; what it knows more goes to the one that is kept, and so does what refers to it."""
        for change in self._drafts.fill(home, other, _OWN):
            self._conflict(home, other, change.field)
        self._drafts.set(other, "moved_out", self._today)
        self._drafts.set(other, "leave_reason", "duplicate")
        if not (home.person and other.person) or home.person == other.person:
            return
        for each in self._around.people.get(other.person, ()):
            if (each.ledger, each.record) not in {(m.ledger, m.record) for m in self._mentions}:
                self._drafts.changes.append(Set(each.ledger, each.record, each.path, other.person, home.person))
        self._visits(other.person, home.person)

    def _visits(self, old: str, new: str) -> None:
        self._drafts.changes += [Set("visits", visit, "target", old, new) for visit in self._around.visits.get(old, ())]

    def _telephones(self, home: Mention) -> None:
        """The resident's telephones are all that any list has; a list without one gets them."""
        own = [each for each in self._mentions if fillable(each) and each.current and each.ledger != "staff"]
        known = list(dict.fromkeys(phone for each in (home, *own) for phone in each.phones))
        kept = self._drafts.person(home).get("phones") or []
        more = [phone for phone in known if phone not in kept]
        if more and not (self._drafts.written(home, "phones") and not kept):
            self._drafts.set(home, "phones", [*kept, *more])
        for each in own:
            if not each.is_member and known and not self._drafts.written(each, "phones"):
                self._drafts.set(each, "phones", known)

    def _conflict(self, kept: Mention, other: Mention, field: str) -> None:
        where = f"members[{kept.part}].{field}" if kept.is_member else field
        params = {"other": other.record}
        self._findings.append(
            Finding("P321", Severity.INFO, ledger=kept.ledger, record=kept.record, field=where, params=params)
        )


def _in_the_way(mention: Mention, why: str) -> Finding:
    told = person_words("conflicts", why)
    params = {"name": mention.name, "why_zh": told.zh, "why_en": told.en}
    return Finding("P322", Severity.WARNING, ledger=mention.ledger, record=mention.record, params=params)
