"""One matter with what it comes to: its duties, how many records each reaches, and its tasks of a period by state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gridctl.findings.coded import coded, coded_list
from gridctl.findings.table import Table, TableColumn, Words, listed
from gridctl.schema.reading import plain
from gridctl.work.admission import admitted
from gridctl.work.planning import Narrow, plan
from gridctl.work.task import STATES

if TYPE_CHECKING:
    from gridctl.findings.table import Cell
    from gridctl.schema.matter import Admission, Matter
    from gridctl.store.workspace import Workspace
    from gridctl.text.periods import Period

_FACTS = (TableColumn("field", "项目", "field", width=14), TableColumn("value", "内容", "value", width=56))
_ITEMS = (
    TableColumn("situation", "情形", "situation", width=6),
    TableColumn("item", "任务小项", "item", width=24),
    TableColumn("frequency", "频次", "frequency", width=12),
    TableColumn("target", "对象", "target", width=8),
    TableColumn("targets", "对象数", "targets", "count", 6),
    TableColumn("tasks", "本季任务", "tasks", "count", 8),
)


def matter_data(ws: Workspace, matter: Matter, period: Period) -> dict[str, Any]:
    """The matter's fields, its tasks in a period by item and by state, and why it may not be assigned, if so."""
    planned = plan(ws, period, as_of=ws.today, narrow=Narrow(matter=matter.code or ""))
    index = planned.index
    items = {
        (situation, item): (targets, tasks)
        for situation, item, targets, tasks in index.sql(
            "select situation, duty, count(distinct target), count(*) from plan_tasks group by all"
        )
    }
    states = dict(index.sql("select state, count(*) from plan_states group by all order by 1"))
    days, note = admitted(matter, period)
    return {
        "matter": plain(matter),
        "period": period.label,
        "admitted": days is not None,
        "refused": note.code if note is not None and days is None else None,
        "items": [
            {
                "situation": each.situation, "item": each.item, "frequency": each.frequency, "target": each.target,
                "targets": items.get((each.situation, each.item), (0, 0))[0],
                "tasks": items.get((each.situation, each.item), (0, 0))[1],
            }
            for each in matter.duties
        ],
        "states": states,
    }  # fmt: skip


def matter_tables(matter: Matter, data: dict[str, Any]) -> tuple[Table, Table]:
    """The matter's facts, and a row an item."""
    grant = matter.admission
    roles = matter.roles
    states = [(STATES[key], count) for key, count in data["states"].items()]
    facts: list[tuple[Cell, ...]] = [
        (Words("领域", "domain"), coded("matter_domain", matter.domain or "")),
        (Words("牵头部门", "lead department"), matter.lead_department or ""),
        (Words("网格员职责", "worker"), coded_list("staff_matter_role", roles.worker if roles else [])),
        (Words("社区职责", "community"), coded_list("staff_matter_role", roles.community if roles else [])),
        (Words("街道职责", "subdistrict"), coded_list("staff_matter_role", roles.subdistrict if roles else [])),
        (Words("部门职责", "department"), coded_list("staff_matter_role", roles.department if roles else [])),
        (Words("佐证材料", "evidence"), listed(matter.evidence)),
        (Words("完成标准", "done when"), matter.done_when or ""),
        (Words("准入", "admission"), f"{grant.approved_by or ''} {grant.doc_no or ''}".strip() if grant else ""),
        (Words("准入起止", "admitted"), _days(grant)),
        (
            Words("本季任务", "tasks this quarter"),
            Words(
                "，".join(f"{name.zh} {count}" for name, count in states) or "无",
                ", ".join(f"{name.en} {count}" for name, count in states) or "none",
            ),
        ),
    ]
    refused = data["refused"]
    if refused:
        facts.append((Words("不能派发", "may not be assigned"), refused))
    items = tuple(
        (
            coded("situation", each["situation"] or ""), each["item"] or "",
            coded("frequency", each["frequency"] or ""), coded("duty_target", each["target"] or ""),
            each["targets"], each["tasks"],
        )
        for each in data["items"]
    )  # fmt: skip
    title = f"{matter.code} {matter.name}"
    return Table(Words(title, title), _FACTS, tuple(facts)), Table(Words("任务", "Items"), _ITEMS, items)


def _days(grant: Admission | None) -> Words:
    """From when and until when a matter is admitted."""
    if grant is None or not (grant.valid_from or grant.valid_to):
        return Words("", "")
    first = Words(f"{grant.valid_from} 起", f"from {grant.valid_from}") if grant.valid_from else Words("", "")
    last = Words(f"至 {grant.valid_to}", f"until {grant.valid_to}") if grant.valid_to else Words("长期", "open-ended")
    return Words("，".join(filter(None, (first.zh, last.zh))), ", ".join(filter(None, (first.en, last.en))))
