"""What a change of catalogue, windows, records or staff changes in the lists of a period."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from gridctl.findings.table import Table, TableColumn, Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gridctl.findings.table import Cell
    from gridctl.work.task import Lists, Task

Kind = Literal["added", "removed", "moved", "handed_over"]
KINDS: dict[Kind, Words] = {
    "added": Words("新增", "added"),
    "removed": Words("减少", "removed"),
    "moved": Words("改期", "moved"),
    "handed_over": Words("换人", "handed over"),
}


@dataclass(frozen=True, slots=True)
class TaskChange:
    """One task that differs: as it was, as it is, or both. Its due day, its latest day or its worker differs."""

    kind: Kind
    old: Task | None
    new: Task | None

    @property
    def task(self) -> Task:
        """The task as it is, or as it was when it is gone."""
        found = self.new or self.old
        assert found is not None
        return found


def compare(old: Lists, new: Lists) -> list[TaskChange]:
    """The tasks that differ between two lists, in the order of their days; states are not compared."""
    before, after = ({each.id: each for each in lists.tasks} for lists in (old, new))
    found = [TaskChange("removed", task, None) for key, task in before.items() if key not in after]
    for key, task in after.items():
        was = before.get(key)
        if was is None:
            found.append(TaskChange("added", None, task))
        elif (was.due, was.until) != (task.due, task.until):
            found.append(TaskChange("moved", was, task))
        elif was.staff_no != task.staff_no:
            found.append(TaskChange("handed_over", was, task))
    return sorted(found, key=lambda each: (each.task.due, each.task.matter_code, each.task.staff_no, each.task.id))


_SUMMARY = (
    TableColumn("staff_no", "网格员", "worker", width=8),
    TableColumn("matter_code", "事项编码", "matter code", width=9),
    TableColumn("matter", "事项", "matter", width=24),
    *(TableColumn(kind, words.zh, words.en, "count", 6) for kind, words in KINDS.items()),
)
_CHANGES = (
    TableColumn("kind", "变化", "change", width=6),
    TableColumn("was", "原计划", "was due", "date", 11),
    TableColumn("due", "现计划", "due", "date", 11),
    TableColumn("was_worker", "原网格员", "was with", width=9),
    TableColumn("worker", "网格员", "worker", width=9),
    TableColumn("matter_code", "事项编码", "matter code", width=10),
    TableColumn("duty", "任务小项", "duty", width=28),
    TableColumn("target", "对象", "target", width=15),
    TableColumn("id", "任务编号", "task id", width=15),
)


def summary(changes: Iterable[TaskChange]) -> Table:
    """A row a worker and matter with how many tasks changed in which way."""
    counts: Counter[tuple[str, str, Kind]] = Counter()
    names: dict[str, str] = {}
    for each in changes:
        names[each.task.matter_code] = each.task.matter
        counts[each.task.staff_no, each.task.matter_code, each.kind] += 1
    pairs = sorted({(staff, matter) for staff, matter, _ in counts})
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (staff, matter, names[matter], *(counts[staff, matter, kind] for kind in KINDS)) for staff, matter in pairs
    )
    return Table(Words("清单变化", "Changes of the lists"), _SUMMARY, rows)


def details(changes: Iterable[TaskChange]) -> Table:
    """A row a task that differs."""
    rows = tuple(
        (
            KINDS[each.kind], each.old.due if each.old else None, each.new.due if each.new else None,
            each.old.staff_no if each.old else "", each.new.staff_no if each.new else "", each.task.matter_code,
            each.task.duty, each.task.target, each.task.id,
        )
        for each in changes
    )  # fmt: skip
    return Table(Words("逐项变化", "Task by task"), _CHANGES, rows)


def data(changes: Iterable[TaskChange]) -> list[Mapping[str, str]]:
    """The changes for machines."""
    return [
        {
            "change": each.kind, "id": each.task.id, "matter_code": each.task.matter_code, "duty": each.task.duty,
            "target_table": each.task.target_table, "target": each.task.target,
            "old_due": str(each.old.due) if each.old else "", "due": str(each.new.due) if each.new else "",
            "old_staff_no": each.old.staff_no if each.old else "", "staff_no": each.new.staff_no if each.new else "",
        }
        for each in changes
    ]  # fmt: skip
