"""The tables of a bulletin: totals, ranking, and the evidence behind every figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridctl.assess.units import UNIT_WORDS, code_words
from gridctl.findings.table import Table, TableColumn, Words, listed
from gridctl.schema.col import INTERNAL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gridctl.assess.bulletin import Bulletin, UnitScore
    from gridctl.findings.table import Cell

_ABOUT_WORDS = {"grid": Words("网格员", "staff"), "staff": Words("负责网格", "grids")}
_IN = Words("计入分子", "in numerator")
_OUT = Words("仅计入分母", "denominator only")
_ADJUSTED = (
    TableColumn("base", "指标得分", "by indicators", "number"),
    TableColumn("adjusted", "加减分", "bonus and deductions", "number"),
)
_NO_EARLIER = Words("无上期", "no earlier period")
_REMARK = (TableColumn("remark", "说明", "remark", width=24),)
_SINCE = (TableColumn("year_change", "较去年", "on the year", "number"),)


def totals_table(bulletin: Bulletin) -> Table:
    """The community's numbers beside those of the period before."""
    columns = (
        TableColumn("item", "项目", "item", width=24),
        TableColumn("value", "本期", "this period", "count"),
        TableColumn("previous", "上期", "before", "count"),
        TableColumn("change", "增减", "change", "count"),
    )
    rows = tuple(
        (each.name, each.value, _NO_EARLIER, None)
        if each.previous is None
        else (each.name, each.value, each.previous, each.value - each.previous)
        for each in bulletin.totals
    )
    return Table(Words("基本情况", "The community in figures"), columns, rows)


def ranking_table(bulletin: Bulletin) -> Table:
    """The units, best first, with their scored indicators, grade and movement."""
    scored = [code for code in bulletin.basis.indicators if bulletin.basis.weight(code)]
    unit = UNIT_WORDS[bulletin.by]
    about = _ABOUT_WORDS.get(bulletin.by, Words("", ""))
    changed = any(each.adjusted for each in bulletin.units)
    remarked = any(_remark(each) for each in bulletin.units)
    year = bulletin.year_ago
    columns = (
        TableColumn("rank", "名次", "rank", "count", width=6),
        TableColumn("code", *code_words(bulletin.by), width=20),
        TableColumn("name", unit.zh, unit.en, sens=INTERNAL),
        TableColumn("about", about.zh, about.en, sens=INTERNAL),
        *(
            TableColumn(code, *each.title, "percent")
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
            listed(each.unit.about) if each.unit.about else None,
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


def evidence_table(bulletin: Bulletin) -> Table:
    """Every record behind every figure, by indicator and unit; records of no unit stand under the community."""
    unit = UNIT_WORDS[bulletin.by]
    columns = (
        TableColumn("indicator", "指标", "indicator", width=8),
        TableColumn("code", *code_words(bulletin.by), width=20),
        TableColumn("name", unit.zh, unit.en, sens=INTERNAL),
        TableColumn("record", "记录编号", "record", width=30),
        TableColumn("counted", "计入", "counted"),
    )
    note = Words(
        "每个分子、分母都由下列记录数得。用 gridctl show 加记录编号查看记录。",
        "Every numerator and denominator is the number of these records. Look one up with gridctl show.",
    )
    return Table(Words("佐证", "Evidence"), columns, tuple(_evidence_rows(bulletin)), notes=(note,))


def grade_words(each: UnitScore) -> Words | None:
    """A unit's grade, or None where it has no score."""
    return each.grade.words if each.grade else None


def _remark(each: UnitScore) -> Words | None:
    """Why the grade is not the one by the score, or that a veto waits for somebody to sign it off."""
    if each.remark is None and any(not veto.approved for veto in each.vetoes):
        return Words("一票否决待签批", "veto awaiting sign-off")
    return each.remark


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
