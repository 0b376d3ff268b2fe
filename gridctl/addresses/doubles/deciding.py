"""From the marks of a decision workbook to decisions in the ledger of decisions."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from gridctl.findings.finding import Finding, Severity
from gridctl.store.changeset import Add, ChangeSet
from gridctl.text.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gridctl.addresses.doubles.decisionbook import Mark
    from gridctl.addresses.doubles.decisions import Outcome
    from gridctl.addresses.doubles.derive import Doubles
    from gridctl.store.index import Index


class Deciding(NamedTuple):
    """What a workbook decides: the change set, what could not be taken, and the groups by what became of them."""

    changes: ChangeSet
    findings: list[Finding]
    new: int
    unchanged: int
    undecided: int


class Judgement(NamedTuple):
    """One decision to be: who is judged, and the one to keep ("" unless the verdict is same)."""

    verdict: Outcome
    ids: tuple[str, ...]
    keeper: str


class Subject(Protocol):
    """What is decided about, houses or persons: what was decided before, and how a new decision names them."""

    def fault(self, marks: Sequence[Mark]) -> Finding | None:
        """What is wrong with a group's marks."""

    def verdict(self, one: str, other: str) -> Outcome | None:
        """What was decided about two, None if nothing was."""

    def decision(self, one: str, other: str) -> str:
        """The decision that holds for two, "" if there is none."""

    def keeper(self, ids: Sequence[str]) -> str:
        """The one of these that the latest decision keeps, "" if none tells."""

    def named(self, judgement: Judgement) -> dict[str, Any]:
        """The fields of a decision that name who is judged and who is kept."""


def decide(index: Index, doubles: Doubles, groups: Iterable[Sequence[Mark]], *, by: str, day: str) -> Deciding:
    """Turn marks on houses into decisions; a group with a finding is left as it was.

    C312: a record is no longer in the ledger. C313: not exactly one row marked to be kept. C314: an earlier verdict is
    changed without a reason. `by` and `day` (ISO) are who decides and when.
    """
    codes = dict(index.sql("SELECT id, coalesce(house_code, '') FROM households WHERE current"))
    return decide_on(_HouseSubject(doubles, codes), index, groups, by=by, day=day, title="codes decide")


def decide_on(
    subject: Subject, index: Index, groups: Iterable[Sequence[Mark]], *, by: str, day: str, title: str
) -> Deciding:
    """Turn marks into decisions about a subject; as `decide`."""
    made = dict(index.sql("SELECT id, verdict FROM decisions"))
    changes: list[Add] = []
    findings: list[Finding] = []
    unchanged = undecided = taken = 0
    for marks in groups:
        fault = _fault(marks, subject)
        judgements = [] if fault else _judgements(marks)
        fresh = [each for each in judgements if not _known(each, subject)]
        why = next((mark.why for mark in marks if mark.why), "")
        if not fault and not why and any(_changed(each, subject) for each in fresh):
            fault = Finding("C314", Severity.ERROR, marks[0].place, params={"group": marks[0].group})
        if fault:
            findings.append(fault)
            continue
        undecided += not judgements
        unchanged += bool(judgements) and not fresh
        taken += bool(fresh)
        for each in fresh:
            data = _record(each, subject, made) | {"decided_by": by, "decided_on": day}
            if why:
                data["why"] = why
            made[data["id"]] = each.verdict
            changes.append(Add("decisions", data["id"], data))
    return Deciding(ChangeSet(tuple(changes), f"{title}: {len(changes)}"), findings, taken, unchanged, undecided)


class _HouseSubject:
    """Houses: named by record, code and canonical address."""

    def __init__(self, doubles: Doubles, codes: dict[str, str]) -> None:
        self._doubles, self._codes = doubles, codes

    def fault(self, marks: Sequence[Mark]) -> Finding | None:
        for mark in marks:
            if mark.record not in self._codes:
                return Finding("C312", Severity.WARNING, mark.place, params={"record_id": mark.record})
        return None

    def verdict(self, one: str, other: str) -> Outcome | None:
        return self._doubles.judged.verdict(one, other, self._doubles.keys)

    def decision(self, one: str, other: str) -> str:
        return self._doubles.judged.decision(one, other)

    def keeper(self, ids: Sequence[str]) -> str:
        return self._doubles.judged.keeper(ids)

    def named(self, judgement: Judgement) -> dict[str, Any]:
        data: dict[str, Any] = {"houses": [self._house(row) for row in judgement.ids]}
        if judgement.keeper and self._codes[judgement.keeper]:
            data["keeper"] = self._codes[judgement.keeper]
        return data

    def _house(self, row: str) -> dict[str, str]:
        found = {"household": row, "house_code": self._codes[row]}
        if row in self._doubles.keys:
            found["address_key"] = self._doubles.keys[row].key
        return {name: value for name, value in found.items() if value}


def _fault(marks: Sequence[Mark], subject: Subject) -> Finding | None:
    if not any(mark.verdict for mark in marks):
        return None
    if fault := subject.fault(marks):
        return fault
    kept = sum(mark.keep for mark in marks)
    if "same" in {mark.verdict for mark in marks} and kept != 1:
        return Finding("C313", Severity.ERROR, marks[0].place, params={"group": marks[0].group, "count": str(kept)})
    return None


def _judgements(marks: Sequence[Mark]) -> list[Judgement]:
    """The decisions that a group's marks say: the first row's verdict holds for rows that have none of their own."""
    whole = marks[0].verdict
    keeper = next((mark for mark in marks if mark.keep), marks[0])
    others = [(mark.record, mark.verdict or whole) for mark in marks if mark is not keeper]
    found = []
    same = tuple(row for row, verdict in others if verdict == "same")
    unsure = tuple(row for row, verdict in others if verdict == "unsure")
    different = tuple(row for row, verdict in others if verdict == "different")
    if same:
        found.append(Judgement("same", (keeper.record, *same), keeper.record))
    if unsure:
        found.append(Judgement("unsure", (keeper.record, *unsure), ""))
    if len(different) == len(others) and different:
        found.append(Judgement("different", (keeper.record, *different), ""))
    else:
        found += [Judgement("different", (keeper.record, row), "") for row in different]
    return found


def _known(judgement: Judgement, subject: Subject) -> bool:
    """Whether all this was decided before, the one to keep too."""
    return all(
        subject.decision(*pair) and subject.verdict(*pair) == judgement.verdict
        for pair in combinations(judgement.ids, 2)
    ) and judgement.keeper in {"", subject.keeper(judgement.ids)}


def _changed(judgement: Judgement, subject: Subject) -> bool:
    """Whether an earlier decision says otherwise; what was to be looked into is no verdict that is changed."""
    return any(
        subject.verdict(*pair) not in {judgement.verdict, "unsure"}
        for pair in combinations(judgement.ids, 2)
        if subject.decision(*pair)
    )


def _record(judgement: Judgement, subject: Subject, made: dict[str, str]) -> dict[str, Any]:
    held = (subject.decision(*pair) for pair in combinations(judgement.ids, 2))
    superseded = list(dict.fromkeys(key for key in held if key))
    seed, number = sorted(judgement.ids), 0
    while (key := new_id("D", judgement.verdict, str(number), *seed)) in made:
        number += 1
    data: dict[str, Any] = {"id": key, "verdict": judgement.verdict, **subject.named(judgement)}
    return data | {"supersedes": superseded} if superseded else data
