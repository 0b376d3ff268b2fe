"""Counting: an indicator's queries run once for all units, and their records summed by unit inside the database."""

# ruff: noqa: S608 - queries are put together from own text and from indicators, which `harm` has looked at

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import duckdb

from gridctl.assess.inputs import queries_of
from gridctl.assess.lint import finding
from gridctl.assess.units import COMMUNITY
from gridctl.findings.table import Words
from gridctl.store.faults import UsageFault
from gridctl.store.harmless import harm

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from gridctl.assess.indicator import Indicator
    from gridctl.assess.scoring import Result
    from gridctl.assess.units import Units
    from gridctl.findings.finding import Finding
    from gridctl.store.index import Index

_DAY = re.compile(r"\$(from|to)\b")
_OPTIONAL = {"on": "DATE", "staff": "VARCHAR", "department": "VARCHAR"}


@dataclass(frozen=True, slots=True)
class Count:
    """One unit's sums, and the keys of the records: those that count in full, and those that do not."""

    numerator: float = 0.0
    denominator: float = 0.0
    hits: tuple[str, ...] = ()
    misses: tuple[str, ...] = ()


@dataclass(slots=True)
class Counted:
    """The counts of one indicator by unit, the community's under ``COMMUNITY``; or why it cannot be counted.

    ``empty`` is the result of units without a record, kept by whoever works it out.
    """

    counts: dict[str, Count] = field(default_factory=dict)
    reason: Words | None = None
    findings: list[Finding] = field(default_factory=list)
    empty: Result | None = None


@dataclass(frozen=True, slots=True)
class Counting:
    """One record of a unit: how often it counts and how much of it met the indicator, for how many of the days."""

    record: str
    unit: str
    on: date | None
    asked: float
    met: float
    days: int


def dated(sql: str, start: date, end: date) -> str:
    """A query with ``$from`` and ``$to`` put in."""
    days = {"from": start, "to": end}
    return _DAY.sub(lambda match: f"DATE '{days[match[1]]}'", sql)


def count(
    index: Index, indicator: Indicator, units: Units, start: date, end: date, *, evidence: bool = True
) -> Counted:
    """Count one indicator from the first to the last day, for one kind of units; see `count_for`."""
    return count_for(index, indicator, [units], start, end, evidence=evidence)[0]


def count_for(
    index: Index, indicator: Indicator, kinds: Sequence[Units], start: date, end: date, *, evidence: bool = True
) -> list[Counted]:
    """Count one indicator for several kinds of units of one period, with its queries run once.

    A query that fails is a finding, not an exception. Without ``evidence`` the keys of the records are left out. The
    sums of a unit are over the days it answered for each record, by the days of the period.
    """
    have = {table.name for table in index.tables()}
    missing = [name for name in indicator.needs if name not in have]
    if missing:
        return [Counted(reason=_no_table(missing[0])) for _ in kinds]
    try:
        strays = _judge(index, indicator, start, end)
    except (duckdb.Error, UsageFault) as error:
        reason = error.en if isinstance(error, UsageFault) else str(error).strip().split("\n")[0]
        fault = finding("A107", indicator.source, params={"indicator": indicator.code, "reason": reason})
        return [Counted(reason=Words("查询出错，本期不计", "its query fails"), findings=[fault]) for _ in kinds]
    return [_counted(index, indicator, units, strays, evidence=evidence) for units in kinds]


def _counted(index: Index, indicator: Indicator, units: Units, strays: int, *, evidence: bool) -> Counted:
    found = Counted()
    lists = f", {_keys('met >= asked')}, {_keys('met < asked')}" if evidence else ", NULL, NULL"
    ways = [f"SELECT {units.length} AS days, '' AS owner, j.* FROM _judged j", *_owners(indicator, units)]
    for way in ways:
        for owner, met, asked, hits, misses in index.sql(
            f"SELECT owner, sum(days * met), sum(days * asked){lists} FROM ({way}) GROUP BY owner"
        ):
            if owner == COMMUNITY or owner in units.listed:
                each = Count(met / units.length, asked / units.length, tuple(hits or ()), tuple(misses or ()))
                found.counts[owner] = each if owner not in found.counts else _sum(found.counts[owner], each)
    if strays:
        params = {"indicator": indicator.code, "count": str(strays)}
        found.findings.append(finding("A108", indicator.source, params=params))
    homeless = _homeless(index, units) if units.by == "grid" and indicator.unit == "grid" else 0
    if homeless:
        params = {"indicator": indicator.code, "count": str(homeless)}
        found.findings.append(finding("A109", indicator.source, params=params))
    return found


def records(index: Index, indicator: Indicator, units: Units, unit: str, start: date, end: date) -> list[Counting]:
    """One unit's records of an indicator that can be counted, each with the days it counts for, by key."""
    _judge(index, indicator, start, end)
    if unit == COMMUNITY:
        ways: list[str] = [f"SELECT {units.length} AS days, '' AS owner, j.* FROM _judged j"]
    else:
        ways = list(_owners(indicator, units))
    return [
        Counting(*row)
        for way in ways
        for row in index.sql(
            'SELECT record, min(unit), min("on"), sum(asked) / count(*), sum(met) / count(*), sum(days) '
            f"FROM ({way}) WHERE owner = ? GROUP BY record ORDER BY record",
            [unit],
        )
    ]


