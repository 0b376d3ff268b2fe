from __future__ import annotations

import json
from collections import Counter
from datetime import date, datetime

import pytest
from work_community import G1, G2, admission, duty, house, matter, small, visit

from gridctl.findings.registry import rule
from gridctl.schema.window import Window
from gridctl.text.periods import parse_period
from gridctl.work.lists import derive, lists_for
from gridctl.work.spells import spells
from gridctl.work.starter import starter_matters
from gridctl.work.task_columns import TASK_COLUMNS

QUARTER = parse_period("2026Q3")


def named(lists, item, target):
    return [each for each in lists.tasks if each.duty == item and each.target == target]


def test_lists_are_json(community):
    data = lists_for(community(), QUARTER).data()
    assert json.loads(json.dumps(data, ensure_ascii=False)) == data
    assert data["period"] == "2026Q3"
    assert data["deadlines"][0]["late"]["zh"]


def test_a_visit_within_the_span_closes_its_task(community):
    lists = lists_for(community(), QUARTER)
    july, august, _ = named(lists, "入户", "H001")
    assert (july.state, july.done_by, july.done_on) == ("done", "V1", date(2026, 7, 2))
    assert august.state == "overdue_red", "a telephone call is no visit"


def test_a_visit_is_found_by_house_code_person_and_matter(community):
    lists = lists_for(community(), QUARTER)
    assert named(lists, "逐户清点", "H008")[0].done_by == "V3"
    assert "V4" in {each.done_by for each in named(lists, "看望", "S001")}
    assert named(lists, "零报告", G1)[1].done_by == "V6"


def test_a_visit_for_another_matter_proves_nothing(community):
    visits = [visit("V1", "2026-07-02", "H001", matter_code="04-01-03")]
    assert Counter(each.state for each in lists_for(community(visits=visits), QUARTER).tasks)["done"] == 0


def test_a_visit_after_the_last_day_is_late(community):
    late = named(lists_for(community(), QUARTER), "逐户清点", "H009")[0]
    assert (late.state, late.done_by) == ("done_late", "V7")


@pytest.mark.parametrize(
    ("as_of", "state"),
    [
        ("2026-08-11", "due"),
        ("2026-08-12", "overdue_yellow"),
        ("2026-08-18", "overdue_yellow"),
        ("2026-08-19", "overdue_red"),
    ],
)
def test_cards_by_working_days(community, as_of, state):
    lists = lists_for(community(), QUARTER, as_of=date.fromisoformat(as_of))
    assert named(lists, "入户", "H001")[1].state == state


def test_visits_after_the_day_asked_about_are_not_known_yet(community):
    lists = lists_for(community(), QUARTER, as_of=date(2026, 7, 1))
    assert {each.state for each in lists.tasks} == {"due"}


def test_a_leavers_backup_stands_in(community):
    patrols = [each for each in lists_for(community(), QUARTER).tasks if each.duty == "巡查" and each.grid_code == G2]
    assert {each.staff_no for each in patrols if each.due <= date(2026, 8, 15)} == {"W2"}
    assert {each.staff_no for each in patrols if each.due > date(2026, 8, 15)} == {"W3"}


def house_calls(community, **changes):
    """The monthly calls on eight houses of a grid, without windows or visits."""
    monthly = [matter("02-01-01", duty("routine", "入户", "monthly", "households"))]
    houses = [house(number, G1) for number in range(1, 9)]
    return community(**{"matters": monthly, "windows": [], "visits": [], "households": houses} | changes)


def full_time(number, **more):
    return {"staff_no": number, "name": number, "role": "full_time", "grids": [G1], "joined": "2025-01-01", **more}


def test_two_of_one_role_share_a_grid(community):
    quarter = parse_period("2026-07-01..2026-09-30")
    tasks = lists_for(house_calls(community, staff=[full_time("W1"), full_time("W2")]), quarter).tasks
    assert Counter(each.staff_no for each in tasks) == {"W1": 12, "W2": 12}
    of_house = {each.target: {one.staff_no for one in tasks if one.target == each.target} for each in tasks}
    assert all(len(workers) == 1 for workers in of_house.values()), "a house is always the same worker's"
    alone = lists_for(house_calls(community, staff=[full_time("W1")]), quarter).tasks
    assert [(each.id, each.due) for each in alone] == [(each.id, each.due) for each in tasks]


