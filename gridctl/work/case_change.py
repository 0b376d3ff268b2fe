"""Moves of a case as change sets. What may not be is refused, with what may."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from gridctl.findings.coded import coded
from gridctl.findings.message import message
from gridctl.schema.codelists import code_list
from gridctl.schema.ledgers import ledger
from gridctl.schema.reading import plain, read_record
from gridctl.store.changeset import Change, ChangeSet, Set
from gridctl.store.faults import NotFound, Refused, UsageFault
from gridctl.text.periods import Period
from gridctl.work.admission import admitted
from gridctl.work.case_clock import end_of_day
from gridctl.work.case_moves import Move, allowed, move_for
from gridctl.work.case_people import People
from gridctl.work.case_replay import Progress, replay
from gridctl.work.case_status import clock_of
from gridctl.work.case_words import MOVE_WORDS, NEED_WORDS, next_moves, stage_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gridctl.schema.matter import Matter
    from gridctl.store.entry import Entry
    from gridctl.store.workspace import Workspace

ASSIGNING = ("classify", "dispatch", "claim")
"""Moves that give a matter to somebody: its admission is looked at."""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says about a move: who, when, to whom, a note and the evidence (names of photos or files)."""

    by: str = ""
    at: datetime | None = None
    to: str = ""
    note: str = ""
    evidence: Sequence[str] = ()


def find_case(ws: Workspace, text: str) -> Entry:
    """The case with this id or number; raises NotFound."""
    rows = ws.index().sql("SELECT id FROM cases WHERE id = ? OR case_no = ? ORDER BY id", [text, text])
    entry = ws.get("cases", str(rows[0][0])) if rows else None
    if entry is None:
        raise NotFound(
            f"没有编号为 {text} 的事件。用 gridctl case list 查看。", f"There is no case {text}. See gridctl case list."
        )
    return entry


def number_of(entry: Entry) -> str:
    """What people call a case: its number, or its id where it has none."""
    return str(entry.typed.get("case_no") or entry.key)


def now(ws: Workspace) -> datetime:
    """The present minute; the close of its day where the workspace reckons from another day."""
    present = datetime.now().replace(second=0, microsecond=0)  # noqa: DTZ005 - clock time where the ledger is kept
    return present if ws.today == present.date() else end_of_day(ws.today)


def usual_actor(state: Progress, move: Move) -> str:
    """Who makes this move where nobody is named: who answers for the case, or received it first."""
    if move.who == "receiver":
        return state.sent_to
    if move.who == "holder":
        return state.holder
    if move.who == "other":
        return state.owner if state.owner != state.handled_by else ""
    return "" if move.who == "claimant" else state.owner


def moved(ws: Workspace, entry: Entry, name: str, said: Said, fields: Mapping[str, Any] | None = None) -> ChangeSet:
    """One move of the table; ``fields`` are those of the record that it sets (matter, level, satisfaction …).

    Raises Refused for a move that may not be made, by whom it may not, too early or of a matter not admitted, and
    UsageFault where something it needs was not said.
    """
    values = as_typed(fields or {})
    data = entry.typed | values
    state = replay(entry.typed, clock_of(ws))
    move = _permitted(entry, state, name)
    people = People(ws)
    at = said.at or now(ws)
    by = people.claimant(said.by) if move.who == "claimant" and said.by else people.named(said.by)
    by = by or usual_actor(state, move)
    to = said.to and (people.receiver(said.to, at.date()) if name == "dispatch" else said.to)
    _complete(move, by, data | {"satisfaction": values.get("satisfaction"), "note": said.note, "to": to})
    _check_actor(entry, state, move, by, people, at)
    check_time(ws, state, at)
    if name in ASSIGNING:
        check_admitted(ws, str(data.get("matter_code") or ""), at)
    if data.get("kind") == "deliberation":
        _check_deliberated(data, name)
    step: dict[str, Any] = {
        "step": move.step, "act": move.act, "at": at.isoformat(), "by": by, "to": to, "note": said.note,
        "evidence": list(said.evidence),
    }  # fmt: skip
    if state.stage == "merged":
        values["merged_into"] = None
    return changes_of(entry, values, step, name)


