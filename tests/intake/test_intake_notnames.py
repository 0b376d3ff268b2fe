from __future__ import annotations

from typing import TYPE_CHECKING

from intake_sheets import GRID_1, added, codes, phone, statuses, write_xlsx
from test_intake_property import Memory

from gridctl.intake.drafts.notnames import _words
from gridctl.intake.plan import plan_import
from gridctl.schema.codelists import code_list

if TYPE_CHECKING:
    from pathlib import Path


def test_the_kinds_are_values_of_the_list() -> None:
    assert {kind for kind in _words("households").values() if kind != "note"} <= {
        each.key for each in code_list("occupancy").items
    }


def test_a_vacant_dwelling_has_nobody_called_vacant(tmp_path: Path) -> None:
    rows = [
        ["门牌地址", "姓名", "与户主关系", "居住状态", "联系电话"],
        ["清荷路1号", "丁一", "户主", "自住", ""],
        ["清荷路2号", "空置", "", "", ""],
        ["清荷路3号", "空房（2025年起）", "户主", "闲置", ""],
        ["清荷路4号", "租户", "", "", ""],
        ["清荷路5号", "拒绝登记", "", "自住", ""],
        ["清荷路6号", "空置", "", "", phone(1)],
    ]
    plan = plan_import(Memory(), [write_xlsx(tmp_path / "住户.xlsx", rows)], grid=GRID_1)
    assert statuses(plan) == ["added"] * 5 + ["rejected"]
    first, *others = added(plan, "households")
    assert [each["name"] for each in first["members"]] == ["丁一"]
    assert [each.get("members") for each in others] == [None] * 4
    assert [each["occupancy"] for each in others] == ["vacant", "vacant", "rented", "owner_occupied"]
    assert others[3]["note"] == "姓名: 拒绝登记"
    assert {"I217", "I219"} <= set(codes(plan))


def test_an_empty_shop_is_no_business(tmp_path: Path) -> None:
    rows = [
        ["铺号", "商铺名称", "经营业态", "负责人"],
        ["荷塘花园1栋商铺101", "老味面馆", "餐饮", "丁一"],
        ["荷塘花园1栋商铺102", "空置", "", ""],
        ["荷塘花园1栋商铺103", "同上（与101打通）", "", ""],
        ["荷塘花园1栋商铺104", "招租中（电话见物业）", "", ""],
    ]
    plan = plan_import(Memory(), [write_xlsx(tmp_path / "商铺.xlsx", rows)], grid=GRID_1)
    assert statuses(plan) == ["added"] + ["rejected"] * 3
    (shop,) = added(plan, "businesses")
    assert (shop["name"], shop["address"]) == ("老味面馆", "荷塘花园1栋商铺101")
    assert {each.code for row in plan.sources[0].rows[1:] for each in row.findings} == {"I217"}
