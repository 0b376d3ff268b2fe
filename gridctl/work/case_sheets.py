"""Cases as tables: the list, and one case as a timeline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gridctl.findings.coded import coded
from gridctl.findings.table import Cell, Table, TableColumn, Words
from gridctl.schema.col import PERSONAL
from gridctl.text.masking import mask_free
from gridctl.work.case_columns import CASE_STATUS_COLUMNS
from gridctl.work.case_moves import BY_ENTRY, ENDS
from gridctl.work.case_people import People
from gridctl.work.case_replay import moment
from gridctl.work.case_status import TABLE
from gridctl.work.case_words import stage_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from gridctl.store.workspace import Workspace
    from gridctl.work.case_clock import Stay
    from gridctl.work.case_replay import Progress

_COLUMNS = (
    TableColumn("case_no", "事件编号", "case", width=16),
    TableColumn("stage", "阶段", "stage", width=10),
    TableColumn("title", "事件名称", "title", width=20, sens=PERSONAL, mask="text"),
    TableColumn("holder", "负责", "holder", width=10),
    TableColumn("due", "时限", "due", width=16),
    TableColumn("mark", "亮牌", "card", width=8),
    TableColumn("grid", "网格", "grid", width=10),
    TableColumn("level", "等级", "level", width=8),
    TableColumn("kind", "类别", "kind", width=8),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases are asked for; those that have ended only with ``ended`` or by their stage.

    ``holder`` is who answers for it, or has to accept it. ``stage``, ``card`` and ``kind`` are keys of their code
    lists; ``card`` may be ``any``.
    """

    stage: str = ""
    grids: Collection[str] | None = None
    holder: str = ""
    late: bool = False
    card: str = ""
    kind: str = ""
    ended: bool = False

    def where(self) -> tuple[str, list[object]]:
        """As a condition over ``case_status`` called ``s``, with its parameters."""
        found: list[tuple[str, list[object]]] = [("true", [])]
        if self.stage:
            found.append(("s.stage = ?", [self.stage]))
        elif not self.ended:
            found.append(("s.stage NOT IN (SELECT unnest(?))", [list(ENDS)]))
        if self.holder:
            found.append(("(s.holder = ? OR s.sent_to = ?)", [self.holder, self.holder]))
        if self.kind:
            found.append(("s.kind = ?", [self.kind]))
        if self.card:
            found.append(("s.card <> ''", []) if self.card == "any" else ("s.card = ?", [self.card]))
        if self.grids is not None:
            found.append(("s.grid_code IN (SELECT unnest(?))", [sorted(self.grids)]))
        if self.late:
            found.append(("(s.late OR s.late_step IS NOT NULL)", []))
        return " AND ".join(each for each, _ in found), [value for _, values in found for value in values]


def case_list(ws: Workspace, wanted: Wanted) -> Table:
    """Cases that fit, what is due first, for a screen: times without their year. ``case_status`` must be there."""
    return Table(Words("", ""), _COLUMNS, tuple(_line(row) for row in _rows(ws, wanted)))


def case_data(ws: Workspace, wanted: Wanted, *, reveal: bool = False) -> list[dict[str, Any]]:
    """The same cases for machines: their rows of ``case_status``, with keys of code lists, and their titles."""
    return [
        {"title": row["title"] if reveal else mask_free(row["title"] or "")} | _as_data(row)
        for row in _rows(ws, wanted)
    ]


def _rows(ws: Workspace, wanted: Wanted) -> list[dict[str, Any]]:
    condition, params = wanted.where()
    return ws.index().rows(
        f"SELECT s.*, c.title, g.name AS grid FROM {TABLE} s JOIN cases c ON c.id = s.case_id "  # noqa: S608 - own names
        f"LEFT JOIN grids g ON g.grid_code = s.grid_code WHERE {condition} "
        "ORDER BY coalesce(s.step_due_at, s.closed_at, s.opened_at), s.case_no",
        params,
    )


def _line(row: Mapping[str, Any]) -> tuple[Cell, ...]:
    late = Words("超时", "late") if row["late"] or row["late_step"] else Words("", "")
    holder = f"{row['holder'] or ''} → {row['sent_to']}" if row["sent_to"] else row["holder"]
    return (
        row["case_no"] or row["case_id"],
        stage_words(row["stage"]),
        row["title"],
        holder,
        _minute(row["step_due_at"], short=True),
        coded("case_card", row["card"]) if row["card"] else late,
        row["grid"] or row["grid_code"],
        coded("case_level", row["level"] or ""),
        coded("case_kind", row["kind"]),
    )


