"""Lists that others send: the health centre's, an insurer's, an assessor's, that of who came to an activity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from intake_sheets import GRID_1, added, citizen, codes, phone, statuses, write_xlsx
from test_intake_property import Memory

from gridctl.intake.plan import plan_import

if TYPE_CHECKING:
    from pathlib import Path

    from gridctl.intake.outcome import ImportPlan
    from gridctl.store.workspace import Workspace


def planned(tmp_path: Path, name: str, rows: list[list[Any]], merges: tuple[str, ...] = ()) -> ImportPlan:
    return plan_import(Memory(), [write_xlsx(tmp_path / f"{name}.xlsx", rows, merges=merges)], grid=GRID_1)


@pytest.mark.parametrize(
    ("heading", "title", "merges"),
    [("序号", "一、80—89周岁（每人每月30元）", ()), ("姓名", "90—99周岁", ("A2:D2",)), ("序号", "低保户", ())],
)
def test_rows_that_only_name_a_group_of_those_below_are_passed_over(
    tmp_path: Path, heading: str, title: str, merges: tuple[str, ...]
) -> None:
    people = [("林小雨", citizen("19400101"), phone(1)), ("钱多", citizen("19410101", 13), phone(2))]
    numbered = (
        [[at, *each] for at, each in enumerate(people, 1)] if heading == "序号" else [list(each) for each in people]
    )
    headings = [
        *(["序号"] if heading == "序号" else []),
        "姓名",
        "身份证号",
        "联系电话",
        *([] if heading == "序号" else ["备注"]),
    ]
    plan = planned(tmp_path, "高龄老人", [headings, [title], *numbered], merges)
    assert statuses(plan) == ["added", "added"]
    (told,) = [each for each in plan.findings if each.code == "I130"]
    assert (told.params["reason"], told.params["rows"]) == ("section", "2")


@pytest.mark.parametrize("title", ["第一网格", "荷塘花园3栋", "7月6日走访"])
def test_rows_that_tell_what_those_below_have_to_know_come_back(tmp_path: Path, title: str) -> None:
    rows: list[list[Any]] = [
        ["序号", "姓名", "身份证号", "联系电话"],
        [title],
        [1, "林小雨", citizen("19400101"), phone(1)],
    ]
    assert statuses(planned(tmp_path, "高龄老人", rows)) == ["rejected", "added"]


def test_a_table_signed_in_its_last_row_is_no_card(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["序号", "姓名", "身份证号", "入组评语", "是否接受治疗", "用药评语", "现住址", "随访周期"],
        [1, "林小雨", citizen("19800101"), "平稳", "是", "规律", "荷塘路3号", "每季度"],
        [2, "钱多", citizen("19810101", 13), "平稳", "否", "间断", "荷塘路4号", "每月"],
        ["责任医生：孟实", "", "", "社区民警：", "", "社区干部：", "", ""],
    ]
    plan = planned(tmp_path, "残疾人管理台账", rows)
    assert "I177" not in codes(plan)
    assert [each["visit_cycle_days"] for each in added(plan, "special_groups")] == [90, 30]


def test_what_an_assessment_found_is_what_its_values_are_besides_the_title(tmp_path: Path) -> None:
    rows = [
        ["老人姓名", "身份证号码", "评估结论", "评估日期"],
        ["林小雨", citizen("19400101"), "半失能", "2026.9.3"],
        ["钱多", citizen("19410101", 13), "失能", "2026.9.4"],
    ]
    found = added(planned(tmp_path, "失能老人评估结果", rows), "special_groups")
    assert [each["care_ability"] for each in found] == ["partial", "dependent"]
    assert found[0]["note"] == "评估日期: 2026.9.3"


def signed_in(above: list[list[Any]], heading: str = "签到时间") -> list[list[Any]]:
    return [
        *above,
        ["序号", "姓名", "联系电话", heading],
        [1, "林小雨", phone(1), "8:30"],
        [2, "钱多", phone(2), "9:00"],
        ["应到5人，实到2人"],
    ]


def test_what_is_said_once_of_an_activity_is_a_service_of_all_who_came(tmp_path: Path) -> None:
    above = [
        ["志愿服务签到表"],
        ["服务内容：包饺子", "", "服务日期：2026年7月6日"],
        ["服务时长：3小时", "", "确认人：孟实"],
    ]
    plan = planned(tmp_path, "签到表", signed_in(above))
    service = {"date": "2026-07-06", "hours": 3, "activity": "包饺子", "confirmed_by": "孟实"}
    assert [each["services"] for each in added(plan, "volunteers")] == [[service], [service]]
    assert codes(plan).count("I136") == 4
    assert "I138" not in codes(plan)


def test_who_is_on_the_list_and_did_not_sign_was_not_there(tmp_path: Path) -> None:
    rows = signed_in([["志愿服务签到表"], ["服务内容：包饺子", "", "服务日期：2026年7月6日"]], "签名")
    rows[-2][-1] = ""
    plan = planned(tmp_path, "签到表", rows)
    assert ["services" in each for each in added(plan, "volunteers")] == [True, False]
    (told,) = [each for each in plan.findings if each.code == "I229"]
    assert (told.params["count"], told.place.cell) == ("1", "D5")


def test_an_activity_of_which_nobody_says_the_day_is_no_service(tmp_path: Path) -> None:
    plan = planned(tmp_path, "志愿服务签到表", signed_in([["服务内容：包饺子", "", "服务时长：3小时"]]))
    assert ["services" in each for each in added(plan, "volunteers")] == [False, False]
    assert codes(plan).count("I138") == 2


def test_somebody_on_the_lists_of_two_grids_stays_where_the_first_says(ws: Workspace, tmp_path: Path) -> None:
    def listed(name: str, grid: str) -> Path:
        rows = [["志愿者保险名单"], [f"所属网格：{grid}"], ["被保险人姓名", "证件号码", "所属队伍", "受益人"]]
        return write_xlsx(tmp_path / f"{name}.xlsx", [*rows, ["林小雨", citizen("19800101"), "清荷先锋队", "法定"]])

    sheets = [listed("一", "第一网格"), listed("二", "第二网格")]
    plan = plan_import(ws, sheets)
    assert [each["grid_code"] for each in added(plan, "volunteers")] == [GRID_1]
    (told,) = [each for each in plan.findings if each.code == "I228"]
    assert (told.params["label"], told.params["count"]) == ("网格编码", "1")
    ws.apply(plan.changes)
    again = plan_import(ws, sheets)
    assert [*statuses(again, 0), *statuses(again, 1)] == ["unchanged", "unchanged"]
