"""Honours of a year: the best of the staff (十佳) and stars of grids (星级网格), by the scheme's own limits."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from gridctl.assess.quarters import sources
from gridctl.findings.table import Table, TableColumn, Words
from gridctl.schema.col import INTERNAL

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gridctl.assess.annual import Annual, YearScore
    from gridctl.assess.quarters import Quarter
    from gridctl.assess.scheme import Scheme, Stars
    from gridctl.assess.units import Unit
    from gridctl.text.periods import Period


@dataclass(frozen=True, slots=True)
class Starred:
    """One grid: the mean of its bulletins' scores, the periods it is the mean of, and its stars, if any."""

    unit: Unit
    score: float | None
    periods: tuple[str, ...]
    stars: Stars | None


@dataclass(frozen=True, slots=True)
class Honoured:
    """A year's honours: the best of the staff, best first, and the grids with and without stars, best first.

    ``quarters`` are those by grid.
    """

    year: Period
    best: tuple[YearScore, ...]
    grids: tuple[Starred, ...]
    quarters: tuple[Quarter, ...] = ()

    def data(self) -> dict[str, Any]:
        """As JSON-able data."""
        return {
            "year": self.year.label,
            "best": [
                {"rank": each.rank, "staff_no": each.unit.code, "name": each.unit.name, "score": each.score}
                for each in self.best
            ],
            "grids": [
                {
                    "grid_code": each.unit.code, "name": each.unit.name, "score": each.score,
                    "periods": list(each.periods), "stars": each.stars.key if each.stars else None,
                }
                for each in self.grids
            ],
        }  # fmt: skip


def honours(scheme: Scheme, annual: Annual, quarters: Sequence[Quarter]) -> Honoured:
    """The year's honours; ``quarters`` are its quarters by grid.

    As with quotas, people equal in score are never split: where the last place falls among them, none of them gets it.
    """
    return Honoured(annual.year, tuple(_best(scheme, annual)), tuple(_starred(scheme, quarters)), tuple(quarters))


def best_table(found: Honoured, scheme: Scheme) -> Table:
    """The best of the staff."""
    columns = (
        TableColumn("rank", "名次", "rank", "count", width=6),
        TableColumn("staff_no", "工号", "staff no."),
        TableColumn("name", "网格员", "staff", sens=INTERNAL),
        TableColumn("score", "年度得分", "score", "number"),
        TableColumn("grade", "等次", "grade"),
    )
    rows = tuple(
        (
            each.rank,
            each.unit.code,
            each.unit.name,
            each.score,
            each.grade.words if each.grade else None,
        )
        for each in found.best
    )
    count, year = scheme.honours.best, found.year.start.year
    title = Words(f"{year}年度{_best_zh(count)}网格员", f"The best {count} of the staff, {year}")
    note = Words(
        "得分相同而跨过末位名额的，都不列入。", "Where the last place falls among equals, none of them gets it."
    )
    return Table(title, columns, rows, footer=(note,))


def stars_table(found: Honoured) -> Table:
    """The grids with their stars."""
    columns = (
        TableColumn("code", "网格编码", "grid code", width=20),
        TableColumn("name", "网格", "grid", sens=INTERNAL),
        TableColumn("score", "全年平均", "mean", "number"),
        TableColumn("stars", "星级", "stars"),
        TableColumn("periods", "计入的季度", "quarters", width=24),
    )
    rows = tuple(
        (
            each.unit.code,
            each.unit.name,
            each.score,
            each.stars.words if each.stars else None,
            Words("、".join(each.periods), ", ".join(each.periods)) if each.periods else None,
        )
        for each in found.grids
    )
    year = found.year.start.year
    told = sources(found.quarters)
    note = Words(f"计入的通报：{told.zh}。", f"Bulletins counted: {told.en}.")
    return Table(Words(f"{year}年度星级网格", f"Stars of grids, {year}"), columns, rows, footer=(note,))


def _best(scheme: Scheme, annual: Annual) -> Iterator[YearScore]:
    keys = [band.key for band in scheme.bands]
    limit = keys.index(scheme.honours.best_grade) if scheme.honours.best_grade in keys else len(keys)
    fit = [each for each in annual.staff if each.grade is not None and keys.index(each.grade.key) <= limit]
    placed = sorted(fit, key=lambda each: (-(each.score or 0.0), each.unit.code))
    taken = 0
    for _, equals in groupby(placed, key=lambda each: each.score):
        tied = list(equals)
        if taken + len(tied) > scheme.honours.best:
            return
        taken += len(tied)
        yield from tied


def _starred(scheme: Scheme, quarters: Sequence[Quarter]) -> list[Starred]:
    scores: dict[str, list[tuple[str, float]]] = {}
    units: dict[str, Unit] = {}
    for quarter in quarters:
        for code, each in quarter.scores.items():
            units[code] = each.unit
            if each.score is not None:
                scores.setdefault(code, []).append((quarter.label, each.score))
    levels = sorted(scheme.honours.stars, key=lambda each: -each.least)
    found = []
    for code, unit in units.items():
        counted = scores.get(code, [])
        mean = round(sum(score for _, score in counted) / len(counted), 2) if counted else None
        stars = next((each for each in levels if mean is not None and mean >= each.least), None)
        found.append(Starred(unit, mean, tuple(label for label, _ in counted), stars))
    return sorted(found, key=lambda each: (each.score is None, -(each.score or 0.0), each.unit.code))


def _best_zh(count: int) -> str:
    return "十佳" if count == len("一二三四五六七八九十") else f"前{count}名"
