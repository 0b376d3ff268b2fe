"""The lists cut into one for each worker."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gridctl.work.task import Lists


def per_worker(lists: Lists) -> Iterator[tuple[str, Lists]]:
    """Each worker's number with their own lists, by number; tasks that nobody has come last, under ""."""
    ordered = sorted(lists.tasks, key=lambda each: (not each.staff_no, each.staff_no))
    for staff_no, listed in groupby(ordered, key=lambda each: each.staff_no):
        tasks = tuple(listed)
        matters = {each.matter_code for each in tasks}
        pairs = {(each.matter_code, each.situation) for each in tasks}
        yield (
            staff_no,
            replace(
                lists,
                tasks=tasks,
                responsibilities=tuple(each for each in lists.responsibilities if each.matter_code in matters),
                deadlines=tuple(each for each in lists.deadlines if (each.matter_code, each.situation) in pairs),
                findings=(),
            ),
        )
