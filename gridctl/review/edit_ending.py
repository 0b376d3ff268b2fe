"""Ending a record with a reason and a date, or a person's stay in a household."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gridctl.review.edit_changes import entry_of, part_of
from gridctl.schema.codelists import code_list
from gridctl.schema.ledgers import ledger
from gridctl.store.changeset import Change, ChangeSet, End, Set
from gridctl.store.faults import Refused, UsageFault

if TYPE_CHECKING:
    from datetime import date

    from gridctl.schema.codelists import CodeItem
    from gridctl.store.workspace import Workspace

# Made by commands that also say which record it was merged into.
_NOT_BY_HAND = "merged"


def reasons() -> list[CodeItem]:
    """The reasons for which a record is ended by hand."""
    return [each for each in code_list("end_reason").items if each.key != _NOT_BY_HAND]


def reason_named(text: str) -> str:
    """The key of a reason given by label or key; raises ``UsageFault`` with all that there are."""
    found = code_list("end_reason").find(text) if text else None
    if found is not None and found.key != _NOT_BY_HAND:
        return found.key
    zh, en = "、".join(each.zh for each in reasons()), ", ".join(each.key for each in reasons())
    if not text:
        raise UsageFault(f"注销要写原因：--reason，可以是：{zh}。", f"Ending needs a reason: --reason, one of: {en}.")
    raise UsageFault(f"注销原因不能是“{text}”；可以是：{zh}。", f'"{text}" is no reason for ending; it may be: {en}.')


def ended(ws: Workspace, name: str, key: str, reason: str, day: date, *, part: str = "", note: str = "") -> ChangeSet:
    """End a record, or the stay of its part with this id: moved out, or died on that day.

    ``reason`` is a key of code list end_reason. Raises ``Refused`` for what has ended already, ``UsageFault`` for a day
    that is still to come.
    """
    if day > ws.today:
        raise UsageFault(
            f"注销日期 {day} 还没有到（今天 {ws.today}）。", f"{day} is still to come (today is {ws.today})."
        )
    entry = entry_of(ws, name, key)
    if entry.typed.get("status") == "ended":
        raise _ended_already(entry.typed, "end_date", key)
    if not part:
        return ChangeSet((End(name, key, reason, day.isoformat(), note),), f"end {key}")
    field, place = part_of(ledger(name), entry.data, part)
    block = entry.data[field][place]
    for each in ("moved_out", "death_date"):
        if block.get(each):
            raise _ended_already(block, each, part)
    path = f"{field}[{part}]"
    if reason == "died":
        found: list[Change] = [Set(name, key, f"{path}.death_date", None, day.isoformat())]
    else:
        found = [
            Set(name, key, f"{path}.moved_out", None, day.isoformat()),
            Set(name, key, f"{path}.leave_reason", block.get("leave_reason"), reason),
        ]
    if note:
        old = block.get("note")
        found.append(Set(name, key, f"{path}.note", old, f"{old}\n{note}" if old else note))
    return ChangeSet(tuple(found), f"end {part}")


def _ended_already(data: Any, field: str, key: str) -> Refused:
    day = data.get(field) or ""
    return Refused(f"{key} 已经注销（{day}），没有改动。", f"{key} has ended already ({day}); nothing was changed.")