def test_what_a_leaver_left_open_goes_to_who_came_after(community):
    staff = [full_time("W1", left="2026-09-10"), full_time("W2", joined="2026-09-11")]
    ws = house_calls(community, staff=staff, visits=[visit("V1", "2026-09-02", "H001")])
    september = parse_period("2026-09")
    taken = lists_for(ws, september, as_of=date(2026, 9, 21)).tasks
    assert {each.target for each in taken if each.staff_no == "W1"} == {"H001"}, "what was done stays who did it"
    assert len([each for each in taken if each.staff_no == "W2"]) == 7
    own = lists_for(ws, september, as_of=date(2026, 9, 21), staff="W2").tasks
    assert own == tuple(each for each in taken if each.staff_no == "W2")
    closed = lists_for(ws, september, as_of=date(2026, 9, 30)).tasks
    assert sum(each.staff_no == "W1" for each in closed) > 1, "what can no more be done is not the newcomer's"


def test_nobody_is_late_for_a_house_that_was_not_known(community):
    houses = [house(1, G1, collected_on="2026-09-21"), *(house(number, G1) for number in range(2, 9))]
    tasks = lists_for(house_calls(community, households=houses), parse_period("2026Q3")).tasks
    (only,) = [each for each in tasks if each.target == "H001"]
    assert only.due >= date(2026, 9, 21)
    assert sum(each.target == "H002" for each in tasks) == 3


def test_a_cell_has_its_own_worker_and_a_cell_without_one_its_grids(community):
    own = [each for each in lists_for(community(), QUARTER).tasks if each.duty == "方格巡查"]
    assert {each.staff_no for each in own} == {"W4"}
    staff = [each for each in small()["staff"] if each["staff_no"] != "W4"]
    above = [each for each in lists_for(community(staff=staff), QUARTER).tasks if each.duty == "方格巡查"]
    assert {each.staff_no for each in above} == {"W1"}


def test_a_grid_nobody_serves_is_found(community):
    lists = lists_for(community(staff=[]), QUARTER)
    found = {each.record: each for each in lists.findings if each.code == "T221"}
    assert set(found) == {each.grid_code for each in lists.tasks}
    assert all(not each.staff_no for each in lists.tasks)


def test_ended_records_have_no_tasks_after_their_end(community):
    records = [house(1, G1, visit_level="key", status="ended", end_date="2026-08-10", end_reason="demolished")]
    tasks = named(lists_for(community(households=records), QUARTER), "入户", "H001")
    assert [each.due.month for each in tasks] == [7, 8]
    assert all(each.due <= date(2026, 8, 10) for each in tasks)


def test_narrowed_by_worker_grid_and_situation(community):
    workspace = community()
    everything = lists_for(workspace, QUARTER)
    assert lists_for(workspace, QUARTER, staff="W3").tasks == tuple(e for e in everything.tasks if e.staff_no == "W3")
    below = lists_for(workspace, QUARTER, grid=G1)
    assert {each.grid_code for each in below.tasks} == {each.grid_code for each in everything.tasks} - {G2}
    major = lists_for(workspace, QUARTER, situation="major")
    assert {each.situation for each in major.deadlines} == {"major"}
    assert {each.matter_code for each in major.responsibilities} == {"04-01-03", "05-01-01"}


BAD = [
    ("T201", {"admission": None}),
    ("T201", {"admission": {"approved_by": "区网格办"}}),
    ("T202", {"admission": admission(valid_to="2026-06-30")}),
    ("T203", {"admission": admission(valid_from="2026-10-01")}),
]


@pytest.mark.parametrize(("code", "changes"), BAD)
def test_a_matter_that_is_not_admitted_is_refused_with_the_reason(community, code, changes):
    lists = lists_for(
        community(matters=[matter("09-01-01", duty("routine", "代办", "weekly", "grids"), **changes)]), QUARTER
    )
    assert lists.tasks == ()
    assert lists.responsibilities == ()
    assert [each.code for each in lists.findings if each.ledger == "matters"] == [code]


