"""An explanation as tables: the working step by step, and the records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridctl.assess.bulletin import period_words
from gridctl.assess.grading import UNGRADED
from gridctl.assess.indicator_tables import shown_amount
from gridctl.assess.scoring import WORST
from gridctl.assess.standing import short
from gridctl.assess.tables import grade_words
from gridctl.findings.table import Table, TableColumn, Words, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gridctl.assess.adjusting import Veto
    from gridctl.assess.bulletin import Bulletin, UnitScore
    from gridctl.assess.explain import Explanation

# Half of the last decimal shown.
_ROUNDING = 0.005
_COLUMNS = (
    TableColumn("step", "步骤", "step", width=14),
    TableColumn("working", "计算", "working", width=60),
)


def working_table(each: Explanation) -> Table:
    """How the figure comes about: what was counted, the share of the target, the weight and the points."""
    what, whose, when = each.indicator.title, each.unit.unit.name, period_words(each.bulletin.period)
    title = Words(f"{what.zh}　{whose}　{when.zh}", f"{what.en}, {whose}, {when.en}")
    return Table(title, _COLUMNS, tuple(_steps(each)), (each.indicator.explain,))


def records_table(each: Explanation) -> Table:
    """The records, those that did not meet the indicator first."""
    columns = (
        TableColumn("record", "记录编号", "record", width=24),
        TableColumn("met", "分子", "num.", "number"),
        TableColumn("asked", "分母", "denom.", "number"),
        TableColumn("on", "日期", "day", "date", width=12),
        TableColumn("unit", "归属", "belongs to", width=18),
        TableColumn("days", "天数", "days", "count"),
    )
    held = sorted(each.records, key=lambda one: (one.met >= one.asked, one.record))
    rows = tuple((one.record, _short(one.met), _short(one.asked), one.on, one.unit or None, one.days) for one in held)
    note = Words(
        f"每条记录按负责的天数计入（本期 {each.length} 天），有日期的按当天由谁负责计入。",
        f"A record counts by the days served (the period has {each.length}); one with a day, for who served then.",
    )
    return Table(Words("佐证记录", "Records"), columns, rows, footer=(note,))


def score_table(bulletin: Bulletin, each: UnitScore) -> Table:
    """A unit's whole score: every indicator's points, bonus and deductions, and the grade."""
    columns = (
        TableColumn("code", "编号", "code", width=6),
        TableColumn("name", "项目", "item", width=24),
        TableColumn("value", "结果", "result", "percent"),
        TableColumn("share", "达标程度", "of target", "percent"),
        TableColumn("weight", "权重", "weight", "number"),
        TableColumn("score", "得分", "score", "number"),
        TableColumn("remark", "说明", "remark", width=30),
    )
    rows: list[tuple[str | float | Words | None, ...]] = []
    for code, result in each.results.items():
        if bulletin.basis.weight(code):
            name = bulletin.basis.indicators[code].name
            score = None if result.score is None else round(result.score, 2)
            rows.append((code, name, result.value, result.share, round(result.weight, 2), score, result.reason))
    rows.append((None, Words("指标得分", "by the indicators"), None, None, None, each.base, None))
    for group in each.adjusted:
        rows += [(None, item.name, None, None, None, item.points, listed(item.records)) for item in group.items]
        if group.points != group.uncapped:
            capped = Words(f"{group.name.zh}以 {group.cap:g} 分为限", f"{group.name.en}: at most {group.cap:g}")
            rows.append((None, capped, None, None, None, group.points, None))
    rows += [(None, Words("一票否决", "veto"), None, None, None, None, _veto_words(veto)) for veto in each.vetoes]
    grade = grade_words(each) or UNGRADED
    rows.append((None, grade, None, None, None, each.score, each.remark))
    when = period_words(bulletin.period)
    title = Words(f"{each.unit.name}　{when.zh}得分", f"Score of {each.unit.name}, {when.en}")
    return Table(title, columns, tuple(rows))


def _veto_words(veto: Veto) -> Words:
    state = Words("已签批", "signed off") if veto.approved else Words("待签批", "awaiting sign-off")
    return Words(f"{veto.reason}（{veto.record}，{state.zh}）", f"{veto.reason} ({veto.record}, {state.en})")


def _steps(each: Explanation) -> Iterator[tuple[Words, Words]]:
    bulletin, result, indicator = each.bulletin, each.result, each.indicator
    span = f"{bulletin.period.start}—{bulletin.until}"
    source = short(bulletin.data_revision) if bulletin.data_revision else ""
    yield (
        Words("统计期", "period"),
        Words(
            f"{span}，{each.length} 天；台账" + (f"取自版本 {source}" if source else "取自现在的文件"),
            f"{span}, {each.length} days; ledgers " + (f"of revision {source}" if source else "as on disk now"),
        ),
    )
    for stint in each.stints:
        cover = Words(f"（代 {stint.covering}）", f" (for {stint.covering})") if stint.covering else Words("", "")
        yield (
            Words("负责网格", "served"),
            Words(
                f"{stint.grid_code}：{stint.first} 至 {stint.last}，{stint.days} 天{cover.zh}",
                f"{stint.grid_code}: {stint.first} to {stint.last}, {stint.days} days{cover.en}",
            ),
        )
    if result.reason is not None:
        yield Words("不适用", "not applicable"), result.reason
    if result.value is not None:
        shown = f"{shown_amount(result.numerator):g} ÷ {shown_amount(result.denominator):g} = {result.value:.2%}"
        yield Words("分子 ÷ 分母", "num. ÷ denom."), Words(shown, shown)
        if result.small:
            yield (
                Words("样本", "sample"),
                Words(
                    f"不足 {indicator.minimum_sample} 个，得分仅供参考",
                    f"fewer than {indicator.minimum_sample}: take the score as a hint",
                ),
            )
        yield Words("达标程度", "of target"), _share(each)
    if result.share is not None:
        yield from _points(each)


def _share(each: Explanation) -> Words:
    result, target = each.result, each.bulletin.basis.target(each.indicator.code)
    assert result.share is not None
    if each.indicator.direction == "up":
        text = f"min(1, {result.value:.2%} ÷ {target:g}) = {result.share:.4f}"
        return Words(text, text)
    worst = target * WORST
    zh = f"目标 ≤{target:.0%} 得满分，{worst:.0%} 起得零分，其间按比例 = {result.share:.4f}"
    en = f"full up to {target:.0%}, nothing from {worst:.0%} on, in proportion between = {result.share:.4f}"
    return Words(zh, en)


def _points(each: Explanation) -> Iterator[tuple[Words, Words]]:
    result, planned = each.result, each.bulletin.basis.weight(each.indicator.code)
    if not planned:
        yield Words("权重", "weight"), Words("0，只显示，不计分", "0: shown, not scored")
        return
    if abs(planned - result.weight) < _ROUNDING:
        weight = Words(f"{planned:g}", f"{planned:g}")
    else:
        sum_ = f"{planned:g} × 100 ÷ {each.applying:g} = {result.weight:.2f}"
        weight = Words(f"{sum_}（不适用指标的权重按比例分摊）", f"{sum_} (weights that do not apply are shared out)")
    yield Words("权重", "weight"), weight
    text = f"{result.weight:.2f} × {result.share:.4f} = {result.score or 0:.2f}"
    yield Words("得分", "score"), Words(text, text)


def _short(amount: float) -> float:
    return int(amount) if amount == int(amount) else round(amount, 2)
