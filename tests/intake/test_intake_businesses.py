"""Lists of businesses as offices send them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intake_sheets import added, phone

from gridctl.intake.plan import plan_import

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gridctl.store.workspace import Workspace


def test_shops_with_floor_space_and_without_a_category_are_no_dwellings(
    ws: Workspace, book: Callable[..., Path]
) -> None:
    rows = [
        ["场所名称", "详细地址", "场所类别", "建筑面积（㎡）", "负责人", "联系电话", "从业人员数", "所属网格"],
        ["清荷旅社", "荷路1号", "小旅馆", 120, "钱多", phone(1), 3, "第一网格"],
    ]
    plan = plan_import(ws, [book(rows, sheet="九小场所")])
    assert not added(plan, "households")
    assert [(each["name"], each["place_kind"]) for each in added(plan, "businesses")] == [("清荷旅社", "hotel")]


def test_a_street_said_once_above_its_doors(ws: Workspace, book: Callable[..., Path]) -> None:
    rows = [
        ["路段", "门牌号", "店名", "经营业态", "联系电话", "所属网格"],
        ["荷路", "3号附1号", "清荷面馆", "餐饮", phone(1), "第一网格"],
        ["", "3号附2号", "清荷理发", "美容美发", phone(2), "第一网格"],
        ["柳巷", "", "清荷修鞋", "维修", phone(3), "第一网格"],
    ]
    plan = plan_import(ws, [book(rows, merges=("A2:A3",))])
    *shops, without_door = added(plan, "businesses")
    assert [each["address"] for each in shops] == ["荷路3号附1号", "荷路3号附2号"]
    assert ("address" in without_door, without_door["note"]) == (False, "路段: 柳巷")
