"""The seven steps as a table: which move may follow which, who may make it, and what it has to say.

The first receiver answers for a case until somebody accepts it, then the one who accepted; whoever handled it does not
verify it. Every move is one entry of the log and is known by its step and act.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Who = Literal["anyone", "holder", "receiver", "claimant", "other"]
"""Who may make a move: anyone; who answers for the case now; whom it was sent to; a volunteer or member of staff; or
anyone but the one who handled it. A backup stands in for the one it backs."""

OPEN = ("classify", "dispatch", "accept", "handle", "reply", "verify")
"""Stages in which a case is not closed yet; ``evaluate`` is closed and waits for the resident."""
ENDS = ("finished", "refused", "merged")


class Move(NamedTuple):
    """One move: the command, its step and act in the log, from which stages, to which, by whom, and what it needs."""

    name: str
    step: str
    act: str
    at: tuple[str, ...]
    to: str
    who: Who
    needs: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


MOVES: tuple[Move, ...] = (
    Move("open", "collect", "done", ("",), "classify", "anyone"),
    Move("classify", "classify", "done", ("classify",), "dispatch", "anyone", ("matter_code", "level")),
    Move("refuse", "classify", "refuse", ("classify", "dispatch"), "refused", "anyone", ("note",)),
    Move("dispatch", "dispatch", "done", ("dispatch",), "accept", "anyone", ("to",)),
    Move("claim", "dispatch", "claim", ("dispatch", "accept"), "handle", "claimant", (), ("wish",)),
    Move("accept", "dispatch", "accept", ("accept",), "handle", "receiver"),
    Move("progress", "handle", "progress", ("handle",), "handle", "holder", ("note",)),
    Move("handle", "handle", "done", ("handle",), "reply", "holder", ("note",)),
    Move("reply", "reply", "done", ("reply",), "verify", "holder", ("note",)),
    Move("close", "verify", "done", ("verify",), "evaluate", "other"),
    Move("evaluate", "evaluate", "done", ("evaluate",), "finished", "other", ("satisfaction",)),
    Move("return", "classify", "return", ("dispatch",), "classify", "anyone", ("note",)),
    Move("return", "dispatch", "return", ("accept",), "dispatch", "receiver", ("note",)),
    Move("return", "handle", "return", ("handle",), "dispatch", "holder", ("note",)),
    Move("return", "verify", "return", ("verify",), "handle", "other", ("note",)),
    Move("reopen", "evaluate", "reopen", ("evaluate", "finished"), "handle", "anyone", ("note",)),
    Move("reopen", "classify", "reopen", ("refused", "merged"), "classify", "anyone", ("note",)),
    Move("merge", "classify", "merge", OPEN, "merged", "anyone", ("to",)),
)
BY_ENTRY: dict[tuple[str, str], Move] = {(each.step, each.act): each for each in MOVES}


def move_for(name: str, stage: str, kind: str) -> Move | None:
    """The move a command makes from a stage; None where it may not."""
    return next((each for each in allowed(stage, kind) if each.name == name), None)


def allowed(stage: str, kind: str) -> tuple[Move, ...]:
    """What may be done next with a case of this kind."""
    return tuple(each for each in MOVES if stage in each.at and (not each.kinds or kind in each.kinds))
