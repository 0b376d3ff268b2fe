"""The bulletin on a terminal of 80 columns: the ranking and the indicators, with bars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridctl.assess.indicator_tables import shown_amount, target_text
from gridctl.assess.tables import grade_words
from gridctl.assess.units import UNIT_WORDS
from gridctl.findings.table import Table, TableColumn, Words
from gridctl.schema.col import INTERNAL

if TYPE_CHECKING:
    from gridctl.assess.bulletin import Bulletin

_CHANGE = (TableColumn("change", "较上期", "change"),)
_BLOCK, _REST, _BARS = "█", "·", 10


def terminal_table(bulletin: Bulletin) -> Table:
    """The ranking in a few columns, with a bar for each score."""
    unit = UNIT_WORDS[bulletin.by]
    listed = (*bulletin.units, bulletin.community)
    columns = (
        TableColumn("rank", "名次", "rank", "count"),
        TableColumn("name", unit.zh, unit.en, sens=INTERNAL),
        TableColumn("score", "得分", "score", "number"),
        TableColumn("bar", "", ""),
        TableColumn("grade", "等次", "grade"),
        *_CHANGE[: int(any(each.change is not None for each in listed))],
    )
    rows = tuple(
        (each.rank, each.unit.name, each.score, _bar(each.score), grade_words(each), _signed(each.change))[
            : len(columns)
        ]
        for each in listed
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
        ratio = f"{shown_amount(each.numerator):g}/{shown_amount(each.denominator):g}" if each.denominator else "-"
        score = None if each.score is None else round(each.score, 1)
        rows.append((code, indicator.name, each.value, bar, ratio, target_text(bulletin, code), score))
    return Table(Words("指标完成情况", "Results by indicator"), columns, tuple(rows))


def _bar(score: float | None) -> str:
    if score is None:
        return ""
    full = round(score / 100 * _BARS)
    return _BLOCK * full + _REST * (_BARS - full)


def _signed(value: float | None) -> str | None:
    return None if value is None else f"{value:+.2f}"
