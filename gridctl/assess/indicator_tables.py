"""The tables of indicators: the community's results in all, and one indicator unit by unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridctl.assess.units import UNIT_WORDS, code_words
from gridctl.findings.table import Table, TableColumn, Words
from gridctl.schema.col import INTERNAL

if TYPE_CHECKING:
    from gridctl.assess.bulletin import Bulletin, UnitScore
    from gridctl.assess.scoring import Result
    from gridctl.findings.table import Cell

_UNSCORED = Words("只公布，不计分", "shown, not scored")
_YEAR_AGO = (TableColumn("year_ago", "去年同期", "a year before", "percent"),)


def indicators_table(bulletin: Bulletin) -> Table:
    """The community's result in every indicator, and how it counts."""
    columns = (
        TableColumn("code", "编号", "code", width=6),
        TableColumn("name", "指标", "indicator", width=24),
        TableColumn("target", "目标", "target", width=8),
        TableColumn("numerator", "分子", "numerator", "count"),
        TableColumn("denominator", "分母", "denominator", "count"),
        TableColumn("value", "结果", "result", "percent"),
        TableColumn("previous", "上期", "before", "percent"),
        *_YEAR_AGO[: int(bulletin.year_ago is not None)],
        TableColumn("planned", "方案权重", "weight", "number"),
        TableColumn("weight", "实际权重", "applied", "number"),
        TableColumn("score", "得分", "score", "number"),
        TableColumn("remark", "说明", "remark", width=30),
    )
    rows = tuple(_indicator_row(bulletin, code) for code in bulletin.basis.indicators)
    whole = bulletin.community
    blank = (None,) * (5 + int(bulletin.year_ago is not None))
    last = (None, Words("合计", "total"), *blank, *_weights(bulletin), whole.score, None)
    return Table(Words("指标完成情况", "Results by indicator"), columns, (*rows, last))


def indicator_table(bulletin: Bulletin, code: str) -> Table:
    """One indicator, unit by unit, worst first."""
    indicator = bulletin.basis.indicators[code]
    unit = UNIT_WORDS[bulletin.by]
    columns = (
        TableColumn("code", *code_words(bulletin.by), width=20),
        TableColumn("name", unit.zh, unit.en, sens=INTERNAL),
        TableColumn("numerator", "分子", "numerator", "count"),
        TableColumn("denominator", "分母", "denominator", "count"),
        TableColumn("value", "结果", "result", "percent"),
        TableColumn("target", "目标", "target", "percent"),
        TableColumn("previous", "上期", "before", "percent"),
        TableColumn("weight", "权重", "weight", "number"),
        TableColumn("score", "得分", "score", "number"),
        TableColumn("remark", "说明", "remark", width=30),
    )
    target = bulletin.basis.target(code)
    sign = 1 if indicator.direction == "up" else -1
    units = sorted(
        bulletin.units,
        key=lambda each: (each.results[code].value is None, sign * (each.results[code].value or 0.0), each.unit.code),
    )
    rows = [_unit_row(bulletin, each, code, target) for each in units]
    rows.append(_unit_row(bulletin, bulletin.community, code, target, name=Words("社区合计", "community")))
    return Table(
        indicator.title,
        columns,
        tuple(rows),
        notes=(indicator.explain,),
    )


def target_text(bulletin: Bulletin, code: str) -> str:
    """A target with its direction: ≥98%."""
    if bulletin.basis.target(code) == 1 and bulletin.basis.indicators[code].direction == "up":
        return "100%"
    sign = "≥" if bulletin.basis.indicators[code].direction == "up" else "≤"
    return f"{sign}{bulletin.basis.target(code) * 100:g}%"


def shown_amount(value: float) -> float:
    """An amount as shown: whole where it is whole, otherwise with two decimals."""
    return value if value == int(value) else round(value, 2)


def _indicator_row(bulletin: Bulletin, code: str) -> tuple[Cell, ...]:
    indicator = bulletin.basis.indicators[code]
    each = bulletin.community.results[code]
    return (
        code,
        indicator.name,
        target_text(bulletin, code),
        shown_amount(each.numerator),
        shown_amount(each.denominator),
        each.value,
        each.previous,
        *((year.values.get(code),) if (year := bulletin.year_ago) else ()),
        bulletin.basis.weight(code),
        round(each.weight, 2),
        None if each.score is None else round(each.score, 2),
        each.reason or (None if bulletin.basis.weight(code) else _UNSCORED),
    )


def _weights(bulletin: Bulletin) -> tuple[float, float]:
    planned = sum(bulletin.basis.weight(code) for code in bulletin.basis.indicators)
    return planned, round(sum(each.weight for each in bulletin.community.results.values()), 2)


def _unit_row(
    bulletin: Bulletin, each: UnitScore, code: str, target: float, name: Words | None = None
) -> tuple[Cell, ...]:
    found = each.results[code]
    return (
        each.unit.code or None,
        name or each.unit.name,
        shown_amount(found.numerator),
        shown_amount(found.denominator),
        found.value,
        target,
        found.previous,
        round(found.weight, 2),
        None if found.score is None else round(found.score, 2),
        found.reason or _small(bulletin, found),
    )


def _small(bulletin: Bulletin, found: Result) -> Words | None:
    if not found.small:
        return None
    least = bulletin.basis.indicators[found.code].minimum_sample
    return Words(f"样本不足{least}个，仅供参考", f"fewer than {least} cases")
