"""Lists of grids and buildings that have names and no codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from intake_sheets import GRID_1, GRID_2, added, codes, phone, statuses

from gridctl.intake.plan import plan_import

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gridctl.store.workspace import Workspace

HEADINGS = ["序号", "小区", "楼栋", "地址", "楼层数", "单元数", "户数", "所属网格"]


def test_buildings_without_codes_get_one_in_their_grid(ws: Workspace, book: Callable[..., Path]) -> None:
    rows = [
        HEADINGS,
        [1, "柳岸花园", "1栋", "清荷路12号", 6, 2, 24, "第一网格"],
        [2, "柳岸花园", "2栋", "清荷路12号", 6, 2, 24, "第一网格"],
        [3, "荷塘小区", "1栋", "清荷路15号", 6, 2, 24, "第二网格"],
    ]
    plan = plan_import(ws, [book(rows)])
    assert statuses(plan) == ["added"] * 3
    made = [each["building_code"] for each in added(plan, "buildings")]
    assert made == ["5133990010020100001", "5133990010020100002", "5133990010020200001"]
    assert codes(plan).count("I175") == 1
    ws.apply(plan.changes)
    # The same building by another spelling, with another number of floors; and one more.
    again = [
        HEADINGS,
        [1, "柳岸花园", "１号楼", "", 7, 2, "", "第一网格"],
        [2, "柳岸花园", "3栋", "", 6, 2, "", "第一网格"],
    ]
    plan = plan_import(ws, [book(again)])
    assert statuses(plan) == ["changed", "added"]
    assert {each.record for each in plan.changes} == {"5133990010020100001", "5133990010020100003"}


@pytest.mark.parametrize("title", ["柳岸花园楼栋基本情况表", "第二网格楼栋清单"])
def test_a_title_names_compound_and_grid_of_buildings(ws: Workspace, book: Callable[..., Path], title: str) -> None:
    rows = [[title], ["楼栋名称", "楼层数", "单元数", "户数"], ["3栋", 6, 2, 24]]
    plan = plan_import(ws, [book(rows)], grid=None if "网格" in title else GRID_2)
    (building,) = added(plan, "buildings")
    assert building["building_code"] == "5133990010020200001"
    assert building.get("compound") == (None if "网格" in title else "柳岸花园")


def test_a_building_in_no_known_grid_is_given_back(ws: Workspace, book: Callable[..., Path]) -> None:
    plan = plan_import(ws, [book([HEADINGS[:-1], [1, "柳岸花园", "1栋", "", 6, 2, 24]])])
    assert statuses(plan) == ["rejected"]
    assert "I174" in codes(plan)


def test_grids_are_known_by_name_and_new_ones_numbered_as_they_are_called(
    ws: Workspace, book: Callable[..., Path]
) -> None:
    ws.settings.division_code = "513399001002"
    rows: list[list[Any]] = [
        ["网格名称", "网格类型", "上级网格", "网格长", "户数"],
        ["第1网格", "", "", "钱荷", 320],
        ["第五网格", "基础", "", "", 300],
        ["荷塘网格", "", "", "", 300],
        ["第五网格2号微网格", "微网格", "第五网格", "", 60],
    ]
    plan = plan_import(ws, [book(rows)])
    assert statuses(plan) == ["changed", "added", "added", "added"]
    assert {each.record for each in plan.changes if not hasattr(each, "data")} == {GRID_1}
    made = {each["name"]: (each["grid_code"], each["level"]) for each in added(plan, "grids")}
    assert made == {
        "第五网格": ("513399001002005", "grid"),
        "荷塘网格": ("513399001002006", "grid"),
        "第五网格2号微网格": ("51339900100200502", "second_grid"),
    }
    ws.apply(plan.changes)
    assert set(statuses(plan_import(ws, [book(rows)]))) == {"unchanged"}


def test_a_community_without_division_code_cannot_number_grids(ws: Workspace, book: Callable[..., Path]) -> None:
    plan = plan_import(ws, [book([["网格名称", "网格长", "户数"], ["第三网格", "钱荷", 320]])])
    assert statuses(plan) == ["rejected"]
    assert "I174" in codes(plan)


def test_a_list_of_houses_that_says_how_many_floors_a_building_has(ws: Workspace, book: Callable[..., Path]) -> None:
    rows = [
        ["楼栋", "单元", "房号", "户主姓名", "联系电话", "楼层数", "单元数", "所属网格"],
        ["1栋", "1单元", "101", "钱多", "19900000001", 6, 2, "第一网格"],
    ]
    plan = plan_import(ws, [book(rows, sheet="柳岸花园")])
    (house,) = added(plan, "households")
    assert house["address"] == "柳岸花园1栋1单元101室"
    assert "楼层数: 6" in house["note"]


def test_a_worker_without_a_number_waits_for_it_where_the_others_have_theirs(
    ws: Workspace, book: Callable[..., Path]
) -> None:
    head = ["姓名", "岗位", "手机号码", "负责网格"]
    rows = [["工号", *head], ["QH901", "丁一", "专职", phone(1), GRID_1], ["", "丁二", "兼职", phone(2), GRID_1]]
    plan = plan_import(ws, [book(rows)], ledger="staff")
    assert statuses(plan) == ["added", "rejected"]
    assert [(each.code, each.field) for each in plan.sources[0].rows[1].findings] == [("S102", "staff_no")]
    without = [head, ["丁一", "专职", phone(1), GRID_1], ["丁二", "兼职", phone(2), GRID_1]]
    plan = plan_import(ws, [book(without)], ledger="staff")
    assert statuses(plan) == ["added", "added"]
    assert [(each.params["count"]) for each in plan.findings if each.code == "I215"] == ["2"]
