"""How a bulletin's units are spread: grades with their quota, and who moved most since the period before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gridctl.assess.grading import quota_of
from gridctl.assess.units import UNIT_WORDS
from gridctl.findings.table import Table, TableColumn, Words
from gridctl.schema.col import INTERNAL

if TYPE_CHECKING:
    from gridctl.assess.bulletin import Bulletin, UnitScore
    from gridctl.assess.scheme import Band

# So many are named as those who moved most, up and down.
MOST = 3


@dataclass(frozen=True, slots=True)
class Graded:
    """One grade: its quota (None: none), how many have it by score alone, and how many have it."""

    band: Band
    quota: int | None
    by_score: int
    given: int

    def data(self) -> dict[str, Any]:
        """As JSON-able data."""
        return {"quota": self.quota, "by_score": self.by_score, "given": self.given}


def spread(bulletin: Bulletin) -> tuple[Graded, ...]:
    """The grades of the units, best first; quotas hold for staff alone."""
    placed = [each for each in bulletin.units if each.grade is not None]
    bands = bulletin.basis.scheme.bands
    return tuple(
        Graded(
            band,
            quota_of(band, len(placed)) if bulletin.by == "staff" and band is not bands[-1] else None,
            sum(each.by_score is not None and each.by_score.key == band.key for each in placed),
            sum(each.grade is not None and each.grade.key == band.key for each in placed),
        )
        for band in bands
    )


def spread_table(bulletin: Bulletin) -> Table:
    """Grades, their limits and quotas, and how many units have each."""
    graded = spread(bulletin)
    heads = sum(each.given for each in graded)
    unit = UNIT_WORDS[bulletin.by]
    quotas = (TableColumn("quota", "名额", "quota", "count"),)[: int(any(each.quota is not None for each in graded))]
    columns = (
        TableColumn("grade", "等次", "grade"),
        TableColumn("least", "分数线", "from", "number"),
        *quotas,
        TableColumn("by_score", "按分应评", "by score", "count"),
        TableColumn("given", f"实评（{unit.zh}）", f"given ({unit.en})", "count"),
        TableColumn("share", "占比", "share", "percent"),
    )
    rows = tuple(
        (
            each.band.words,
            each.band.least,
            *(each.quota,)[: len(quotas)],
            each.by_score,
            each.given,
            each.given / heads if heads else None,
        )
        for each in graded
    )
    return Table(Words("得分与等次分布", "Grades"), columns, rows)


def movers(bulletin: Bulletin) -> tuple[list[UnitScore], list[UnitScore]]:
    """Who went up most and who went down most since the period before; those equal in it by code."""
    moved = [each for each in bulletin.units if each.change]
    up = sorted(
        (each for each in moved if (each.change or 0) > 0), key=lambda each: (-(each.change or 0), each.unit.code)
    )
    down = sorted(
        (each for each in moved if (each.change or 0) < 0), key=lambda each: (each.change or 0, each.unit.code)
    )
    return up[:MOST], down[:MOST]


def movers_table(bulletin: Bulletin) -> Table:
    """The best and the worst movement."""
    unit = UNIT_WORDS[bulletin.by]
    columns = (
        TableColumn("direction", "方向", "direction"),
        TableColumn("name", unit.zh, unit.en, sens=INTERNAL),
        TableColumn("score", "得分", "score", "number"),
        TableColumn("change", "较上期", "change", "number"),
        TableColumn("most", "变动最大的指标", "indicator that moved most", width=30),
    )
    up, down = movers(bulletin)
    rows = tuple(
        (word, each.unit.name, each.score, each.change, _most(bulletin, each))
        for word, listed in ((Words("进步", "up"), up), (Words("退步", "down"), down))
        for each in listed
    )
    return Table(Words("进步与退步最大", "Best and worst movement"), columns, rows)


def _most(bulletin: Bulletin, each: UnitScore) -> Words | None:
    """The scored indicator that moved most in the direction of the whole, by its weight."""
    sign = 1 if (each.change or 0) > 0 else -1
    steps = []
    for code, result in each.results.items():
        if result.value is None or result.previous is None or not bulletin.basis.weight(code):
            continue
        indicator = bulletin.basis.indicators[code]
        towards = sign if indicator.direction == "up" else -sign
        step = (result.value - result.previous) * towards
        if step > 0:
            steps.append((-step * result.weight, code, result.previous, result.value))
    if not steps:
        return None
    _, code, before, now = min(steps)
    title, arrow = bulletin.basis.indicators[code].title, f"{before:.1%} → {now:.1%}"
    return Words(f"{title.zh} {arrow}", f"{title.en} {arrow}")
