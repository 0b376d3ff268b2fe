"""A visit for a task: nothing the task knows is typed again, and it closes that task."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from work_community import small

from gridctl.store.changeset import Add, ChangeSet
from gridctl.store.faults import NotFound, UsageFault
from gridctl.text.periods import parse_period
from gridctl.work.lists import lists_for
from gridctl.work.task import OPEN_STATES
from gridctl.work.task_visits import answers_to, tasks_called, visits_for

QUARTER, AS_OF = parse_period("2026Q3"), date(2026, 9, 30)


def test_a_visit_closes_the_task_it_was_entered_for(community):
    buildings = [
        {"building_code": "B1", "grid_code": each["grid_code"], "name": "1栋"} for each in small()["grids"][:1]
    ]
    ws = community(buildings=buildings)
    open_ = [each for each in lists_for(ws, QUARTER).tasks if each.state in OPEN_STATES]
    chosen = list({each.target_table: each for each in open_}.values())
    assert {each.target_table for each in chosen} >= {"households", "special_groups", "businesses", "grids"}
    entered = [visits_for([each], each.due, "W1", "home")[0] for each in chosen]
    visits = [each | {"id": f"W{number:012}"} for number, each in enumerate(entered)]
    ws.apply(ChangeSet(tuple(Add("visits", each["id"], each) for each in visits)))
    after = {each.id: each for each in lists_for(ws, QUARTER).tasks}
    for task, entered in zip(chosen, visits, strict=True):
        assert (after[task.id].state, after[task.id].done_by) == ("done", entered["id"])


def test_what_is_done_at_one_door_on_a_day_is_one_visit(community):
    tasks = lists_for(community(), QUARTER).tasks
    (monthly,) = [each for each in tasks if each.target == "H001" and each.due > date(2026, 9, 1)]
    house = [monthly, replace(monthly, id="K2", matter_code="06-01-01")]
    grid = [each for each in tasks if each.target_table == "grids" and each.closes >= AS_OF][:2]
    together, *apart = visits_for([*house, *grid], AS_OF, "", "home")
    assert (together["target"], "matter_code" in together, together["staff"]) == ("H001", False, [house[0].staff_no])
    assert [each["matter_code"] for each in apart] == [each.matter_code for each in grid]
    assert not any("target" in each for each in apart)
    with pytest.raises(UsageFault, match="not one of 2026-12-01"):
        visits_for(grid, date(2026, 12, 1), "", "home")


def test_tasks_are_called_by_how_their_ids_begin(community):
    ws = community()
    one, two, *_ = lists_for(ws, QUARTER).tasks
    found = tasks_called(ws, QUARTER, AS_OF, [two.id, one.id[:8].lower(), two.id])
    assert [each.id for each in found] == [two.id, one.id]
    with pytest.raises(UsageFault, match=one.id) as several:
        tasks_called(ws, QUARTER, AS_OF, ["K"])
    assert len(several.value.en) < 200
    with pytest.raises(NotFound, match="--period"):
        tasks_called(ws, parse_period("2025Q3"), AS_OF, [one.id])


def test_answers_go_to_the_questions_of_the_campaign(community):
    questions = [{"question": "在哪里充电", "choices": ["车棚"]}, {"question": "充电器有没有合格证"}]
    campaign = {
        "code": "ZX1", "name": "排查", "matter_code": "02-01-02", "target": "households", "first_day": "2026-08-03",
        "last_day": "2026-08-14", "questions": questions, "declared_by": "街道",
    }  # fmt: skip
    ws = community(campaigns=[campaign])
    tasks = [each for each in lists_for(ws, QUARTER).tasks if each.campaign][:1]
    told = answers_to(ws, tasks, ["1=车棚", "合格证＝有"])
    assert told == [
        {"question": "在哪里充电", "answer": "车棚"},
        {"question": "充电器有没有合格证", "answer": "有"},
    ]
    for wrong in ("充电=车棚", "3=车棚", "在哪里充电"):
        with pytest.raises(UsageFault, match="1 在哪里充电, 2 充电器"):
            answers_to(ws, tasks, [wrong])
