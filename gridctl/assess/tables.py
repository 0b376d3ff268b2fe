"""The tables of a bulletin: totals, indicators, ranking, one indicator by unit, and the evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridctl.assess.units import UNIT_WORDS
from gridctl.findings.table import Table, TableColumn, Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gridctl.assess.bulletin import Bulletin, UnitScore
    from gridctl.assess.scoring import Result
    from gridctl.assess.year_ago import YearAgo
    from gridctl.findings.table import Cell

_ABOUT_WORDS = {"grid": Words("网格员", "staff"), "staff": Words("负责网格", "grids")}
_IN = Words("计入分子", "in numerator")
_OUT = Words("仅计入分母", "denominator only")
_BLOCK, _REST, _BARS = "█", "·", 10


_ADJUSTED = (
    TableColumn("base", "指标得分", "by indicators", "number"),
    TableColumn("adjusted", "加减分", "bonus and deductions", "number"),
)
_REMARK = (TableColumn("remark", "说明", "remark", width=24),)
_YEAR_AGO = (TableColumn("year_ago", "去年同期", "a year before", "percent"),)
_SINCE = (TableColumn("year_change", "较去年", "on the year", "number"),)


def totals_table(bulletin: Bulletin) -> Table:
    """The community's numbers beside those of the period before."""
    columns = (
        TableColumn("item", "项目", "item", width=24),
        TableColumn("value", "本期", "this period", "count"),
        TableColumn("previous", "上期", "before", "count"),
        TableColumn("change", "增减", "change", "count"),
    )
    rows = tuple((each.name, each.value, each.previous, each.value - each.previous) for each in bulletin.totals)
    return Table(Words("基本情况", "The community in figures"), columns, rows)


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
        *_YEAR_AGO[: int(_year_ago(bulletin) is not None)],
        TableColumn("planned", "方案权重", "weight", "number"),
        TableColumn("weight", "实际权重", "applied", "number"),
        TableColumn("score", "得分", "score", "number"),
        TableColumn("remark", "说明", "remark", width=30),
    )
    rows = tuple(_indicator_row(bulletin, code) for code in bulletin.basis.indicators)
    whole = bulletin.community
    blank = (None,) * (5 + int(_year_ago(bulletin) is not None))
    last = (None, Words("合计", "total"), *blank, *_weights(bulletin), whole.score, None)
    return Table(Words("指标完成情况", "Results by indicator"), columns, (*rows, last))


def ranking_table(bulletin: Bulletin) -> Table:
    """The units, best first, with their scored indicators, grade and movement."""
    scored = [code for code in bulletin.basis.indicators if bulletin.basis.weight(code)]
    unit = UNIT_WORDS[bulletin.by]
    about = _ABOUT_WORDS.get(bulletin.by, Words("", ""))
    changed = any(each.adjusted for each in bulletin.units)
    remarked = any(_remark(each) for each in bulletin.units)
    year = _year_ago(bulletin)
    columns = (
        TableColumn("rank", "名次", "rank", "count", width=6),
        TableColumn("code", f"{unit.zh}编码" if bulletin.by == "grid" else "工号", f"{unit.en} code", width=20),
        TableColumn("name", unit.zh, unit.en, sens=2),
        TableColumn("about", about.zh, about.en, sens=2),
        *(
            TableColumn(code, f"{code} {each.zh.name}", f"{code} {each.en.name}", "percent")
            for code, each in bulletin.basis.indicators.items()
            if code in scored
        ),
        *_ADJUSTED[: 2 * changed],
        TableColumn("score", "得分", "score", "number"),
        TableColumn("grade", "等次", "grade"),
        TableColumn("change", "较上期", "change", "number"),
        *_SINCE[: int(year is not None)],
        *_REMARK[: int(remarked)],
    )
    rows = tuple(
        (
            each.rank,
            each.unit.code,
            each.unit.name,
            "、".join(each.unit.about) or None,
            *(each.results[code].value for code in scored),
            *(each.base, sum(group.points for group in each.adjusted) or None)[: 2 * changed],
            each.score,
            grade_words(each),
            each.change,
            *((year.changes.get(each.unit.code),) if year else ()),
            *(_remark(each),)[: int(remarked)],
        )
        for each in bulletin.units
    )
    footer = (
        Words(
            "得分相同的并列，其后名次顺延；空格为不适用，其权重按比例分摊。“较上期”只比两期都适用的指标。",
            "Equal scores share a rank and the next is skipped. An empty cell does not apply; its weight goes to the "
            "others. The change compares the indicators that applied in both periods.",
        ),
    )
    return Table(Words("考评排名", "Ranking"), columns, rows, footer=footer)


def indicator_table(bulletin: Bulletin, code: str) -> Table:
    """One indicator, unit by unit, worst first."""
    indicator = bulletin.basis.indicators[code]
    unit = UNIT_WORDS[bulletin.by]
    columns = (
        TableColumn("code", f"{unit.zh}编码" if bulletin.by != "staff" else "工号", f"{unit.en} code", width=20),
        TableColumn("name", unit.zh, unit.en, sens=2),
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
        Words(f"{code} {indicator.zh.name}", f"{code} {indicator.en.name}"),
        columns,
        tuple(rows),
        notes=(Words(indicator.zh.explain, indicator.en.explain),),
    )