def as_typed(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of a case as data has them, from what was typed; raises UsageFault for a value that cannot be taken."""
    about = ledger("cases")
    given = {name: value for name, value in fields.items() if value not in (None, "", [])}
    reading = read_record(about, given)
    for fault in reading.faults:
        column = about.column(str(fault.path[0]))
        codes = code_list(column.col.codes).items if column.col.codes else ()
        raise UsageFault(
            f"{column.col.zh}不能是“{given[column.name]}”。"
            + (f"可以是：{'、'.join(e.zh for e in codes)}。" if codes else ""),
            f"{column.col.en} cannot be {given[column.name]!r}."
            + (f" It may be: {', '.join(e.key for e in codes)}." if codes else ""),
        )
    typed = plain(reading.record)
    return {name: typed[name] for name in given if name in typed}


def changes_of(entry: Entry, values: Mapping[str, Any], step: Mapping[str, Any], name: str) -> ChangeSet:
    """The fields that differ, and one more entry of the log."""
    before = entry.typed
    found: list[Change] = [
        Set("cases", entry.key, key, before.get(key), value)
        for key, value in values.items()
        if before.get(key) != value
    ]
    kept = {key: value for key, value in step.items() if value and (key, value) != ("act", "done")}
    found.append(Set("cases", entry.key, f"steps[{len(before.get('steps') or ())}]", None, kept))
    return ChangeSet(tuple(found), f"case {name} {before.get('case_no') or entry.key}")


def check_time(ws: Workspace, state: Progress, at: datetime) -> None:
    """Refuse a time before the last entry of the log, or after today."""
    last = max((stay.end or stay.start for stay in state.stays), default=None)
    if last is not None and at < last:
        raise Refused(
            f"时间 {at:%Y-%m-%d %H:%M} 早于上一环节（{last:%Y-%m-%d %H:%M}）。",
            f"{at:%Y-%m-%d %H:%M} is before the last entry ({last:%Y-%m-%d %H:%M}).",
        )
    if at.date() > ws.today:
        raise Refused(f"时间 {at:%Y-%m-%d %H:%M} 还没有到。", f"{at:%Y-%m-%d %H:%M} is still to come.")


def check_admitted(ws: Workspace, code: str, at: datetime) -> None:
    """Refuse a matter that is not in the catalogue, not admitted or expired."""
    entry = ws.get("matters", code)
    if entry is None:
        raise Refused(
            f"事项登记簿里没有 {code or '（未填）'}；先分类到一个准入的事项，用 gridctl matters list 查编码。",
            f"The register of matters has no {code or '(none given)'}; classify it under an admitted one: "
            "gridctl matters list shows them.",
        )
    day = at.date()
    matter = cast("Matter", entry.record)
    days, finding = admitted(matter, Period(day.isoformat(), day, day))
    if days is None:
        reason = (message(finding, "zh"), message(finding, "en")) if finding else ("已停用。", "It has ended.")
        raise Refused(
            f"事项 {code} {matter.name or ''} 不能交办：{reason[0]}", f"Matter {code} may not be assigned: {reason[1]}"
        )


def refused_move(entry: Entry, state: Progress, name: str) -> Refused:
    """That a move may not be made now, and which may."""
    number, stage = number_of(entry), stage_words(state.stage)
    words, ahead = MOVE_WORDS[name], next_moves(allowed(state.stage, state.kind))
    return Refused(
        f"事件 {number} 现在“{stage.zh}”，不能“{words.zh}”。接下来可以：{ahead.zh}。",
        f'Case {number} is at "{stage.en}": {words.en} is not possible. Next: {ahead.en}.',
    )


def _permitted(entry: Entry, state: Progress, name: str) -> Move:
    if entry.typed.get("status") == "ended":
        raise Refused(f"事件 {entry.key} 已注销，不能办理。", f"Case {entry.key} has been ended.")
    move = move_for(name, state.stage, state.kind)
    if move is None:
        raise refused_move(entry, state, name)
    return move


def lacking(ws: Workspace, entry: Entry, name: str, said: Said, fields: Mapping[str, Any]) -> list[str]:
    """What a move still needs to be told: names of ``NEED_WORDS``. Raises Refused where it may not be made."""
    state = replay(entry.typed, clock_of(ws))
    move = _permitted(entry, state, name)
    given = entry.typed | {"satisfaction": ""} | dict(fields) | {"note": said.note, "to": said.to}
    return _lacking(move, said.by or usual_actor(state, move), given)


def _lacking(move: Move, by: str, given: Mapping[str, Any]) -> list[str]:
    return [need for need in move.needs if not given.get(need)] + ([] if by else ["by"])


def _complete(move: Move, by: str, given: Mapping[str, Any]) -> None:
    missing = _lacking(move, by, given)
    if missing:
        zh = "、".join(NEED_WORDS[each].zh for each in missing)
        en = "; ".join(NEED_WORDS[each].en for each in missing)
        words = MOVE_WORDS[move.name]
        raise UsageFault(f"“{words.zh}”还要写：{zh}。", f"To {words.en}, say also: {en}.")


def _check_actor(entry: Entry, state: Progress, move: Move, by: str, people: People, at: datetime) -> None:
    number = number_of(entry)
    answers = {"holder": state.holder, "receiver": state.sent_to}.get(move.who)
    if answers is not None and not people.stands_for(by, answers, at.date()):
        sent, staff = move.who == "receiver", people.is_staff(answers)
        whose_zh = f"已派给 {answers}" if sent else f"现由 {answers} 负责"
        whose_en = f"Case {number} was sent to {answers}" if sent else f"{answers} answers for case {number}"
        them_zh, them_en = ("他或他的后备人员", "them or their backup") if staff else ("该单位或本人", "them")
        raise Refused(
            f"事件 {number} {whose_zh}，要由{them_zh}来“{MOVE_WORDS[move.name].zh}”，不是 {by}。",
            f"{whose_en}: it is for {them_en} to {move.name}, not for {by}.",
        )
    if move.who == "other" and by == state.handled_by:
        raise Refused(
            f"{by} 处置了事件 {number}，“{MOVE_WORDS[move.name].zh}”要由别人来做。",
            f"{by} handled case {number}; somebody else has to {move.name} it.",
        )


def _check_deliberated(data: Mapping[str, Any], name: str) -> None:
    """A deliberation is handled once it was carried out, and evaluated once it was judged."""
    wanted = {"handle": "act", "evaluate": "judge"}.get(name)
    held = [each.get("step") for each in data.get("deliberation") or ()]
    if wanted and wanted not in held:
        words, ahead = coded("deliberation_step", wanted), code_list("deliberation_step").items[len(held)]
        raise Refused(
            f"议事还没有记到“{words.zh}”，接下来是“{ahead.zh}”；先用 gridctl case deliberate 记下。",
            f'The deliberation has not come to "{wanted}", next is "{ahead.key}"; '
            "record it with gridctl case deliberate.",
        )