def test_a_matter_that_runs_out_keeps_its_days(community):
    matters = [
        matter("09-01-01", duty("routine", "代办", "weekly", "grids"), admission=admission(valid_to="2026-08-05"))
    ]
    lists = lists_for(community(matters=matters), QUARTER)
    assert max(each.due for each in lists.tasks) <= date(2026, 8, 5)
    assert "T204" in {each.code for each in lists.findings}


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("T211", duty("routine", "代办", "weekly", "households", "no_such_column = 1")),
        ("T211", duty("routine", "代办", "weekly", "households", "occupancy = (")),
        ("T212", {"situation": "routine", "item": "代办", "target": "grids"}),
        ("T212", duty("routine", "代办", "every_days", "grids")),
    ],
)
def test_a_faulty_duty_is_found_and_the_others_go_on(community, code, wrong):
    matters = [matter("09-01-01", wrong, duty("routine", "巡查", "weekly", "grids"))]
    lists = lists_for(community(matters=matters), QUARTER)
    assert [each.code for each in lists.findings if each.ledger == "matters"] == [code]
    assert {each.duty for each in lists.tasks} == {"巡查"}


def test_windows_that_enable_what_is_not_there_are_found(community):
    window = {**small()["windows"][0], "matters": ["05-01-01", "08-01-01", "99-99-99"]}
    lists = lists_for(community(windows=[window]), QUARTER)
    assert {each.code: each.params["matter"] for each in lists.findings} == {"T205": "99-99-99", "T206": "08-01-01"}
    assert {each.matter_code for each in lists.tasks if each.situation == "major"} == {"05-01-01"}


def test_years_without_published_holidays_are_told(community):
    lists = lists_for(community(), parse_period("2031Q1"))
    assert [each.params["year"] for each in lists.findings if each.code == "T231"] == ["2031"]


def test_holidays_of_the_community_move_the_plan(community):
    usual = lists_for(community(), QUARTER)
    moved = lists_for(community('workdays: {"2026-07-02": "否"}\n'), QUARTER)
    assert date(2026, 7, 2) in {each.due for each in usual.tasks}
    assert date(2026, 7, 2) not in {each.due for each in moved.tasks if each.situation == "routine"}


def test_derived_table(community):
    workspace = community()
    derive(workspace, QUARTER)
    rows = workspace.index().rows("select * from tasks where state = 'done' order by due, id")
    listed = lists_for(workspace, QUARTER).tasks
    done = sorted((each for each in listed if each.state == "done"), key=lambda each: (each.due, each.id))
    assert [(row["id"], row["done_by"], row["due"]) for row in rows] == [
        (each.id, each.done_by, each.due) for each in done
    ]
    (info,) = [each for each in workspace.index().tables() if each.name == "tasks"]
    assert [column.name for column in info.columns] == list(TASK_COLUMNS)
    assert all(column.zh and column.en for column in info.columns)


def test_the_derived_table_follows_the_day(community):
    workspace = community()
    derive(workspace, QUARTER, as_of=date(2026, 7, 1))
    assert workspace.index().sql("select distinct state from tasks") == [("due",)]
    derive(workspace, QUARTER, as_of=date(2026, 9, 30))
    assert workspace.index().sql("select count(*) > 0 from tasks where state = 'done'") == [(True,)]


def test_messages_are_filled_by_their_params(community):
    matters = [
        matter("09-01-01", duty("routine", "代办", "weekly", "grids"), **BAD[2][1]),
        matter("09-01-02", duty("routine", "代办", "weekly", "households", "x = 1")),
    ]
    window = {**small()["windows"][0], "matters": ["99-99-99"]}
    lists = lists_for(community(matters=matters, windows=[window], staff=[]), QUARTER)
    assert lists.findings
    for each in lists.findings:
        for language in ("zh", "en"):
            assert "{" not in rule(each.code).texts(language).message.format_map(dict(each.params))


def test_the_roster_names_who_is_on_duty_in_a_window(community):
    staff = [*small()["staff"], {"staff_no": "W5", "name": "冯样五", "role": "part_time", "grids": [G1]}]
    window = {**small()["windows"][0], "roster": [{"date": "2026-09-26", "staff": ["W3", "W5"]}]}
    lists = lists_for(community(staff=staff, windows=[window]), QUARTER)
    reports = {each.due.day: each.staff_no for each in lists.tasks if each.duty == "零报告"}
    assert reports == {25: "W1", 26: "W5", 27: "W1", 28: "W1", 29: "W1"}


