"""Changes: what happened to people, houses, shops and listings in a period, and when the ledger was told.

A change is a dated fact (moved in, moved out, died, ended, first collected) or a visit's note that something changed.
It was known on its own day or, where a visit first learnt of it, on the visit's. It was entered on the day Git has for
its line; for a visit's note, on the first day from the visit on that a line of the house was written. Without Git,
before its first commit, and in a worksheet, the record's own days stand in: verified, else collected.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from gridctl.store.digests import digest_of
from gridctl.text.workdays import Calendar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gridctl.store.index import Index
    from gridctl.store.workspace import Workspace

_COLUMNS = {
    "id": "VARCHAR",
    "ledger": "VARCHAR",
    "record": "VARCHAR",
    "field": "VARCHAR",
    "grid_code": "VARCHAR",
    "happened_on": "DATE",
    "known_on": "DATE",
    "entered_on": "DATE",
    "workdays": "INTEGER",
    "by_git": "BOOLEAN",
}
_DESCRIBE = {
    "": ("台账变动及其录入时间", "changes and when they were entered"),
    "id": ("变动编号：记录、字段", "key of the change: record and field"),
    "ledger": ("台账", "ledger"),
    "record": ("记录编号", "key of the record"),
    "field": ("字段", "field"),
    "grid_code": ("网格编码", "grid code"),
    "happened_on": ("发生日期", "the day it happened"),
    "known_on": ("知晓日期：走访得知的为走访当天", "the day it was known: a visit's, where a visit learnt of it"),
    "entered_on": ("录入日期，空为尚未录入", "the day it was entered; null: not yet"),
    "workdays": ("知晓到录入的工作日，未录入的算到期末", "working days from known to entered, or to the period's end"),
    "by_git": ("录入日期取自 Git", "the day entered is Git's"),
}
# The dated facts: ledger, record, path of the field, the day, and the record's own days for want of Git's.
_FACTS = """
SELECT 'households' AS ledger, h.id AS record, 'members[' || p.id || '].' || f.field AS field, h.grid_code, f.day,
  coalesce(h.verified_on, h.collected_on) AS recorded_on, h.id AS house
FROM persons p JOIN households h ON h.id = p.parent,
  LATERAL (VALUES ('moved_in', p.moved_in), ('moved_out', p.moved_out), ('death_date', p.death_date)) AS f(field, day)
WHERE f.day BETWEEN ? AND ? AND NOT (f.field = 'moved_in' AND coalesce(h.collected_on, f.day) > f.day)
UNION ALL
SELECT 'households', id, 'end_date', grid_code, end_date, end_date, id FROM households WHERE end_date BETWEEN ? AND ?
UNION ALL
SELECT 'businesses', id, 'end_date', grid_code, end_date, end_date, '' FROM businesses WHERE end_date BETWEEN ? AND ?
UNION ALL
SELECT 'special_groups', id, 'listed_on', grid_code, listed_on, collected_on, '' FROM special_groups
WHERE listed_on BETWEEN ? AND ?
ORDER BY 1, 2, 3
"""
_NOTED = """
SELECT v.id, v.visited_on, h.id AS house, h.grid_code, coalesce(h.verified_on, h.collected_on) AS recorded_on
FROM visits v JOIN households h
  ON h.house_code = v.house_code OR h.id = v.target OR h.id IN (SELECT parent FROM persons WHERE id = v.target)
WHERE v.current AND v.visited_on BETWEEN ? AND ? AND v.id IN (SELECT parent FROM visit_changes)
ORDER BY v.visited_on, v.id
"""


@dataclass(slots=True)
class _Written:
    """When lines of the ledgers were written, by shard; nothing where Git cannot tell."""

    ws: Workspace
    begun: str | None
    _shards: dict[str, list[str]]

    def on(self, ledger: str, record: str, field: str) -> str:
        """The day of a field's line; "" if it is not known."""
        place = self.ws.place(ledger, record, field)
        days = self._days(place.path) if place.line and not place.sheet else []
        return days[place.line - 1] if 0 < place.line <= len(days) else ""

    def kept(self, day: date) -> bool:
        """Whether there was a repository on a day; what was known before cannot have been committed."""
        return self.begun is not None and self.begun <= day.isoformat()

    def since(self, record: str, day: str) -> str:
        """The first day from ``day`` on that a line of a household's record was written; "" if none was."""
        place = self.ws.place("households", record)
        days = self._days(place.path) if place.line and not place.sheet else []
        lines = range(place.line - 1, self._end(record, len(days)) if days else 0)
        return min((days[at] for at in lines if days[at] >= day), default="")

    def _end(self, record: str, most: int) -> int:
        """The line before the next record's first."""
        shard, number = self.ws.homes()["households", record]
        following = self.ws.verdict(shard).keys[number + 1 : number + 2]
        return self.ws.place("households", following[0]).line - 1 if following else most

    def _days(self, path: str) -> list[str]:
        if not path:
            return []
        if path not in self._shards:
            self._shards[path] = self.ws.git.blame(path, self.ws.rev)
        return self._shards[path]


def put_changes(ws: Workspace, start: date, end: date) -> None:
    """Fill the index's table ``changes`` for the days from ``start`` to ``end``."""
    index = ws.index()
    rows = list(_rows(ws, index, start, end))
    index.put("changes", _COLUMNS, rows, digest_of([repr(rows)]), describe=_DESCRIBE)


def _rows(ws: Workspace, index: Index, start: date, end: date) -> Iterator[tuple[Any, ...]]:
    facts = index.rows(_FACTS, [start, end] * 4)
    noted = index.rows(_NOTED, [start, end])
    if not facts and not noted:
        return
    written = _Written(ws, ws.git.begun() if ws.git.is_repo() else None, {})
    calendar = Calendar(ws.settings.workdays)
    told: dict[str, list[date]] = {}
    for visit in noted:
        told.setdefault(visit["house"], []).append(visit["visited_on"])
    explained: set[tuple[str, date]] = set()
    for each in facts:
        day = written.on(each["ledger"], each["record"], each["field"]) if written.kept(each["day"]) else ""
        entered = date.fromisoformat(day) if day else each["recorded_on"]
        if entered is not None and entered > end:
            entered = None
        learnt = [one for one in told.get(each["house"], ()) if one >= each["day"] and (not entered or one <= entered)]
        known = min(learnt, default=each["day"])
        explained.update((each["house"], one) for one in learnt)
        key = f"{each['record']}.{each['field']}"
        yield _row(key, each, each["day"], known, entered, end, calendar, by_git=bool(day))
    for visit in noted:
        if (visit["house"], visit["visited_on"]) in explained:
            continue
        since = visit["visited_on"]
        day = written.since(visit["house"], since.isoformat()) if written.kept(since) else ""
        recorded = visit["recorded_on"]
        entered = date.fromisoformat(day) if day else recorded if recorded and recorded >= since else None
        if entered is not None and entered > end:
            entered = None
        about = {"ledger": "visits", "record": visit["id"], "field": "changes", "grid_code": visit["grid_code"]}
        yield _row(f"{visit['id']}.changes", about, since, since, entered, end, calendar, by_git=bool(day))


def _row(
    key: str, about: dict[str, Any], happened: date, known: date, entered: date | None, end: date,
    calendar: Calendar, *, by_git: bool,
) -> tuple[Any, ...]:  # fmt: skip
    # Entered ahead of time is in time.
    days = max(0, calendar.between(known, entered or end))
    spot = (about["ledger"], about["record"], about["field"], about["grid_code"])
    return (key, *spot, happened, known, entered, days, by_git)
