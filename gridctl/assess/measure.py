"""Measure: a period's bulletin from the index."""

from __future__ import annotations

from dataclasses import replace
from importlib import resources
from typing import TYPE_CHECKING, Any

from gridctl.assess.advice import next_steps, warnings
from gridctl.assess.bulletin import Bulletin, Total, UnitScore
from gridctl.assess.counting import Counted, count, dated
from gridctl.assess.scoring import Result, ranks, results, total
from gridctl.assess.sources import load_basis
from gridctl.assess.units import COMMUNITY, Unit, Units
from gridctl.findings.table import Words
from gridctl.store.faults import UsageFault
from gridctl.text.yamltree import read_tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from pathlib import Path

    from gridctl.assess.sources import Basis
    from gridctl.assess.units import By
    from gridctl.findings.finding import Finding
    from gridctl.store.index import Index
    from gridctl.store.workspace import Workspace
    from gridctl.text.periods import Period


def measure(
    ws: Workspace,
    period: Period,
    *,
    by: By = "grid",
    as_of: date | None = None,
    scheme: Path | None = None,
    quality: Iterable[Finding] = (),
) -> Bulletin:
    """A period's bulletin, ranking grids, staff or nobody.

    Records are those on file now, counted as of the last day of the period, or ``as_of`` (today) while it runs. The
    indicators D1 and A5 need the tables that ``work.lists.derive`` and ``addresses.derive.derive`` put into the index.
    ``quality`` are findings of checks, to be counted by severity. Raises ``UsageFault`` for a period not begun yet.
    """
    until = min(period.end, as_of or ws.today)
    if until < period.start:
        raise UsageFault(
            f"{period.label} 还没有开始，没有可以统计的数据。", f"{period.label} has not begun: nothing to measure."
        )
    index = ws.index()
    basis = load_basis(ws, scheme)
    units = Units.load(index, basis.scheme, by, period.start, until)
    before = period.previous()
    counted = _count_all(index, basis, units, period.start, until)
    earlier = _count_all(index, basis, units, before.start, before.end)
    whole = Unit(COMMUNITY, ws.settings.community or ws.settings.division_code or "")
    scored = sorted(
        (_scored(basis, counted, earlier, unit) for unit in units.listed.values()),
        key=lambda each: (each.score is None, -(each.score or 0.0), each.unit.code),
    )
    placed = ranks([each.score for each in scored])
    findings = [*basis.findings, *(each for found in counted.values() for each in found.findings)]
    bulletin = Bulletin(
        period=period,
        until=until,
        by=by,
        place=ws.settings.subdistrict,
        basis=basis,
        community=_scored(basis, counted, earlier, whole),
        units=tuple(replace(each, rank=rank) for each, rank in zip(scored, placed, strict=True)),
        totals=tuple(_totals(index, period.start, until, before)),
        findings=tuple(findings),
        quality=_tally(quality),
    )
    return replace(bulletin, warnings=tuple(warnings(bulletin)), next_steps=tuple(next_steps(bulletin)))


def _count_all(index: Index, basis: Basis, units: Units, start: date, end: date) -> dict[str, Counted]:
    return {code: count(index, each, units, start, end) for code, each in basis.indicators.items()}


def _scored(basis: Basis, counted: Mapping[str, Counted], earlier: Mapping[str, Counted], unit: Unit) -> UnitScore:
    now = results(basis, counted, unit.code)
    then = results(basis, earlier, unit.code)
    both = frozenset(code for code in now if now[code].score is not None and then[code].score is not None)
    score, here, there = total(now), total(now, both), total(then, both)
    change = None if here is None or there is None else round(here - there, 2)
    shown: dict[str, Result] = {code: replace(each, previous=then[code].value) for code, each in now.items()}
    return UnitScore(unit, shown, score, None if score is None else basis.scheme.grade(score), change=change)


def _totals(index: Index, start: date, end: date, before: Period) -> Iterable[Total]:
    tree = read_tree(resources.files("gridctl.assess").joinpath("totals.yaml").read_bytes())
    listed: Any = tree.value
    for each in listed:
        value, previous = (
            index.sql(dated(each["sql"], *days))[0][0] for days in ((start, end), (before.start, before.end))
        )
        yield Total(each["key"], Words(each["zh"], each["en"]), value, previous)


def _tally(findings: Iterable[Finding]) -> dict[str, int]:
    tally: dict[str, int] = {}
    for each in findings:
        tally[each.severity.value] = tally.get(each.severity.value, 0) + 1
    return tally
