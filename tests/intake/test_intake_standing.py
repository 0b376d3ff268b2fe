from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from intake_sheets import GRID_1, added, citizen, codes, phone, statuses, write_xlsx
from test_intake_property import Memory

from gridctl.intake.columns.standing import WORDS, _said, standing
from gridctl.intake.plan import plan_import

if TYPE_CHECKING:
    from pathlib import Path

    from gridctl.intake.outcome import ImportPlan


def planned(tmp_path: Path, rows: list[list[Any]], name: str = "表") -> ImportPlan:
    return plan_import(Memory(), [write_xlsx(tmp_path / f"{name}.xlsx", rows)], grid=GRID_1)


def test_the_cheap_look_misses_no_heading() -> None:
    assert [key for key in (*_said().headings, *_said().answers) if not any(word in key for word in WORDS)] == []


@pytest.mark.parametrize(
    ("cell", "heading", "kind", "day"),
    [
        ("审核通过", "审核状态", "holds", ""),
        ("已通过", "审核结果", "holds", ""),
        ("审核不通过", "审核状态", "void", ""),
        ("已驳回", "审核状态", "void", ""),
        ("未审核", "审核状态", "", ""),
        ("已注销（2026-07-31离开）", "信息状态", "gone", "2026-07-31"),
        ("2026年7月31日搬走了", "在住情况", "gone", "2026-07-31"),
        ("已搬离", "人员状态", "gone", ""),
        ("未注销", "注销状态", "holds", ""),
        ("死亡 20260801", "人口状态", "died", "2026-08-01"),
        ("是", "是否注销", "gone", ""),
        ("否", "是否注销", "holds", ""),
        ("否", "是否有效", "void", ""),
        ("是", "信息状态", "", ""),
        ("原住户已搬走，现租给张某", "核实情况", "", ""),
    ],
)
def test_what_a_cell_says(cell: str, heading: str, kind: str, day: str) -> None:
    said = standing(cell, heading)
    assert (said.kind, said.day) == (kind, day)


def test_a_service_that_was_not_approved_does_not_count(tmp_path: Path) -> None:
    rows = [
        ["志愿者姓名", "手机号码", "所属队伍", "活动名称", "服务日期", "服务时长", "审核状态"],
        ["丁一", phone(1), "巡逻队", "巡逻", "2026-10-08", 2, "审核通过"],
        ["丁一", phone(1), "巡逻队", "巡逻", "2026-10-09", 12, "审核不通过"],
        ["丁一", phone(1), "巡逻队", "巡逻", "2026-10-10", 1, "待审核"],
    ]
    plan = planned(tmp_path, rows)
    assert statuses(plan) == ["added", "rejected", "changed"]
    (one,) = added(plan, "volunteers")
    assert [each["date"] for each in one["services"]] == ["2026-10-08", "2026-10-10"]
    assert one["note"] == "审核状态: 待审核"
    assert {"I205", "I211", "I213"} <= set(codes(plan))
    assert "I121" not in codes(plan)


def test_who_has_gone_is_entered_with_the_day_or_comes_back(tmp_path: Path) -> None:
    rows = [
        ["姓名", "身份证号", "现居住地址", "信息状态", "离开日期"],
        ["丁一", citizen("19900101"), "清荷路1号", "有效", ""],
        ["丁二", citizen("19900102"), "清荷路2号", "已注销(2026-07-31离开)", ""],
        ["丁三", citizen("19900103"), "清荷路3号", "已注销", "2026-08-01"],
        ["丁四", citizen("19900104"), "清荷路4号", "已注销", ""],
    ]
    plan = planned(tmp_path, rows, "流动人口")
    assert statuses(plan) == ["added", "added", "added", "rejected"]
    assert [each["members"][0].get("moved_out") for each in added(plan, "households")] == [
        None,
        "2026-07-31",
        "2026-08-01",
    ]
    assert {"I207", "I209"} <= set(codes(plan))


def test_of_businesses_and_volunteers_import_ends_nothing(tmp_path: Path) -> None:
    rows = [
        ["店名", "地址", "经营者", "经营状态"],
        ["面馆", "清荷路1号", "丁一", "存续"],
        ["茶馆", "清荷路2号", "丁二", "已停业"],
    ]
    plan = planned(tmp_path, rows, "商户")
    assert statuses(plan) == ["added", "rejected"]
    assert "note" not in added(plan, "businesses")[0]


def test_a_status_with_reason_and_day_is_the_records_own(tmp_path: Path) -> None:
    rows = [
        ["志愿者姓名", "手机号码", "所属队伍", "状态", "注销原因", "注销日期"],
        ["丁一", phone(1), "巡逻队", "注销", "退出", "2026-08-01"],
    ]
    (one,) = added(planned(tmp_path, rows), "volunteers")
    assert (one["status"], one["end_reason"], one["end_date"]) == ("ended", "left", "2026-08-01")


def test_import_ends_no_household_by_a_status_alone(tmp_path: Path) -> None:
    rows = [["房屋地址", "业主", "状态"], ["清荷路8号1栋101", "钱荷", "在用"], ["清荷路8号1栋102", "孙青", "注销"]]
    plan = planned(tmp_path, rows, "业主一览")
    assert statuses(plan) == ["added", "rejected"]
