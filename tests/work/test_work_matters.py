"""The catalogue: as a workbook and back, its size, and what is wrong with it; what a change does to the lists."""

from __future__ import annotations

import pytest
from work_community import admission, duty, house, matter, small

from gridctl.findings.message import message
from gridctl.intake.plan import plan_import
from gridctl.render.xlsx import SheetSpec, write_workbook
from gridctl.schema.reading import plain
from gridctl.text.periods import parse_period
from gridctl.work.comparing import compare, data, details, summary
from gridctl.work.entries import entries
from gridctl.work.lists import lists_for
from gridctl.work.matter_lint import lint
from gridctl.work.matter_show import matter_data
from gridctl.work.matter_table import catalogue_table, choices, matters_table
from gridctl.work.perworker import per_worker
from gridctl.work.starter import starter_matters

QUARTER = parse_period("2026Q3")


def book(path, matters):
    sheet = SheetSpec(catalogue_table(matters), "事项", choices(), heading_only=True)
    write_workbook(path, [sheet], "zh", reveal=True)
    return path


def test_a_catalogue_comes_back_from_its_workbook_as_it_was(community, tmp_path):
    ws = community(matters=[])
    plan = plan_import(ws, [book(tmp_path / "事项.xlsx", starter_matters())], ledger="matters")
    ws.apply(plan.changes)
    told = {each.key: plain(each.record) for each in ws.entries("matters")}
    for each in starter_matters():
        kept = told[each["code"]]
        for name in ("name", "roles", "admission", "evidence", "lead_department"):
            assert kept[name] == each[name], (each["code"], name)
        assert [d["item"] for d in kept["duties"]] == [d["item"] for d in each["duties"]]
    again = plan_import(ws, [tmp_path / "事项.xlsx"], ledger="matters")
    assert not again.changes.changes


def test_a_frequency_changed_in_the_workbook_changes_that_item(community, tmp_path):
    ws = community()
    changed = [dict(each) for each in small()["matters"]]
    changed[0]["duties"] = [{**changed[0]["duties"][0], "frequency": "weekly"}, *changed[0]["duties"][1:]]
    ws.apply(plan_import(ws, [book(tmp_path / "事项.xlsx", changed)], ledger="matters").changes)
    kept = plain(ws.get("matters", "02-01-01").record)["duties"]
    assert [each["frequency"] for each in kept] == ["weekly", "once"]


def codes(community, *matters, **changes):
    found = lint(community(matters=list(matters), **changes), QUARTER)
    return {(each.code, each.record) for each in found}


WHOLE = {"evidence": ["照片"], "done_when": "看过", "roles": {"worker": ["find"], "community": ["handle"]}}


def whole(code, *duties, **more):
    return matter(code, *duties, **{**WHOLE, **more})


