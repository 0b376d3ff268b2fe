"""Bulletin: what is published of a period. One model; workbook, page, terminal and JSON are drawn from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from gridctl.findings.table import Words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from gridctl.assess.adjusting import Adjusted, Veto
    from gridctl.assess.contents import Contents
    from gridctl.assess.scheme import Band
    from gridctl.assess.scoring import Result
    from gridctl.assess.sources import Basis
    from gridctl.assess.units import By, Unit
    from gridctl.assess.year_ago import YearAgo
    from gridctl.findings.finding import Finding
    from gridctl.text.periods import Period


@dataclass(frozen=True, slots=True)
class UnitScore:
    """One unit's results, score, grade and rank.

    ``base`` is the score out of 100 by the indicators; ``score`` has bonus and deductions in it and may be up to the
    bonus above 100. ``grade`` is after quotas and vetoes, and ``remark`` says why it is not the one by the score.
    ``change`` is the base's movement against the period before, over the indicators that applied in both; None where
    there are none.
    """

    unit: Unit
    results: Mapping[str, Result]
    score: float | None
    grade: Band | None
    rank: int | None = None
    change: float | None = None
    base: float | None = None
    adjusted: tuple[Adjusted, ...] = ()
    vetoes: tuple[Veto, ...] = ()
    by_score: Band | None = None
    remark: Words | None = None

    def data(self) -> dict[str, Any]:
        """As JSON-able data."""
        return {
            "code": self.unit.code or None,
            "name": self.unit.name,
            "about": list(self.unit.about),
            "rank": self.rank,
            "score": self.score,
            "base": self.base,
            "adjustments": [each.data() for each in self.adjusted],
            "vetoes": [each.data() for each in self.vetoes],
            "by_score": self.by_score.key if self.by_score else None,
            "remark": self.remark._asdict() if self.remark else None,
            "days": self.unit.days,
            "grade": self.grade.key if self.grade else None,
            "change": self.change,
            "indicators": {code: _result_data(each) for code, each in self.results.items()},
        }


@dataclass(frozen=True, slots=True)
class Total:
    """One number of the community as a whole, at the end of the period or within it.

    ``previous`` is the period's before; None where the ledgers tell nothing of it.
    """

    key: str
    name: Words
    value: int
    previous: int | None


@dataclass(frozen=True, slots=True)
class Bulletin:
    """A period's assessment. ``until`` is the last day counted, before the period's end while it is still running.

    ``data_revision`` is the commit the ledgers were read from, ``inputs_revision`` that of the registers of assessment;
    None for the files on disk.
    ``community`` is the whole's score and ``units`` those of the ranked units, best first, then those without a score.
    """

    period: Period
    until: date
    by: By
    place: str
    basis: Basis
    community: UnitScore
    units: tuple[UnitScore, ...]
    totals: tuple[Total, ...]
    warnings: tuple[Words, ...] = ()
    next_steps: tuple[Words, ...] = ()
    findings: tuple[Finding, ...] = field(default=())
    quality: Mapping[str, int] = field(default_factory=dict)
    data_revision: str | None = None
    inputs_revision: str | None = None
    contents: Contents | None = None

    @property
    def running(self) -> bool:
        """Whether the period is not over yet."""
        return self.until < self.period.end

    @property
    def first(self) -> bool:
        """Whether the ledgers tell nothing of the period before: there is nothing to compare with."""
        return all(each.previous is None for each in self.totals)

    @property
    def year_ago(self) -> YearAgo | None:
        """The same period of the year before; None where the ledgers do not reach back so far."""
        return self.contents.year_ago if self.contents else None

    @property
    def title(self) -> Words:
        """The bulletin's title."""
        when = period_words(self.period)
        return Words(
            f"{self.community.unit.name}{when.zh}网格工作通报",
            f"Bulletin on grid work in {self.community.unit.name}, {when.en}",
        )

    def data(self) -> dict[str, Any]:
        """As JSON-able data, evidence included."""
        return {
            "period": {"label": self.period.label, "from": str(self.period.start), "to": str(self.period.end)},
            "until": str(self.until),
            "by": self.by,
            "data_revision": self.data_revision,
            "inputs_revision": self.inputs_revision,
            "community": self.community.data(),
            "units": [each.data() for each in self.units],
            "totals": {each.key: {"value": each.value, "previous": each.previous} for each in self.totals},
            "indicators": {
                code: {
                    "zh": each.zh.name,
                    "en": each.en.name,
                    "direction": each.direction,
                    "target": self.basis.target(code),
                    "weight": self.basis.weight(code),
                }
                for code, each in self.basis.indicators.items()
            },
            "warnings": [each._asdict() for each in self.warnings],
            "next_steps": [each._asdict() for each in self.next_steps],
            "quality": dict(self.quality),
            **(self.contents.data() if self.contents else {}),
        }


def period_words(period: Period) -> Words:
    """A period's name as it stands in a title: 2026年第三季度."""
    label = period.label
    year = f"{period.start.year}年"
    match label[4:5], label[5:]:
        case "Q", quarter:
            return Words(f"{year}第{'一二三四'[int(quarter) - 1]}季度", f"Q{quarter} {label[:4]}")
        case "H", half:
            return Words(f"{year}{'上下'[int(half) - 1]}半年", f"H{half} {label[:4]}")
        case "", "":
            return Words(f"{year}度", label)
        case "-", month if len(month) == len("07"):
            return Words(f"{year}{int(month)}月", label)
    if period.start == period.end:
        return Words(_day(period.start), label)
    return Words(f"{_day(period.start)}至{_day(period.end)}", f"{period.start} to {period.end}")


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _result_data(each: Result) -> dict[str, Any]:
    return {
        "numerator": each.numerator,
        "denominator": each.denominator,
        "value": each.value,
        "previous": each.previous,
        "share": each.share,
        "weight": each.weight,
        "score": each.score,
        "small": each.small,
        "reason": each.reason._asdict() if each.reason else None,
        "hits": list(each.hits),
        "misses": list(each.misses),
    }