def status_data(ws: Workspace, key: str) -> dict[str, Any]:
    """The derived row of one case, as data; ``case_status`` must be there."""
    (row,) = ws.index().rows(f"SELECT * FROM {TABLE} WHERE case_id = ?", [key])  # noqa: S608 - own names
    return _as_data(row)


def numbers_of(ws: Workspace, keys: Collection[str]) -> dict[str, str]:
    """The numbers of cases by their ids."""
    rows = ws.index().sql("SELECT id, coalesce(case_no, id) FROM cases WHERE id IN (SELECT unnest(?))", [sorted(keys)])
    return dict(rows)


def merged_cases(ws: Workspace, key: str) -> list[str]:
    """The numbers of the cases that were merged into this one."""
    asked = "SELECT coalesce(case_no, id) FROM cases WHERE current AND merged_into = ? ORDER BY 1"
    return [number for (number,) in ws.index().sql(asked, [key])]


def _as_data(row: Mapping[str, Any]) -> dict[str, Any]:
    values = {name: row[name] for name in CASE_STATUS_COLUMNS}
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values.items()}


def timeline(ws: Workspace, case: Mapping[str, Any], state: Progress, as_of: datetime, *, short: bool = False) -> Table:
    """Every entry of a case's log with when it was due, the extensions and meetings among them, and what is next.

    ``short`` leaves out the year of times, for a screen.
    """
    steps = [each for each in case.get("steps") or () if isinstance(each, dict)]
    extensions = case.get("extensions") or ()
    actors = [str(each.get("by") or "") for each in steps] + [str(each.get("to") or "") for each in steps]
    names = People(ws).known({*actors, state.holder, *(str(each.get("approved_by") or "") for each in extensions)})
    merged = numbers_of(ws, [str(each["to"]) for each in steps if each.get("act") == "merge" and each.get("to")])
    steps = [each | {"to": merged[each["to"]]} if each.get("to") in merged else each for each in steps]
    meetings = case.get("deliberation") or ()
    rows = [(_held_at(each, steps), _meeting(each, names, short)) for each in meetings]
    rows += [
        (str(entry.get("at") or ""), _entry(entry, stay, names, short)) for entry, stay in _with_stays(steps, state)
    ]
    rows += [(str(each.get("at") or ""), _extension(each, names, short)) for each in extensions]
    rows.sort(key=lambda each: each[0])
    lines = [line for _, line in rows]
    if state.stage not in ENDS and state.stays:
        stay = state.stays[-1]
        words = stage_words(state.stage)
        lines.append((
            Words(f"▶ {words.zh}", f"> {words.en}"), "", _named(state.holder, names), _minute(stay.due, short),
            Words("已超时", "late") if as_of > stay.due else "", "",
        ))  # fmt: skip
    return Table(Words("", ""), _TIMELINE, tuple(lines))


def timeline_data(case: Mapping[str, Any], state: Progress, *, reveal: bool = False) -> list[dict[str, Any]]:
    """The same for machines: keys of code lists, ids as they are, times as ISO text; what it waits for is not in it."""
    steps = [each for each in case.get("steps") or () if isinstance(each, dict)]
    rows: list[tuple[str, dict[str, Any]]] = []
    for each in case.get("deliberation") or ():
        more = {"step": "deliberate", "act": each.get("step"), "at": each.get("held_on"), "by": each.get("by"),
                "people_count": each.get("people_count"), "note": each.get("note")}  # fmt: skip
        rows.append((_held_at(each, steps), _told(more, reveal)))
    rows += [
        (str(entry.get("at") or ""), _told(entry, reveal) | _limits(stay)) for entry, stay in _with_stays(steps, state)
    ]
    for each in case.get("extensions") or ():
        more = {"step": "handle", "act": "extend", "at": each.get("at"), "by": each.get("approved_by"),
                "days": each.get("days"), "asked_by": each.get("asked_by"), "note": each.get("reason")}  # fmt: skip
        rows.append((str(each.get("at") or ""), _told(more, reveal)))
    return [data for _, data in sorted(rows, key=lambda each: each[0])]


