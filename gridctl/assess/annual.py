"""The year's appraisal: daily scores, the quarters' bulletins and the appraisals, put together as the scheme says."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from gridctl.assess.counting import count
from gridctl.assess.grading import Candidate, grades
from gridctl.assess.inputs import read_scores, scores_of
from gridctl.assess.judging import Judge
from gridctl.assess.measure import prepare
from gridctl.assess.scheme import FULL_SCORE
from gridctl.assess.scoring import ranks, share_of
from gridctl.assess.units import Unit, Units
from gridctl.findings.table import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gridctl.assess.inputs import Given
    from gridctl.assess.quarters import Quarter
    from gridctl.assess.scheme import AnnualPart, Band
    from gridctl.assess.sources import Basis
    from gridctl.findings.finding import Finding
    from gridctl.store.workspace import Workspace
    from gridctl.text.periods import Period


@dataclass(frozen=True, slots=True)
class PartScore:
    """One part of somebody's year: points out of 100, what they come from, and the weight after redistribution.

    A part without anything to go by has no points, and its weight goes to the others in proportion.
    """

    key: str
    name: Words
    planned: float
    points: float | None
    sources: tuple[str, ...]
    weight: float = 0.0

    @property
    def score(self) -> float | None:
        """What the part adds to the year's score."""
        return None if self.points is None else self.points * self.weight / FULL_SCORE


@dataclass(frozen=True, slots=True)
class YearScore:
    """Somebody's year: the parts, their sum, rank and grade, and why the grade is not the one by the score."""

    unit: Unit
    parts: tuple[PartScore, ...]
    score: float | None
    grade: Band | None = None
    rank: int | None = None
    remark: Words | None = None

    def data(self) -> dict[str, Any]:
        """As JSON-able data."""
        return {
            "staff_no": self.unit.code,
            "name": self.unit.name,
            "days": self.unit.days,
            "rank": self.rank,
            "score": self.score,
            "grade": self.grade.key if self.grade else None,
            "remark": self.remark._asdict() if self.remark else None,
            "parts": {
                each.key: {
                    "points": each.points, "planned": each.planned, "weight": each.weight, "score": each.score,
                    "sources": list(each.sources),
                }
                for each in self.parts
            },
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Annual:
    """A year's appraisal of the staff, best first. ``quarters`` are the bulletins it is made of."""

    year: Period
    staff: tuple[YearScore, ...]
    quarters: tuple[Quarter, ...]
    findings: tuple[Finding, ...] = ()

    def data(self) -> dict[str, Any]:
        """As JSON-able data."""
        return {
            "year": self.year.label,
            "quarters": [each.label for each in self.quarters],
            "bulletins": [each.data() for each in self.quarters],
            "staff": [each.data() for each in self.staff],
        }


def annual(ws: Workspace, basis: Basis, year: Period, quarters: Sequence[Quarter]) -> Annual:
    """The year's scores of the staff ranked on any day of it; ``quarters`` are its quarters by staff.

    A quarter's score counts as published, bonus included, so that a year may come to more than 100. Quarters in which
    somebody was not scored, or too briefly in post to be graded, are left out of their mean.
    """
    index, until = ws.index(), min(year.end, ws.today)
    prepare(ws, basis, year.start, until)
    given, findings = read_scores(index, basis.scheme)
    units = Units.load(index, basis.scheme, "staff", year.start, until)
    mine: dict[str, list[Given]] = {}
    for each in scores_of(given, year.start, year.end):
        if each.unit_kind == "staff":
            mine.setdefault(each.unit, []).append(each)
    over_year = [part for part in basis.scheme.annual if part.source == "indicator"]
    rates = {part.key: _rates(ws, basis, part, units, year) for part in over_year}
    scored = []
    for number, unit in units.listed.items():
        own = mine.get(number, [])
        parts = _weighed([_part(each, own, quarters, number, rates.get(each.key, {})) for each in basis.scheme.annual])
        found = [each.score for each in parts if each.score is not None]
        scored.append(YearScore(unit, parts, round(sum(found), 2) if found else None))
    vetoed = {
        each.unit for listed in mine.values() for each in listed if each.input == basis.scheme.veto and each.approved
    }
    findings += [each for quarter in quarters for each in quarter.findings]
    return Annual(year, tuple(_placed(basis, scored, vetoed)), tuple(quarters), tuple(findings))


def _part(
    part: AnnualPart, mine: Sequence[Given], quarters: Sequence[Quarter], number: str, rates: dict[str, float]
) -> PartScore:
    found: list[tuple[str, float]]
    if part.source == "input":
        found = [(each.id, each.points) for each in mine if each.input == part.name]
    elif part.source == "bulletins":
        of_quarters = [(each.label, each.scores[number]) for each in quarters if number in each.scores]
        found = [(label, each.score) for label, each in of_quarters if each.score is not None and each.graded]
    else:
        found = [(part.name, rates[number])] if number in rates else []
    points = sum(value for _, value in found) / len(found) if found else None
    return PartScore(part.key, part.words, part.weight, points, tuple(source for source, _ in found))


def _weighed(parts: Sequence[PartScore]) -> tuple[PartScore, ...]:
    applying = sum(each.planned for each in parts if each.points is not None)
    return tuple(
        each if each.points is None or not applying else replace(each, weight=each.planned * FULL_SCORE / applying)
        for each in parts
    )


def _rates(ws: Workspace, basis: Basis, part: AnnualPart, units: Units, year: Period) -> dict[str, float]:
    """An indicator over the year as points out of 100, by staff number."""
    indicator = basis.indicators.get(part.name)
    if indicator is None:
        return {}
    judge = Judge(ws.index(), {part.name: indicator})
    (found,) = count(judge, [units], year.start, min(year.end, ws.today), evidence=False)
    target = basis.target(part.name)
    return {
        number: share_of(each.numerator / each.denominator, target, indicator.direction) * FULL_SCORE
        for number, each in found[part.name].counts.items()
        if each.denominator
    }


def _placed(basis: Basis, scored: Sequence[YearScore], vetoed: set[str]) -> list[YearScore]:
    least = basis.scheme.minimum_days
    ordered = sorted(scored, key=lambda each: (each.score is None, -(each.score or 0.0), each.unit.code))
    placing = [each for each in ordered if each.score is not None and (each.unit.days or 0) >= least]
    given = grades(
        basis.scheme, [Candidate(e.unit.code, e.score or 0.0, (), e.unit.code in vetoed) for e in placing], quotas=True
    )
    ranked = dict(zip((e.unit.code for e in placing), ranks([each.score for each in placing]), strict=True))
    short = Words(f"在岗不足 {least} 天，不定等次", f"in post for fewer than {least} days: not graded")
    found = []
    for each in ordered:
        grade = given.get(each.unit.code)
        remark = grade.reason if grade else short if each.score is not None else None
        found.append(replace(each, rank=ranked.get(each.unit.code), grade=grade.band if grade else None, remark=remark))
    return found
