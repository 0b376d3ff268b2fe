"""Derive ``case_status``: where every case stands, from its log.

A case that has ended is worked out once: its row stays while its record does. Others are worked out again each day.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from gridctl.text.ids import is_id
from gridctl.text.workdays import Calendar
from gridctl.work.case_clock import Clock, end_of_day
from gridctl.work.case_columns import CASE_STATUS, CASE_STATUS_COLUMNS
from gridctl.work.case_moves import ENDS, OPEN
from gridctl.work.case_replay import Progress, judge, replay
from gridctl.work.rows_file import rows_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from gridctl.store.index import Index
    from gridctl.store.workspace import Workspace

TABLE = CASE_STATUS.name
_FIELDS = (
    "id", "case_no", "grid_code", "matter_code", "level", "situation", "kind", "source", "visit", "owner", "owner_org",
    "success", "satisfaction", "merged_into",
)  # fmt: skip
_TYPES = CASE_STATUS.types
_LATE_AT = (*OPEN, "evaluate")
_ABOVE_GRIDS = frozenset(("grid_leader_in_chief", "adviser", "liaison", "supervisor"))
_VOLUNTEERS = "V"
_SUBDISTRICTS = ("街道", "街道办", "办事处", "镇政府", "乡政府", "镇", "乡")

# Hundreds of thousands of logs would not fit into memory at once.
_BATCH = 20_000
_STEP_FIELDS = ("step", "act", "at", "by", "to")
_CASES = f"""
SELECT {", ".join(f"c.{name}" for name in _FIELDS)}, p.print FROM cases c JOIN case_prints p ON p.id = c.id
WHERE c.current AND hash(c.id) % ? = ? AND c.id NOT IN (SELECT case_id FROM case_kept) ORDER BY c.id
"""  # noqa: S608 - own names
_STEPS = """
SELECT parent, step, act, "at", coalesce("by", ''), coalesce("to", '') FROM case_steps
WHERE hash(parent) % ? = ? AND parent NOT IN (SELECT case_id FROM case_kept) ORDER BY parent, seq
"""
_EXTENSIONS = """
SELECT parent, "at", days FROM case_extensions
WHERE hash(parent) % ? = ? AND parent NOT IN (SELECT case_id FROM case_kept) ORDER BY parent, seq
"""
_FINGERPRINTS = """
SELECT c.id, ? || (hash(c) + coalesce(s.print, 0) + coalesce(e.print, 0))::VARCHAR AS print
FROM (SELECT * EXCLUDE (row, path) FROM cases WHERE current) c
LEFT JOIN (SELECT parent, sum(hash(x)) AS print FROM (SELECT * EXCLUDE (path) FROM case_steps) x GROUP BY parent) s
  ON s.parent = c.id
LEFT JOIN (SELECT parent, sum(hash(x)) AS print FROM (SELECT * EXCLUDE (path) FROM case_extensions) x GROUP BY parent) e
  ON e.parent = c.id
