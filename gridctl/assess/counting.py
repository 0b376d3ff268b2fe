"""Counting: judged records summed by unit inside the database, by the days each unit answered for them."""

# ruff: noqa: S608 - queries are put together from own text and numbers

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from gridctl.assess.finding import finding
from gridctl.assess.units import COMMUNITY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from gridctl.assess.indicator import Indicator
    from gridctl.assess.judging import Judge
    from gridctl.assess.scoring import Result
    from gridctl.assess.units import Units
    from gridctl.findings.finding import Finding
    from gridctl.findings.table import Words
    from gridctl.store.index import Index


class Count(NamedTuple):
    """One unit's sums, and the keys of the records: those that count in full, and those that do not."""

    numerator: float = 0.0
    denominator: float = 0.0
    hits: tuple[str, ...] = ()
    misses: tuple[str, ...] = ()


@dataclass(slots=True)
class Counted:
    """The counts of one indicator by unit, the community's under ``COMMUNITY``; or why it cannot be counted.

    ``empty`` is the result of units without a record, kept by whoever works it out; ``whole`` says that no unit of the
    kind counted can have any.
    """

    counts: dict[str, Count] = field(default_factory=dict)
    reason: Words | None = None
    findings: list[Finding] = field(default_factory=list)
    empty: Result | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Counting:
    """One record of a unit: how often it counts and how much of it met the indicator, for how many of the days."""

    record: str
    unit: str
    on: date | None
    asked: float
    met: float
    days: int


def count(
    judge: Judge, kinds: Sequence[Units], start: date, end: date, *, evidence: bool = True
) -> list[dict[str, Counted]]:
    """Count the judge's indicators from the first to the last day, by code, for each of these kinds of units.

    A query that fails is a finding, not an exception. Without ``evidence`` the keys of the records are left out. The
    sums of a unit are over the days it answered for each record, by the days of the period.
    """
    wrong, index = judge.judge(start, end), judge.index
    codes = list(judge.indicators)
    whole = _sums(index, [f"SELECT 1 AS days, '{COMMUNITY}' AS owner, j.* FROM _judged j"], 1, evidence=evidence)
    strays = dict(index.sql("SELECT indicator, count(*) FROM _judged WHERE asked IS NULL GROUP BY 1"))
    listed = []
    for units in kinds:
        found = {code: Counted() for code in codes}
        for code, unjudged in wrong.items():
            found[code] = Counted(reason=unjudged.reason, findings=list(unjudged.findings))
        for number, owner, each in (*whole, *_sums(index, _ways(judge, units), units.length, evidence=evidence)):
            if owner == COMMUNITY or owner in units.listed:
                found[codes[number]].counts[owner] = each
        for code, number in judge.numbers.items():
            if number in strays:
                found[code].findings.append(_fault("A108", judge.indicators[code], strays[number]))
        for number, homeless in _homeless(index, units):
            if judge.indicators[codes[number]].unit == "grid":
                found[codes[number]].findings.append(_fault("A109", judge.indicators[codes[number]], homeless))
        if units.by == "department":
            for code, counted in found.items():
                counted.whole = code not in judge.departments
        listed.append(found)
    return listed


def records(judge: Judge, code: str, units: Units, unit: str, start: date, end: date) -> list[Counting]:
    """One unit's records of an indicator that can be counted, each with the days it counts for, by key."""
    judge.judge(start, end)
    if unit == COMMUNITY:
        ways = [f"SELECT {units.length} AS days, '' AS owner, j.* FROM _judged j"]
    else:
        ways = _ways(judge, units)
    if not ways:
        return []
    given = " UNION ALL ".join(ways)
    return [
        Counting(*row)
        for row in judge.index.sql(
            'SELECT record, min(unit), min("on"), sum(asked) / count(*), sum(met) / count(*), sum(days) '
            f"FROM ({given}) WHERE indicator = ? AND owner = ? AND asked IS NOT NULL GROUP BY record ORDER BY record",
            [judge.numbers[code], unit],
        )
    ]


