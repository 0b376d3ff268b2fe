"""What check will ask for later is told when the rows come in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from intake_sheets import GRID_1, citizen, codes, phone

from gridctl.findings.message import message
from gridctl.intake.plan import plan_import
from gridctl.rules.check import check

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gridctl.store.workspace import Workspace

HEAD = ["房屋编码", "房屋地址", "居住状态", "姓名", "与户主关系", "身份证号", "人口类别"]


@pytest.mark.parametrize("without", ["column", "cell"])
def test_new_people_without_a_population_kind(ws: Workspace, book: Callable[..., Path], without: str) -> None:
    wang = ["X1", "清荷路1号", "自住", "王小明", "户主", citizen("19800102"), "户籍"]
    li = ["X1", "清荷路1号", "自住", "李花", "妻", citizen("19820304"), ""]
    rows = [HEAD, wang, li] if without == "cell" else [HEAD[:-1], wang[:-1], li[:-1]]
    plan = plan_import(ws, [book(rows)], grid=GRID_1)
    told = {each.field: each for each in plan.findings if each.code == "I173"}
    number = "1" if without == "cell" else "2"
    assert told["members.kind"].params["count"] == number
    assert "人口类别" in message(told["members.kind"], "zh")
    assert "population kind" in message(told["members.kind"], "en")
    ws.apply(plan.changes)
    later = [each for each in check(ws) if each.code == "S102" and each.ledger == "households"]
    assert len(later) == sum(int(each.params["count"]) for each in told.values())
    # Filled in and sent again, only that is added.
    again = plan_import(ws, [book([HEAD, wang, [*li[:-1], "流动"]], "二.xlsx")], grid=GRID_1)
    ws.apply(again.changes)
    assert "I173" not in codes(again)
    assert not [each for each in check(ws) if each.code == "S102" and "人口类别" in message(each, "zh")]


def test_a_complete_sheet_is_not_bothered(ws: Workspace, book: Callable[..., Path]) -> None:
    rows = [["姓名", "性别", "手机", "所属网格", "服务队"], ["周全", "男", phone(1), "第一网格", "清荷先锋队"]]
    assert "I173" not in codes(plan_import(ws, [book(rows, "志愿者花名册.xlsx")], ledger="volunteers"))


def test_staff_unknown_by_number_are_told_by_number(ws: Workspace, book: Callable[..., Path]) -> None:
    rows = [["走访日期", "走访对象", "走访人", "走访情况"], ["2026-07-01", "某户", "W77、虚构人", "好"]]
    plan = plan_import(ws, [book(rows)])
    said = " ".join(message(each, "zh") for each in plan.findings if each.code == "I168")
    assert "W77" in said or "虚*人" in said
    assert "虚构人" not in said


def test_nobody_is_entered_without_a_name(ws: Workspace, book: Callable[..., Path]) -> None:
    head = ["姓名", "身份证号", "人群类别", "手机", "所属网格"]
    known, unknown = citizen("19400102"), citizen("19420304")
    first = [head, ["周全", known, "独居老人", phone(1), "第一网格"]]
    ws.apply(plan_import(ws, [book(first)], ledger="special_groups").changes)
    rows = [head, ["", known, "独居老人", phone(2), "第一网格"], ["", unknown, "独居老人", phone(3), "第一网格"]]
    plan = plan_import(ws, [book(rows, "二.xlsx")], ledger="special_groups")
    # A number that is known names somebody: its other values are taken. One that is not leaves nobody.
    assert (plan.counts.changed, plan.counts.rejected) == (1, 1)
    assert [each.place.cell for each in plan.findings if each.code == "S102"] == ["A3"]
