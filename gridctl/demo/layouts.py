"""The layouts that tables arrive in: the platform's form, the clerk's list, pages ready for the printer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridctl.demo.settings import CITY, COMMUNITY, DISTRICT, PROVINCE, SUBDISTRICT
from gridctl.demo.sheet import Sheet

if TYPE_CHECKING:
    from gridctl.demo.mess import Cell
    from gridctl.demo.tables import Table

_NOTES = (
    "填写说明：\n1.带*的列必须填写。\n2.日期格式为 年-月-日。\n3.带下拉的列只能从列表中选择。\n"
    "4.一次最多1000行，超出请分成几个文件。\n5.请勿修改A1单元格的版本号。"
)
_UNIT = (
    (PROVINCE, "省*"),
    (CITY, "市*"),
    (DISTRICT, "市/县/区*"),
    (SUBDISTRICT, "乡镇/街道*"),
    (COMMUNITY, "社区/村*"),
)
_PAGE = 12


def form(table: Table, title: str) -> Sheet:
    """The shape of a provincial platform's form: version, title, notes, reporting unit, blank row, two heading rows."""
    width = len(table.columns)
    unit: list[Cell] = ["填报单位：", *(cell for pair in _UNIT for cell in pair)]
    upper: list[Cell] = [each.group or each.heading for each in table.columns]
    lower: list[Cell] = [each.heading if each.group else "" for each in table.columns]
    merges = [(0, 1, 0, 11), (1, 1, 1, 11)]
    col = 0
    while col < width:
        group = table.columns[col].group
        last = col
        while group and last + 1 < width and table.columns[last + 1].group == group:
            last += 1
            upper[last] = ""
        merges.append((4, col, 4, last) if group else (4, col, 5, col))
        col = last + 1
    # A group of one column needs no merge.
    merges = [each for each in merges if each[:2] != each[2:]]
    head: list[list[Cell]] = [["1.0", title], ["", _NOTES], unit, [""], upper, lower]
    return Sheet(title[:31], head + table.rows, _numbers(len(head), len(table.rows)), tuple(merges))


def plain_list(table: Table, title: str, *, merged: bool = True) -> Sheet:
    """A clerk's list: title, headings, serial numbers, a total and a line for signatures."""
    head: list[list[Cell]] = [[title], ["序号", *(each.heading for each in table.columns)]]
    rows: list[list[Cell]] = [[number, *row] for number, row in enumerate(table.rows, start=1)]
    foot: list[list[Cell]] = [
        ["合计", f"{len(rows)}条"],
        ["填表人：", "", "审核人：", "", "填表日期：2026年9月30日"],
    ]
    merges = ((0, 0, 0, len(table.columns)),) if merged else ()
    return Sheet("Sheet1", head + rows + foot, _numbers(2, len(rows)), merges)


def printed_pages(table: Table, title: str) -> Sheet:
    """Pages ready for the printer: title and headings again at the top of each, a page number at the foot."""
    rows: list[list[Cell]] = []
    data_rows: list[int] = []
    pages = [table.rows[start : start + _PAGE] for start in range(0, len(table.rows), _PAGE)]
    for number, page in enumerate(pages, start=1):
        rows += [[title], [f"单位：{COMMUNITY}"], [each.heading for each in table.columns]]
        data_rows += _numbers(len(rows), len(page))
        rows += [*page, [f"第{number}页 共{len(pages)}页"], [""]]
    return Sheet("打印", rows, tuple(data_rows))


def _numbers(before: int, count: int) -> tuple[int, ...]:
    return tuple(range(before + 1, before + count + 1))