def test_an_open_window_goes_on_and_one_that_ends_before_it_starts_is_left_out(community):
    going, backwards = (
        {**small()["windows"][0], "ends_at": None},
        {**small()["windows"][0], "window_no": "Z2", "ends_at": "2026-09-01"},
    )
    lists = lists_for(community(windows=[going, backwards]), QUARTER)
    assert {each.window_no for each in lists.tasks} == {"", "Z1"}
    assert {each.due.day for each in lists.tasks if each.duty == "零报告"} == {25, 26, 27, 28, 29, 30}


def windowed(community, **changes):
    """The days with a daily report, under one window with other hours or another end."""
    lists = lists_for(community(windows=[{**small()["windows"][0], **changes}]), QUARTER)
    return {each.due.day for each in lists.tasks if each.duty == "零报告"}


@pytest.mark.parametrize(
    ("changes", "days"),
    [
        ({}, {25, 26, 27, 28, 29}),
        ({"ends_at": "2026-09-29 06:00"}, {25, 26, 27, 28}),
        ({"ends_at": "2026-09-29"}, {25, 26, 27, 28, 29}),
        ({"starts_at": "2026-09-25 20:00"}, {26, 27, 28, 29}),
        ({"starts_at": "2026-09-25 20:00", "ends_at": "2026-09-25 23:00"}, {25}),
        ({"stood_down_on": "2026-09-27"}, {25, 26, 27}),
    ],
)
def test_a_window_has_the_days_of_its_office_hours(community, changes, days):
    assert windowed(community, **changes) == days


def test_an_emergency_of_the_night_leaves_the_days_work():
    night, day = (
        spells(
            [Window(situation="emergency", starts_at=datetime(2026, 7, 11, hour), ends_at=datetime(2026, 7, 12, 12))]
        )
        for hour in (20, 9)
    )
    assert [(each.first.day, each.yields.day) for each in (*night, *day)] == [(11, 12), (11, 11)]


def test_an_ended_matter_is_silent(community):
    ended = {"status": "ended", "end_reason": "other", "end_date": "2026-05-01"}
    lists = lists_for(
        community(matters=[matter("09-01-01", duty("routine", "代办", "weekly", "grids"), **ended)]), QUARTER
    )
    assert lists.tasks == ()
    assert [each for each in lists.findings if each.ledger == "matters"] == []


def test_the_starter_catalogue_gives_lists_for_a_small_community(community):
    lists = lists_for(community(matters=starter_matters()), QUARTER)
    assert {each.situation for each in lists.tasks} == {"routine", "major", "emergency"}
    assert len({each.id for each in lists.tasks}) == len(lists.tasks)
    assert {each.code for each in lists.findings} <= {"T204"}


def test_a_round_of_the_grid_proves_its_patrols(community):
    visits = [visit("V1", "2026-09-26", None, kind="grid")]
    lists = lists_for(community(visits=visits), QUARTER)
    assert {(each.duty, each.state) for each in lists.tasks if each.done_by} == {("巡查", "done"), ("零报告", "done")}


def test_somebody_on_two_lists_is_visited_once_for_one_thing(community):
    (one,) = small()["special_groups"]
    other = {**one, "id": "S000", "category": "advanced_age", "visit_cycle_days": "15", "listed_on": "2026-07-01"}
    before = lists_for(community(special_groups=[other]), QUARTER)
    lists = lists_for(community(special_groups=[one, other]), QUARTER)
    assert named(lists, "看望", "S001") == []
    assert [each.id for each in named(lists, "看望", "S000")] == [each.id for each in named(before, "看望", "S000")]
    seen = visit("V9", "2026-08-20", "S001", kind="person", matter_code="02-01-02")
    proved = lists_for(community(special_groups=[one, other], visits=[seen]), QUARTER)
    assert "V9" in {each.done_by for each in named(proved, "看望", "S000")}, "whichever of the records the visit names"
