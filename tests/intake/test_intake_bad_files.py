"""Files that are not what they should be: each is a finding or an error that says what to do, and nothing is lost."""

from __future__ import annotations

import random
import zipfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter
from intake_sheets import GRID_1, added, citizen, codes, records, statuses, write_xlsx

from gridctl.findings.message import message
from gridctl.intake.plan import plan_import
from gridctl.intake.reading import reader
from gridctl.intake.reading.extent import too_wide
from gridctl.intake.reading.reader import read_book
from gridctl.intake.returned.rejected import write_rejected
from gridctl.store.faults import Refused, UsageFault
from gridctl.store.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable

HEADINGS = ["房屋编码", "与户主关系", "姓名", "身份证号", "性别"]
WANG = ["X1", "户主", "王小明", citizen("19800102", 11), "男"]
LOCKED = Path(__file__).parent / "locked"


@pytest.mark.parametrize("name", ["book.xlsx", "book.xls", "book.ods"])
def test_a_workbook_with_a_password(name: str) -> None:
    book = read_book(LOCKED / name)
    assert [finding.code for finding in book.findings] == ["I104"]
    assert "密码" in message(book.findings[0], "zh")


@pytest.mark.parametrize("kept", [0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
def test_a_workbook_that_was_cut_off(tmp_path: Path, kept: float) -> None:
    whole = write_xlsx(tmp_path / "a.xlsx", [HEADINGS, WANG]).read_bytes()
    (tmp_path / "b.xlsx").write_bytes(whole[: int(len(whole) * kept)])
    assert [finding.code for finding in read_book(tmp_path / "b.xlsx").findings] == ["I103"]


def test_bytes_changed_on_the_way_never_stop_the_program(tmp_path: Path) -> None:
    whole = write_xlsx(tmp_path / "a.xlsx", [HEADINGS, WANG]).read_bytes()
    chance = random.Random(3)
    for _ in range(60):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 20)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        (tmp_path / "b.xlsx").write_bytes(bytes(damaged))
        book = read_book(tmp_path / "b.xlsx")
        assert book.sheets or book.findings


PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>
<meta http-equiv="Content-Type" content="text/html; charset={charset}">
<style>td {{mso-number-format:"\\@"}}</style></head>
<body><table border=1><tr><th colspan=5>人口登记表</th></tr>
<tr><th>房屋编码<th>与户主<br>关系</th><th>姓名</th><th>身份证号</th><th>性别</th></tr>
<tr><td rowspan="2">X1</td><td>户主</td><td>王&nbsp;小明</td><td style='mso:@'>{wang}</td><td>男</td></tr>
<tr><td>妻</td><td>李花</td><td>{li}</td><td>女</td></tr></table></body></html>"""


@pytest.mark.parametrize(("charset", "encoding"), [("utf-8", "utf-8"), ("utf-8", "utf-8-sig"), ("gb2312", "gb18030")])
def test_a_web_page_called_xls_is_read(ws: Workspace, tmp_path: Path, charset: str, encoding: str) -> None:
    li = citizen("19820304", 22)
    path = tmp_path / "导出.xls"
    path.write_bytes(PAGE.format(charset=charset, wang=WANG[3], li=li).encode(encoding))
    plan = plan_import(ws, [path], grid=GRID_1)
    (house,) = added(plan, "households")
    assert house["house_code"] == "X1"
    assert [(each["name"], each["id_no"]) for each in house["members"]] == [("王小明", WANG[3]), ("李花", li)]
    assert "I107" in codes(plan)
    assert "I132" in codes(plan)


def test_a_page_of_several_tables_one_inside_another(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(
        "<table><tr><td>外<table><tr><td colspan=2>内<td>丙</table></td><td>乙</td></tr></table><table></table>",
        encoding="utf-8",
    )
    outer, inner = read_book(path).sheets
    assert outer.rows == [["外", "乙"]]
    assert inner.rows == [["内", "", "丙"]]


def _raw_xlsx(path: Path, rows: bytes, dimension: str = "") -> Path:
    """A workbook around the XML of its rows."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    declared = f'<dimension ref="{dimension}"/>' if dimension else ""
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/'
        'vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/'
        'officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="表" sheetId="1" '
        'r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, xml in parts.items():
            archive.writestr(name, xml)
        sheet = f'<worksheet xmlns="{main}">{declared}<sheetData>'.encode() + rows + b"</sheetData></worksheet>"
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
    return path


def _row(number: int, values: dict[str, str]) -> bytes:
    cells = "".join(f'<c r="{col}{number}" t="inlineStr"><is><t>{text}</t></is></c>' for col, text in values.items())
    return f'<row r="{number}">{cells}</row>'.encode()


TABLE = _row(1, dict(zip("ABCDE", HEADINGS, strict=True))) + _row(2, dict(zip("ABCDE", WANG, strict=True)))


def test_a_million_formatted_empty_rows(ws: Workspace, tmp_path: Path) -> None:
    empty = b"".join(b'<row r="%d" ht="15"><c r="A%d" s="0"/></row>' % (number, number) for number in range(3, 1048577))
    path = _raw_xlsx(tmp_path / "a.xlsx", TABLE + empty, "A1:L1048576")
    plan = plan_import(ws, [path], grid=GRID_1)
    assert statuses(plan) == ["added"]


@pytest.mark.parametrize("dimension", ["A1:XFD1048576", "A1:E2", ""])
def test_a_forgotten_character_in_the_last_cell(ws: Workspace, tmp_path: Path, dimension: str) -> None:
    path = _raw_xlsx(tmp_path / "a.xlsx", TABLE + _row(3, {"XEZ": " "}) + _row(1048576, {"XFD": " "}), dimension)
    plan = plan_import(ws, [path], grid=GRID_1)
    assert statuses(plan) == ["added"]
    assert len(added(plan, "households")) == 1


@pytest.mark.parametrize(
    ("dimension", "cells", "wide"),
    [
        ("A1:E9000", {"E": ""}, False),
        ("A1:E9000", {"F": ""}, True),
        ("A1:Z9000", {"AA": ""}, True),
        ("A1:AZ9000", {"AZ": ""}, False),
        ("A1:AZ9000", {"BA": ""}, True),
        ("A1:ZZ9000", {"ZZ": ""}, False),
        ("A1:ZZ9000", {"AAA": ""}, True),
        ("A1:XFD9000", {"A": ""}, True),
        ("A1:XFD90", {"XFD": ""}, False),
    ],
)
def test_what_a_sheet_says_of_its_size_is_checked(dimension: str, cells: dict[str, str], wide: bool) -> None:
    last = int("".join(filter(str.isdigit, dimension[2:])))
    xml = f'<worksheet><dimension ref="{dimension}"/><sheetData>'.encode() + _row(1, cells) + _row(last, {"A": ""})
    assert too_wide(xml) == wide


def test_too_many_cells_far_apart_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gridctl.intake.reading.sparse.MOST_CELLS", 6)
    path = _raw_xlsx(tmp_path / "a.xlsx", TABLE + _row(1048576, {"XFD": "x"}), "A1:XFD1048576")
    book = read_book(path)
    assert [finding.code for finding in book.findings] == ["I118"]
    assert "表" in message(book.findings[0], "zh")


def test_a_text_table_of_over_a_hundred_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("房屋编码,姓名\n".encode() + b"X1,x\n" * 21_000_000)
    book = read_book(path)
    assert [finding.code for finding in book.findings] == ["I111"]
    assert "100 MB" in message(book.findings[0], "en")
    path.unlink()


def test_a_file_beyond_all_measure_is_not_even_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_BYTES", 10)
    assert [finding.code for finding in read_book(write_xlsx(tmp_path / "a.xlsx", [HEADINGS])).findings] == ["I111"]


def test_the_wrong_ledger_given(ws: Workspace, book: Callable[..., Path]) -> None:
    plan = plan_import(ws, [book([HEADINGS, WANG])], ledger="visits", grid=GRID_1)
    assert statuses(plan) == ["rejected"]
    assert not plan.changes
    with pytest.raises(UsageFault) as unknown:
        plan_import(ws, [], ledger="没有这本")
    assert "households" in unknown.value.zh


def test_without_registers_codes_are_taken_and_names_are_not(tmp_path: Path) -> None:
    root = tmp_path / "新社区"
    (root / "ledgers").mkdir(parents=True)
    (root / "ledgers" / "gridctl.yaml").write_text('community: "清荷社区"\n', encoding="utf-8", newline="\n")
    ws = Workspace.open(root, today=date(2026, 9, 30))
    rows = [["网格", *HEADINGS], [GRID_1, *WANG], ["第一网格", "X2", *WANG[1:]]]
    plan = plan_import(ws, [write_xlsx(tmp_path / "a.xlsx", rows)])
    assert statuses(plan) == ["added", "rejected"]
    assert "I162" in codes(plan)
    ws.apply(plan.changes)
    assert [each["grid_code"] for each in records(ws, "households")] == [GRID_1]


def test_a_folder_that_cannot_be_written(ws: Workspace, book: Callable[..., Path], tmp_path: Path) -> None:
    plan = plan_import(ws, [book([HEADINGS, [*WANG[:3], "513399198001021111", "男"]])], grid=GRID_1)
    taken = tmp_path / "退回"
    taken.write_text("这里已有一个文件", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        write_rejected(plan, taken)
    assert "退回" in refused.value.zh


def test_a_returned_workbook_open_in_another_program(
    ws: Workspace, book: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = plan_import(ws, [book([HEADINGS, [*WANG[:3], "513399198001021111", "男"]])], grid=GRID_1)

    def close(_self: Any) -> None:
        raise xlsxwriter.exceptions.FileCreateError(PermissionError(13, "Permission denied"))

    monkeypatch.setattr(xlsxwriter.Workbook, "close", close)
    with pytest.raises(Refused) as refused:
        write_rejected(plan, tmp_path / "退回")
    assert "关闭" in refused.value.zh
