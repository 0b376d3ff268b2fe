"""The lists cut to some of their tasks: one for each worker, or what is asked for."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gridctl.work.task import Lists, Task


def per_worker(lists: Lists) -> Iterator[tuple[str, Lists]]:
    """Each worker's number with their own lists, by number; tasks that nobody has come last, under ""."""
    ordered = sorted(lists.tasks, key=lambda each: (not each.staff_no, each.staff_no))
    for staff_no, listed in groupby(ordered, key=lambda each: each.staff_no):
        yield staff_no, replace(cut_to(lists, tuple(listed)), findings=())


def cut_to(lists: Lists, tasks: tuple[Task, ...]) -> Lists:
    """These tasks with the responsibilities of their matters and the limits that hold for them."""
    matters = {each.matter_code for each in tasks}
    pairs = {(each.matter_code, each.situation) for each in tasks}
    return replace(
        lists,
        tasks=tasks,
        responsibilities=tuple(each for each in lists.responsibilities if each.matter_code in matters),
        deadlines=tuple(each for each in lists.deadlines if (each.matter_code, each.situation) in pairs),
    )