ORDER BY c.id
"""


def derive(ws: Workspace, *, as_of: datetime | None = None) -> None:
    """Put ``case_status`` into the index as of a moment (default: the end of the workspace's day)."""
    index, moment, levels = ws.index(), as_of or end_of_day(ws.today), levels_of_staff(ws)
    salt = _digest(levels)[:8]
    describe = CASE_STATUS.describe
    if "cases" not in index.filled():
        index.put(TABLE, _TYPES, (), "", describe=describe)
        return
    index.sql(f"CREATE OR REPLACE TEMP TABLE case_prints AS {_FINGERPRINTS}", [salt])
    digest = _digest(index.sql("SELECT count(*), sum(hash(id, print)) FROM case_prints"), moment, describe)
    if index.filled_under(TABLE) != digest:
        _keep(index)
        fresh = _rows(ws, index, levels, moment)
        with rows_file(_TYPES, fresh) as source:
            index.put_query(
                TABLE, _TYPES, lambda: f"FROM case_kept UNION ALL BY NAME {source}", digest, describe=describe
            )
        index.sql("DROP TABLE case_kept")
    index.sql("DROP TABLE case_prints")


def progress_of(case: Mapping[str, Any], ws: Workspace, as_of: datetime) -> Progress:
    """Where one case stands as of a moment, from its record as data."""
    return _judged(replay(case, clock_of(ws)), clock_of(ws), as_of)


def clock_of(ws: Workspace) -> Clock:
    """The clock of a community's own working days."""
    return Clock(Calendar(ws.settings.workdays))


def levels_of_staff(ws: Workspace) -> dict[str, str]:
    """At which level members of staff work, by staff number."""
    rows = ws.index().sql("SELECT staff_no, role FROM staff ORDER BY staff_no")
    return {number: "community" if role in _ABOVE_GRIDS else "grid" for number, role in rows}


def level_of(who: str, levels: Mapping[str, str], community: str, subdistrict: str) -> str:
    """The level of a member of staff, a volunteer or a unit: volunteers help in their grid, a unit is known by name."""
    if who in levels or is_id(who, _VOLUNTEERS):
        return levels.get(who, "grid")
    if "社区" in who or (community and community in who):
        return "community"
    if (subdistrict and subdistrict in who) or who.endswith(_SUBDISTRICTS):
        return "subdistrict"
    return "department"


def _rows(ws: Workspace, index: Index, levels: Mapping[str, str], as_of: datetime) -> Iterator[tuple[object, ...]]:
    clock = clock_of(ws)
    community, subdistrict = ws.settings.community, ws.settings.subdistrict
    for case in _cases(index):
        state = _judged(replay(case, clock), clock, as_of)
        level = ""
        if state.last.get("verify") and state.handled_by:
            level = level_of(state.handled_by, levels, community, subdistrict)
        yield _row(case, state, level)


def _judged(state: Progress, clock: Clock, as_of: datetime) -> Progress:
    """Judge the stage it waits in, and whether it is to be closed by now."""
    if state.stage in _LATE_AT and state.stays:
        judge(state, state.stays[-1], as_of, clock)
        if state.stage in OPEN and state.close_due is not None and as_of > state.close_due:
            state.late = True
    return state


def _row(case: Mapping[str, Any], state: Progress, settled: str) -> tuple[object, ...]:
    closed, ended = state.last.get("verify"), state.stage in ENDS
    start = state.stays[0] if state.stays else None
    found: dict[str, object] = {
        "case_id": case["id"], "case_no": case["case_no"], "grid_code": case["grid_code"],
        "matter_code": case["matter_code"], "level": case["level"], "situation": state.situation, "kind": state.kind,
        "source": case["source"], "visit": case["visit"], "stage": state.stage or "classify",
        "holder": None if ended else state.holder or None, "owner": state.owner or None,
        "handler": state.handler or None, "sent_to": (state.sent_to or None) if state.stage == "accept" else None,
        "opened_at": state.first.get("collect"),
        "received_at": state.first.get("classify"), "dispatched_at": state.first.get("dispatch"),
        "accepted_at": state.first.get("accept"), "handled_at": state.last.get("handle"),
        "replied_at": state.last.get("reply"), "closed_at": closed, "evaluated_at": state.last.get("evaluate"),
        "step_due_at": state.step_due, "due_at": state.close_due, "receive_due_at": start.due if start else None,
        "late_step": state.late_step or None, "late": state.late, "card": state.card,
        "extended": state.days_given > 0, "extension_days": state.days_given, "returns": state.returns,
        "reopened": state.reopened, "rejected": state.stage == "refused", "merged_into": case["merged_into"],
        "settled_level": settled or None, "settled_by": state.handled_by or None, "success": case["success"],
        "satisfaction": case["satisfaction"],
        "illegal": "" if state.illegal is None else str(state.illegal + 1),
    }  # fmt: skip
    return (*(found[name] for name in CASE_STATUS_COLUMNS), case["fingerprint"])


def _keep(index: Index) -> None:
    """Put aside the rows of ended cases that have not changed since they were worked out (``case_kept``)."""
    there = index.sql(
        "SELECT list(column_name ORDER BY column_index) FROM duckdb_columns() WHERE table_name = ?", [TABLE]
    )
    known = there[0][0] == list(_TYPES)
    listed = ", ".join(f"NULL::{kind} AS {name}" for name, kind in _TYPES.items())
    kept = f"SELECT s.* FROM {TABLE} s JOIN case_prints p ON p.id = s.case_id AND p.print = s.fingerprint"  # noqa: S608 - own names
    chosen = f"{kept} WHERE s.stage IN ('finished', 'refused', 'merged')" if known else f"SELECT {listed} WHERE false"
    index.sql(f"CREATE OR REPLACE TEMP TABLE case_kept AS {chosen}")


def _cases(index: Index) -> Iterator[dict[str, Any]]:
    """The current cases with their logs, but for those whose row is kept; a batch at a time."""
    ((waiting,),) = index.sql("SELECT (SELECT count(*) FROM case_prints) - (SELECT count(*) FROM case_kept)")
    batches = waiting // _BATCH + 1
    for batch in range(batches):
        logs: dict[str, list[dict[str, Any]]] = {}
        for parent, *entry in index.sql(_STEPS, [batches, batch]):
            logs.setdefault(parent, []).append(dict(zip(_STEP_FIELDS, entry, strict=True)))
        grants: dict[str, list[dict[str, Any]]] = {}
        for parent, at, days in index.sql(_EXTENSIONS, [batches, batch]):
            grants.setdefault(parent, []).append({"at": at, "days": days})
        for row in index.sql(_CASES, [batches, batch]):
            case = dict(zip((*_FIELDS, "fingerprint"), row, strict=True))
            yield case | {"steps": logs.get(case["id"], ()), "extensions": grants.get(case["id"], ())}


def _digest(*parts: object) -> str:
    digest = blake2b(digest_size=16)
    for part in parts:
        digest.update(repr(part).encode("utf-8"))
    return digest.hexdigest()
