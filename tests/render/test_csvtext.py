from __future__ import annotations

import csv
from datetime import date
from io import StringIO

from gridctl.findings.table import Table, TableColumn, Words
from gridctl.render.csvtext import table_csv

COLUMNS = (
    TableColumn("code", "编码", "code"),
    TableColumn("name", "姓名", "name", mask="name"),
    TableColumn("day", "日期", "day", "date"),
    TableColumn("area", "面积", "area", "number"),
)


def read(*rows, language="zh", reveal=False):
    data = table_csv(Table(Words("", ""), COLUMNS, rows), language, reveal=reveal)
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(data.decode("utf-8-sig"), newline="")))


def test_headings_and_cells_are_in_the_readers_language():
    assert read((Words("甲", "one"), "李小花", date(2026, 7, 1), 74.5)) == [
        ["编码", "姓名", "日期", "面积"],
        ["甲", "李*花", "2026-07-01", "74.5"],
    ]
    assert read((Words("甲", "one"), "李小花", None, None), language="en", reveal=True)[1] == ["one", "李小花", "", ""]


def test_codes_that_excel_would_damage_stay_text():
    for code in ("5133990010020100001010301", "0101", "513399001002", "1e5", "3-2", "2026-07"):
        assert read((code, "", None, 1))[1][0] == f"{code}\t"
    for text in ("301", "H1", "3栋2单元", "12.5"):
        assert read((text, "", None, 1))[1][0] == text


def test_formulas_are_defused_and_line_breaks_survive():
    for text in ("=1+1", "@SUM(A1)", "-1+1", "＝1+1", "\t=1+1"):
        # What could not be read as a date or a number stands in its column as the text it is.
        assert read((text, "", text, text))[1] == [f"'{text}", "", f"'{text}", f"'{text}"]
    assert read(("", "", None, -1.5))[1][3] == "-1.5"
    assert read(('甲,"乙"\n丙', "", None, 1))[1][0] == '甲,"乙"\n丙'
