"""Counting: an indicator's queries run, and their records told apart by unit."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import duckdb

from gridctl.assess.lint import finding
from gridctl.assess.units import COMMUNITY
from gridctl.findings.table import Words

if TYPE_CHECKING:
    from datetime import date

    from gridctl.assess.indicator import Indicator
    from gridctl.assess.units import Units
    from gridctl.findings.finding import Finding
    from gridctl.store.index import Index

_DAY = re.compile(r"\$(from|to)\b")


@dataclass(slots=True)
class Count:
    """The records of one indicator and unit: those that meet it, and those that do not."""

    hits: list[str] = field(default_factory=list)
    misses: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Counted:
    """The counts of one indicator by unit, the community's under ``COMMUNITY``; or why it cannot be counted."""

    counts: dict[str, Count] = field(default_factory=dict)
    reason: Words | None = None
    findings: list[Finding] = field(default_factory=list)


def dated(sql: str, start: date, end: date) -> str:
    """A query with ``$from`` and ``$to`` put in."""
    days = {"from": start, "to": end}
    return _DAY.sub(lambda match: f"DATE '{days[match[1]]}'", sql)


def count(index: Index, indicator: Indicator, units: Units, start: date, end: date) -> Counted:
    """Count one indicator from the first to the last day; a query that fails is a finding, not an exception."""
    have = {table.name for table in index.tables()}
    missing = [name for name in indicator.needs if name not in have]
    if missing:
        return Counted(reason=_no_table(missing[0]))
    try:
        asked = index.rows(dated(indicator.denominator, start, end))
        met = index.rows(dated(indicator.numerator, start, end))
        records = {_key(row["record"]): row for row in asked}
        hits = {_key(row["record"]) for row in met}
    except (duckdb.Error, KeyError) as error:
        fault = finding("A107", indicator.source, params={"indicator": indicator.code, "reason": _first_line(error)})
        return Counted(reason=Words("查询出错，本期不计", "its query fails"), findings=[fault])
    found = Counted(counts={COMMUNITY: Count()})
    homeless = 0
    for key, row in sorted(records.items()):
        owners = _owners(indicator, units, row)
        homeless += not owners
        for owner in (COMMUNITY, *owners):
            each = found.counts.setdefault(owner, Count())
            (each.hits if key in hits else each.misses).append(key)
    strays = len(hits - records.keys())
    if strays:
        params = {"indicator": indicator.code, "count": str(strays)}
        found.findings.append(finding("A108", indicator.source, params=params))
    if homeless and units.by == "grid" and indicator.unit == "grid":
        params = {"indicator": indicator.code, "count": str(homeless)}
        found.findings.append(finding("A109", indicator.source, params=params))
    return found


def _owners(indicator: Indicator, units: Units, row: dict[str, Any]) -> tuple[str, ...]:
    if indicator.unit == "community" or units.by == "community":
        return ()
    unit = _key(row["unit"])
    if indicator.unit == "staff":
        return units.of_staff(unit)
    if units.by == "staff" and "staff" in row:
        return units.of_staff(_key(row["staff"]))
    return units.of_grid(unit)


def _key(value: Any) -> str:
    return "" if value is None else str(value)


def _first_line(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"column {error.args[0]}"
    return str(error).strip().split("\n")[0]


def _no_table(name: str) -> Words:
    return Words(f"没有 {name} 表的数据，本期不计", f"there is no table {name}: does not apply")
