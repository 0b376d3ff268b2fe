"""Files made to fill the memory: each ends as a finding or an import, in bounded memory."""

from __future__ import annotations

import struct
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest
import xlsb_writer
import xlwt
from intake_sheets import GRID_1, added, citizen, codes, statuses
from xlsb_writer import BEGIN_CELLS, BEGIN_SHEET, END_CELLS, END_SHEET, EXTENT, ROW, cell, record

from gridctl.findings.message import message
from gridctl.intake.plan import plan_import
from gridctl.intake.reading.reader import read_book
from gridctl.intake.reading.sniff import named_as

if TYPE_CHECKING:
    from pathlib import Path

    from gridctl.store.workspace import Workspace

HEADINGS = ["房屋编码", "与户主关系", "姓名", "身份证号", "性别"]
WANG = ["X1", "户主", "王小明", citizen("19800102", 11), "男"]
SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DOCUMENT = "urn:oasis:names:tc:opendocument:xmlns"
STYLED = '<table:table-cell table:style-name="c" table:number-columns-repeated="16384"/>'


def write_ods(path: Path, table: bytes) -> Path:
    spaces = "".join(f' xmlns:{name}="{DOCUMENT}:{name}:1.0"' for name in ("office", "table", "text"))
    head = f'<office:document-content{spaces}><office:body><office:spreadsheet><table:table table:name="表">'
    tail = "</table:table></office:spreadsheet></office:body></office:document-content>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{DOCUMENT}:manifest:1.0"/>')
        archive.writestr("content.xml", head.encode() + table + tail.encode())
    return path


def ods_row(texts: list[str], repeated: int = 1) -> bytes:
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
        if text
        else "<table:table-cell/>"
        for text in texts
    )
    return f'<table:table-row table:number-rows-repeated="{repeated}">{cells}</table:table-row>'.encode()


X = '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
TABLE = ods_row(HEADINGS) + ods_row(WANG)


