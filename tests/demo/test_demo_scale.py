"""A first grid of full size: its team can do what its lists ask for."""

from datetime import date

from gridctl.demo.community import community
from gridctl.demo.sample import sample
from gridctl.demo.write import ledger_files, settings
from gridctl.store.workspace import Workspace
from gridctl.text.periods import parse_period
from gridctl.work.lists import lists_for

HOUSEHOLDS = 400


def test_the_lists_of_a_full_grid_are_work_for_its_team(tmp_path):
    data = community(7, households=HOUSEHOLDS, grids=1, matters=sample()["matters"])
    for path, content in ledger_files(data, settings(small=False)).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    day = date(2026, 6, 30)
    tasks = lists_for(Workspace.open(tmp_path, today=day), parse_period("2026Q2"), as_of=day).tasks
    doors = {}
    for task in tasks:
        doors.setdefault(task.due, set()).add(task.place or task.name)
    team = len(next(grid for grid in data["grids"] if grid["level"] == "grid")["members"])
    a_day = sum(map(len, doors.values())) / len(doors)
    # One worker manages 8 to 15 places a day.
    assert a_day <= 8 * team
    assert sum(task.state == "done" for task in tasks) / len(tasks) > 0.7
    # The ledger grows with the households, by a few visits a month to each.
    assert 3 * HOUSEHOLDS < len(data["visits"]) < 15 * HOUSEHOLDS
