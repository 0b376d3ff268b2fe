"""Where a case stands: its log replayed through the table of moves."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from gridctl.work.case_clock import Stay
from gridctl.work.case_moves import BY_ENTRY, ENDS, Move

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gridctl.work.case_clock import Clock


@dataclass(slots=True)
class Progress:
    """A case after its log so far. ``illegal`` is the number (from 0) of the first entry that is no legal move.

    ``stays`` are those in its stages, the last one without an end while it waits; ``reports``, of an emergency, what
    each report of the handling ended. ``first`` holds, by step, when it was first done; ``last``, when last, without
    what a reopening undid. ``extra`` are the working days given to the handling under way, ``days_given`` all that ever
    were. ``closing`` is the stage, and its limit, from which on it is reckoned by when to close. ``late_step`` is the
    first stage that took too long among those that are over.
    """

    kind: str = "problem"
    situation: str = "routine"
    level: str = ""
    stage: str = ""
    holder: str = ""
    owner: str = ""
    handler: str = ""
    sent_to: str = ""
    handled_by: str = ""
    stays: list[Stay] = field(default_factory=list)
    reports: list[Stay] = field(default_factory=list)
    first: dict[str, datetime] = field(default_factory=dict)
    last: dict[str, datetime] = field(default_factory=dict)
    extra: int = 0
    days_given: int = 0
    returns: int = 0
    reopened: int = 0
    closing: tuple[str, datetime] | None = None
    close_due: datetime | None = None
    late: bool = False
    late_step: str = ""
    card: str = ""
    illegal: int | None = None

    @property
    def since(self) -> datetime | None:
        """When it came to its stage."""
        return self.stays[-1].start if self.stays else None

    @property
    def step_due(self) -> datetime | None:
        """By when its stage is to be over; None at its end."""
        return self.stays[-1].due if self.stays and self.stage not in ENDS else None

    @property
    def ended(self) -> bool:
        """Whether nothing more is to be done with it."""
        return self.stage in ENDS


def replay(case: Mapping[str, Any], clock: Clock) -> Progress:
    """Replay a case's log; ``case`` is the record as data, its times datetimes or ISO text.

    An entry that is no legal move is taken as what it says, so that one slip does not hide what came after it.
    """
    state = Progress(
        kind=case.get("kind") or "problem",
        situation=case.get("situation") or "routine",
        level=case.get("level") or "",
        owner=case.get("owner") or case.get("owner_org") or "",
    )
    grants = sorted(_extensions(case.get("extensions") or ()), key=lambda each: each[0])
    before: datetime | None = None
    for number, entry in enumerate(case.get("steps") or ()):
        at, move = moment(entry.get("at")), BY_ENTRY.get((entry.get("step") or "", entry.get("act") or "done"))
        if at is None or move is None:
            _illegal(state, number)
            continue
        if (
            state.stage not in move.at
            or (before is not None and at < before)
            or (move.kinds and state.kind not in move.kinds)
        ):
            _illegal(state, number)
        while grants and grants[0][0] <= at:
            _grant(state, grants.pop(0)[1], clock)
        before = max(before or at, at)
        _take(state, move, entry, at, clock)
    for _, days in grants:
        _grant(state, days, clock)
    if state.closing is not None:
        state.close_due = _close_due(state, clock, state.closing[1])
    return state


def moment(value: object) -> datetime | None:
    """A time as data has it: a datetime, ISO text, or none."""
    if value is None or isinstance(value, datetime):
        return value
    return datetime.fromisoformat(str(value))


def _illegal(state: Progress, number: int) -> None:
    if state.illegal is None:
        state.illegal = number


def _extensions(extensions: Sequence[Mapping[str, Any]]) -> list[tuple[datetime, int]]:
    return [(at, int(each.get("days") or 0)) for each in extensions if (at := moment(each.get("at"))) is not None]


def _take(state: Progress, move: Move, entry: Mapping[str, Any], at: datetime, clock: Clock) -> None:
    by, to = entry.get("by") or "", entry.get("to") or ""
    _count(state, move, at)
    _hold(state, move, by, to)
    _leave(state, move, at, clock)
    if move.name == "progress":
        _report(state, at, clock)
        return
    state.stage = move.to
    if move.to in ENDS:
        return
    if move.to == "handle" and move.step != "verify":
        # Handling begins anew, with the time it had; days given for the last time went with it.
        state.extra = 0
    due = clock.due(move.to, at, state.situation, state.level)
    state.stays.append(Stay(move.to, at, None, due))
    if move.to in ("classify", "handle"):
        state.closing = (move.to, due)


def _count(state: Progress, move: Move, at: datetime) -> None:
    if move.name == "return":
        state.returns += 1
    if move.name == "reopen":
        state.reopened += 1
        for step in ("verify", "evaluate"):
            state.last.pop(step, None)
    key = {"accept": "accept", "claim": "accept", "refuse": "classify"}.get(move.act, move.step)
    if move.act in ("done", "accept", "claim", "refuse"):
        state.first.setdefault(key, at)
        state.last[key] = at
    if move.act == "claim":
        state.first.setdefault("dispatch", at)
        state.last["dispatch"] = at


def _hold(state: Progress, move: Move, by: str, to: str) -> None:
    """Who answers for it now: the first receiver until somebody accepts, then who accepted."""
    if move.name == "open":
        state.holder = state.owner = state.owner or by
    elif move.name == "dispatch":
        state.sent_to = to
    elif move.name in ("accept", "claim"):
        state.handler = state.holder = by
    elif move.name == "handle":
        state.handled_by = by
    elif move.to == "dispatch":
        state.handler, state.holder = "", state.owner
    elif move.name == "reopen" and move.to == "handle":
        state.holder = state.handler or state.owner


def _leave(state: Progress, move: Move, at: datetime, clock: Clock) -> None:
    """The stage it was in is over: was it in time?"""
    if not state.stays or state.stays[-1].end is not None:
        return
    stage, start, _, due = state.stays[-1]
    stay = Stay(stage, start, at, due)
    if move.name != "progress":
        state.stays[-1] = stay
    judge(state, stay, at, clock)
    if move.name == "close":
        state.late = state.late or at > _close_due(state, clock, at)


def judge(state: Progress, stay: Stay, as_of: datetime, clock: Clock) -> None:
    """Take down that a stage is late, and the card it gets, as of a moment."""
    if (stay.end or as_of) <= stay.due:
        return
    state.late_step = state.late_step or stay.stage
    extra = state.extra if stay.stage == "handle" else 0
    card = clock.card(stay, as_of, state.situation, state.level, extra)
    if card == "red" or not state.card:
        state.card = card


def _report(state: Progress, at: datetime, clock: Clock) -> None:
    again = clock.again(at, state.situation, state.level)
    if again is None or not state.stays:
        return
    state.reports.append(state.stays[-1]._replace(end=at))
    state.stays[-1] = state.stays[-1]._replace(due=again)
    state.closing = ("handle", again)


def _grant(state: Progress, days: int, clock: Clock) -> None:
    """Approved days are added to the handling that is under way."""
    if not days or not state.stays:
        return
    state.extra += days
    state.days_given += days
    stay = state.stays[-1]
    if stay.stage == "handle":
        due = clock.due("handle", stay.start, state.situation, state.level, state.extra)
        state.stays[-1] = stay._replace(due=due)
        state.closing = ("handle", due)


def _close_due(state: Progress, clock: Clock, otherwise: datetime) -> datetime:
    """By when it should be closed if every further stage takes its whole time."""
    stage, due = state.closing or ("verify", otherwise)
    ahead = ("dispatch", "accept", "handle", "reply", "verify")
    for each in ahead[ahead.index(stage) + 1 :] if stage in ahead else ahead:
        due = clock.due(each, due, state.situation, state.level)
    return due