def _judge(index: Index, indicator: Indicator, start: date, end: date) -> int:
    """Fill the temporary table ``_judged``, a row a record; returns how many records are in the numerator alone."""
    asked, met = (dated(query, start, end) for query in queries_of(indicator))
    tables = [table.name for table in index.tables()]
    for query in (asked, met):
        if (wrong := harm(index.sql, query, tables)) is not None:
            raise UsageFault(wrong.zh, wrong.en)
    about = {row[0]: row[1] for row in _described(index, asked)}
    have = {row[0] for row in _described(index, met)}
    for name in ("unit", "record"):
        if name not in about:
            raise UsageFault(f"分母没有 {name} 列", f"the denominator has no column {name}")
    if "record" not in have:
        raise UsageFault("分子没有 record 列", "the numerator has no column record")
    optional = ", ".join(
        f'min(CAST("{name}" AS {kind})) AS "{name}"' if name in about else f'CAST(NULL AS {kind}) AS "{name}"'
        for name, kind in _OPTIONAL.items()
    )
    amount = {name: "min(CAST(amount AS DOUBLE))" if "amount" in columns else "1::DOUBLE" for name, columns in
              (("asked", about), ("met", have))}  # fmt: skip
    index.sql(
        "CREATE OR REPLACE TEMP TABLE _met AS SELECT coalesce(CAST(record AS VARCHAR), '') AS record, "
        f"{amount['met']} AS amount FROM (\n{met}\n) GROUP BY 1"
    )
    index.sql(
        "CREATE OR REPLACE TEMP TABLE _judged AS SELECT a.*, coalesce(m.amount, 0::DOUBLE) AS met FROM ("
        "SELECT coalesce(CAST(record AS VARCHAR), '') AS record, coalesce(min(CAST(unit AS VARCHAR)), '') AS unit, "
        f"{amount['asked']} AS asked, {optional} FROM (\n{asked}\n) GROUP BY 1) a LEFT JOIN _met m USING (record)"
    )
    return int(index.sql("SELECT count(*) FROM _met ANTI JOIN _judged USING (record)")[0][0])


def _described(index: Index, query: str) -> list[tuple[Any, ...]]:
    return index.sql(f"DESCRIBE SELECT * FROM (\n{query}\n)")


def _owners(indicator: Indicator, units: Units) -> Iterator[str]:
    """Queries that give each record once for every unit that answers for it, with the days it does."""
    whole = units.length
    served = 's ON s.grid_code = j.unit AND (j."on" IS NULL OR j."on" BETWEEN s.first AND s.last)'
    days = f'CASE WHEN j."on" IS NULL THEN s.days ELSE {whole} END AS days'
    match units.by, indicator.unit:
        case "grid", "grid":
            ranked = f"JOIN ranked_grids r ON r.grid_code = j.unit AND r.level = {_literal(units.level)}"
            yield f"SELECT {whole} AS days, r.unit AS owner, j.* FROM _judged j {ranked}"
        case "grid", "staff":
            own = 's ON s.staff_no = j.unit AND s.own AND (j."on" IS NULL OR j."on" BETWEEN s.first AND s.last)'
            yield (
                f"SELECT {days}, r.unit AS owner, j.* FROM _judged j JOIN serving {own} "
                f"JOIN ranked_grids r ON r.grid_code = s.grid_code AND r.level = {_literal(units.level)}"
            )
        case "staff", "grid":
            yield f"SELECT {whole} AS days, j.staff AS owner, j.* FROM _judged j WHERE j.staff IS NOT NULL"
            yield (
                f"SELECT {days}, s.staff_no AS owner, j.* FROM _judged j JOIN serving {served} "
                "WHERE j.staff IS NULL AND s.ranked"
            )
        case ("staff", "staff") | ("department", "department"):
            yield f"SELECT {whole} AS days, j.unit AS owner, j.* FROM _judged j WHERE j.unit <> ''"
        case "department", _:
            yield f"SELECT {whole} AS days, j.department AS owner, j.* FROM _judged j WHERE j.department IS NOT NULL"


def _homeless(index: Index, units: Units) -> int:
    query = "SELECT count(*) FROM _judged j ANTI JOIN ranked_grids r ON r.grid_code = j.unit AND r.level = ?"
    return int(index.sql(query, [units.level])[0][0])


def _literal(text: str) -> str:
    doubled = text.replace("'", "''")
    return f"'{doubled}'"


def _sum(one: Count, other: Count) -> Count:
    hits, misses = sorted({*one.hits, *other.hits}), sorted({*one.misses, *other.misses})
    return Count(one.numerator + other.numerator, one.denominator + other.denominator, tuple(hits), tuple(misses))


def _keys(condition: str) -> str:
    return f"list(DISTINCT record ORDER BY record) FILTER (WHERE {condition})"


def _no_table(name: str) -> Words:
    return Words(f"没有 {name} 表的数据，本期不计", f"there is no table {name}: does not apply")
