"""Reading an .xlsx block by block gives what the library gives of the whole sheet."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING
from unittest import mock

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from gridctl.intake.reading import plainxlsx, sheetxml
from gridctl.intake.reading.plainxlsx import read_plain
from gridctl.intake.reading.reader import read_book

if TYPE_CHECKING:
    from pathlib import Path

    from gridctl.intake.reading.book import Sheet

VALUES = st.one_of(
    st.none(),
    st.text(alphabet="清荷 ab<&>\"'\n一１_x0041", max_size=6),
    st.integers(-(10**17), 10**17),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.booleans(),
    st.dates(dt.date(1930, 1, 1), dt.date(2030, 1, 1)),
    st.datetimes(dt.datetime(1930, 1, 1), dt.datetime(2030, 1, 1)).map(lambda at: at.replace(microsecond=0)),
)


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks that end inside cells, texts and rows of even the smallest book."""
    monkeypatch.setattr(sheetxml, "_HEAD", 1200)
    monkeypatch.setattr(sheetxml, "_BLOCK", 300)
    monkeypatch.setattr(plainxlsx, "_BLOCK", 50)
    monkeypatch.setattr(plainxlsx, "_AT_ONCE", 3)


def by_openpyxl(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def by_the_library(data: bytes, folder: Path) -> tuple[Sheet, ...]:
    """What `read_book` gives if no book is plain."""
    path = folder / "book.xlsx"
    path.write_bytes(data)
    with mock.patch("gridctl.intake.reading.reader.read_plain", return_value=None):
        return read_book(path).sheets


def rows_of(sheet: Sheet) -> list[list[tuple[type, object]]]:
    """The rows with the type beside each value, without the empty cells and rows at the end."""
    rows: list[list[tuple[type, object]]] = [[(type(cell), cell) for cell in row] for row in sheet.rows]
    for row in rows:
        while row and row[-1] == (str, ""):
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return rows


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(VALUES, max_size=5), max_size=12))
def test_cells_are_those_of_the_library(tmp_path_factory: pytest.TempPathFactory, rows: list[list[object]]) -> None:
    try:
        data = by_openpyxl(rows)
    except openpyxl.utils.exceptions.IllegalCharacterError:
        return
    found = read_plain(data)
    (known,) = by_the_library(data, tmp_path_factory.mktemp("book"))
    # A text that looks like an escaped character is for the library to read.
    if found is not None:
        assert rows_of(found[0]) == rows_of(known)


def test_everything_a_sheet_may_hold_is_read_alike(tmp_path: Path) -> None:
    path = tmp_path / "all.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        bold, grey = book.add_format({"bold": True}), book.add_format({"bg_color": "#cccccc"})
        sheet = book.add_worksheet("人员 & <户>")
        sheet.write_row(0, 0, ["姓名", "生日", "数", "对", "错"])
        sheet.merge_range(2, 0, 4, 0, "清荷路")
        sheet.write_rich_string(5, 0, "红", bold, "粗", "尾")
        sheet.write_datetime(3, 1, dt.datetime(2026, 7, 1), day)
        sheet.write_number(3, 2, 1.5)
        sheet.write_boolean(4, 3, True)
        sheet.write_formula(4, 4, "=1/0", None, "#DIV/0!")
        sheet.write_formula(5, 4, '="是"&"否"', None, "是否")
        # Rows left out, cells that only have a colour, and a column that nobody uses.
        sheet.write_row(40, 0, ["", "", ""], grey)
        sheet.write_string(60, 30, "远")
        sheet.write_blank(90, 3, None, grey)
        sheet.set_row(40, None, None, {"hidden": True})
        sheet.set_column(2, 2, 8, None, {"hidden": True})
        book.add_worksheet("空")
        book.add_worksheet("藏").hide()
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "='空'!$A$1:$A$2"})
        book.add_chartsheet("图").set_chart(chart)
    data = path.read_bytes()
    found = read_plain(data)
    known = by_the_library(data, tmp_path)
    assert found is not None
    assert [each.name for each in found] == ["人员 & <户>", "空", "藏"]
    for one, other in zip(found, known, strict=True):
        assert rows_of(one) == rows_of(other)
        assert one.visible == other.visible
        assert set(one.merges) == set(other.merges)
        assert one.hidden_rows == other.hidden_rows
        assert one.hidden_columns == other.hidden_columns
        assert one.error_cells == other.error_cells
    assert found[0].value(60, 30) == "远"
    assert found[0].value(61, 30) == found[0].value(60, 31) == ""
    assert found[0].rows[3:5] == [list(row) for row in known[0].rows[3:5]]


@pytest.mark.parametrize(
    ("plain", "other"),
    [
        (b'<c r="A1" t="s">', b'<c t="s" r="A1">'),
        (b"<row r=", b"<!-- --><row r="),
        (b'<row r="2"', b'<row r="1"'),
        (b"<v>1</v>", b"<v>99</v>"),
        (b"</sheetData>", b""),
    ],
)
def test_what_is_written_otherwise_is_left_to_the_library(plain: bytes, other: bytes) -> None:
    before, file = io.BytesIO(), io.BytesIO()
    with xlsxwriter.Workbook(before, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["姓名", "电话"])
        sheet.write_row(1, 0, ["王小明", "19900001234"])
    data = before.getvalue()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content.replace(plain, other) if name.endswith("sheet1.xml") else content)
    assert read_plain(data) is not None
    assert read_plain(file.getvalue()) is None
