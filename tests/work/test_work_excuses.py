"""Leave, backups and excuses: who has the work, and what need not be done."""

from __future__ import annotations

import pytest
from work_community import G1, duty, house, matter, visit

from gridctl.text.periods import parse_period
from gridctl.work.lists import lists_for

QUARTER = parse_period("2026Q3")
WEEKLY = [matter("05-01-01", duty("routine", "巡查", "weekly", "grids", "level = 'grid'"))]
ONE_HOUSE = [matter("02-01-01", duty("routine", "入户", "monthly", "households"))]


def leave(**more):
    return {"id": "L1", "staff_no": "W1", "first_day": "2026-08-03", "last_day": "2026-08-14", "reason": "sick_leave",
            **more}  # fmt: skip


def in_leave(lists):
    return [each for each in lists.tasks if each.grid_code == G1 and "2026-08-03" <= str(each.due) <= "2026-08-14"]


def test_who_stands_in_has_the_work_of_the_leave(community):
    lists = lists_for(community(matters=WEEKLY, absences=[leave(backup_staff="W3")]), QUARTER)
    assert {each.staff_no for each in in_leave(lists)} == {"W3"}
    others = [each for each in lists.tasks if each.grid_code == G1 and each not in in_leave(lists)]
    assert {each.staff_no for each in others} == {"W1"}


def test_the_workers_own_backup_stands_in_where_the_leave_names_nobody(community):
    staff = [
        {"staff_no": "W1", "name": "周样一", "role": "full_time", "grids": [G1], "backup_staff": "W3"},
        {"staff_no": "W3", "name": "郑样三", "role": "part_time"},
    ]
    lists = lists_for(community(matters=WEEKLY, staff=staff, absences=[leave()]), QUARTER)
    assert {each.staff_no for each in in_leave(lists)} == {"W3"}


def test_leave_without_a_backup_excuses_what_lies_wholly_in_it(community):
    lists = lists_for(community(matters=WEEKLY, absences=[leave()]), QUARTER)
    found = {(each.staff_no, each.state, each.excuse, each.excused_by) for each in in_leave(lists)}
    assert ("W1", "excused", "staff_absent", "L1") in found
    assert {each.staff_no for each in in_leave(lists)} == {"W1"}


def test_a_backup_on_leave_does_not_stand_in(community):
    both = [leave(backup_staff="W3"), leave(id="L2", staff_no="W3")]
    lists = lists_for(community(matters=WEEKLY, absences=both), QUARTER)
    assert {each.staff_no for each in in_leave(lists)} == {"W1"}


def test_nobody_met_on_three_days_excuses_a_visit(community):
    def july(days):
        calls = [visit(f"V{day}", f"2026-07-{day:02}", "H001", mode="not_met") for day in days]
        lists = lists_for(community(matters=ONE_HOUSE, households=[house(1, G1)], visits=calls), QUARTER)
        return lists.tasks[0]

    assert july([2, 3]).state == "overdue_red"
    third = july([2, 3, 9])
    assert (third.state, third.excuse, third.excused_by) == ("excused", "not_met", "V2 V3 V9")


@pytest.mark.parametrize(
    ("grant", "excused"),
    [
        ({"target": "H001"}, True),
        ({"target": "F001"}, True),
        ({"target": "H002"}, False),
        ({"matter_code": "02-01-01", "grid_code": G1}, True),
        ({"matter_code": "02-01-02"}, False),
        ({"staff_no": "W1"}, True),
        ({}, False),
    ],
)
def test_a_grant_excuses_what_it_names(community, grant, excused):
    given = {"id": "M1", "first_day": "2026-07-01", "last_day": "2026-07-31", "reason": "away", "granted_by": "社区",
             **grant}  # fmt: skip
    lists = lists_for(community(matters=ONE_HOUSE, households=[house(1, G1)], excuses=[given], visits=[]), QUARTER)
    july, august, _ = lists.tasks
    assert (july.state == "excused") == excused
    assert (july.excuse, july.excused_by) == (("away", "M1") if excused else ("", ""))
    assert august.state == "overdue_red"


def test_what_was_done_is_done_whoever_was_excused(community):
    given = {"id": "M1", "first_day": "2026-07-01", "last_day": "2026-07-31", "reason": "away", "target": "H001"}
    workspace = community(
        matters=ONE_HOUSE, households=[house(1, G1)], excuses=[given], visits=[visit("V1", "2026-07-02", "H001")]
    )
    july = lists_for(workspace, QUARTER).tasks[0]
    assert (july.state, july.done_by, july.excuse) == ("done", "V1", "")


def test_a_record_that_ended_before_the_latest_day_is_excused(community):
    ended = house(1, G1, status="ended", end_date="2026-07-06", end_reason="moved_away")
    lists = lists_for(community(matters=ONE_HOUSE, households=[ended], visits=[]), QUARTER)
    assert [(each.due.month, each.state, each.excuse) for each in lists.tasks] == [(7, "excused", "record_ended")]
