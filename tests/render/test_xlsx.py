"""Workbooks: opened again with two readers, and converted by LibreOffice."""

import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from gridctl.findings.table import Table, TableColumn, Words
from gridctl.render.xlsx import ChartSpec, SheetSpec, workbook_bytes, write_workbook

COLUMNS = (
    TableColumn("code", "房屋编码", "house code", width=28),
    TableColumn("name", "姓名", "name", sens=3, mask="name"),
    TableColumn("on", "采集日期", "collected on", "date"),
    TableColumn("rate", "走访率", "visit rate", "percent"),
    TableColumn("count", "户数", "households", "count"),
    TableColumn("kind", "居住状态", "occupancy"),
)
ROWS = (
    ("0101", "王小明", date(2026, 7, 1), 0.5, 12, Words("自住", "owner-occupied")),
    ("5133990010020010000100201", "李明", date(1850, 1, 1), 1.0, 3, Words("出租", "rented")),
    ("=1+1", None, None, None, None, None),
)
TABLE = Table(Words("住户信息", "Households"), COLUMNS, ROWS, (Words("说明一", "note one"),), (Words("完", "end"),))


def written(tmp_path: Path, *sheets: SheetSpec, language: str = "zh", reveal: bool = False) -> Path:
    path = tmp_path / "新 文件夹" / "台账.xlsx"
    write_workbook(path, sheets, language, reveal=reveal)
    return path


def test_codes_are_text_and_dates_are_dates(tmp_path: Path) -> None:
    path = written(tmp_path, SheetSpec(TABLE, "住户"), reveal=True)
    page = load_workbook(path)["住户"]
    assert [cell.value for cell in page[3]] == [column.zh for column in COLUMNS]
    first, second, third = page["A4"], page["A5"], page["A6"]
    assert [(c.value, c.data_type, c.number_format) for c in (first, second, third)] == [
        ("0101", "s", "@"),
        ("5133990010020010000100201", "s", "@"),
        ("=1+1", "s", "@"),
    ]
    assert page["C4"].is_date
    assert page["C4"].value.date() == date(2026, 7, 1)
    assert page["C4"].number_format == "yyyy-mm-dd"
    assert page["C5"].value == "1850-01-01"
    assert page["D4"].number_format == "0.0%"
    assert page.column_dimensions["A"].number_format == "@"
    assert page.freeze_panes == "A4"
    assert page.auto_filter.ref == "A3:F6"


def test_another_reader_sees_the_same(tmp_path: Path) -> None:
    rows = CalamineWorkbook.from_path(written(tmp_path, SheetSpec(TABLE, "住户"), reveal=True)).get_sheet_by_index(0)
    assert rows.to_python()[3] == ["0101", "王小明", date(2026, 7, 1), 0.5, 12, "自住"]


def test_personal_values_are_masked_unless_asked_for(tmp_path: Path) -> None:
    page = load_workbook(written(tmp_path, SheetSpec(TABLE, "住户"))).active
    assert page["B4"].value != "王小明"
    assert "小明" not in page["B4"].value


def test_same_table_same_bytes() -> None:
    sheets = [SheetSpec(TABLE, "住户", choices={"kind": ["自住", "出租"]})]
    assert workbook_bytes(sheets, "zh") == workbook_bytes(sheets, "zh")


def test_drop_downs_short_and_long(tmp_path: Path) -> None:
    many = [f"选项{number:03}" for number in range(120)]
    spec = SheetSpec(TABLE, "住户", choices={"kind": ["自住", "出租"], "code": many}, blank_rows=5)
    book = load_workbook(written(tmp_path, spec))
    found = {str(each.sqref): each.formula1 for each in book["住户"].data_validations.dataValidation}
    assert found["F4:F11"] == '"自住,出租"'
    assert found["A4:A11"] == "'_lists'!$A$1:$A$120"
    assert book["_lists"].sheet_state == "hidden"
    assert [row[0].value for row in book["_lists"].rows] == many


def test_names_of_sheets_are_made_acceptable(tmp_path: Path) -> None:
    names = ["任务[一]/二", "任务[一]/二", "", "很长" * 30]
    book = load_workbook(written(tmp_path, *(SheetSpec(TABLE, name) for name in names)))
    assert book.sheetnames == ["任务 一  二", "任务 一  二 (2)", "Sheet", "很长" * 15 + "很"]


def test_heading_only_starts_at_row_one_in_english(tmp_path: Path) -> None:
    page = load_workbook(written(tmp_path, SheetSpec(TABLE, "h", heading_only=True), language="en")).active
    assert page["A1"].value == "house code"
    assert page["F2"].value == "owner-occupied"


def test_prints_on_a4_one_page_wide_with_heading_and_signature(tmp_path: Path) -> None:
    spec = SheetSpec(TABLE, "住户", landscape=True, signature=(Words("填表人", "filled in by"),))
    page = load_workbook(written(tmp_path, spec)).active
    assert (page.page_setup.paperSize, page.page_setup.orientation) == (9, "landscape")
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert (page.page_setup.fitToWidth or 1, page.page_setup.fitToHeight) == (1, 0)
    assert page.print_title_rows == "$3:$3"
    assert "填表人：" in [row[0].value for row in page.rows if row[0].value][-1]


def test_charts_refer_to_cells_of_their_source(tmp_path: Path) -> None:
    chart = ChartSpec("bar", Words("走访率", "visit rate"), "code", ("rate",), sheet=1, percent=True)
    summary = Table(Words("摘要", "Summary"), (TableColumn("a", "甲", "a"),), (("x",),))
    book = load_workbook(written(tmp_path, SheetSpec(summary, "摘要", charts=(chart,)), SheetSpec(TABLE, "住户")))
    [drawn] = book["摘要"]._charts
    # One page is what nothing said means.
    assert [page.page_setup.fitToHeight for page in book] == [None, 0]
    assert drawn.series[0].val.numRef.f == "住户!$D$4:$D$6"
    assert drawn.series[0].cat.strRef.f == "住户!$A$4:$A$6"


def test_an_empty_table_still_makes_a_sheet(tmp_path: Path) -> None:
    empty = Table(Words("空", "empty"), COLUMNS, ())
    page = load_workbook(written(tmp_path, SheetSpec(empty, "空", blank_rows=3))).active
    assert page["A2"].value == "房屋编码"
    assert page["A3"].number_format == "@"


def test_a_chart_of_nothing_is_left_out_and_lines_have_a_legend(tmp_path: Path) -> None:
    line = ChartSpec("line", Words("走势", "trend"), "code", ("rate", "count"))
    empty = SheetSpec(Table(Words("空", "empty"), COLUMNS, ()), "空", charts=(line,))
    book = load_workbook(written(tmp_path, SheetSpec(TABLE, "住户", charts=(line,)), empty))
    assert [len(page._charts) for page in book] == [1, 0]
    assert book["住户"]._charts[0].legend is not None


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="soffice (LibreOffice) is not installed")
def test_libreoffice_prints_it(tmp_path: Path) -> None:
    chart = ChartSpec("column", Words("走访率", "visit rate"), "code", ("rate",))
    path = written(tmp_path, SheetSpec(TABLE, "住户", charts=(chart,)))
    profile = (tmp_path / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir"]
    subprocess.run([*command, str(tmp_path), str(path)], check=True, capture_output=True, timeout=180)
    assert (tmp_path / "台账.pdf").read_bytes().startswith(b"%PDF")