@pytest.mark.parametrize(
    ("code", "matters"),
    [
        ("T201", [whole("01-01-01", admission=None)]),
        ("T202", [whole("01-01-01", admission=admission(valid_to="2026-06-30"))]),
        ("T211", [whole("01-01-01", duty("routine", "甲", "daily", "grids", "nothing = 1"))]),
        ("T212", [whole("01-01-01", {"situation": "routine", "item": "甲", "target": "grids"})]),
        ("T241", [whole("01-01-01", name="排查电瓶车"), whole("01-01-02", name="排查电瓶车")]),
        ("T241", [whole("01-01-01", duty("routine", "查", "daily", "grids"), name="甲乙丙丁"),
                  whole("02-01-02", duty("routine", "查", "weekly", "grids"), name="戊己庚辛")]),
        ("T245", [matter("01-01-01", **{**WHOLE, "roles": {"worker": ["find"]}})]),
        ("T246", [matter("01-01-01", **{**WHOLE, "evidence": []})]),
        ("T247", [whole(
            "01-01-01", duty("routine", "甲", "daily", "grids"), duty("routine", "甲", "weekly", "grids")
        )]),
        ("T249", [whole(
            "01-01-01", duty("routine", "巡查环境卫生", "daily", "grids"),
            duty("routine", "巡查院落环境卫生", "daily", "grids")
        )]),
        ("T248", [whole("01-01-01", {"situation": "routine", "item": "甲", "frequency": "daily", "target": "grids"})]),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_matter_is_found(community, code, matters):
    assert (code, "01-01-01") in codes(community, *matters)


def test_a_sound_matter_has_no_finding_of_its_own(community):
    found = codes(community, whole("01-01-01", duty("routine", "甲", "daily", "grids")))
    assert not {code for code, record in found if record == "01-01-01"}


def test_gaps_are_found(community):
    found = lint(community(matters=[whole("01-01-01", duty("routine", "甲", "daily", "grids"))]), QUARTER)
    assert {each.params["duty_target"] for each in found if each.code == "T243"} == {
        "households", "special_groups", "businesses",
    }  # fmt: skip
    assert sum(each.code == "T242" for each in found) == 10


def test_a_department_with_too_much_is_told(community):
    heavy = [
        whole("01-01-01", *(duty("routine", f"项{n}", "daily", "grids") for n in range(16)), lead_department="甲局")
    ]
    light = [whole("02-01-01", duty("routine", "查", "daily", "grids"), lead_department="乙局")]
    found = lint(community(matters=heavy + light), QUARTER)
    assert [each.params["department"] for each in found if each.code == "T244"] == ["甲局"]


def test_a_row_a_matter_says_whether_it_may_be_assigned(community):
    ws = community(matters=[
        whole("01-01-01", admission=admission(valid_to="2026-12-31")), whole("01-01-02", admission=None),
        whole("01-01-03", admission=admission(valid_to="2026-06-30")), whole("01-01-04"),
    ])  # fmt: skip
    table = matters_table([each.record for each in ws.entries("matters")], ws.today)
    assert [row[-1].zh for row in table.rows] == ["至 2026-12-31", "未准入", "已过期", "长期"]


def test_a_matter_tells_what_it_comes_to(community):
    ws = community()
    found = matter_data(ws, ws.get("matters", "04-01-03").record, QUARTER)
    assert [(each["item"], each["targets"], each["tasks"]) for each in found["items"]] == [
        ("查用气", 1, 3), ("复查用气", 1, 2),
    ]  # fmt: skip


def test_what_a_change_changes(community):
    before = lists_for(community(), QUARTER)
    assert compare(before, before) == []
    matters = [dict(each) for each in small()["matters"]]
    matters[2]["duties"] = [duty("routine", "查用气", "weekly", "businesses"), matters[2]["duties"][1]]
    households = [each for each in small()["households"] if each["id"] != "H007"]
    absences = [
        {"id": "L1", "staff_no": "W1", "first_day": "2026-08-03", "last_day": "2026-08-07", "backup_staff": "W3"}
    ]
    after = lists_for(community(matters=matters, households=households, absences=absences), QUARTER)
    changes = compare(before, after)
    kinds = {(each.kind, each.task.duty) for each in changes}
    assert {("added", "查用气"), ("removed", "查用气"), ("removed", "入户"), ("handed_over", "巡查")} <= kinds
    assert sum(row[3] for row in summary(changes).rows) == sum(each.kind == "added" for each in changes)
    assert len(details(changes).rows) == len(data(changes)) == len(changes)


def test_a_house_more_moves_no_other_grids_days(community):
    before = lists_for(community(), QUARTER)
    more = [*small()["households"], house(20, "513399001002002")]
    changes = compare(before, lists_for(community(households=more), QUARTER))
    assert {each.task.grid_code for each in changes} == {"513399001002002"}


def test_one_list_for_each_worker(community):
    lists = lists_for(community(), QUARTER)
    parts = dict(per_worker(lists))
    assert list(parts) == ["W1", "W2", "W3", "W4"]
    assert sum(len(each.tasks) for each in parts.values()) == len(lists.tasks)
    assert {each.matter_code for each in parts["W4"].responsibilities} == {"08-01-01"}


def test_the_first_open_task_of_a_day_rings(community):
    lists = lists_for(community(), QUARTER)
    found = list(entries(lists, "zh"))
    assert len({each.id for each in found}) == len(found) == len(lists.tasks)
    assert all(not (each.rings and each.settled) for each in found)
    days = [(task.staff_no, task.due) for task, each in zip(lists.tasks, found, strict=True) if each.rings]
    assert len(days) == len(set(days))
    assert all(each.title.startswith("✓") == each.settled for each in found)


def test_what_a_row_lacks_is_named(community):
    lacking = whole("01-01-01", duty("routine", "甲", "times_a_quarter", "grids"))
    wrong = whole("02-01-01", duty("routine", "乙", "daily", "grids", "nothing = 1"))
    told = [message(each, "zh") for each in lint(community(matters=[lacking, wrong]), QUARTER)]
    assert any("没有填“任务 · 每季次数”" in each for each in told)
    assert any("没有“nothing”这一列" in each for each in told)
