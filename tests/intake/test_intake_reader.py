from __future__ import annotations

import zipfile
from datetime import date
from typing import TYPE_CHECKING

import openpyxl
import pytest
import xlwt
from intake_sheets import write_xlsx
from xlsb_writer import write_xlsb

from gridctl.findings.message import message
from gridctl.findings.registry import rule
from gridctl.intake.reading.book import Merge
from gridctl.intake.reading.delimited import rows_of
from gridctl.intake.reading.reader import read_book
from gridctl.text.cellname import cell_name, column_letters

if TYPE_CHECKING:
    from pathlib import Path

ROWS = [["姓名", "电话", "日期"], ["王小明", 19900001234, date(2026, 7, 1)]]
TEXT = "姓名,电话\r\n王小明,19900001234\r\n"


def codes_of(path: Path) -> list[str]:
    return [finding.code for finding in read_book(path).findings]


def test_xlsx_keeps_dates_and_whole_numbers(tmp_path: Path) -> None:
    sheet = read_book(write_xlsx(tmp_path / "a.xlsx", ROWS)).sheets[0]
    assert sheet.rows == [["姓名", "电话", "日期"], ["王小明", 19900001234, date(2026, 7, 1)]]
    assert sheet.value(9, 9) == ""


def test_xlsx_tells_merges_hidden_rows_hidden_sheets_and_error_cells(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    page = workbook.active
    page.title = "一 & 二"
    for row in (["户", "人"], ["a", "b"], ["", "c"], ["x", "#REF!"]):
        page.append(row)
    page.merge_cells("A2:A3")
    page.row_dimensions[3].hidden = True
    page["B4"].data_type = "e"
    workbook.create_sheet("字典").sheet_state = "hidden"
    workbook.save(tmp_path / "a.xlsx")
    first, second = read_book(tmp_path / "a.xlsx").sheets
    assert first.merges == (Merge(1, 0, 2, 0),)
    assert first.hidden_rows == {2}
    assert first.error_cells == {(3, 1)}
    assert first.visible
    assert not second.visible


def test_xls_whatever_it_is_called(tmp_path: Path) -> None:
    workbook = xlwt.Workbook()
    workbook.add_sheet("一").write(0, 0, "姓名")
    workbook.save(str(tmp_path / "a.xls"))
    assert read_book(tmp_path / "a.xls").findings == ()
    renamed = (tmp_path / "a.xls").rename(tmp_path / "b.xlsx")
    book = read_book(renamed)
    assert book.kind == "xls"
    assert book.sheets[0].rows == [["姓名"]]
    assert codes_of(renamed) == ["I107"]


def test_et_is_the_one_or_the_other_workbook(tmp_path: Path) -> None:
    workbook = xlwt.Workbook()
    workbook.add_sheet("一").write(0, 0, "姓名")
    workbook.save(str(tmp_path / "a.et"))
    write_xlsx(tmp_path / "b.ET", [["姓名"]])
    for name, kind in (("a.et", "xls"), ("b.ET", "xlsx")):
        book = read_book(tmp_path / name)
        assert (book.kind, book.findings, book.sheets[0].rows) == (kind, (), [["姓名"]])
    (tmp_path / "c.et").write_text(TEXT, encoding="utf-8")
    assert codes_of(tmp_path / "c.et") == ["I107"]


def test_xlsb_tells_values_and_merged_cells(tmp_path: Path) -> None:
    rows = [["户", "人", "日"], ["X1", "王小明", date(2026, 7, 1)], ["", "李花", 19900001234], ["", "长" * 300, True]]
    book = read_book(write_xlsb(tmp_path / "a.xlsb", rows, "一 & 二", merges=[(1, 3, 0, 0), (0, 0, 1, 2)]))
    assert (book.kind, book.findings) == ("xlsb", ())
    assert book.sheets[0].rows == rows
    assert book.sheets[0].name == "一 & 二"
    assert book.sheets[0].merges == (Merge(1, 0, 3, 0), Merge(0, 1, 0, 2))
    whole = (tmp_path / "a.xlsb").read_bytes()
    (tmp_path / "b.xlsb").write_bytes(whole[: len(whole) * 2 // 3])
    assert codes_of(tmp_path / "b.xlsb") == ["I103"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_in_every_usual_encoding(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = tmp_path / "甲 乙.csv"
    path.write_bytes(TEXT.replace(",", delimiter).encode(encoding))
    book = read_book(path)
    assert book.findings == ()
    assert book.sheets[0].rows == [["姓名", "电话"], ["王小明", "19900001234"]]
    assert book.sheets[0].name == "甲 乙"


@pytest.mark.parametrize("text", ['姓名,电话\n"丁一","=""19900001234"""\n', '姓名,电话\n丁一,="19900001234"\n'])
def test_texts_guarded_against_excel_say_what_stands_between_the_quotes(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8")
    book = read_book(path)
    assert book.sheets[0].rows[1] == ["丁一", "19900001234"]
    assert [(each.code, each.params["count"]) for each in book.findings] == [("I201", "1")]
    page = tmp_path / "a.xls"
    page.write_text(
        "<table><tr><td class='a'>姓名<td>电话<tr><td>丁一<td>=&quot;19900001234&quot;</table>", encoding="utf-8"
    )
    assert read_book(page).sheets[0].rows[1] == ["丁一", "19900001234"]


def test_csv_called_xlsx_is_read_and_told(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(TEXT.encode())
    assert read_book(path).sheets[0].rows[1] == ["王小明", "19900001234"]
    assert codes_of(path) == ["I107"]


def test_characters_that_cannot_be_read_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(TEXT.encode("gb18030") + b"\xff\xff,1\n")
    book = read_book(path)
    assert codes_of(path) == ["I108"]
    assert book.sheets[0].rows[1][0] == "王小明"


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("空.xlsx", b"", "I102"),
        ("空白.csv", b"\r\n  \r\n", "I102"),
        ("坏.xlsx", b"PK\x03\x04" + b"garbage" * 50, "I103"),
        ("坏.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "I103"),
        (
            "坏2.xls",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "Workbook".encode("utf-16-le") + b"\x00" * 600,
            "I103",
        ),
        (
            "密.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"),
            "I104",
        ),
        ("网页.htm", b"<html><body><p>1</p></body></html>", "I106"),
        ("图.xlsx", b"\x89PNG\r\n\x1a\n\x00\x00\x00", "I106"),
    ],
)
def test_what_cannot_be_read_is_a_finding(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    book = read_book(path)
    assert [finding.code for finding in book.findings] == [code]
    assert book.sheets == ()
    assert name in message(book.findings[0], "zh")
    assert rule(code).en.remedy


def test_missing_file_is_a_finding(tmp_path: Path) -> None:
    assert codes_of(tmp_path / "没有.xlsx") == ["I101"]


def test_zip_bomb_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * (120 * 1024 * 1024))
    assert codes_of(path) == ["I105"]


def test_zip_with_something_else_in_it(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("照片.jpg", b"x")
    assert codes_of(path) == ["I106"]


def test_encrypted_ods(tmp_path: Path) -> None:
    path = tmp_path / "a.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", b"x")
        archive.writestr("META-INF/manifest.xml", b"<manifest:encryption-data/>")
    assert codes_of(path) == ["I104"]


def test_a_field_with_an_unclosed_quote_does_not_swallow_the_program() -> None:
    assert rows_of('a,b\n"x,1\n')[0] == ["a", "b"]


@pytest.mark.parametrize(("col", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_cells_are_named_as_in_excel(col: int, letters: str) -> None:
    assert column_letters(col) == letters
    assert cell_name(13, col) == f"{letters}14"
