"""Returned rows look as the sender's sheet does and offer what its cells offered."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from collections import Counter
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
import xlwt
from intake_sheets import GRID_1, citizen, statuses
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from gridctl.intake.plan import plan_import
from gridctl.intake.reading.reader import read_book
from gridctl.intake.returned import layoutxlsx
from gridctl.intake.returned.layout import Area, read_layout
from gridctl.intake.returned.layoutxlsx import area_of
from gridctl.intake.returned.rejected import write_rejected

if TYPE_CHECKING:
    from pathlib import Path

    from gridctl.store.workspace import Workspace

CODE = "5133990010020010000100101"
WANG, LI = citizen("19800102"), citizen("19820304")
HEAD = ["房屋编码", "姓名", "与户主关系", "性别", "民族", "身份证号", "出生日期", "居住面积", "居住状态"]
RELATIONS = ["户主", "配偶", "子女", "其他亲属"]
NATIONS = [f"民族{number:02d}号" for number in range(60)]


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    """A form with drop-downs of every kind, widths, heights, colours and formats."""
    workbook = openpyxl.Workbook()
    page = workbook.active
    page.title = "一 网格"
    page.append(["第一网格住户登记表"])
    page.append(HEAD)
    page.append([CODE, "王小明", "户主", "男", "汉族", WANG, None, 88.5, "自住"])
    page.append([CODE, "李花", "配偶", "女", "汉族", LI[:-1], None, 88.5, "自住"])
    page.append([CODE, "", "子女", "男", "汉族", citizen("20100506"), None, 88.5, "自住"])
    page.merge_cells("A1:I1")
    for row, born in enumerate((dt.date(1980, 1, 2), dt.date(1982, 3, 4), dt.date(2010, 5, 6)), 3):
        page.cell(row, 7).value = born
        page.cell(row, 7).number_format = 'yyyy"年"m"月"d"日"'
        page.cell(row, 8).number_format = "0.00"
    for cell in page[2]:
        cell.fill = PatternFill("solid", fgColor="FFDDEBF7")
        cell.font = Font(name="楷体", size=14, bold=True, color="FF1F4E78")
        cell.alignment = Alignment(horizontal="center")
    page.row_dimensions[2].height = 40
    for letter, width in zip("ABCDEFGHI", (30, 12, 14, 6, 10, 24, 18, 11, 9), strict=True):
        page.column_dimensions[letter].width = width
    page.column_dimensions["D"].hidden = page.column_dimensions["F"].hidden = True
    lists = workbook.create_sheet("字典's 一")
    for row, text in enumerate(NATIONS, start=1):
        lists.cell(row, 2).value = text
    for row, text in enumerate(RELATIONS, start=1):
        lists.cell(row, 1).value = text
    lists.sheet_state = "hidden"
    workbook.defined_names["关系"] = DefinedName("关系", attr_text="'字典''s 一'!$A$1:$A$4")
    for formula, place, stops in (
        ("=关系", "C3:C1000", True),
        ('"男,女"', "D3:D1000", False),
        ("'字典''s 一'!$B$1:$B$60", "E3:E4 E5:E9", True),
        ('INDIRECT("A"&ROW())', "I3:I1000", True),
    ):
        check = DataValidation("list", formula1=formula, showErrorMessage=stops, allow_blank=True)
        check.prompt = "请选一项" if stops else None
        for each in place.split():
            check.add(each)
        page.add_data_validation(check)
    workbook.save(tmp_path / "住户 表.xlsx")
    return tmp_path / "住户 表.xlsx"


def offered(page: Any) -> dict[str, Any]:
    return {str(each.sqref): each for each in page.data_validations.dataValidation}


def test_what_the_cells_offered_they_offer_still(ws: Workspace, sent: Path, tmp_path: Path) -> None:
    plan = plan_import(ws, [sent])
    assert statuses(plan) == ["added", "rejected", "rejected"]
    (returned,) = write_rejected(plan, tmp_path / "退回")
    workbook = openpyxl.load_workbook(returned)
    page = workbook.worksheets[0]
    checks = offered(page)
    assert set(checks) == {"C3:C4", "D3:D4", "E3:E4", "I3:I4"}
    assert checks["C3:C4"].formula1 == '"户主,配偶,子女,其他亲属"'
    assert checks["C3:C4"].showErrorMessage
    assert checks["C3:C4"].prompt == "请选一项"
    assert checks["D3:D4"].formula1 == '"男,女"'
    assert not checks["D3:D4"].showErrorMessage
    hidden = workbook.worksheets[1]
    assert hidden.sheet_state == "hidden"
    assert [cell.value for cell in hidden["A"]] == NATIONS
    assert hidden.title in checks["E3:E4"].formula1
    # Calculated for the sender: the values of the code list are offered, and no others forbidden.
    assert "自住" in checks["I3:I4"].formula1
    assert not checks["I3:I4"].showErrorMessage


def test_widths_heights_colours_and_formats_are_the_senders(ws: Workspace, sent: Path, tmp_path: Path) -> None:
    (returned,) = write_rejected(plan_import(ws, [sent]), tmp_path / "退回")
    page = openpyxl.load_workbook(returned).worksheets[0]
    assert [round(page.column_dimensions[letter].width) for letter in "ACG"] == [30, 14, 18]
    assert round(page.row_dimensions[2].height) == 40
    assert page.column_dimensions["D"].hidden
    assert not page.column_dimensions["F"].hidden, "what is to be corrected must be seen"
    heading = page["B2"]
    assert (heading.font.name, heading.font.sz, heading.font.b) == ("楷体", 14, True)
    assert (heading.fill.fgColor.rgb, heading.font.color.rgb) == ("FFDDEBF7", "FF1F4E78")
    assert page["G3"].number_format == 'yyyy"年"m"月"d"日"'
    assert page["H3"].number_format == "0.00"
    assert page["F3"].number_format == "@"
    assert page["F3"].comment is not None


def test_it_comes_back_with_its_offers_a_second_time(ws: Workspace, sent: Path, tmp_path: Path) -> None:
    (first,) = write_rejected(plan_import(ws, [sent]), tmp_path / "一")
    (second,) = write_rejected(plan_import(ws, [first]), tmp_path / "二")
    workbooks = [openpyxl.load_workbook(path) for path in (first, second)]
    assert len({tuple(sorted(offered(each.worksheets[0]))) for each in workbooks}) == 1
    assert len({tuple(cell.value for cell in each.worksheets[1]["A"]) for each in workbooks}) == 1


@pytest.mark.parametrize("block", [7, 100, 1000])
def test_a_sheet_is_read_in_blocks_of_any_size(sent: Path, block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    book = read_book(sent)
    at_once = read_layout(book, book.sheets[0], range(3))
    assert at_once.offers
    assert at_once.looks
    monkeypatch.setattr(layoutxlsx, "_BLOCK", block)
    assert read_layout(book, book.sheets[0], range(3)) == at_once


def test_a_file_that_has_gone_gives_back_its_rows_all_the_same(ws: Workspace, sent: Path, tmp_path: Path) -> None:
    plan = plan_import(ws, [sent])
    sent.unlink()
    (returned,) = write_rejected(plan, tmp_path / "退回")
    page = openpyxl.load_workbook(returned).worksheets[0]
    assert page.max_row == 4
    assert "自住" in offered(page)["I3:I4"].formula1


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("A2:B9", Area(1, 0, 8, 1)),
        ("$C$3", Area(2, 2, 2, 2)),
        ("C:C", Area(0, 2, 1_048_575, 2)),
        ("4:5", Area(3, 0, 4, 16_383)),
        ("INDIRECT", None),
        ("", None),
    ],
)
def test_places_as_they_are_written(text: str, area: Area | None) -> None:
    assert area_of(text) == area


@pytest.mark.libreoffice
@pytest.mark.slow
def test_through_other_programs_and_on_screen(ws: Workspace, sent: Path, tmp_path: Path) -> None:
    if shutil.which("soffice") is None or shutil.which("pdftoppm") is None:
        pytest.skip("LibreOffice and poppler are not installed")
    returned = []
    for kind in ("ods", "xls"):
        path = converted(sent, kind, tmp_path)
        layout = read_layout(read_book(path), read_book(path).sheets[0], range(3))
        assert round(layout.widths[0]) in range(25, 45)  # LibreOffice measures by the fonts it has
        assert round(layout.heights[1]) == 40
        assert {tuple(each.values) for each in layout.offers} >= {tuple(RELATIONS), ("男", "女"), tuple(NATIONS)}
        (back,) = write_rejected(plan_import(ws, [path]), tmp_path / f"退回{kind}")
        checks = offered(openpyxl.load_workbook(back).worksheets[0])
        assert set(checks) == {"C3:C4", "D3:D4", "E3:E4", "I3:I4"}
        returned.append(back)
    colours = pixels(converted(returned[0], "pdf", tmp_path / "image"))
    assert colours[b"\xff\xc7\xce"] > 500, "the faulty cells are coloured"
    assert colours[b"\x00\x00\x00"] > 100, "there is writing"


def converted(path: Path, kind: str, folder: Path) -> Path:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder / f"{path.stem}.{kind}"


def pixels(pdf: Path) -> Counter[bytes]:
    """How often each colour is seen on the first page."""
    subprocess.run(["pdftoppm", "-r", "60", "-f", "1", "-singlefile", pdf, pdf.with_suffix("")], check=True)
    kind, _size, _deepest, picture = pdf.with_suffix(".ppm").read_bytes().split(b"\n", 3)
    assert kind == b"P6"
    return Counter(picture[at : at + 3] for at in range(0, len(picture), 3))


def test_an_xls_senders_formats_come_back(ws: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "旧表.xls"
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    head = xlwt.easyxf("font: bold on, name 宋体, height 280; align: horiz center")
    text, day = xlwt.easyxf(num_format_str="@"), xlwt.easyxf(num_format_str='yyyy"年"m"月"')
    for col, label in enumerate(("房屋编码", "房屋地址", "姓名", "身份证号", "出生日期")):
        sheet.write(0, col, label, head)
    for col, value in enumerate(("0012", "清荷路1号", "王小明", "513399198001020117")):
        sheet.write(1, col, value, text)
    sheet.write(1, 4, dt.date(1980, 1, 2), day)
    sheet.col(1).width = 30 * 256
    book.save(str(path))
    (back,) = write_rejected(plan_import(ws, [path], grid=GRID_1), tmp_path / "退回")
    page = openpyxl.load_workbook(back).worksheets[0]
    assert (page["A1"].font.b, page["A1"].font.name, page["A1"].font.sz) == (True, "宋体", 14)
    assert page["A1"].alignment.horizontal == "center"
    assert [page[cell].number_format for cell in ("A2", "D2", "E2")] == ["@", "@", 'yyyy"年"m"月"']
    assert round(page.column_dimensions["B"].width) in (30, 31)
