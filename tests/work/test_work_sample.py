"""The three lists of the project's own sample, a quarter with all three situations, line by line."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from golden_lists import same_as_golden, text_of

from gridctl.store.workspace import Workspace
from gridctl.text.periods import parse_period
from gridctl.work.lists import lists_for
from gridctl.work.sheets import tables

LEDGERS = Path(__file__).parents[2] / "ledgers"
# The grid that the storm struck; the other one's tasks are of the same kinds.
STRUCK = "513399001002001"
FIELDS = (
    "due", "until", "staff_no", "situation", "frequency", "matter_code", "duty", "target", "state", "done_by",
    "done_on", "excuse", "excused_by", "window_no", "campaign", "id",
)  # fmt: skip


@pytest.fixture(scope="module")
def lists(tmp_path_factory):
    folder = tmp_path_factory.mktemp("样例")
    shutil.copytree(LEDGERS, folder / "ledgers")
    return lists_for(Workspace.open(folder, today=date(2026, 9, 30)), parse_period("2026Q3"))


def test_the_tasks_of_a_grid(lists):
    own = [each for each in lists.tasks if each.grid_code.startswith(STRUCK)]
    assert {each.situation for each in own} == {"routine", "major", "emergency"}
    assert same_as_golden("tasks.tsv", text_of([getattr(each, name) for name in FIELDS] for each in own))


@pytest.mark.parametrize(("number", "name"), [(1, "responsibilities.tsv"), (2, "deadlines.tsv")])
def test_the_other_two_lists(lists, number, name):
    assert same_as_golden(name, text_of(tables(lists)[number].rows))


def test_every_state_and_every_kind_of_work_is_there(lists):
    states = {each.state for each in lists.tasks}
    assert states == {"done", "done_late", "due", "overdue_yellow", "overdue_red", "excused"}
    assert {each.excuse for each in lists.tasks} == {"", "staff_absent", "away", "other_order"}
    assert {each.campaign for each in lists.tasks} == {"", "ZX-2026-01"}
    assert {each.window_no for each in lists.tasks} == {"", "2026-Y01", "2026-Z01"}
    by_grade = [each for each in lists.tasks if each.duty == "按等级巡查出租屋"]
    assert {each.frequency for each in by_grade} == {"quarterly", "half_yearly"}