def evidence_table(bulletin: Bulletin) -> Table:
    """Every record behind every figure, by indicator and unit; records of no unit stand under the community."""
    unit = UNIT_WORDS[bulletin.by]
    columns = (
        TableColumn("indicator", "指标", "indicator", width=8),
        TableColumn("code", f"{unit.zh}编码" if bulletin.by != "staff" else "工号", f"{unit.en} code", width=20),
        TableColumn("name", unit.zh, unit.en, sens=2),
        TableColumn("record", "记录编号", "record", width=30),
        TableColumn("counted", "计入", "counted"),
    )
    note = Words(
        "每个分子、分母都由下列记录数得。用 gridctl show 加记录编号查看记录。",
        "Every numerator and denominator is the number of these records. Look one up with gridctl show.",
    )
    return Table(Words("佐证", "Evidence"), columns, tuple(_evidence_rows(bulletin)), notes=(note,))


def terminal_table(bulletin: Bulletin) -> Table:
    """The ranking in a few columns, with a bar for each score."""
    unit = UNIT_WORDS[bulletin.by]
    columns = (
        TableColumn("rank", "名次", "rank", "count"),
        TableColumn("name", unit.zh, unit.en, sens=2),
        TableColumn("score", "得分", "score", "number"),
        TableColumn("bar", "", ""),
        TableColumn("grade", "等次", "grade"),
        TableColumn("change", "较上期", "change"),
    )
    rows = tuple(
        (each.rank, each.unit.name, each.score, _bar(each.score), grade_words(each), _signed(each.change))
        for each in (*bulletin.units, bulletin.community)
    )
    return Table(bulletin.title, columns, rows, notes=bulletin.warnings, footer=bulletin.next_steps)


def terminal_indicators(bulletin: Bulletin) -> Table:
    """The community's indicators in a few columns, with a bar for the share of the target reached."""
    columns = (
        TableColumn("code", "编号", "code"),
        TableColumn("name", "指标", "indicator"),
        TableColumn("value", "结果", "result", "percent"),
        TableColumn("bar", "", ""),
        TableColumn("of", "分子/分母", "of"),
        TableColumn("target", "目标", "target"),
        TableColumn("score", "得分", "score", "number"),
    )
    rows = []
    for code, indicator in bulletin.basis.indicators.items():
        each = bulletin.community.results[code]
        bar = _bar(None if each.share is None else each.share * 100)
        ratio = f"{_amount(each.numerator):g}/{_amount(each.denominator):g}" if each.denominator else "-"
        score = None if each.score is None else round(each.score, 1)
        name = Words(indicator.zh.name, indicator.en.name)
        rows.append((code, name, each.value, bar, ratio, target_text(bulletin, code), score))
    return Table(Words("指标完成情况", "Results by indicator"), columns, tuple(rows))


def target_text(bulletin: Bulletin, code: str) -> str:
    """A target with its direction: ≥98%."""
    sign = "≥" if bulletin.basis.indicators[code].direction == "up" else "≤"
    return f"{sign}{bulletin.basis.target(code) * 100:g}%"


def grade_words(each: UnitScore) -> Words | None:
    """A unit's grade, or None where it has no score."""
    return Words(each.grade.zh, each.grade.en) if each.grade else None


def _remark(each: UnitScore) -> Words | None:
    """Why the grade is not the one by the score, or that a veto waits for somebody to sign it off."""
    if each.remark is None and any(not veto.approved for veto in each.vetoes):
        return Words("一票否决待签批", "veto awaiting sign-off")
    return each.remark


def _year_ago(bulletin: Bulletin) -> YearAgo | None:
    return bulletin.contents.year_ago if bulletin.contents else None


def _amount(value: float) -> float:
    """An amount as shown: whole where it is whole, otherwise with two decimals."""
    return value if value == int(value) else round(value, 2)


def _indicator_row(bulletin: Bulletin, code: str) -> tuple[Cell, ...]:
    indicator = bulletin.basis.indicators[code]
    each = bulletin.community.results[code]
    return (
        code,
        Words(indicator.zh.name, indicator.en.name),
        target_text(bulletin, code),
        _amount(each.numerator),
        _amount(each.denominator),
        each.value,
        each.previous,
        *((year.values.get(code),) if (year := _year_ago(bulletin)) else ()),
        bulletin.basis.weight(code),
        round(each.weight, 2),
        None if each.score is None else round(each.score, 2),
        each.reason,
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
        _amount(found.numerator),
        _amount(found.denominator),
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


def _evidence_rows(bulletin: Bulletin) -> Iterator[tuple[Cell, ...]]:
    for code in bulletin.basis.indicators:
        placed: set[str] = set()
        for each in bulletin.units:
            found = each.results[code]
            for records, result in ((found.misses, _OUT), (found.hits, _IN)):
                placed.update(records)
                yield from ((code, each.unit.code, each.unit.name, record, result) for record in records)
        whole = bulletin.community.results[code]
        for records, result in ((whole.misses, _OUT), (whole.hits, _IN)):
            for record in records:
                if record not in placed:
                    yield code, None, Words("未归属", "no unit"), record, result
    for each in bulletin.units:
        for group in each.adjusted:
            for item in group.items:
                yield from ((group.name, each.unit.code, each.unit.name, record, item.name) for record in item.records)


def _bar(score: float | None) -> str:
    if score is None:
        return ""
    full = round(score / 100 * _BARS)
    return _BLOCK * full + _REST * (_BARS - full)


def _signed(value: float | None) -> str | None:
    return None if value is None else f"{value:+.2f}"
