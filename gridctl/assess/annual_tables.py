"""The year's appraisal as tables: everybody's, and one person's parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridctl.assess.grading import UNGRADED
from gridctl.assess.quarters import sources
from gridctl.findings.table import Table, TableColumn, Words, listed
from gridctl.schema.col import INTERNAL

if TYPE_CHECKING:
    from gridctl.assess.annual import Annual, YearScore
    from gridctl.text.periods import Period


def year_table(annual: Annual) -> Table:
    """Everybody's score of the year, with the points of each part out of 100."""
    named = annual.staff[0].parts if annual.staff else ()
    columns = (
        TableColumn("rank", "名次", "rank", "count"),
        TableColumn("staff_no", "工号", "staff no."),
        TableColumn("name", "网格员", "staff", sens=INTERNAL),
        TableColumn("score", "年度得分", "score", "number"),
        TableColumn("grade", "等次", "grade"),
        *(TableColumn(each.key, each.name.zh, each.name.en, "number") for each in named),
        TableColumn("remark", "说明", "remark", width=20),
    )
    rows = tuple(
        (
            each.rank,
            each.unit.code,
            each.unit.name,
            each.score,
            each.grade.words if each.grade else None,
            *(None if part.points is None else round(part.points, 2) for part in each.parts),
            each.remark,
        )
        for each in annual.staff
    )
    year = annual.year.start.year
    told = sources(annual.quarters)
    note = Words(
        f"计入的通报：{told.zh}。空格为没有打分，其权重按比例分摊到其他部分。",
        f"Bulletins counted: {told.en}. An empty cell was not scored; its weight goes to the other parts.",
    )
    return Table(Words(f"{year}年度考评", f"Appraisal of {year}"), columns, rows, footer=(note,))


def parts_table(each: YearScore, year: Period) -> Table:
    """One person's year, part by part, with what each comes from."""
    columns = (
        TableColumn("part", "部分", "part"),
        TableColumn("points", "分值", "points", "number"),
        TableColumn("weight", "权重", "weight", "number"),
        TableColumn("score", "得分", "score", "number"),
        TableColumn("sources", "来源", "from", width=40),
    )
    rows = tuple(
        (
            part.name,
            None if part.points is None else round(part.points, 2),
            round(part.weight, 2),
            None if part.score is None else round(part.score, 2),
            listed(part.sources) if part.sources else None,
        )
        for part in each.parts
    )
    grade = each.grade.words if each.grade else UNGRADED
    title = Words(f"{each.unit.name}　{year.start.year}年度", f"{each.unit.name}, {year.start.year}")
    last = (grade, None, None, each.score, each.remark)
    return Table(title, columns, (*rows, last))