def _sums(index: Index, ways: Sequence[str], length: int, *, evidence: bool) -> Iterator[tuple[int, str, Count]]:
    """The sums of records given once for every unit that answers for them: indicator, unit, count."""
    if not ways:
        return
    lists = f"{_keys('met >= asked')}, {_keys('met < asked')}" if evidence else "NULL, NULL"
    given = " UNION ALL ".join(ways)
    for number, owner, met, asked, hits, misses in index.sql(
        f"SELECT indicator, owner, sum(days * met), sum(days * asked), {lists} FROM ({given}) "
        "WHERE asked IS NOT NULL GROUP BY indicator, owner"
    ):
        yield number, owner, Count(met / length, asked / length, tuple(hits or ()), tuple(misses or ()))


def _ways(judge: Judge, units: Units) -> list[str]:
    """Queries that give each judged record once for every unit that answers for it, with the days it does."""
    numbers: dict[str, list[str]] = {}
    for code, number in judge.numbers.items():
        numbers.setdefault(judge.indicators[code].unit, []).append(str(number))
    found: list[str] = []
    for kind, listed in numbers.items():
        judged = f"(SELECT * FROM _judged WHERE indicator IN ({', '.join(listed)})) j"
        found += _owners(kind, judged, units)
    return found


def _owners(kind: str, judged: str, units: Units) -> Iterator[str]:
    """The same for indicators of one kind of unit, whose records ``judged`` gives."""
    whole = units.length
    served = 's ON s.grid_code = j.unit AND (j."on" IS NULL OR j."on" BETWEEN s.first AND s.last)'
    days = f'CASE WHEN j."on" IS NULL THEN s.days ELSE {whole} END AS days'
    match units.by, kind:
        case "grid", "grid":
            ranked = f"JOIN ranked_grids r ON r.grid_code = j.unit AND r.level = {_literal(units.level)}"
            yield f"SELECT {whole} AS days, r.unit AS owner, j.* FROM {judged} {ranked}"
        case "grid", "staff":
            own = 's ON s.staff_no = j.unit AND s.own AND (j."on" IS NULL OR j."on" BETWEEN s.first AND s.last)'
            yield (
                f"SELECT {days}, r.unit AS owner, j.* FROM {judged} JOIN serving {own} "
                f"JOIN ranked_grids r ON r.grid_code = s.grid_code AND r.level = {_literal(units.level)}"
            )
        case "staff", "grid":
            yield f"SELECT {whole} AS days, j.staff AS owner, j.* FROM {judged} WHERE j.staff IS NOT NULL"
            yield (
                f"SELECT {days}, s.staff_no AS owner, j.* FROM {judged} JOIN serving {served} "
                "WHERE j.staff IS NULL AND s.ranked"
            )
        case ("staff", "staff") | ("department", "department"):
            yield f"SELECT {whole} AS days, j.unit AS owner, j.* FROM {judged} WHERE j.unit <> ''"
        case "department", _:
            yield f"SELECT {whole} AS days, j.department AS owner, j.* FROM {judged} WHERE j.department IS NOT NULL"


def _homeless(index: Index, units: Units) -> list[tuple[int, int]]:
    """How many records of each indicator are of no ranked grid."""
    if units.by != "grid":
        return []
    query = (
        "SELECT indicator, count(*) FROM _judged j ANTI JOIN ranked_grids r ON r.grid_code = j.unit AND r.level = ? "
        "WHERE asked IS NOT NULL GROUP BY indicator"
    )
    return [(number, homeless) for number, homeless in index.sql(query, [units.level])]


def _fault(code: str, indicator: Indicator, number: int) -> Finding:
    return finding(code, indicator.source, params={"indicator": indicator.code, "count": str(number)})


def _literal(text: str) -> str:
    doubled = text.replace("'", "''")
    return f"'{doubled}'"


def _keys(condition: str) -> str:
    return f"list(DISTINCT record ORDER BY record) FILTER (WHERE {condition})"
