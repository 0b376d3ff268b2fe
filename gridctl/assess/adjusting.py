"""Bonus, deductions and vetoes: what is added to and taken off a unit's score, each with its records."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from gridctl.assess.finding import finding
from gridctl.assess.inputs import scores_of
from gridctl.assess.judging import dated
from gridctl.assess.units import COMMUNITY
from gridctl.store.database import DatabaseError
from gridctl.store.harmless import harm

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from gridctl.assess.inputs import Given
    from gridctl.assess.scheme import Adjustment, AdjustmentGroup, Scheme
    from gridctl.assess.units import Units
    from gridctl.findings.finding import Finding
    from gridctl.findings.table import Words
    from gridctl.store.index import Index


@dataclass(frozen=True, slots=True)
class Item:
    """One kind of bonus or deduction of a unit: points in all, and the keys of the records behind them."""

    key: str
    name: Words
    points: float
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Adjusted:
    """A group of them, with the points that count after the group's limit."""

    key: str
    name: Words
    points: float
    cap: float | None
    items: tuple[Item, ...]

    @property
    def uncapped(self) -> float:
        """The points before the limit."""
        return sum(each.points for each in self.items)

    def data(self) -> dict[str, Any]:
        """As JSON-able data."""
        return {
            "key": self.key,
            "points": self.points,
            "uncapped": self.uncapped,
            "cap": self.cap,
            "items": [{"key": e.key, "points": e.points, "records": list(e.records)} for e in self.items],
        }


@dataclass(frozen=True, slots=True)
class Veto:
    """One veto flag: the score record it stands in, why, and whether somebody signed it off."""

    record: str
    reason: str
    approved: bool

    def data(self) -> dict[str, Any]:
        """As JSON-able data."""
        return {"record": self.record, "reason": self.reason, "approved": self.approved}


@dataclass(slots=True)
class Adjustments:
    """The groups and vetoes by unit, and the faults of the queries."""

    groups: dict[str, tuple[Adjusted, ...]] = field(default_factory=dict)
    vetoes: dict[str, tuple[Veto, ...]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def adjust(index: Index, scheme: Scheme, units: Units, given: Sequence[Given], start: date, end: date) -> Adjustments:
    """What is added and taken off between two days. A score counts for the very unit it was given to."""
    found = Adjustments()
    counting = [each for each in scores_of(given, start, end) if _is_for(each, units)]
    lines: dict[str, dict[str, list[tuple[str, float]]]] = {}
    for each in counting:
        lines.setdefault(_owner(each), {}).setdefault(each.input, []).append((each.id, each.points))
    for group in scheme.adjustments:
        for key, item in group.items.items():
            for owner, record in _queried(index, key, item, units, start, end, found.findings):
                lines.setdefault(owner, {}).setdefault(key, []).append((record, item.points or 0.0))
    for owner, listed in lines.items():
        groups = tuple(made for group in scheme.adjustments if (made := _group(group, listed)) is not None)
        if groups:
            found.groups[owner] = groups
    for each in counting:
        if scheme.veto and each.input == scheme.veto:
            flags = found.vetoes.get(_owner(each), ())
            found.vetoes[_owner(each)] = (*flags, Veto(each.id, each.reason, each.approved))
    return found


def adjusted(score: float | None, groups: Sequence[Adjusted]) -> float | None:
    """A score with what is added and taken off, never below 0."""
    return None if score is None else round(max(0.0, score + sum(each.points for each in groups)), 2)


def _is_for(each: Given, units: Units) -> bool:
    return each.unit_kind == "community" or (each.unit_kind == units.by and each.unit in units.listed)


def _owner(each: Given) -> str:
    return COMMUNITY if each.unit_kind == "community" else each.unit


def _group(group: AdjustmentGroup, listed: Mapping[str, Sequence[tuple[str, float]]]) -> Adjusted | None:
    items = tuple(
        Item(key, item.words, sum(points for _, points in listed[key]), tuple(r for r, _ in listed[key]))
        for key, item in group.items.items()
        if key in listed
    )
    if not items:
        return None
    total = sum(each.points for each in items)
    points = total if group.cap is None else max(-group.cap, min(group.cap, total))
    return Adjusted(group.key, group.words, points, group.cap, items)


def _queried(
    index: Index, key: str, item: Adjustment, units: Units, start: date, end: date, findings: list[Finding]
) -> Iterator[tuple[str, str]]:
    tables = [table.name for table in index.tables()]
    if not item.query or not set(item.needs) <= set(tables):
        return
    query = dated(item.query, start, end)
    try:
        wrong = harm(index.sql, query, tables)
        rows = [] if wrong else index.rows(query)
        reason = (wrong.zh, wrong.en) if wrong else None
    except DatabaseError as error:
        rows, reason = [], ("数据库不接受这条查询", str(error).strip().split("\n")[0])
    if reason:
        params = {"indicator": key, "reason_zh": reason[0], "reason": reason[1]}
        findings.append(finding("A107", "scheme.yaml", params=params))
    ranked = (
        dict(index.sql("SELECT grid_code, unit FROM ranked_grids WHERE level = ?", [units.level]))
        if units.by == "grid"
        else {}
    )
    for row in rows:
        record = str(row["record"])
        owner = {
            "grid": ranked.get(row.get("unit")),
            "staff": row.get("staff"),
            "department": row.get("department", row.get("staff")),
        }.get(units.by)
        if owner in units.listed:
            yield str(owner), record
