"""Addresses that forms keep in columns of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from intake_sheets import GRID_2, added, codes, phone, statuses

from gridctl.addresses.doubles.known_houses import KnownHouses
from gridctl.intake.plan import plan_import
from gridctl.intake.reading.book import cell_text
from gridctl.intake.reading.reader import read_book
from gridctl.intake.returned.rejected import write_rejected

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gridctl.store.workspace import Workspace

WHO = ["姓名", "与户主关系"]
FOUR = ["小区", "楼栋", "单元", "房号", *WHO]
HEAD_OF = ["林晚秋", "户主"]


@pytest.mark.parametrize(
    ("heading", "cells", "address"),
    [
        (FOUR, ["柳岸花园", "3栋", "2单元", "501室"], "柳岸花园3栋2单元501室"),
        (FOUR, ["柳岸花园", 3, 2, 501], "柳岸花园3栋2单元501室"),
        (FOUR, ["柳岸花园", "三", "二", "501"], "柳岸花园三栋二单元501室"),
        (FOUR, ["柳岸花园", "A", "", "12B"], "柳岸花园A栋12B室"),
        (FOUR, ["柳岸花园", "3号", "2单", "501号"], "柳岸花园3号楼2单元501号"),
        (FOUR, ["柳岸花园", "3#", "2", "一楼东"], "柳岸花园3#2单元一楼东"),
        (FOUR, ["柳岸花园", "3", "2", "3-2-501"], "柳岸花园3栋2单元501室"),
        (FOUR, ["柳岸花园", "3", "2", "4-501"], "柳岸花园3栋2单元4-501"),
        (["小区名称", "楼号", "楼层", "室号", *WHO], ["柳岸花园", "3", "5", "501"], "柳岸花园3栋501室"),
        (["小区名称", "楼号", "楼层", "室号", *WHO], ["柳岸花园", "3", "5", "1"], "柳岸花园3栋5层1室"),
        (
            ["街路巷", "门牌号", *FOUR],
            ["清荷路", "12号", "柳岸花园", "3", "2", "501"],
            "清荷路12号柳岸花园3栋2单元501室",
        ),
        (["小区", "楼栋", "单元", "门牌号", *WHO], ["柳岸花园", "3", "2", "501"], "柳岸花园3栋2单元501室"),
        (["地址", "楼栋", "房号", *WHO], ["清荷路12号柳岸花园", "3", "501"], "清荷路12号柳岸花园3栋501室"),
        (["地址", "楼栋", "单元", "房号", *WHO], ["柳岸花园3栋2单元501室", "3", "2", "501"], "柳岸花园3栋2单元501室"),
        (FOUR, ["柳岸花园", "3", "2", "2-501"], "柳岸花园3栋2单元501室"),
        (["小区名称", "楼号", "楼层", "室号", *WHO], ["柳岸花园", "3", -1, "101"], "柳岸花园3栋负1层101室"),
        (["小区名称", "楼号", "楼层", "室号", *WHO], ["柳岸花园", "3", "6层", "602"], "柳岸花园3栋602室"),
        (["自然村", "组", "门牌号", *WHO], ["柳河村", "3组", 12], "柳河村3组12号"),
        (["地址", "房号", *WHO], ["清荷路3号", "3"], "清荷路3号3室"),
        (["地址", "楼栋", "房号", *WHO], ["柳岸花园2号楼", "2", "2"], "柳岸花园2号楼2室"),
        (["地址", "楼栋", "单元", "房号", *WHO], ["柳岸花园13栋", "3", "2", "501"], "柳岸花园13栋3栋2单元501室"),
    ],
)  # fmt: skip
def test_parts_become_one_address(
    ws: Workspace, book: Callable[..., Path], heading: list[str], cells: list[Any], address: str
) -> None:
    plan = plan_import(ws, [book([heading, [*cells, *HEAD_OF]])])
    assert statuses(plan) == ["added"]
    (house,) = added(plan, "households")
    assert house["address"] == address
    assert house["members"][0]["name"] == "林晚秋"
    assert not {"I121", "I122", "I134"} & set(codes(plan))


def test_a_building_written_once_holds_for_the_rows_below(ws: Workspace, book: Callable[..., Path]) -> None:
    plan = plan_import(ws, [book([
        ["小区", "楼栋", "单元", "房号", "姓名", "与户主关系", "联系电话"],
        ["柳岸花园", "3栋", "1", "101", "林晚秋", "户主", phone(1)],
        ["", "", "", "", "林小雨", "子", ""],
        ["", "", "", "102", "陈果", "户主", ""],
        ["", "", "2", "101", "钱多", "户主", ""],
        ["", "4栋", "", "101", "周全", "户主", ""],
        ["", "", "", "荷塘路3号", "韦丹", "户主", ""],
    ])])  # fmt: skip
    assert [(each["address"], len(each["members"])) for each in added(plan, "households")] == [
        ("柳岸花园3栋1单元101室", 2),
        ("柳岸花园3栋1单元102室", 1),
        ("柳岸花园3栋2单元101室", 1),
        ("柳岸花园4栋101室", 1),
        ("荷塘路3号", 1),
    ]
    assert "I133" in codes(plan)


@pytest.mark.parametrize(
    ("title", "address", "told"),
    [
        ("清荷社区柳岸花园3号楼住户登记表", "柳岸花园3号楼2单元501室", "I135"),
        ("2026年7月翠湖雅苑住户登记表", "翠湖雅苑2单元501室", "I135"),
        ("3栋、4栋住户登记表", "2单元501室", "I134"),
        ("柳岸花园1-5栋住户登记表", "柳岸花园2单元501室", "I135"),
        ("柳岸花园1、2号楼住户登记表", "柳岸花园2单元501室", "I135"),
        ("柳岸花园（共12栋）住户登记表", "柳岸花园2单元501室", "I135"),
        ("7月10号楼栋住户登记表", "2单元501室", "I134"),
        ("各小区住户登记表", "2单元501室", "I134"),
        ("老旧小区3幢住户登记表", "3幢2单元501室", "I134"),
    ],
)
def test_what_no_column_says_the_title_may_say(
    ws: Workspace, book: Callable[..., Path], title: str, address: str, told: str
) -> None:
    plan = plan_import(ws, [book([[title], ["单元", "房号", *WHO], ["2", "501", *HEAD_OF]])])
    assert [each["address"] for each in added(plan, "households")] == [address]
    assert told in codes(plan)


def test_a_sheet_for_each_unit(ws: Workspace, tmp_path: Path) -> None:
    sheets = {
        f"3栋{unit}单元": [["柳岸花园3栋1单元住户表"], ["房号", *WHO], ["101", name, "户主"]]
        for unit, name in ((1, "林晚秋"), (2, "陈果"))
    }
    workbook = openpyxl.Workbook()
    workbook.remove(workbook["Sheet"])
    for name, rows in sheets.items():
        page = workbook.create_sheet(name)
        for row in rows:
            page.append(row)
    workbook.save(tmp_path / "住户.xlsx")
    # The title of the second was copied; its name could not be.
    assert [each["address"] for each in added(plan_import(ws, [tmp_path / "住户.xlsx"]), "households")] == [
        "柳岸花园3栋1单元101室",
        "柳岸花园3栋2单元101室",
    ]


def test_what_a_row_says_is_not_taken_from_above(ws: Workspace, book: Callable[..., Path]) -> None:
    plan = plan_import(ws, [book([
        ["小区", "楼栋", "单元", "楼层", "房号", *WHO],
        ["柳岸花园", "3", "1", "5", "501", *HEAD_OF],
        ["", "", "", "", "601", "陈果", "户主"],
        ["柳岸花园", "", "", "", "602", "钱多", "户主"],
        ["", "", "", "", "2-701", "周全", "户主"],
        ["", "", "", "", "平房2号", "韦丹", "户主"],
        ["", "", "", "", "翠湖雅苑5栋201", "韦大", "户主"],
    ])])  # fmt: skip
    assert [each["address"] for each in added(plan, "households")] == [
        "柳岸花园3栋1单元501室",
        "柳岸花园3栋1单元601室",
        "柳岸花园3栋1单元602室",
        "柳岸花园3栋2-701",
        "柳岸花园平房2号",
        "翠湖雅苑5栋201",
    ]


def test_a_first_row_without_all_parts_shifts_none(ws: Workspace, book: Callable[..., Path]) -> None:
    rows = [["楼栋", "单元", "房号", *WHO], ["", "", "101", *HEAD_OF], ["", "", "102", "陈果", "户主"]]
    plan = plan_import(ws, [book([["柳岸花园3栋住户登记表"], *rows])])
    # The title says what no row says.
    assert [each["address"] for each in added(plan, "households")] == ["柳岸花园3栋101室", "柳岸花园3栋102室"]


def test_a_member_of_another_building_is_not_of_the_household_above(ws: Workspace, book: Callable[..., Path]) -> None:
    rows = [FOUR, ["柳岸花园", 3, 1, 501, *HEAD_OF], ["柳岸花园", "3栋", 1, "", "林小雨", "子"]]
    plan = plan_import(ws, [book([*rows, ["柳岸花园", 4, 1, "", "陈果", "子"], ["", "", "", "", "钱多", "女"]])])
    assert statuses(plan) == ["added", "added", "rejected", "rejected"]
    assert [each["name"] for each in added(plan, "households")[0]["members"]] == ["林晚秋", "林小雨"]


def test_a_building_alone_is_no_household(ws: Workspace, book: Callable[..., Path]) -> None:
    rows = [["小区", "楼栋", *WHO], ["柳岸花园", 3, *HEAD_OF], ["柳岸花园", 3, "陈果", "户主"]]
    assert [len(each["members"]) for each in added(plan_import(ws, [book(rows)]), "households")] == [1, 1]


@pytest.mark.parametrize(
    ("heading", "cells", "addresses"),
    [
        (["街路巷", "门牌号"], [["清荷路", 12], ["", 14]], ["清荷路12号", "清荷路14号"]),
        (["小区", "楼栋", "门牌号"], [["柳岸花园", 3, 12], ["", "", "14"]], ["柳岸花园3栋12号", "柳岸花园3栋14号"]),
        (["门牌号"], [["清荷路12号"], ["荷塘路3号"]], ["清荷路12号", "荷塘路3号"]),
    ],
)  # fmt: skip
def test_shops_have_numbers_in_streets(
    ws: Workspace, book: Callable[..., Path], heading: list[str], cells: list[list[Any]], addresses: list[str]
) -> None:
    rows = [["商户登记表"], [*heading, "店铺名称", "经营者"]]
    rows += [[*each, name, "林晚秋"] for each, name in zip(cells, ("小林面馆", "陈记"), strict=True)]
    assert [each["address"] for each in added(plan_import(ws, [book(rows)]), "businesses")] == addresses


def test_a_house_is_found_again_by_its_parts(ws: Workspace, book: Callable[..., Path]) -> None:
    rows = [FOUR, ["柳岸花园", "3", "2", "501", *HEAD_OF], ["", "", "", "502", "陈果", "户主"]]
    ws.apply(plan_import(ws, [book(rows, "一.xlsx")]).changes)
    assert statuses(plan_import(ws, [book(rows, "一.xlsx")])) == ["unchanged", "unchanged"]
    whole = [["地址", *WHO], ["柳岸花园3栋2单元502室", "陈果", "户主"]]
    assert statuses(plan_import(ws, [book(whole, "二.xlsx")])) == ["unchanged"]


def test_a_visit_finds_its_house_by_parts(ws: Workspace, book: Callable[..., Path]) -> None:
    ws.apply(plan_import(ws, [book([FOUR, ["柳岸花园", "3", "2", "501", *HEAD_OF]], "户.xlsx")]).changes)
    (house,) = ws.entries("households")
    rows = [
        ["走访记录"],
        ["走访日期", "走访人员", "小区", "楼栋", "单元", "门牌号", "走访情况"],
        ["2026-07-06", "方慧璐", "柳岸花园", "3", "2", "501", "一切正常"],
    ]
    plan = plan_import(ws, [book(rows, "走访.xlsx")])
    assert [each["target"] for each in added(plan, "visits")] == [house.key]


def test_a_returned_row_says_its_building(ws: Workspace, book: Callable[..., Path], tmp_path: Path) -> None:
    rows = [FOUR, ["柳岸花园", "3", "2", "501", *HEAD_OF], ["", "", "", "502", "陈果", "谁也不是"]]
    (returned,) = write_rejected(plan_import(ws, [book(rows)]), tmp_path / "退回")
    sheet, *_ = read_book(returned).sheets
    assert [cell_text(cell) for cell in sheet.rows[-1]][:5] == ["柳岸花园", "3", "2", "502", "陈果"]


def test_a_row_without_a_grid_is_put_where_its_building_is(ws: Workspace, book: Callable[..., Path]) -> None:
    first = [["网格", *FOUR], ["第二网格", "柳岸花园", "3", "2", "501", *HEAD_OF]]
    ws.apply(plan_import(ws, [book(first, "一.xlsx")]).changes)
    rows = [FOUR, ["柳岸花园", "3", "1", "102", "陈果", "户主"], ["柳岸花园", "9", "1", "101", "韦丹", "户主"]]
    plan = plan_import(ws, [book(rows, "二.xlsx")], houses=KnownHouses(ws))
    assert [each.get("grid_code") for each in added(plan, "households")] == [GRID_2, None]
    assert {"I139", "I161"} <= set(codes(plan))


@pytest.mark.parametrize(
    ("heading", "rows", "addresses"),
    [
        (
            ["房号"],
            [["3栋"], ["101"], ["4栋2单元（共6户）"], ["101"], ["5栋201"]],
            ["柳岸花园3栋101室", "柳岸花园4栋2单元101室", "柳岸花园5栋201"],
        ),
        (
            ["楼栋", "单元", "房号"],
            [["荷塘小区"], ["3", "1", "101"], ["翠湖雅苑"], ["3", "1", "101"], ["", "", "102"]],
            ["荷塘小区3栋1单元101室", "翠湖雅苑3栋1单元101室", "翠湖雅苑3栋1单元102室"],
        ),
        (
            ["小区", "楼栋", "单元", "房号"],
            [["翠湖雅苑"], ["", "3", "1", "101"], ["荷塘小区", "3", "1", "102"]],
            ["翠湖雅苑3栋1单元101室", "荷塘小区3栋1单元102室"],
        ),
    ],
)
def test_a_row_of_its_own_names_the_building_below(
    ws: Workspace, book: Callable[..., Path], heading: list[str], rows: list[list[Any]], addresses: list[str]
) -> None:
    names = iter(("林晚秋", "陈果", "韦丹"))
    width = len(heading)
    banners = [row for row in rows if len(row) == 1 and not row[0].isdigit() and row != ["5栋201"]]
    body = [row if row in banners else [*row, *[""] * (width - len(row)), next(names), "户主"] for row in rows]
    plan = plan_import(ws, [book([["柳岸花园住户登记表"], [*heading, *WHO], *body])])
    assert [each["address"] for each in added(plan, "households")] == addresses
    assert plan.counts.read == len(rows) - len(banners)
    assert "I159" in codes(plan)


def test_where_houses_are_buildings_a_building_is_a_house(ws: Workspace, book: Callable[..., Path]) -> None:
    rows = [["柳岸花园住户登记表"], ["房号", *WHO], ["3栋", "", ""], ["5栋", *HEAD_OF], ["8栋", "", ""]]
    plan = plan_import(ws, [book(rows)])
    assert [each["address"] for each in added(plan, "households")] == ["柳岸花园3栋", "柳岸花园5栋", "柳岸花园8栋"]


def test_a_returned_row_says_the_building_above_it(ws: Workspace, book: Callable[..., Path], tmp_path: Path) -> None:
    rows = [["柳岸花园住户登记表"], ["房号", *WHO], ["3栋", "", ""], ["101", *HEAD_OF], ["102", "陈果", "谁也不是"]]
    (returned,) = write_rejected(plan_import(ws, [book(rows)]), tmp_path / "退回")
    sheet, *_ = read_book(returned).sheets
    assert cell_text(sheet.rows[-1][0]) == "3栋102室"
