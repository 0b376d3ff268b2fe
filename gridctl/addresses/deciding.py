"""From the marks of a decision workbook to decisions in the ledger of decisions."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

from gridctl.findings.finding import Finding, Severity
from gridctl.store.changeset import Add, ChangeSet
from gridctl.text.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gridctl.addresses.decisionbook import Mark
    from gridctl.addresses.decisions import Outcome
    from gridctl.addresses.derive import Doubles
    from gridctl.store.index import Index


class Deciding(NamedTuple):
    """What a workbook decides: the change set, what could not be taken, and the groups by what became of them."""

    changes: ChangeSet
    findings: list[Finding]
    new: int
    unchanged: int
    undecided: int


class _Judgement(NamedTuple):
    """One decision to be: the records, and the one to keep ("" unless the verdict is same)."""

    verdict: Outcome
    ids: tuple[str, ...]
    keeper: str


def decide(index: Index, doubles: Doubles, groups: Iterable[Sequence[Mark]], *, by: str, day: str) -> Deciding:
    """Turn marks into decisions; a group with a finding is left as it was.

    C312: a record is no longer in the ledger. C313: not exactly one row marked to be kept. C314: an earlier verdict is
    changed without a reason. `by` and `day` (ISO) are who decides and when.
    """
    codes: dict[str, str] = dict(index.sql("SELECT id, coalesce(house_code, '') FROM households WHERE current"))
    made = dict(index.sql("SELECT id, verdict FROM decisions"))
    changes: list[Add] = []
    findings: list[Finding] = []
    unchanged = undecided = taken = 0
    for marks in groups:
        fault = _fault(marks, codes)
        judgements = [] if fault else _judgements(marks)
        fresh = [each for each in judgements if not _known(each, doubles)]
        why = next((mark.why for mark in marks if mark.why), "")
        if not fault and not why and any(_changed(each, doubles) for each in fresh):
            fault = Finding("C314", Severity.ERROR, marks[0].place, params={"group": marks[0].group})
        if fault:
            findings.append(fault)
            continue
        undecided += not judgements
        unchanged += bool(judgements) and not fresh
        taken += bool(fresh)
        for each in fresh:
            data = _record(each, doubles, codes, made) | {"decided_by": by, "decided_on": day}
            if why:
                data["why"] = why
            made[data["id"]] = each.verdict
            changes.append(Add("decisions", data["id"], data))
    title = f"codes decide: {len(changes)}"
    return Deciding(ChangeSet(tuple(changes), title), findings, taken, unchanged, undecided)


def _fault(marks: Sequence[Mark], codes: dict[str, str]) -> Finding | None:
    if not any(mark.verdict for mark in marks):
        return None
    for mark in marks:
        if mark.household not in codes:
            return Finding("C312", Severity.WARNING, mark.place, params={"record_id": mark.household})
    kept = sum(mark.keep for mark in marks)
    if "same" in {mark.verdict for mark in marks} and kept != 1:
        return Finding("C313", Severity.ERROR, marks[0].place, params={"group": marks[0].group, "count": str(kept)})
    return None


def _judgements(marks: Sequence[Mark]) -> list[_Judgement]:
    """The decisions that a group's marks say: the first row's verdict holds for rows that have none of their own."""
    whole = marks[0].verdict
    keeper = next((mark for mark in marks if mark.keep), marks[0])
    others = [(mark.household, mark.verdict or whole) for mark in marks if mark is not keeper]
    found = []
    same = tuple(row for row, verdict in others if verdict == "same")
    unsure = tuple(row for row, verdict in others if verdict == "unsure")
    different = tuple(row for row, verdict in others if verdict == "different")
    if same:
        found.append(_Judgement("same", (keeper.household, *same), keeper.household))
    if unsure:
        found.append(_Judgement("unsure", (keeper.household, *unsure), ""))
    if len(different) == len(others) and different:
        found.append(_Judgement("different", (keeper.household, *different), ""))
    else:
        found += [_Judgement("different", (keeper.household, row), "") for row in different]
    return found


def _known(judgement: _Judgement, doubles: Doubles) -> bool:
    """Whether all this was decided before, the code to keep too."""
    judged = doubles.judged
    return all(
        judged.decision(one, other) and judged.verdict(one, other, doubles.keys) == judgement.verdict
        for one, other in combinations(judgement.ids, 2)
    ) and judgement.keeper in {"", judged.keeper(judgement.ids)}


def _changed(judgement: _Judgement, doubles: Doubles) -> bool:
    """Whether an earlier decision says otherwise; what was to be looked into is no verdict that is changed."""
    return any(
        doubles.judged.verdict(*pair, doubles.keys) not in {judgement.verdict, "unsure"}
        for pair in combinations(judgement.ids, 2)
        if doubles.judged.decision(*pair)
    )


def _record(judgement: _Judgement, doubles: Doubles, codes: dict[str, str], made: dict[str, str]) -> dict[str, Any]:
    held = (doubles.judged.decision(*pair) for pair in combinations(judgement.ids, 2))
    superseded = list(dict.fromkeys(key for key in held if key))
    houses = [_house(row, codes, doubles) for row in judgement.ids]
    seed, number = sorted(judgement.ids), 0
    while (key := new_id("D", judgement.verdict, str(number), *seed)) in made:
        number += 1
    data: dict[str, Any] = {"id": key, "verdict": judgement.verdict, "houses": houses}
    if judgement.keeper and codes[judgement.keeper]:
        data["keeper"] = codes[judgement.keeper]
    return data | {"supersedes": superseded} if superseded else data


def _house(row: str, codes: dict[str, str], doubles: Doubles) -> dict[str, str]:
    found = {"household": row, "house_code": codes[row]}
    if row in doubles.keys:
        found["address_key"] = doubles.keys[row].key
    return {name: value for name, value in found.items() if value}
