"""Tables set for pages."""

from datetime import date

from gridctl.findings.table import Table, TableColumn, Words
from gridctl.render.html import page_table

COLUMNS = (
    TableColumn("name", "姓名", "name", mask="name"),
    TableColumn("count", "户数", "households", "count"),
    TableColumn("score", "得分", "score", "number"),
    TableColumn("whole", "整数", "whole", "number"),
    TableColumn("rate", "比率", "rate", "percent"),
    TableColumn("on", "日期", "date", "date"),
    TableColumn("change", "增减", "change", "number"),
)
TABLE = Table(
    Words("表", "table"),
    COLUMNS,
    (("王小明", 1234, 18.5, 3.0, 0.5, date(2026, 7, 1), -1.25), ("李明", 2, 20.0, None, None, None, 0.0)),
    (Words("注", "note"),),
    (Words("完", "end"),),
)


def test_numbers_line_up_and_movements_show_their_sign() -> None:
    table = page_table(TABLE, "zh", reveal=True)
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["王小明", "1,234", "18.50", "3", "50.0%", "2026-07-01", "-1.25"],
        ["李明", "2", "20.00", "", "", "", "0"],
    ]
    assert table.rows[0][-1].style == "num down"
    assert [cell.sort for cell in table.rows[0]][1:] == ["1234", "18.5", "3.0", "0.5", "2026-07-01", "-1.25"]
    assert table.headings[0] == ("姓名", "")
    assert (table.title, table.notes, table.footer) == ("表", ("注",), ("完",))


def test_masked_and_without_columns() -> None:
    table = page_table(TABLE, "en", leave_out=("count",))
    assert [label for label, _ in table.headings][:2] == ["name", "score"]
    assert "小明" not in table.rows[0][0].text
