"""A special campaign as of a day: reached, not met, missing; answers by class; a line a day. All from the visits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from gridctl.findings.table import Table, TableColumn, Words
from gridctl.schema.col import PERSONAL
from gridctl.work.planning import Narrow, plan
from gridctl.work.task import OPEN_STATES, STATES, Task

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from gridctl.findings.finding import Finding
    from gridctl.findings.table import Cell
    from gridctl.schema.campaign import Campaign
    from gridctl.store.workspace import Workspace

OTHER, ANSWERED = Words("（其他）", "(other)"), Words("已回答", "answered")
UNANSWERED = Words("（没有回答）", "(no answer)")
_SETTLED = ("done", "done_late")


@dataclass(frozen=True, slots=True)
class Answers:
    """One question with how many targets gave each of its choices, ``other`` answers, or any where it has no choices.

    Of a target asked twice the last answer counts; ``unanswered`` are those reached that gave none.
    """

    question: str
    counts: dict[str, int]
    other: int = 0
    answered: int | None = None
    unanswered: int = 0

    @property
    def classes(self) -> list[tuple[Cell, int]]:
        """Every class with its count, as they are printed."""
        found: list[tuple[Cell, int]] = [*self.counts.items()] if self.answered is None else [(ANSWERED, self.answered)]
        return found + [each for each in ((OTHER, self.other), (UNANSWERED, self.unanswered)) if each[1]]


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the report: reached that day, and up to it."""

    day: date
    reached: int
    total: int


@dataclass(frozen=True, slots=True)
class Situation:
    """The situation report of a campaign; ``missing`` are those still to be reached, ``grids`` names by code."""

    campaign: Campaign
    as_of: date
    targets: int
    reached: int
    not_met: int
    by_grid: dict[str, tuple[int, int]]
    days: tuple[Day, ...]
    answers: tuple[Answers, ...]
    hazards: int
    needs: int
    excused: int
    missing: tuple[Task, ...]
    grids: Mapping[str, str]
    findings: tuple[Finding, ...]


def report(ws: Workspace, campaign: Campaign, as_of: date) -> Situation:
    """The situation of a campaign as of a day."""
    from gridctl.text.periods import Period

    code = campaign.code or ""
    first, last = campaign.first_day or as_of, campaign.last_day or as_of
    planned = plan(ws, Period(code, first, max(first, last)), as_of=as_of, narrow=Narrow(campaign=code))
    tasks = [Task(*cast("Any", row)) for row in planned.rows()]
    index = planned.index
    by_grid: dict[str, tuple[int, int]] = {}
    for each in tasks:
        done, of = by_grid.get(each.grid_code, (0, 0))
        by_grid[each.grid_code] = (done + (each.state in _SETTLED), of + 1)
    per_day: dict[date, int] = {}
    for each in tasks:
        if each.done_on is not None:
            per_day[each.done_on] = per_day.get(each.done_on, 0) + 1
    days, total = [], 0
    for day in sorted(per_day):
        total += per_day[day]
        days.append(Day(day, per_day[day], total))
    visits = "visits where current and campaign = ? and visited_on <= ?"
    hazards, needs, not_met = index.sql(
        f"select coalesce(sum(len(hazards)), 0), coalesce(sum(len(needs)), 0), "  # noqa: S608 - own words
        f"count(distinct coalesce(target, house_code)) filter (mode = 'not_met') from {visits}",
        [code, as_of],
    )[0]
    return Situation(
        campaign, as_of, len(tasks), total, int(not_met), dict(sorted(by_grid.items())), tuple(days),
        tuple(_answers(ws, campaign, as_of, total)), int(hazards), int(needs),
        sum(each.state == "excused" for each in tasks), tuple(each for each in tasks if each.state in OPEN_STATES),
        dict(index.sql("select grid_code, name from grids where grid_code is not null and name is not null")),
        tuple(ws.locate(each) for each in planned.findings),
    )  # fmt: skip


def _answers(ws: Workspace, campaign: Campaign, as_of: date, reached: int) -> list[Answers]:
    rows = ws.index().sql(
        """select question, answer, count(*) from (
          select a.question, a.answer, coalesce(v.target, v.house_code, v.target_name, v.id) as target
          from visit_answers a join visits v on a.parent = v.id
          where v.current and v.campaign = ? and v.visited_on <= ? and a.question is not null and a.answer is not null
          qualify row_number() over (partition by a.question, target order by v.visited_on desc, v.id desc) = 1
        ) group by all""",
        [campaign.code, as_of],
    )
    given: dict[str, dict[str, int]] = {}
    for question, answer, count in rows:
        given.setdefault(question, {})[answer] = count
    found = []
    for each in campaign.questions:
        named = given.get(each.question or "", {})
        counts = {choice: named.pop(choice, 0) for choice in each.choices}
        rest = sum(named.values())
        # Free answers are people's own words: only how many there are is told.
        other, answered = (rest, None) if each.choices else (0, rest)
        silent = max(reached - rest - sum(counts.values()), 0)
        found.append(Answers(each.question or "", counts, other, answered, silent))
    return found


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
            each.due,
            each.staff_no,
            found.grids.get(each.grid_code, each.grid_code),
            STATES[each.state],
            each.name,
            each.place,
        )
        for each in found.missing
    )
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