def write_xlsx_parts(path: Path, name: str, data: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("xl/workbook.xml", f'<workbook xmlns="{SPREADSHEET}"/>')
        archive.writestr(name, data)
    return path


def lying(path: Path, member: str, size: int = 1000) -> Path:
    """The same archive, saying in both places that a member is that small."""
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        struct.pack_into("<I", data, archive.getinfo(member).header_offset + 22, size)
    listed = data.rfind(b"PK\x01\x02", 0, data.rfind(member.encode()))
    struct.pack_into("<I", data, listed + 24, size)
    path.write_bytes(bytes(data))
    return path


@pytest.mark.parametrize("member", ["content.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
def test_an_archive_that_lies_about_its_size(tmp_path: Path, member: str) -> None:
    many = b" " * (300 * 1024**2)
    path = tmp_path / "a.xlsx"
    path = write_ods(tmp_path / "a.ods", many) if member == "content.xml" else write_xlsx_parts(path, member, many)
    assert [finding.code for finding in read_book(path).findings] == ["I105"], "as it says of itself"
    assert [finding.code for finding in read_book(lying(path, member)).findings] == ["I105"]


def test_a_large_archive_that_tells_the_truth_is_no_bomb(tmp_path: Path) -> None:
    noise = bytes(range(256)) * 40_000
    path = write_ods(tmp_path / "a.ods", TABLE + b"<!--" + noise.replace(b"-", b"").replace(b"\0", b"") + b"-->")
    assert "I105" not in [finding.code for finding in read_book(path).findings]


def test_a_million_formatted_empty_rows_of_ods(ws: Workspace, tmp_path: Path) -> None:
    empty = f'<table:table-row table:style-name="r" table:number-rows-repeated="1048574">{STYLED}</table:table-row>'
    path = write_ods(tmp_path / "a.ods", TABLE + empty.encode())
    plan = plan_import(ws, [path], grid=GRID_1)
    assert statuses(plan) == ["added"]
    assert len(added(plan, "households")) == 1


def test_all_formatted_empty_rows_of_xls(ws: Workspace, tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    style = xlwt.easyxf("borders: left thin")
    for row, texts in enumerate((HEADINGS, WANG)):
        for col, text in enumerate(texts):
            sheet.write(row, col, text)
    for row in range(2, 65_536):
        sheet.write(row, 0, "", style)
    book.save(str(tmp_path / "a.xls"))
    assert statuses(plan_import(ws, [tmp_path / "a.xls"], grid=GRID_1)) == ["added"]


def xlsb_rows(*rows: tuple[int, list[tuple[int, str]]]) -> bytes:
    parts = [record(BEGIN_SHEET), record(EXTENT, struct.pack("<4I", 0, 1, 0, 1)), record(BEGIN_CELLS)]
    for number, cells in rows:
        parts.append(record(ROW, struct.pack("<IIH3xI", number, 0, 300, 0)))
        parts += [cell(col, text) for col, text in cells]
    return b"".join([*parts, record(END_CELLS), record(END_SHEET)])


@pytest.mark.parametrize("kind", ["ods", "xlsb"])
def test_a_forgotten_character_far_away(
    ws: Workspace, tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / f"a.{kind}"
    table = [(0, list(enumerate(HEADINGS))), (1, list(enumerate(WANG)))]
    for last, row, told in ((16_383, 1_048_575, True), (16_383, 2, False)):
        if kind == "ods":
            far = f'<table:table-cell table:number-columns-repeated="{last}"/>{X}'.encode()
            between = ods_row([""], row - 2) if row > 2 else b""
            write_ods(path, TABLE + between + b"<table:table-row>" + far + b"</table:table-row>")
        else:
            sheet = xlsb_rows(*table, (row, [(last, "x")]))
            monkeypatch.setattr(xlsb_writer, "worksheet", lambda *_, sheet=sheet: sheet)
            xlsb_writer.write_xlsb(path, [])
        plan = plan_import(ws, [path], grid=GRID_1)
        if told:
            assert codes(plan) == ["I118"]
            assert "Ctrl+End" in message_and_remedy(plan.findings[0])
        else:
            assert "added" in statuses(plan)


def message_and_remedy(finding: object) -> str:
    from gridctl.findings.registry import rule

    return message(finding, "zh") + rule(finding.code).zh.remedy  # type: ignore[arg-type, attr-defined]


def test_names_of_files() -> None:
    assert named_as(".ET", "xls")
    assert named_as(".et", "xlsx")
    assert not named_as(".et", "csv")
    assert not named_as(".xls", "xlsx")


LARGE = """
import resource, sys
from datetime import date
from pathlib import Path
from gridctl.intake.plan import plan_import
from gridctl.store.workspace import Workspace
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[3]), int(sys.argv[3])))
community = Workspace.open(Path(sys.argv[1]), today=date(2026, 9, 30))
plan = plan_import(community, [Path(sys.argv[2])], grid="513399001002001")
counts = plan.counts
assert counts.read == counts.added + counts.changed + counts.unchanged + counts.rejected
print(counts.read, counts.added, [each.code for each in plan.findings if each.code in ("I111", "I118", "I105", "I103")])
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the memory of a process is limited as on Linux")
def test_a_sheet_of_a_hundred_megabytes(ws: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "大表.xlsx"
    count = write_large(path)
    command = [sys.executable, "-c", LARGE, str(ws.root), str(path), str(3 * 1024**3)]
    done = subprocess.run(command, capture_output=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr.decode("utf-8")[-2000:]
    assert done.stdout.decode("utf-8").split()[:2] == [str(count), str(count)]


def write_large(path: Path) -> int:
    """A sheet of over 100 MB of XML, one person a row with a long note, written as it goes; returns the rows."""
    from test_intake_bad_files import _raw_xlsx

    note = "".join(chr(0x4E00 + (number * 7919) % 20_000) for number in range(700))
    rows = 48_000

    def row(number: int, cells: list[str]) -> bytes:
        inside = "".join(
            f'<c r="{"ABCDEF"[col]}{number}" t="inlineStr"><is><t>{text}</t></is></c>' for col, text in enumerate(cells)
        )
        return f'<row r="{number}">{inside}</row>'.encode()

    head = row(1, ["房屋编码", "与户主关系", "姓名", "性别", "出生日期", "备注"])
    body = (
        row(at + 2, [f"X{at}", "户主", "王小明", "男", "1980-01-02", note[at % 600 :] + note[: at % 600]])
        for at in range(rows)
    )
    data = head + b"".join(body)
    assert len(data) > 100 * 1024**2
    _raw_xlsx(path, data, f"A1:F{rows + 1}")
    return rows