def _told(entry: Mapping[str, Any], reveal: bool) -> dict[str, Any]:
    found = {"step": None, "act": "done", "at": None, "by": None, "to": None, "note": None} | dict(entry)
    if not reveal:
        found["note"] = mask_free(str(found["note"])) if found["note"] else found["note"]
    return found


def _limits(stay: Stay | None) -> dict[str, Any]:
    if stay is None:
        return {"due_at": None, "late": False}
    return {"due_at": stay.due.isoformat(), "late": stay.end is not None and stay.end > stay.due}


_TIMELINE = (
    TableColumn("step", "环节", "step", width=12),
    TableColumn("at", "时间", "at", width=16),
    TableColumn("by", "办理人", "by", width=14),
    TableColumn("due", "时限", "due", width=16),
    TableColumn("late", "", "", width=6),
    TableColumn("note", "情况", "note", width=24, sens=PERSONAL, mask="text"),
)


def _with_stays(steps: list[dict[str, Any]], state: Progress) -> list[tuple[dict[str, Any], Stay | None]]:
    """Each entry with the stay in a stage that it ended, or for a report its own time, as ``replay`` counts them."""
    stays, reports = state.stays, iter(state.reports)
    found: list[tuple[dict[str, Any], Stay | None]] = []
    number, waiting = -1, False
    for entry in steps:
        move = BY_ENTRY.get((entry.get("step") or "", entry.get("act") or "done"))
        if move is None or moment(entry.get("at")) is None:
            found.append((entry, None))
            continue
        if move.name == "progress":
            found.append((entry, next(reports, None)))
            continue
        found.append((entry, stays[number] if waiting else None))
        waiting = move.to not in ENDS
        number += waiting
    return found


def _entry(entry: Mapping[str, Any], stay: Stay | None, names: Mapping[str, str], short: bool) -> tuple[Cell, ...]:
    step, act = coded("case_step", entry.get("step") or ""), entry.get("act") or "done"
    title = step if act == "done" else coded("case_act", act)
    late = stay is not None and stay.end is not None and stay.end > stay.due
    who = _named(str(entry.get("by") or ""), names)
    if entry.get("to"):
        who = f"{who} → {_named(str(entry['to']), names)}"
    note = "；".join(str(each) for each in (entry.get("note"), *(entry.get("evidence") or ())) if each)
    return (title, _minute(moment(entry.get("at")), short), who, _minute(stay.due, short) if stay else "",
            Words("超时", "late") if late else "", note)  # fmt: skip


def _extension(each: Mapping[str, Any], names: Mapping[str, str], short: bool) -> tuple[Cell, ...]:
    days = each.get("days")
    who = _named(str(each.get("approved_by") or ""), names)
    return (Words(f"延期 {days} 天", f"{days} days more"), _minute(moment(each.get("at")), short), who, "", "",
            str(each.get("reason") or ""))  # fmt: skip


def _held_at(meeting: Mapping[str, Any], steps: Iterable[Mapping[str, Any]]) -> str:
    """Where a meeting stands in the log, of which only the day is known: at its end, but before what it has to precede.

    What was carried out comes before the handling is done, the judging before the evaluation.
    """
    day, before = str(meeting.get("held_on") or ""), "evaluate" if meeting.get("step") == "judge" else "handle"
    later = (
        str(each.get("at") or "")
        for each in steps
        if each.get("step") == before and (each.get("act") or "done") == "done"
    )
    return min([f"{day}T24", *(each for each in later if each[:10] == day)])


def _meeting(each: Mapping[str, Any], names: Mapping[str, str], short: bool) -> tuple[Cell, ...]:
    words = coded("deliberation_step", each.get("step") or "")
    people = each.get("people_count")
    if people:
        words = Words(f"{words.zh} {people}人", f"{words.en} ({people} there)")
    day, note = str(each.get("held_on") or ""), str(each.get("note") or "")
    return words, day[5:] if short else day, _named(str(each.get("by") or ""), names), "", "", note


def _named(who: str, names: Mapping[str, str]) -> str:
    return f"{who} {names[who]}" if who in names else who


def _minute(at: datetime | None, short: bool) -> str:
    if at is None:
        return ""
    return f"{at:%m-%d %H:%M}" if short else f"{at:%Y-%m-%d %H:%M}"
