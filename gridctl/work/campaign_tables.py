"""The situation report of a campaign as tables, and for machines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gridctl.findings.table import Table, TableColumn, Words
from gridctl.schema.col import PERSONAL
from gridctl.work.task import STATES

if TYPE_CHECKING:
    from gridctl.findings.table import Cell
    from gridctl.work.campaigns import Situation

_FACTS = (TableColumn("item", "项目", "item", width=24), TableColumn("count", "数量", "count", "count", 10))
_CLASSES = (
    TableColumn("question", "问题", "question", width=30),
    TableColumn("answer", "类别", "class", width=20),
    TableColumn("count", "数量", "count", "count", 8),
)
_GRIDS = (
    TableColumn("grid_code", "网格", "grid", width=17),
    TableColumn("targets", "应排查", "targets", "count", 8),
    TableColumn("reached", "已排查", "reached", "count", 8),
    TableColumn("rate", "完成率", "rate", "percent", 8),
)
_DAYS = (
    TableColumn("day", "日期", "day", "date", 11),
    TableColumn("reached", "当日", "that day", "count", 8),
    TableColumn("total", "累计", "in all", "count", 8),
)
_MISSING = (
    TableColumn("due", "计划日期", "due", "date", 10),
    TableColumn("staff_no", "网格员", "worker", width=7),
    TableColumn("grid_code", "网格", "grid", width=15),
    TableColumn("state", "状态", "state", width=9),
    TableColumn("name", "对象", "target", width=10, sens=PERSONAL, mask="name"),
    TableColumn("place", "地址", "address", width=20, sens=PERSONAL, mask="address"),
)


def situation_tables(found: Situation) -> tuple[Table, ...]:
    """The report as tables: figures, classes, grids, days, and who is still missing."""
    campaign = found.campaign
    notes = (
        Words(
            f"{campaign.first_day}—{campaign.last_day}  截至：{found.as_of}  部署：{campaign.declared_by or ''}",
            f"{campaign.first_day}—{campaign.last_day}  as of: {found.as_of}  by: {campaign.declared_by or ''}",
        ),
    )
    facts: tuple[tuple[Cell, ...], ...] = (
        (Words("应排查", "targets"), found.targets),
        (Words("已排查", "reached"), found.reached),
        (Words("今日排查", "reached that day"), next((d.reached for d in found.days if d.day == found.as_of), 0)),
        (Words("未遇", "not met"), found.not_met),
        (Words("免办", "excused"), found.excused),
        (Words("尚缺", "still missing"), len(found.missing)),
        (Words("发现隐患", "hazards"), found.hazards),
        (Words("收集诉求", "needs"), found.needs),
    )
    name = campaign.name or campaign.code or ""
    classes = tuple((each.question, answer, count) for each in found.answers for answer, count in each.classes)
    grids = tuple(
        (found.grids.get(grid, grid), of, done, done / of if of else 0.0) for grid, (done, of) in found.by_grid.items()
    )
    missing = tuple(
        (
            each.due, each.staff_no, found.grids.get(each.grid_code, each.grid_code), STATES[each.state], each.name,
            each.place,
        )
        for each in found.missing
    )  # fmt: skip
    return (
        Table(Words(f"{name}情况日报", f"{name}: daily situation"), _FACTS, facts, notes),
        Table(Words("分类统计", "By class"), _CLASSES, classes),
        Table(Words("各网格进度", "By grid"), _GRIDS, grids),
        Table(Words("逐日进度", "By day"), _DAYS, tuple((each.day, each.reached, each.total) for each in found.days)),
        Table(Words("尚缺名单", "Still missing"), _MISSING, missing),
    )


def situation_data(found: Situation) -> dict[str, Any]:
    """The report for machines; those missing by the keys of their records, without names."""
    return {
        "campaign": found.campaign.code, "name": found.campaign.name, "as_of": str(found.as_of),
        "targets": found.targets, "reached": found.reached, "not_met": found.not_met, "hazards": found.hazards,
        "needs": found.needs, "excused": found.excused,
        "by_grid": [{"grid_code": k, "reached": done, "targets": of} for k, (done, of) in found.by_grid.items()],
        "days": [{"day": str(each.day), "reached": each.reached, "total": each.total} for each in found.days],
        "answers": [
            {"question": each.question, "counts": each.counts, "other": each.other, "answered": each.answered,
             "unanswered": each.unanswered}
            for each in found.answers
        ],
        "missing": [
            {"staff_no": each.staff_no, "grid_code": each.grid_code, "target_table": each.target_table,
             "target": each.target, "due": str(each.due), "state": each.state}
            for each in found.missing
        ],
    }  # fmt: skip
