"""What happens to a case beside its steps: more time, being one complaint with another, and meetings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridctl.schema.codelists import code_list
from gridctl.store.changeset import ChangeSet, Set
from gridctl.store.faults import Refused, UsageFault
from gridctl.work.case_change import Said, check_time, moved, now, number_of, refused_move
from gridctl.work.case_clock import stage_limit
from gridctl.work.case_people import People
from gridctl.work.case_replay import replay
from gridctl.work.case_sheets import numbers_of
from gridctl.work.case_status import clock_of
from gridctl.work.case_words import stage_words

if TYPE_CHECKING:
    from datetime import date, datetime

    from gridctl.store.entry import Entry
    from gridctl.store.workspace import Workspace
    from gridctl.work.case_replay import Progress


def extended(ws: Workspace, entry: Entry, days: int, said: Said, *, approved_by: str) -> ChangeSet:
    """More working days for the handling that is under way: ``said.by`` asks, ``said.note`` is the reason.

    Refused outside the handling, once it is late, past the cap, in an emergency, and where nobody else approves.
    """
    state = replay(entry.typed, clock_of(ws))
    if state.stage != "handle":
        raise refused_move(entry, state, "extend")
    people, at = People(ws), said.at or now(ws)
    by, approver = people.named(said.by) or state.holder, people.named(approved_by)
    if not said.note or not approver or days < 1:
        raise UsageFault(
            "延期要写天数 --days、理由 --note 和批准人 --approved-by。",
            "An extension needs its --days, a reason, --note, and who approves, --approved-by.",
        )
    if approver in (by, state.holder):
        raise Refused(
            f"延期要由别人批准，不能由承办的 {approver} 自己批准。",
            f"Somebody else has to approve; {approver} holds the case.",
        )
    check_time(ws, state, at)
    _check_room(state, at, days)
    value = {
        "days": days, "reason": said.note, "asked_by": by, "at": at.isoformat(timespec="seconds"),
        "approved_by": approver,
    }  # fmt: skip
    number = len(entry.typed.get("extensions") or ())
    return ChangeSet((Set("cases", entry.key, f"extensions[{number}]", None, value),), f"case extend {entry.key}")


def _check_room(state: Progress, at: datetime, days: int) -> None:
    """Refuse more days for a handling that is late already, or more of them than any handling may have."""
    if state.step_due is not None and at > state.step_due:
        raise Refused(
            f"处置时限 {state.step_due:%Y-%m-%d %H:%M} 已过，延期要在到期前申请。",
            f"Handling was due {state.step_due:%Y-%m-%d %H:%M}; an extension is asked for before that.",
        )
    limit = stage_limit("handle", state.situation, state.level)
    if limit.cap is None:
        raise Refused(
            "应急事件不能延期；请按时续报（case handle --progress）。", "An emergency is not extended; report progress."
        )
    if limit.amount + state.extra + days > limit.cap:
        left = int(limit.cap - limit.amount - state.extra)
        raise Refused(
            f"连同原定时限最长 {limit.cap:g} 个工作日，" + (f"最多还能延 {left} 天。" if left > 0 else "不能再延。"),
            f"At most {limit.cap:g} working days with the limit itself: {max(left, 0)} more can be given.",
        )


def merged(ws: Workspace, entry: Entry, into: Entry, said: Said) -> ChangeSet:
    """Two reports of one thing: the case is closed as part of ``into``, which goes on.

    What the other does not have yet (the parties, a reporter's note) is carried over to it. Refused where ``into`` was
    merged or refused itself.
    """
    if into.key == entry.key:
        raise UsageFault("不能把事件并入它自己。", "A case cannot be merged into itself.")
    target = replay(into.typed, clock_of(ws))
    if target.stage in ("merged", "refused"):
        stage, other = stage_words(target.stage), str(into.typed.get("merged_into") or "")
        where = numbers_of(ws, [other]).get(other, other) if target.stage == "merged" else ""
        raise Refused(
            f"事件 {number_of(into)} 自己是“{stage.zh}”{f'（并入 {where}）' if where else ''}，"
            "请并入还在办或已办结的那一件。",
            f'Case {number_of(into)} is "{stage.en}" itself{f" (into {where})" if where else ""}; '
            "merge into one that goes on.",
        )
    said = Said(said.by, said.at, into.key, said.note, said.evidence)
    changes = list(moved(ws, entry, "merge", said, {"merged_into": into.key}))
    held = into.typed.get("parties") or []
    names = {party.get("name") for party in held}
    fresh = [party for party in entry.typed.get("parties") or () if party.get("name") not in names]
    for number, party in enumerate(fresh, start=len(held)):
        changes.append(Set("cases", into.key, f"parties[{number}]", None, party))
    return ChangeSet(tuple(changes), f"case merge {entry.key} {into.key}")


def deliberated(
    ws: Workspace, entry: Entry, step: str, said: Said, *, held_on: date | None = None, people_count: int = 0
) -> ChangeSet:
    """One of the six steps of a deliberation meeting, in their order; ``step`` is a key or label of the code list."""
    codes = code_list("deliberation_step")
    item = codes.find(step)
    if item is None:
        listed = ("、".join(each.zh for each in codes.items), ", ".join(each.key for each in codes.items))
        raise UsageFault(
            f"六事环节不能是“{step}”。可以是：{listed[0]}。", f"No such step: {step}. It may be: {listed[1]}."
        )
    if entry.typed.get("kind") != "deliberation":
        raise Refused(
            f"事件 {number_of(entry)} 不是议事；采集或分类时写 --kind 议事。",
            f"Case {number_of(entry)} is no deliberation; it is made one with --kind deliberation when opened or "
            "classified.",
        )
    state = replay(entry.typed, clock_of(ws))
    if state.ended:
        raise refused_move(entry, state, "deliberate")
    held = entry.typed.get("deliberation") or ()
    expected = codes.items[len(held)] if len(held) < len(codes.items) else None
    if item != expected:
        zh, en = (expected.zh, expected.key) if expected else ("没有了", "nothing")
        raise Refused(f"六事按顺序记，接下来是“{zh}”。", f"The six steps come in order; next is: {en}.")
    day = held_on or (said.at or now(ws)).date()
    before = [str(each["held_on"]) for each in held if each.get("held_on")]
    if day > ws.today or (before and day.isoformat() < max(before)):
        raise Refused(f"日期 {day} 早于上一环节或还没有到。", f"{day} is before the last step, or still to come.")
    value = {"step": item.key, "held_on": day.isoformat(), "by": People(ws).named(said.by), "note": said.note}
    filled: dict[str, object] = {name: each for name, each in value.items() if each}
    if people_count:
        filled["people_count"] = people_count
    return ChangeSet(
        (Set("cases", entry.key, f"deliberation[{len(held)}]", None, filled),), f"case deliberate {entry.key}"
    )
