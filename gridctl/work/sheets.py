"""The three lists as tables, to be shown or printed: 任务清单, 责任清单, 时限清单."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from gridctl.findings.coded import coded, coded_list
from gridctl.findings.table import Table, TableColumn, Words
from gridctl.schema.codelists import code_list
from gridctl.schema.col import INTERNAL, PERSONAL
from gridctl.work.deadlines import STEPS
from gridctl.work.task import PARTIES, STATES, Lists, StepLimit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gridctl.findings.table import Cell
    from gridctl.text.periods import Period

_SIGNATURE = Words(
    "网格员签字：____________    社区审核：____________    日期：____年__月__日",
    "Worker: ____________    Community: ____________    Date: ____________",
)

_TASKS = (
    TableColumn("due", "计划日期", "due", "date", 11),
    TableColumn("until", "最迟日期", "latest", "date", 11),
    TableColumn("staff_no", "网格员", "worker", width=10, sens=INTERNAL),
    TableColumn("grid_code", "网格", "grid", width=17),
    TableColumn("situation", "情形", "situation", width=8),
    TableColumn("matter_code", "事项编码", "matter code", width=10),
    TableColumn("duty", "任务小项", "duty", width=30),
    TableColumn("object", "单位或部位", "place or body", width=18),
    TableColumn("name", "居民", "resident", width=8, sens=PERSONAL, mask="name"),
    TableColumn("place", "地址", "address", width=30, sens=PERSONAL, mask="address"),
    TableColumn("state", "状态", "state", width=11),
    TableColumn("done_on", "完成日期", "done on", "date", 11),
    TableColumn("id", "任务编号", "task id", width=15),
)
# What fits a screen of 80 columns, and how wide; the place or body stands after the duty there. Of many workers' tasks
# residents' names find no room: the address tells whom to ask for, the id which task it is.
_ON_SCREEN = {"id": 7, "due": 5, "staff_no": 6, "state": 10, "duty": 20, "place": 16}
# Two of its headings would be wider than what is below them.
_SHORT = {"id": ("编号", "task"), "due": ("日期", "due")}
_OF_ONE_WORKER = {"id": 7, "due": 5, "state": 10, "duty": 24, "name": 6, "place": 14}
_RESPONSIBILITIES = (
    TableColumn("matter_code", "事项编码", "matter code", width=10),
    TableColumn("domain", "领域", "domain", width=20),
    TableColumn("matter", "事项", "matter", width=28),
    TableColumn("worker", "网格员", "worker", width=16),
    TableColumn("community", "社区", "community", width=16),
    TableColumn("subdistrict", "街道", "subdistrict", width=16),
    TableColumn("department", "部门", "department", width=16),
    TableColumn("lead_department", "牵头部门", "lead department", width=22),
)
_DEADLINES = (
    TableColumn("matter_code", "事项编码", "matter code", width=10),
    TableColumn("matter", "事项", "matter", width=28),
    TableColumn("situation", "情形", "situation", width=8),
    TableColumn("profile", "时限档", "profile", width=8),
    *(
        TableColumn(step, code_list("case_step").item(step).zh, code_list("case_step").item(step).en, width=13)
        for step in STEPS
    ),
    TableColumn("late", "处置逾期", "when handling is late", width=40),
)
_UNITS = {"minute": Words("分钟", "min"), "hour": Words("小时", "h"), "workday": Words("工作日", "working days")}


def tables(lists: Lists) -> tuple[Table, Table, Table]:
    """The lists of tasks, responsibilities and deadlines as tables, each with a line for signatures."""
    said = _said_once(lists)
    named = _period(lists.period)
    notes = (
        Words(f"期间：{named.zh}  截至：{lists.as_of}", f"period: {named.en}  as of: {lists.as_of}"),
        *_whose(lists, said),
    )
    columns = tuple(each for each in _TASKS if each.key not in said)
    return (
        Table(Words("任务清单", "Tasks"), columns, tuple(_task_rows(lists, columns)), notes, (_SIGNATURE,)),
        Table(
            Words("责任清单", "Responsibilities"), _RESPONSIBILITIES, tuple(_responsibility_rows(lists)), notes,
            (_SIGNATURE,),
        ),
        Table(
            Words("时限清单", "Deadlines"), _DEADLINES, tuple(_deadline_rows(lists.deadlines)),
            (*notes, *_late_notes(lists.deadlines)), (_SIGNATURE,),
        ),
    )  # fmt: skip


def screen(lists: Lists) -> Table:
    """The list of tasks with the columns a screen has room for; of ids what they begin with, enough to name one."""
    full = tables(lists)[0]
    at = {column.key: number for number, column in enumerate(full.columns)}
    widths = _ON_SCREEN if "staff_no" in at else _OF_ONE_WORKER
    kept = [at[key] for key in widths]
    rows = []
    for task, row in zip(lists.tasks, full.rows, strict=True):
        # The grid a whole list is about need not be told in its rows.
        body = "" if task.target_table == "grids" and "grid_code" not in at else row[at["object"]]
        told: dict[int, Cell] = {at["duty"]: f"{task.duty} · {body}" if body else task.duty, at["id"]: task.id[:7]}
        if lists.period.start.year == lists.period.end.year:
            told[at["due"]] = f"{task.due:%m-%d}"
        rows.append(tuple(told.get(number, row[number]) for number in kept))
    columns = tuple(_on_screen(full.columns[at[key]], width) for key, width in widths.items())
    return Table(full.title, columns, tuple(rows), full.notes)


def _on_screen(column: TableColumn, width: int) -> TableColumn:
    zh, en = _SHORT.get(column.key, (column.zh, column.en))
    return replace(column, width=width, zh=zh, en=en)


def _period(about: Period) -> Words:
    if about.start == about.end:
        return Words(str(about.start), str(about.start))
    span = f"{about.start}—{about.end}"
    # Days are a period's own name already.
    return Words(span, span) if ".." in about.label else Words(f"{about.label}（{span}）", f"{about.label} ({span})")


def _said_once(lists: Lists) -> dict[str, str]:
    """The worker and the grid that all tasks have in common: said above the list instead of in every row."""
    found = {}
    for key in ("staff_no", "grid_code"):
        values = {getattr(each, key) for each in lists.tasks}
        if len(values) == 1 and "" not in values:
            (found[key],) = values
    # A grid's list without its workers would not say who is to go.
    return found if "staff_no" in found else {}


def _whose(lists: Lists, said: Mapping[str, str]) -> tuple[Words, ...]:
    """Whose list it is, and of which grid, where that is one."""
    if "staff_no" not in said:
        return ()
    worker = f"{said['staff_no']} {lists.workers.get(said['staff_no'], '')}".strip()
    zh, en = f"网格员：{worker}", f"worker: {worker}"
    if code := said.get("grid_code"):
        grid = f"{lists.grids.get(code, '')} {code}".strip()
        zh, en = f"{zh}  网格：{grid}", f"{en}  grid: {grid}"
    return (Words(zh, en),)


def _task_rows(lists: Lists, columns: Iterable[TableColumn]) -> Iterable[tuple[Cell, ...]]:
    for each in lists.tasks:
        special: dict[str, Cell] = {
            "situation": coded("situation", each.situation),
            "state": STATES[each.state],
            "object": "" if each.of_resident else each.name,
            "name": each.name if each.of_resident else "",
        }
        yield tuple(special[column.key] if column.key in special else getattr(each, column.key) for column in columns)


def _responsibility_rows(lists: Lists) -> Iterable[tuple[Cell, ...]]:
    for code, rows in groupby(lists.responsibilities, key=lambda each: each.matter_code):
        listed = list(rows)
        parts = {each.party: coded_list("staff_matter_role", each.roles) for each in listed}
        yield (
            code,
            coded("matter_domain", listed[0].domain),
            listed[0].matter,
            *(parts.get(party, "") for party in PARTIES),
            listed[0].department,
        )


def _deadline_rows(limits: Iterable[StepLimit]) -> Iterable[tuple[Cell, ...]]:
    for (code, situation, profile), rows in groupby(
        limits, key=lambda each: (each.matter_code, each.situation, each.profile)
    ):
        listed = {each.step: each for each in rows}
        yield (
            code,
            listed["handle"].matter,
            coded("situation", situation),
            coded("deadline_profile", profile),
            *(_amount(listed[step]) for step in STEPS),
            _late(listed["handle"]),
        )


def _late_notes(limits: Iterable[StepLimit]) -> tuple[Words, ...]:
    """What happens when each of the steps is late, once."""
    words = {each.step: each.late for each in limits}
    listed = [(code_list("case_step").item(step), words[step]) for step in STEPS if step in words]
    if not listed:
        return ()
    return (
        Words(
            "逾期：" + "；".join(f"{step.zh}—{late.zh}" for step, late in listed),
            "When late: " + "; ".join(f"{step.en}: {late.en}" for step, late in listed),
        ),
    )


def _amount(each: StepLimit) -> Words:
    if each.unit == "workday" and not each.amount:
        return Words("当日", "same day")
    unit = _UNITS[each.unit]
    return Words(f"{each.amount:g}{unit.zh}", f"{each.amount:g} {unit.en}")


def _late(each: StepLimit) -> Words:
    cards = []
    if each.yellow is not None:
        cards.append(Words(f"满{each.yellow:g}个工作日黄牌", f"yellow card after {each.yellow:g} working days"))
    if each.red == 0:
        cards.append(Words("逾时即红牌", "red card at once"))
    elif each.red is not None:
        cards.append(Words(f"满{each.red:g}个工作日红牌", f"red card after {each.red:g} working days"))
    return Words("，".join(card.zh for card in cards), ", ".join(card.en for card in cards))
