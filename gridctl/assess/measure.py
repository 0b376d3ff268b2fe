"""Measure: a period's bulletin from the index."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gridctl.assess.adjusting import Adjustments, adjust, adjusted
from gridctl.assess.advice import next_steps, warnings
from gridctl.assess.bulletin import Bulletin, Total, UnitScore
from gridctl.assess.calendar import put_calendar
from gridctl.assess.case_counts import case_counts
from gridctl.assess.changes import put_changes
from gridctl.assess.contents import Contents
from gridctl.assess.counting import Counted, count
from gridctl.assess.finding import finding
from gridctl.assess.grading import Candidate, grades
from gridctl.assess.groups import compare_groups
from gridctl.assess.inputs import SCORES_PATH, put_scores, read_scores
from gridctl.assess.judging import Judge, dated
from gridctl.assess.lint import lint_quotas
from gridctl.assess.population import population
from gridctl.assess.reach import UNKNOWN, Reach
from gridctl.assess.scoring import movement, ranks, results, total
from gridctl.assess.sources import load_basis
from gridctl.assess.units import COMMUNITY, Unit, Units
from gridctl.assess.year_ago import a_year_before, year_ago
from gridctl.findings.table import Words
from gridctl.store.faults import UsageFault
from gridctl.text.packaged import packaged_list
from gridctl.text.workdays import Calendar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from gridctl.assess.inputs import Given
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
    noted: Iterable[Finding] = (),
    evidence: bool = True,
    compared: bool = True,
) -> Bulletin:
    """A period's bulletin, ranking grids, staff, departments or nobody.

    Records are those of the workspace, counted as of the last day of the period, or ``as_of`` (today) while it runs;
    for those of the period's end give the workspace of ``standing``. C1 to C4, D1 and A5 need the tables that
    ``work.case_status.derive``, ``work.lists.derive`` and ``addresses.doubles.derive.derive`` put into the index.
    ``quality`` are findings of checks, to be counted by severity; ``noted`` are told with the bulletin's own. Without
    ``evidence`` the keys of records are left out; without ``compared`` scores are all there is: no earlier periods, no
    totals and no ``contents``. Raises ``UsageFault`` for a period not begun yet.
    """
    until = _last_day(period, as_of or ws.today)
    index, basis = ws.index(), load_basis(ws, scheme)
    judge = Judge(index, basis.indicators)
    reach, before = Reach.of(index) if compared else UNKNOWN, period.previous()
    last_year = _last_year(ws, basis, judge, period, by) if reach.knows_work(a_year_before(period).end) else {}
    given, faults = prepare(ws, basis, before.start, until)
    earlier = _earlier(basis, judge, before, by) if reach.knows_work(before.end) else {}
    units = Units.load(index, basis.scheme, by, period.start, until)
    kinds = [units]
    if compared and by != "staff":
        kinds.append(Units.load(index, basis.scheme, "staff", period.start, until, served=units.stints))
    counted, *of_staff = count(judge, kinds, period.start, until, evidence=evidence)
    extra = adjust(index, basis.scheme, units, given, period.start, until)
    whole = Unit(COMMUNITY, ws.settings.community or ws.settings.division_code or "")
    scored = [_scored(basis, counted, earlier, extra, unit) for unit in units.listed.values()]
    placed, placing = place(basis, scored, by)
    of_queries = [each for one in counted.values() for each in one.findings]
    bulletin = Bulletin(
        period=period,
        until=until,
        by=by,
        place=ws.settings.subdistrict,
        basis=basis,
        community=_graded_alone(basis, _scored(basis, counted, earlier, extra, whole)),
        units=tuple(placed),
        totals=tuple(_totals(index, period, until, reach)) if compared else (),
        findings=(*noted, *basis.findings, *faults, *extra.findings, *of_queries, *placing),
        quality=_tally(quality),
    )
    if not compared:
        return bulletin
    if not of_staff:
        return _with_contents(ws, bulletin, last_year, counted, {each.unit.code: each.base for each in scored})
    bases = {number: total(results(basis, of_staff[0], number)) for number in kinds[1].listed}
    return _with_contents(ws, bulletin, last_year, of_staff[0], bases)


def _last_day(period: Period, today: date) -> date:
    """The last day of a period that can be counted; raises ``UsageFault`` where there is none yet."""
    if today < period.start:
        raise UsageFault(
            f"{period.label} 还没有开始，没有可以统计的数据。", f"{period.label} has not begun: nothing to measure."
        )
    return min(period.end, today)


def _with_contents(
    ws: Workspace,
    bulletin: Bulletin,
    last_year: Mapping[str, Counted],
    by_staff: Mapping[str, Counted],
    bases: Mapping[str, float | None],
) -> Bulletin:
    """The bulletin with all that is more than scores: what they are compared with, warnings and next steps.

    ``by_staff`` are the indicators counted by staff, ``bases`` the scores by them, by staff number.
    """
    index, period, basis = ws.index(), bulletin.period, bulletin.basis
    now = {each.unit.code: each.results for each in (*bulletin.units, bulletin.community)}
    contents = Contents(
        year_ago(basis, a_year_before(period), last_year, now) if last_year else None,
        None if bulletin.first else population(ws, period.start, bulletin.until),
        case_counts(index, period.start, bulletin.until),
        compare_groups(index, basis, by_staff, bases),
    )
    whole = replace(bulletin, contents=contents)
    return replace(whole, warnings=tuple(warnings(whole)), next_steps=tuple(next_steps(whole)))


def prepare(ws: Workspace, basis: Basis, start: date, end: date) -> tuple[list[Given], list[Finding]]:
    """Fill the tables of assessment between two days: working days, changes, scores. Returns what was scored."""
    index, calendar = ws.index(), Calendar(ws.settings.workdays)
    put_calendar(index, calendar, start, end)
    if any("changes" in each.needs for each in basis.indicators.values()):
        put_changes(ws, start, end)
    given, faults = read_scores(index, basis.scheme)
    put_scores(index, given)
    return given, faults


def _last_year(ws: Workspace, basis: Basis, judge: Judge, period: Period, by: By) -> dict[str, Counted]:
    """The same period of the year before counted.

    Fills tables of assessment, so that it comes before those of the period itself.
    """
    then = a_year_before(period)
    prepare(ws, basis, then.start, then.end)
    return _earlier(basis, judge, then, by)


def _earlier(basis: Basis, judge: Judge, period: Period, by: By) -> dict[str, Counted]:
    """An earlier period counted, to be compared with; the tables of assessment are filled for its days."""
    units = Units.load(judge.index, basis.scheme, by, period.start, period.end)
    (counted,) = count(judge, [units], period.start, period.end, evidence=False)
    return counted


def place(basis: Basis, scored: Iterable[UnitScore], by: By) -> tuple[list[UnitScore], list[Finding]]:
    """The units ranked and graded, best first, then those without a score; quotas hold for staff alone."""
    ordered = sorted(
        scored, key=lambda each: (_unplaced(basis, each), each.score is None, -(each.score or 0.0), each.unit.code)
    )
    placing = [each for each in ordered if each.score is not None and not _unplaced(basis, each)]
    given = grades(basis.scheme, [_candidate(basis, each) for each in placing], quotas=by == "staff")
    ranked = dict(zip((e.unit.code for e in placing), ranks([each.score for each in placing]), strict=True))
    found = []
    for each in ordered:
        grade = given.get(each.unit.code)
        remark = _too_short(basis, each) if grade is None else grade.reason
        found.append(
            replace(
                each,
                rank=ranked.get(each.unit.code),
                grade=grade.band if grade else None,
                by_score=grade.by_score if grade else None,
                remark=remark,
            )
        )
    findings = [
        finding("A115", SCORES_PATH, record=veto.record, params={"unit": each.unit.code})
        for each in found for veto in each.vetoes if not veto.approved
    ]  # fmt: skip
    if by == "staff":
        findings += lint_quotas(basis.scheme, len(placing), basis.source)
    return found, findings


def _candidate(basis: Basis, each: UnitScore) -> Candidate:
    tie_break = tuple(
        (result.share or 0.0) if (result := each.results.get(code)) is not None else 0.0
        for code in basis.scheme.tie_break
    )
    return Candidate(each.unit.code, each.score or 0.0, tie_break, any(veto.approved for veto in each.vetoes))


def _unplaced(basis: Basis, each: UnitScore) -> bool:
    """Whether somebody was in post for too few days to be ranked."""
    return each.unit.days is not None and each.unit.days < basis.scheme.minimum_days


def _too_short(basis: Basis, each: UnitScore) -> Words | None:
    if not _unplaced(basis, each):
        return None
    least, days = basis.scheme.minimum_days, each.unit.days
    return Words(f"在岗 {days} 天，不足 {least} 天，不定等次", f"{days} days in post, fewer than {least}: not graded")


def _graded_alone(basis: Basis, each: UnitScore) -> UnitScore:
    band = None if each.score is None else basis.scheme.grade(each.score)
    return replace(each, grade=band, by_score=band)


def _scored(
    basis: Basis, counted: Mapping[str, Counted], earlier: Mapping[str, Counted], extra: Adjustments, unit: Unit
) -> UnitScore:
    now = results(basis, counted, unit.code)
    base, change = total(now), None
    if earlier:
        then = results(basis, earlier, unit.code)
        change = movement(now, then)
        now = {code: each._replace(previous=then[code].value) for code, each in now.items()}
    groups = extra.groups.get(unit.code, ())
    return UnitScore(
        unit, now, adjusted(base, groups), None, change=change, base=base, adjusted=groups,
        vetoes=extra.vetoes.get(unit.code, ()),
    )  # fmt: skip


def _totals(index: Index, period: Period, until: date, reach: Reach) -> Iterator[Total]:
    """The numbers of ``totals.yaml``, beside those of the period before where the ledgers tell of it."""
    before = period.previous()
    for each in packaged_list("gridctl.assess", "totals.yaml"):
        value = index.sql(dated(each["sql"], period.start, until))[0][0]
        known = reach.knows_work(before.end) if each.get("of") == "work" else reach.knows(before.end)
        previous = index.sql(dated(each["sql"], before.start, before.end))[0][0] if known else None
        yield Total(each["key"], Words(each["zh"], each["en"]), value, previous)


def _tally(findings: Iterable[Finding]) -> dict[str, int]:
    tally: dict[str, int] = {}
    for each in findings:
        tally[each.severity.value] = tally.get(each.severity.value, 0) + 1
    return tally
