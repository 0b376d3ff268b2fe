"""The derived table ``tasks``: one row a task of the period last derived, read by indicators and queries."""

from __future__ import annotations

from gridctl.work.derived import DerivedTable

# Name: SQL type, what it holds (zh, en).
TASK_COLUMNS: dict[str, tuple[str, str, str]] = {
    "id": ("VARCHAR", "任务编号", "task id, stable"),
    "staff_no": ("VARCHAR", "承担任务的网格员工号，空为无人承担", "staff number; null when nobody serves the grid"),
    "grid_code": ("VARCHAR", "网格编码", "grid code"),
    "matter_code": ("VARCHAR", "事项编码", "matter code"),
    "duty": ("VARCHAR", "任务小项", "duty of the matter"),
    "situation": ("VARCHAR", "情形：routine、major、emergency", "situation: routine, major, emergency"),
    "frequency": ("VARCHAR", "频次，窗口期任务为 window", "frequency; window for tasks of declared windows"),
    "target_table": ("VARCHAR", "对象所在表", "table of the target"),
    "target": ("VARCHAR", "对象的编号或编码", "key of the target in that table"),
    "due": ("DATE", "计划日期", "planned day"),
    "until": ("DATE", "按时完成的最后一天", "last day that counts as on time"),
    "opens": ("DATE", "从哪天起的走访算数", "first day from which a visit counts"),
    "closes": ("DATE", "到哪天止的走访算数", "last day on which a visit counts"),
    "window_no": ("VARCHAR", "窗口编号", "window the task belongs to"),
    "state": (
        "VARCHAR",
        "状态：done、done_late、excused、due、overdue_yellow、overdue_red",
        "state: done, done_late, excused, due, overdue_yellow, overdue_red",
    ),
    "done_by": ("VARCHAR", "完成任务的走访或事件编号", "id of the visit or case that proves it"),
    "done_on": ("DATE", "完成日期", "day of that visit or case"),
    "excuse": ("VARCHAR", "免办原因，见编码表 excuse_reason", "why it need not be done: code list excuse_reason"),
    "excused_by": ("VARCHAR", "免办依据的记录编号", "ids of the records that say so"),
    "campaign": ("VARCHAR", "专项编码", "campaign the task belongs to"),
}
TASKS_TABLE = DerivedTable("tasks", "任务", "tasks", TASK_COLUMNS)
