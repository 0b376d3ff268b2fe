"""Returned rows: in the sender's layout, marked, and imported again once corrected."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import openpyxl
import pytest
from intake_sheets import GRID_1, citizen, codes, statuses

from gridctl.findings.message import message
from gridctl.intake.plan import plan_import
from gridctl.intake.reading.reader import read_book
from gridctl.intake.returned.rejected import write_rejected

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gridctl.store.workspace import Workspace

WANG, LI = citizen("19800102"), citizen("19820304")
CODE = "5133990010020010000100101"
HEAD = [
    ["第一网格住户登记表", "", "", "", ""],
    ["房屋编码*", "姓名*", "证件", "", "与户主关系"],
    ["", "", "身份证号", "出生日期", ""],
]
MERGES = ("A1:E1", "A2:A3", "B2:B3", "C2:D2", "E2:E3")


def test_only_the_failing_rows_come_back_in_the_senders_layout(
    ws: Workspace, book: Callable[..., Path], tmp_path: Path
) -> None:
    rows = [
        *HEAD,
        [CODE, "王小明", WANG, "1980-1-2", "户主"],
        ["", "李花", 5.133991982030400e17, "1982-13-4", "妻"],
        ["合计", "2"],
    ]
    path = book(rows, "住户 表.xlsx", "一 网格", (*MERGES, "A4:A5"))
    plan = plan_import(ws, [path])
    assert statuses(plan) == ["added", "rejected"]
    (returned,) = write_rejected(plan, tmp_path / "退回 件")
    assert returned.name == "住户 表-退回.xlsx"
    page = openpyxl.load_workbook(returned)["一 网格"]
    assert page["A1"].value == "第一网格住户登记表"
    assert {str(each) for each in page.merged_cells.ranges} == set(MERGES)
    assert page.max_row == 4
    assert page["A4"].value == CODE
    assert page["A4"].number_format == "@"
    assert page["A4"].comment is None
    assert "S305" in page["C4"].comment.text
    assert "S202" in page["D4"].comment.text
    assert page["C4"].fill.fgColor.rgb == "FFFFC7CE"
    assert page["B4"].fill.fgColor.rgb != "FFFFC7CE"


def test_returned_rows_are_imported_again_as_they_are(ws: Workspace, book: Callable[..., Path], tmp_path: Path) -> None:
    path = book(
        [*HEAD, [CODE, "王小明", WANG, "1980-1-2", "户主"], ["", "李花", LI[:-1], "1982-3-4", "妻"]], merges=MERGES
    )
    plan = plan_import(ws, [path])
    ws.apply(plan.changes)
    (returned,) = write_rejected(plan, tmp_path)
    assert statuses(plan_import(ws, [returned])) == ["rejected"]
    workbook = openpyxl.load_workbook(returned)
    page = workbook.active
    page["C4"] = LI
    workbook.save(returned)
    again = plan_import(ws, [returned])
    assert statuses(again) == ["added"]
    ws.apply(again.changes)
    (house,) = ws.entries("households")
    assert [member["name"] for member in house.typed["members"]] == ["王小明", "李花"]


def test_a_number_that_excel_rounded_stays_a_number(ws: Workspace, book: Callable[..., Path], tmp_path: Path) -> None:
    plan = plan_import(ws, [book([*HEAD, [CODE, "王小明", 5.133991980010201e17, "", "户主"]], merges=MERGES)])
    (returned,) = write_rejected(plan, tmp_path)
    assert isinstance(read_book(returned).sheets[0].rows[3][2], float)
    assert "S305" in codes(plan_import(ws, [returned]))


def test_a_returned_file_never_overwrites_the_one_imported(
    ws: Workspace, book: Callable[..., Path], tmp_path: Path
) -> None:
    path = book([*HEAD, [CODE, "", WANG, "", "户主"]], "表-退回.xlsx", merges=MERGES)
    (returned,) = write_rejected(plan_import(ws, [path]), tmp_path)
    assert returned.name == "表-退回2.xlsx"


def test_a_sheet_stopped_by_two_columns_comes_back_whole(
    ws: Workspace, book: Callable[..., Path], tmp_path: Path
) -> None:
    rows = [["房屋编码", "姓名", "性别", "性别"], [CODE, "王小明", "男", "女"], ["X2", "李花", "女", "女"]]
    plan = plan_import(ws, [book(rows)], ledger="households", grid=GRID_1)
    (returned,) = write_rejected(plan, tmp_path, language="en")
    assert returned.name == "表-returned.xlsx"
    page = openpyxl.load_workbook(returned).active
    assert page.max_row == 3
    assert "I123" in page["D2"].comment.text


def test_nothing_rejected_writes_nothing(ws: Workspace, book: Callable[..., Path], tmp_path: Path) -> None:
    plan = plan_import(ws, [book([*HEAD, [CODE, "王小明", WANG, "", "户主"]], merges=MERGES)])
    assert write_rejected(plan, tmp_path / "无") == []
    assert not (tmp_path / "无").exists()


@pytest.mark.libreoffice
@pytest.mark.slow
def test_rows_corrected_after_a_way_through_other_programs_are_all_taken(
    ws: Workspace, book: Callable[..., Path], tmp_path: Path
) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    wrong = WANG[:-1] + ("0" if WANG[-1] != "0" else "1")
    rows = [
        *HEAD,
        [CODE, "王小明", wrong, "1980-1-2", "户主"],
        [CODE, "李花", LI, "1982-13-4", "妻"],
        [CODE, "", citizen("20100506"), "2010-5-6", "子"],
        ["5133990010020010000100102", "赵云", citizen("19551111"), "1955-11-11", "邻居的亲戚"],
        ["5133990010020010000100103", "孙立", citizen("19700101"), "1970-1-1", "户主"],
    ]
    plan = plan_import(ws, [book(rows, merges=MERGES)])
    assert statuses(plan) == ["rejected"] * 4 + ["added"]
    ws.apply(plan.changes)
    (path,) = write_rejected(plan, tmp_path)
    for kind in ("ods", "xlsx"):
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(tmp_path / kind), str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        path = tmp_path / kind / f"{path.stem}.{kind}"
    assert statuses(plan_import(ws, [path])) == ["rejected"] * 4
    workbook = openpyxl.load_workbook(path)
    page = workbook.active
    for cell, value in {"C4": WANG, "D5": "1982年3月4日", "B6": "王大", "E7": "户主"}.items():
        assert page[cell].comment is not None
        page[cell] = value
    workbook.save(path)
    again = plan_import(ws, [path])
    assert statuses(again) == ["added"] * 4
    ws.apply(again.changes)
    names = [[member["name"] for member in house.typed["members"]] for house in ws.entries("households")]
    assert sorted(map(sorted, names)) == [["孙立"], sorted(["王小明", "李花", "王大"]), ["赵云"]]
    assert not plan_import(ws, [path]).changes


def test_hidden_columns_and_rows_are_told(ws: Workspace, book: Callable[..., Path]) -> None:
    path = book([*HEAD, [CODE, "王小明", WANG, "1980-1-2", "户主"]], merges=MERGES)
    workbook = openpyxl.load_workbook(path)
    workbook.active.column_dimensions["C"].hidden = True
    workbook.active.row_dimensions[4].hidden = True
    workbook.save(path)
    plan = plan_import(ws, [path])
    told = {finding.code: message(finding, "zh") for finding in plan.findings}
    assert "C 证件/身份证号" in told["I115"]
    assert "第 4 行" in told["I113"]
    assert statuses(plan) == ["added"]


def test_a_member_whose_relation_is_refused_comes_back_with_its_house(
    ws: Workspace, book: Callable[..., Path], tmp_path: Path
) -> None:
    other = CODE[:-1] + "2"
    rows = [
        ["房屋编码", "姓名", "身份证号", "与户主关系", "网格"],
        [CODE, "王小明", WANG[:-1], "户主", "第一网格"],
        [other, "李花", LI, "户主", "第一网格"],
        ["", "李小", citizen("20100506", 33), "干妈的邻居", ""],
    ]
    plan = plan_import(ws, [book(rows)])
    (returned,) = write_rejected(plan, tmp_path)
    page = openpyxl.load_workbook(returned).active
    assert [[cell.value for cell in row[:2]] for row in page.iter_rows(min_row=2)] == [
        [CODE, "王小明"],
        [other, "李小"],
    ]


def test_notes_above_the_headings_run_on_as_sent(ws: Workspace, book: Callable[..., Path], tmp_path: Path) -> None:
    rows = [["填报单位：清荷社区居民委员会"], *HEAD[1:], [CODE, "王小明", WANG[:-1], "1980-1-2", "户主"]]
    plan = plan_import(ws, [book(rows, merges=MERGES[1:])])
    (returned,) = write_rejected(plan, tmp_path)
    page = openpyxl.load_workbook(returned).active
    assert not page["A1"].alignment.wrap_text
    assert page["B2"].alignment.wrap_text
