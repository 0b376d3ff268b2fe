"""The bulletin as a workbook."""

import shutil
import subprocess
from pathlib import Path

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from gridctl.assess.bulletin import Bulletin
from gridctl.render.xlsx_bulletin import write_bulletin


def test_sheets_figures_and_evidence(bulletin: Bulletin, tmp_path: Path) -> None:
    write_bulletin(tmp_path / "通报.xlsx", bulletin, "zh")
    book = load_workbook(tmp_path / "通报.xlsx")
    assert book.sheetnames == [
        "摘要", "基本情况", "排名", "各项结果", "等次", "进退", "人口变动", "分组比较",
        "A1", "A4", "A6", "B1", "B2", "B3", "F1", "提示", "佐证",
    ]  # fmt: skip
    assert book["摘要"]["A1"].value == "清荷社区2026年第三季度网格工作通报"
    assert len(book["摘要"]._charts) == 1
    ranking = [[cell.value for cell in row] for row in book["排名"].iter_rows(min_row=3, max_row=5)]
    assert [(row[0], row[2], row[-3], row[-2]) for row in ranking] == [
        (1, "第二网格", 87.68, "良好"),
        (2, "第一网格", 45.29, "不合格"),
        (None, "<b>第三网格</b>", None, None),
    ]
    code = book["排名"]["B3"]
    assert (code.data_type, code.number_format) == ("s", "@")
    evidence = [[cell.value for cell in row] for row in book["佐证"].iter_rows(min_row=4)]
    visited = [row[3] for row in evidence if row[0] == "B1" and row[4] == "计入分子"]
    assert sorted(visited) == ["H1", "H4", "H5"]
    assert sum(row[0] == "B1" for row in evidence) == bulletin.community.results["B1"].denominator


def test_the_other_reader_and_the_other_language(bulletin: Bulletin, tmp_path: Path) -> None:
    write_bulletin(tmp_path / "bulletin.xlsx", bulletin, "en")
    book = CalamineWorkbook.from_path(tmp_path / "bulletin.xlsx")
    assert book.sheet_names[:3] == ["Summary", "In figures", "Ranking"]
    rows = book.get_sheet_by_name("B1").to_python()
    assert rows[0][0] == "B1 Home visit rate"
    assert rows[-1][1:5] == ["community", 3.0, 6.0, 0.5]


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="soffice (LibreOffice) is not installed")
def test_libreoffice_prints_every_sheet(bulletin: Bulletin, tmp_path: Path) -> None:
    write_bulletin(tmp_path / "通报.xlsx", bulletin, "zh")
    profile = (tmp_path / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir"]
    subprocess.run([*command, str(tmp_path), str(tmp_path / "通报.xlsx")], check=True, capture_output=True, timeout=180)
    pages = (tmp_path / "通报.pdf").read_bytes().count(b"/Type/Page/")
    assert 16 <= pages <= 20
