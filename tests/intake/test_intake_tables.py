"""Several tables on one sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from intake_sheets import GRID_2, added, citizen, codes, phone, statuses

from gridctl.intake.plan import plan_import
from gridctl.intake.returned.rejected import write_rejected

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gridctl.store.workspace import Workspace

LIST = ["序号", "姓名", "身份证号码", "联系电话", "现住址"]
VETERANS = [
    [1, "钱多", citizen("19780801", 11), phone(1), "荷塘路3号"],
    [2, "陈果", citizen("19690523", 13), phone(2), "荷塘路5号"],
]
OTHERS = [[1, "烈属", "林小雨", citizen("19440404", 22), phone(3)]]
OTHER_LIST = ["序号", "优抚类别", "姓名", "身份证号码", "联系电话"]


def test_tables_below_each_other_have_their_own_columns_and_titles(
    ws: Workspace, book: Callable[..., Path], tmp_path: Path
) -> None:
    rows: list[list[Any]] = [
        ["清荷社区优抚对象名册"],
        ["一、退役军人"],
        LIST,
        *VETERANS,
        [],
        ["二、其他优抚对象"],
        OTHER_LIST,
        *OTHERS,
        [2, "烈属", "", "", phone(4)],
        ["负责人签字：", "", "日期："],
    ]
    plan = plan_import(ws, [book(rows)])
    assert [statuses(plan, 0), statuses(plan, 1)] == [["added"] * 2, ["added", "rejected"]]
    people = {each["name"]: each for each in added(plan, "special_groups")}
    assert {each["category"] for each in people.values()} == {"veteran"}
    assert people["林小雨"]["id_no"] == OTHERS[0][3]
    # The rejected row is where its sender sees it, and goes back below the headings of its own table.
    assert [row.findings[0].place.cell for row in plan.sources[1].rows if row.findings] == ["C10"]
    (path,) = write_rejected(plan, tmp_path / "退回")
    back = [[cell.value for cell in row] for row in openpyxl.load_workbook(path).active.iter_rows()]
    assert OTHER_LIST in back
    assert LIST not in back
    ws.apply(plan.changes)
    assert {*statuses(plan_import(ws, [book(rows)]))} == {"unchanged"}


def test_numbered_titles_between_the_rows_of_one_table(ws: Workspace, book: Callable[..., Path]) -> None:
    rows = [["特殊人群名册"], LIST, ["一、低保户"], VETERANS[0], ["二、残疾人"], VETERANS[1]]
    plan = plan_import(ws, [book(rows)])
    found = {each["name"]: each["category"] for each in added(plan, "special_groups")}
    assert found == {"钱多": "low_income", "陈果": "disability"}


@pytest.mark.parametrize("between", [[], [["填表人：钱荷"]], [["特殊人群名册"]]])
def test_headings_printed_again_begin_no_table(
    ws: Workspace, book: Callable[..., Path], between: list[list[Any]]
) -> None:
    rows = [
        ["特殊人群名册"],
        [*LIST, "人群类别"],
        [*VETERANS[0], "残疾"],
        *between,
        [*LIST, "人群类别"],
        [*VETERANS[1], "低保"],
    ]
    plan = plan_import(ws, [book(rows)])
    assert len(plan.sources) == 1
    assert statuses(plan) == ["added", "added"]


def test_tables_side_by_side(ws: Workspace, book: Callable[..., Path]) -> None:
    half = ["序号", "姓名", "性别", "联系电话", "特长"]
    rows: list[list[Any]] = [
        ["“邻里帮帮志愿队”报名表（第二网格）"],
        [*half, "", *half],
        [1, "钱多", "男", phone(1), "驾车、摄影", "", 3, "林小雨", "女", phone(3), "书法"],
        [2, "陈果", "男", phone(2), "书法", "", "", "", "", "", ""],
    ]
    plan = plan_import(ws, [book(rows)])
    assert [statuses(plan, 0), statuses(plan, 1)] == [["added", "added"], ["added"]]
    people = added(plan, "volunteers")
    assert {each["name"]: each["phones"] for each in people}["林小雨"] == [phone(3)]
    assert {(each["team"], each["grid_code"]) for each in people} == {("邻里帮帮志愿队", GRID_2)}
    assert "I128" in codes(plan)


TICKED = [
    ["序号", "姓名", "身份证号", "人员类别（打√）", "", "", "备注"],
    ["", "", "", "低保", "残疾", "独居老人", ""],
    [1, "钱多", citizen("19500505", 11), "√", "", "√", "女儿在外地"],
    [2, "林小雨", citizen("19710131", 22), "", "✓", "", ""],
]


@pytest.mark.parametrize(
    "rows",
    [
        TICKED,
        [["序号", "姓名", "身份证号", "低保", "残疾", "独居老人", "备注"], *TICKED[2:]],
        [
            ["序号", "姓名", "身份证号", "人员类别"],
            [*TICKED[2][:3], "低保、独居老人"],
            [*TICKED[3][:3], "残疾"],
        ],
    ],
)
def test_somebody_on_several_lists_is_several_records_of_one_row(
    ws: Workspace, book: Callable[..., Path], rows: list[list[Any]]
) -> None:
    path = book([["重点关爱人员摸排表"], *rows])
    plan = plan_import(ws, [path])
    assert statuses(plan) == ["added", "added"]
    found = {(each["name"], each["category"]) for each in added(plan, "special_groups")}
    assert found == {("钱多", "low_income"), ("钱多", "living_alone_elderly"), ("林小雨", "disability")}
    ws.apply(plan.changes)
    assert set(statuses(plan_import(ws, [path]))) == {"unchanged"}


def test_a_row_on_several_lists_is_given_back_as_a_whole(ws: Workspace, book: Callable[..., Path]) -> None:
    rows = [["姓名", "身份证号", "人员类别"], ["钱多", citizen("19500505", 11), "低保、社区矫正"]]
    plan = plan_import(ws, [book([["重点关爱人员摸排表"], *rows])])
    assert statuses(plan) == ["rejected"]
    assert not plan.changes
