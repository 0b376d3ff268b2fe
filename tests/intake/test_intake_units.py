from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from intake_sheets import GRID_1, added, codes, phone, write_xlsx
from test_intake_property import Memory

from gridctl.findings.message import message
from gridctl.findings.registry import rule
from gridctl.intake.cells.units import _measures, in_own_unit, unit_in
from gridctl.intake.dictionary.vocabulary import MEASURED
from gridctl.intake.plan import plan_import

if TYPE_CHECKING:
    from pathlib import Path


def test_the_measured_fields_are_those_of_the_file() -> None:
    assert _measures().keys() == MEASURED


@pytest.mark.parametrize(
    ("field", "heading", "unit"),
    [
        ("hours", "服务时长（分钟）", "分钟"),
        ("hours", "服务时长\n(单位：分)", "分"),
        ("hours", "服务分钟数", "分钟"),
        ("hours", "时长/分钟", "分钟"),
        ("hours", "duration (min)", "min"),
        ("hours", "服务时长(小时)", ""),
        ("hours", "服务积分", ""),
        ("hours", "服务时长（必填）", ""),
        ("area_m2", "网格面积（平方公里）", "平方公里"),
        ("area_m2", "面积/亩", "亩"),
        ("area_m2", "建筑面积(㎡)", ""),
        ("visit_cycle_days", "走访周期（月）", "月"),
        ("staff_count", "员工数（万人）", ""),
    ],
)
def test_the_unit_a_heading_says(field: str, heading: str, unit: str) -> None:
    assert unit_in(field, heading) == unit


@pytest.mark.parametrize(
    ("field", "cell", "unit", "said"),
    [
        ("hours", 45.0, "分钟", "0.75"),
        ("hours", "90", "分钟", "1.5"),
        ("hours", "2小时", "分钟", None),
        ("hours", "1小时30分钟", "", "1.5"),
        ("hours", "半小时", "", "0.5"),
        ("hours", "1 时 15 分", "", "1.25"),
        ("hours", "02:30:00", "", "2.5"),
        ("hours", dt.time(1, 45), "", "1.75"),
        ("hours", dt.timedelta(hours=26), "", None),
        ("hours", "3", "", None),
        ("hours", "三次", "分钟", None),
        ("area_m2", "0.35平方公里", "", "350000"),
        ("area_m2", 3, "亩", "2000"),
        ("visit_cycle_days", "2周", "", "14"),
    ],
)
def test_a_number_in_its_fields_own_unit(field: str, cell: Any, unit: str, said: str | None) -> None:
    assert in_own_unit(field, cell, unit) == said


def test_minutes_become_hours_and_are_told(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["志愿者姓名", "电话", "所属队伍", "活动名称", "签到时间", "服务时长（分钟）"],
        ["丁一", phone(1), "巡逻队", "巡逻", "2026-10-08 19:30:00", 120],
        ["丁一", phone(1), "巡逻队", "巡逻", "2026-10-09 19:30:00", "2小时"],
    ]
    plan = plan_import(Memory(), [write_xlsx(tmp_path / "志愿.xlsx", rows)], grid=GRID_1)
    (one,) = added(plan, "volunteers")
    assert [(each["date"], each["hours"]) for each in one["services"]] == [("2026-10-08", 2), ("2026-10-09", 2)]
    assert "I203" in codes(plan)


def test_a_day_of_its_own_comes_before_the_time_of_arrival(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["志愿者姓名", "电话", "所属队伍", "活动名称", "服务日期", "签到时间", "服务时长"],
        ["丁一", phone(1), "巡逻队", "巡逻", "2026-10-08", "19:30", 2],
    ]
    (one,) = added(plan_import(Memory(), [write_xlsx(tmp_path / "志愿.xlsx", rows)], grid=GRID_1), "volunteers")
    assert [(each["date"], each["hours"]) for each in one["services"]] == [("2026-10-08", 2)]
    assert one["note"] == "签到时间: 19:30"


def test_hours_of_more_than_a_day_are_told_once(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["志愿者姓名", "电话", "所属队伍", "活动名称", "服务日期", "服务时长"],
        ["丁一", phone(1), "巡逻队", "巡逻", "2026-10-08", 24],
        ["丁一", phone(1), "巡逻队", "巡逻", "2026-10-09", 120],
        ["丁一", phone(1), "巡逻队", "巡逻", "2026-10-10", "90"],
    ]
    plan = plan_import(Memory(), [write_xlsx(tmp_path / "志愿.xlsx", rows)], grid=GRID_1)
    (told,) = [each for each in plan.findings if each.code == "I226"]
    assert (told.place.cell, told.params["after"], told.params["count"]) == ("F3", "120", "2")
    assert "（分钟）" in message(told, "zh")
    (one,) = added(plan, "volunteers")
    # As check has it: a warning, for a person to correct.
    assert [each["hours"] for each in one["services"]] == [24, 120, 90]
    assert rule("I226").severity is rule("V102").severity
