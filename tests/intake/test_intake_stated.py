"""What a form says once above its table, and forms that are no tables."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from intake_sheets import GRID_1, added, codes, phone, statuses

from gridctl.findings.message import message
from gridctl.intake.plan import plan_import
from gridctl.intake.reading.book import Book, Merge, Sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from gridctl.intake.reading.book import Cell
    from gridctl.store.workspace import Workspace

ADDRESS = "荷塘小区3栋2单元301室"
MEMBERS = [["姓名", "与户主关系", "性别"], ["钱多", "户主", "男"], ["林小雨", "配偶", "女"]]


@pytest.mark.parametrize(
    "above",
    [
        [["家庭住址", ADDRESS, "居住状态", "自住"], ["网格", "第一网格"]],
        [["家庭住址：" + ADDRESS, "", "居住状态: 自住"], ["所属网格：第一网格"]],
        [["家庭住址", "", ADDRESS], ["居住状态", "自住", "网格", "第一网格"], ["家庭成员"]],
    ],
)
def test_a_household_above_its_members(ws: Workspace, book: Callable[..., Path], above: list[list[Any]]) -> None:
    plan = plan_import(ws, [book([["住户信息登记表"], *above, *MEMBERS])])
    assert statuses(plan) == ["added", "added"]
    (house,) = added(plan, "households")
    assert (house["address"], house["occupancy"], house["grid_code"]) == (ADDRESS, "owner_occupied", GRID_1)
    assert [each["name"] for each in house["members"]] == ["钱多", "林小雨"]
    assert codes(plan).count("I136") == 3


def test_the_day_and_the_visitor_of_all_visits(ws: Workspace, book: Callable[..., Path]) -> None:
    rows = [
        ["入户走访记录"],
        ["走访日期：2026-07-06", "", "走访人员：钱荷"],
        ["走访对象", "走访地址", "走访情况"],
        ["陈果", "荷塘路3号", "一切正常"],
        ["韦丹", "荷塘路5号", "路灯不亮"],
    ]
    visits = added(plan_import(ws, [book(rows)]), "visits")
    assert {(each["visited_on"], *each["staff"]) for each in visits} == {("2026-07-06", "W02")}
    assert len(visits) == 2


def test_what_may_be_somebodys_is_told_and_not_taken(ws: Workspace, book: Callable[..., Path]) -> None:
    above = [["联系电话", phone(1)], ["填表人：钱荷", "联系电话", phone(2)], ["家庭住址", ADDRESS]]
    plan = plan_import(ws, [book([["住户信息登记表"], *above, *MEMBERS])])
    assert ["联系电话" in message(each, "zh") for each in plan.findings if each.code == "I138"] == [True]
    assert not any("phones" in member for member in added(plan, "households")[0]["members"])


@pytest.mark.parametrize("listed", [MEMBERS, [MEMBERS[0], MEMBERS[2]]])
def test_the_head_above_the_members_is_one_of_them(
    ws: Workspace, book: Callable[..., Path], listed: list[list[Any]]
) -> None:
    above = [["户主姓名", "钱多", "性别", "男"], ["联系电话", phone(1), "家庭住址", ADDRESS]]
    rows = [["住户信息登记表"], *above, ["填表人：钱荷", "联系电话", phone(2)], *listed]
    plan = plan_import(ws, [book(rows)])
    (house,) = added(plan, "households")
    assert {each["name"]: each["relation"] for each in house["members"]} == {
        "钱多": "household_head",
        "林小雨": "spouse",
    }
    assert "I138" not in codes(plan)
    ws.apply(plan.changes)
    assert set(statuses(plan_import(ws, [book(rows)]))) == {"unchanged"}


def test_a_column_of_its_own_counts_more_than_what_stands_above(ws: Workspace, book: Callable[..., Path]) -> None:
    rows = [["家庭住址", ADDRESS], ["姓名", "与户主关系", "家庭住址"], ["钱多", "户主", "荷塘路3号"]]
    assert [each["address"] for each in added(plan_import(ws, [book(rows)]), "households")] == ["荷塘路3号"]


@pytest.mark.parametrize(
    "rows",
    [
        [
            ["户主", "钱多", "家庭住址", ADDRESS],
            ["与户主关系", "姓名", "性别"],
            ["户主", "钱多", "男"],
            ["配偶", "林小雨", "女"],
        ],
        [
            ["关系", "姓名", "身份", "联系电话", "家庭住址"],
            ["户主", "钱多", "业主", phone(1), ADDRESS],
            ["配偶", "林小雨", "业主", phone(2), ADDRESS],
        ],
    ],
)
def test_rows_that_begin_with_a_role_are_no_cards(
    ws: Workspace, book: Callable[..., Path], rows: list[list[Any]]
) -> None:
    (house,) = added(plan_import(ws, [book([["住户信息登记表"], *rows])]), "households")
    assert [each["name"] for each in house["members"]] == ["钱多", "林小雨"]


def test_a_legend_is_not_a_value(ws: Workspace, book: Callable[..., Path]) -> None:
    above = [["居住状态：自住/出租", "人口类别：户籍、流动"], ["家庭住址", "", "成员信息"]]
    plan = plan_import(ws, [book([["住户信息登记表"], *above, ["家庭住址", ADDRESS], *MEMBERS])])
    (house,) = added(plan, "households")
    assert (house.get("occupancy"), house["address"]) == (None, ADDRESS)
    assert "I138" in codes(plan)
    assert "S201" not in codes(plan)


def test_a_blank_form_with_merged_headings(ws: Workspace) -> None:
    rows: list[list[Cell]] = [["住户信息登记表"], ["姓名", "与户主关系", "家庭住址"]]
    sheet = Sheet("Sheet1", rows, merges=(Merge(1, 0, 2, 0), Merge(1, 1, 2, 1)))
    plan = plan_import(ws, [Book(Path("空表.xls"), "xls", "0" * 64, (sheet,))])
    assert plan.counts.read == 0


@pytest.mark.parametrize(
    "above",
    [
        ["小区：柳岸花园", "楼栋：3栋", "单元：2单元"],
        ["小区", "柳岸花园", "楼栋", 3, "单元", 2],
    ],
)
def test_the_building_of_all_rooms(ws: Workspace, book: Callable[..., Path], above: list[Any]) -> None:
    rows = [["住户信息登记表"], above, ["房号", "姓名", "与户主关系", "性别"], ["101", "钱多", "户主", "男"]]
    plan = plan_import(ws, [book(rows)])
    assert [each["address"] for each in added(plan, "households")] == ["柳岸花园3栋2单元101室"]
    assert "I138" not in codes(plan)


def test_the_telephone_behind_a_grid_worker_is_not_the_heads(ws: Workspace, book: Callable[..., Path]) -> None:
    above = [["网格员：钱荷", "联系电话：" + phone(9)], ["户主：钱多", "家庭住址：" + ADDRESS]]
    (house,) = added(plan_import(ws, [book([["住户信息登记表"], *above, *MEMBERS])]), "households")
    assert not any("phones" in member for member in house["members"])
