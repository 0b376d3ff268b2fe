"""Traces: what in the visits of a period does not look like visits. Each is a query, lists its visits, and says what
would clear it; none is a verdict on a person.

A trace is a file ``U*.yaml`` of the catalogue. Its query asks ``seen``, one row a visit and member of the staff, with
the note as ``said`` without blanks and marks; and ``area``, the grids a member of the staff answers for in the period:
their own, those of a posting and of everybody they stand in for, with those below, and those above, as the visits of
a cell carry the code of its first grid. It gives ``worker`` (a staff number), ``visits`` (a list of ids) and the
parameters of the message.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gridctl.findings.finding import Finding, Severity
from gridctl.findings.registry import rules
from gridctl.text.workdays import each_day

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import date

    from gridctl.findings.registry import Rule
    from gridctl.store.index import Index
    from gridctl.text.periods import Period
    from gridctl.text.workdays import Calendar

FAMILY = "U"
_NOT_PARAMS = frozenset(("worker", "visits"))
_ON_FOOT = ("full_time", "part_time", "second_grid_worker")

_WITH = """
WITH RECURSIVE span AS (SELECT CAST(? AS DATE) AS first_day, CAST(? AS DATE) AS last_day),
seen AS (
  SELECT unnest(staff) AS worker, id, visited_on, arrived_at, collected_on, grid_code, house_code, target_kind,
    coalesce(target, house_code, id) AS target, reason, mode, coalesce(situation, 'routine') AS situation, campaign,
    findings, regexp_replace(coalesce(findings, ''), '[\\s，。、；：,.;:！!]', '', 'g') AS said
  FROM visits, span
  WHERE current AND visited_on BETWEEN first_day AND last_day
),
named AS (
  SELECT staff_no AS worker, unnest(grids) AS grid_code FROM staff
  UNION SELECT staff_no, unnest(grids) FROM postings, span
    WHERE current AND begins_on <= last_day AND coalesce(ends_on, last_day) >= first_day
  UNION SELECT backup_staff, unnest(grids) FROM staff WHERE backup_staff IS NOT NULL
  UNION SELECT a.backup_staff, unnest(s.grids) FROM absences a JOIN staff s ON s.staff_no = a.staff_no, span
    WHERE a.current AND a.backup_staff IS NOT NULL AND a.first_day <= span.last_day AND a.last_day >= span.first_day
),
below AS (
  SELECT worker, grid_code FROM named
  UNION SELECT below.worker, g.grid_code FROM grids g JOIN below ON g.parent = below.grid_code
),
above AS (
  SELECT worker, grid_code FROM named
  UNION SELECT above.worker, g.parent FROM grids g JOIN above ON g.grid_code = above.grid_code
    WHERE g.parent IS NOT NULL
),
area AS (FROM below UNION FROM above)
"""


@dataclass(frozen=True, slots=True)
class Trace:
    """One trace: its rule, whose visits, which visits (ids), and the parameters of its message."""

    code: str
    severity: Severity
    worker: str
    visits: tuple[str, ...]
    params: Mapping[str, str] = field(default_factory=dict)

    def finding(self) -> Finding:
        """The trace as a finding about the first of its visits."""
        return Finding(
            self.code,
            self.severity,
            ledger="visits",
            record=self.visits[0],
            params={"worker": self.worker, **self.params},
        )


@dataclass(frozen=True, slots=True)
class FieldDays:
    """Days a member of the staff was seen in the courtyards, of the working days of the period they were in post."""

    worker: str
    days: int
    workdays: int

    @property
    def share(self) -> float | None:
        """The share; None where no working day counts."""
        return self.days / self.workdays if self.workdays else None


def find_traces(index: Index, span: Period, *, staff: str = "", grids: Collection[str] | None = None) -> list[Trace]:
    """The traces of a period by rule and worker; of one worker, or with visits in these grids."""
    asked = [rule for rule in rules("work") if rule.code.startswith(FAMILY) and rule.sql]
    found = [trace for rule in asked for trace in _traces(index, span, rule)]
    if staff:
        found = [each for each in found if each.worker == staff]
    if grids is not None:
        inside = _visits_in(index, span, grids)
        found = [each for each in found if inside.intersection(each.visits)]
    return sorted(found, key=lambda each: (each.code, each.worker, each.visits))


def field_days(index: Index, span: Period, calendar: Calendar, *, staff: str = "") -> list[FieldDays]:
    """For those who go from door to door, and whoever has visits, by staff number; days of leave do not count."""
    on_foot = "SELECT worker, list(DISTINCT visited_on) FROM seen WHERE mode IN ('home', 'not_met') GROUP BY worker"
    seen = index.sql(_WITH + on_foot, [span.start, span.end])
    days = {worker: set(listed) for worker, listed in seen}
    posts = index.sql(
        """SELECT staff_no, joined, least("left", end_date) FROM staff
        WHERE staff_no IS NOT NULL AND (list_contains(?, role) OR list_contains(?, staff_no)) ORDER BY staff_no""",
        [list(_ON_FOOT), sorted(days)],
    )
    away = _leave(index)
    workdays = [day for day in each_day(span.start, span.end) if calendar.is_workday(day)]
    found = []
    for worker, joined, left in posts:
        if staff and worker != staff:
            continue
        spent = [
            day
            for day in workdays
            if (joined is None or day >= joined)
            and (left is None or day <= left)
            and not any(first <= day <= last for first, last in away.get(worker, ()))
        ]
        found.append(FieldDays(worker, len(days.get(worker, set()).intersection(spent)), len(spent)))
    return [each for each in found if each.workdays]


def _traces(index: Index, span: Period, rule: Rule) -> Iterator[Trace]:
    for row in index.rows(_WITH + rule.sql, [span.start, span.end]):
        params = {name: str(value) for name, value in row.items() if name not in _NOT_PARAMS and value is not None}
        yield Trace(rule.code, rule.severity, row["worker"] or "", tuple(row["visits"]), params)


def _visits_in(index: Index, span: Period, grids: Collection[str]) -> frozenset[str]:
    listed = index.sql(
        "SELECT id FROM visits WHERE list_contains(?, grid_code) AND visited_on BETWEEN ? AND ?",
        [sorted(grids), span.start, span.end],
    )
    return frozenset(each for (each,) in listed)


def _leave(index: Index) -> dict[str, Sequence[tuple[date, date]]]:
    away: dict[str, list[tuple[date, date]]] = {}
    listed = index.sql("SELECT staff_no, first_day, last_day FROM absences WHERE current AND first_day <= last_day")
    for worker, first, last in listed:
        away.setdefault(worker, []).append((first, last))
    return dict(away)
