"""Rows of a sheet that are no records: totals, signatures, notes, hints below the headings; and parts said again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from intake_sheets import added, codes, statuses

from gridctl.intake.dictionary.vocabulary import vocabulary
from gridctl.intake.dictionary.words import of_platforms
from gridctl.intake.plan import plan_import
from gridctl.schema.ledgers import LEDGERS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gridctl.store.workspace import Workspace


@pytest.mark.parametrize(
    "row",
    [
        ["本月共走访2户"],
        ["社区书记（签字）：      填表人：      年   月   日"],
        ["网格员签名：", "", "日期："],
        ["注：黄色为新增。"],
        ["合计", "2人"],
        ["1栋小计", "2人"],
        ["第三网格合计："],
        ["复核人员：孟实"],
        ["社区民警审阅："],
        ["审批：", "", "复核：孟实"],
        ["填报日期", "2026年7月2日"],
        ["共2条记录"],
        ["", "以下空白"],
        ["*** 内部资料 注意保密 ***"],
        ["", "联系老师：孟实 19900001234"],
    ],
)
def test_rows_at_the_end_that_are_nobody(ws: Workspace, book: Callable[..., Path], row: list[Any]) -> None:
    rows = [["姓名", "与户主关系", "家庭住址"], ["钱多", "户主", "荷塘路3号"], ["林小雨", "配偶", "荷塘路3号"], row]
    plan = plan_import(ws, [book([*rows, ["2.以上信息由本人提供，请核对后签字确认。"]] if "注" in row[0] else rows)])
    assert statuses(plan) == ["added", "added"]
    assert codes(plan).count("I130") == 1


def test_rows_printed_with_their_number_and_left_empty(ws: Workspace, book: Callable[..., Path]) -> None:
    rows = [["序号", "姓名", "与户主关系", "家庭住址"], ["1", "钱多", "户主", "荷塘路3号"], ["2"], [3.0]]
    plan = plan_import(ws, [book(rows)])
    assert statuses(plan) == ["added"]
    (told,) = [each for each in plan.findings if each.code == "I130"]
    assert told.params["count"] == "2"


def test_a_row_that_says_how_to_fill_in_is_no_row(ws: Workspace, book: Callable[..., Path]) -> None:
    rows = [
        ["*企业名称", "*统一社会信用代码", "*企业类别", "*企业地址", "*员工数", "是否危化企业", "关注程度"],
        ["最多100字", "18位", "见说明3", "填门牌", "填数字", "填是/否", "01高02中03低"],
        ["清荷便民菜店", "", 3.0, "清荷路31号", "2", "否", "03"],
    ]
    plan = plan_import(ws, [book(rows)])
    (shop,) = added(plan, "businesses")
    # A code of two digits went through a number cell.
    assert (shop["category"], shop["attention"]) == ("sole_trader", "low")


def test_a_duty_that_says_no_more_than_the_matter_has_is_no_other_duty(
    ws: Workspace, book: Callable[..., Path]
) -> None:
    rows = [["事项编码", "事项名称", "所属领域", "频次"], ["04-09-01", "燃气巡查", "消防与生产安全", "每月"]]
    ws.apply(plan_import(ws, [book(rows)]).changes)
    assert statuses(plan_import(ws, [book(rows)])) == ["unchanged"]


def test_what_a_forms_platform_adds_is_told_once_and_not_asked_about(ws: Workspace, book: Callable[..., Path]) -> None:
    added_by_it = ["提交答卷时间", "所用时间", "来源详情", "来自IP"]
    rows = [
        ["序号", *added_by_it, "1、姓名", "2、与户主关系", "3、家庭住址", "提交者（自动）"],
        [1, "2026/9/1 10:02:03", "66秒", "微信", "192.0.2.1(未知)", "钱多", "户主", "荷塘路3号", "匿名"],
    ]
    plan = plan_import(ws, [book(rows)], note_unknown=True)
    (told,) = [each for each in plan.findings if each.code == "I227"]
    assert told.params["headings"] == "、".join([*added_by_it, "提交者（自动）"])
    assert not {"I121", "I122", "I125", "I127"} & set(codes(plan))
    assert "note" not in added(plan, "households")[0]["members"][0]


def test_what_a_platform_adds_is_no_field_of_any_ledger() -> None:
    for each in LEDGERS:
        meanings = vocabulary(each.name).targets
        assert {meanings[key].role for key in of_platforms()} == {"ignore"}, each.name


def test_unknown_columns_go_into_the_note_when_somebody_says_so(ws: Workspace, book: Callable[..., Path]) -> None:
    rows = [["姓名", "与户主关系", "家庭住址", "星座", "幸运数字"], ["钱多", "户主", "荷塘路3号", "狮子座", ""]]
    sheet = book(rows)
    left = plan_import(ws, [sheet])
    assert (codes(left).count("I121"), "note" in added(left, "households")[0]["members"][0]) == (1, False)
    noted = plan_import(ws, [sheet], note_unknown=True)
    assert added(noted, "households")[0]["members"][0]["note"] == "星座: 狮子座"
    assert "I121" not in codes(noted)
    assert "I129" in codes(noted)
    ws.apply(noted.changes)
    assert statuses(plan_import(ws, [sheet], note_unknown=True)) == ["unchanged"]


def test_what_forms_ask_and_no_field_holds_is_noted_and_accounts_are_not(
    ws: Workspace, book: Callable[..., Path]
) -> None:
    headings = ["姓名", "与户主关系", "家庭住址", "户籍派出所", "何时由何地迁来本址", "银行账号"]
    rows = [headings, ["钱多", "户主", "荷塘路3号", "柳溪派出所", "2019年自外地迁来", "6200000000000001"]]
    plan = plan_import(ws, [book(rows)], note_unknown=True)
    said = "户籍派出所: 柳溪派出所; 何时由何地迁来本址: 2019年自外地迁来"
    assert added(plan, "households")[0]["members"][0]["note"] == said
    assert "I125" in codes(plan)
