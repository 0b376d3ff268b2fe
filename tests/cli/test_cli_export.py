"""`gridctl export` as people run it, and its workbooks as other programs open them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from gridctl.demo.sample import write_sample

GRIDCTL = Path(sys.executable).with_name("gridctl")
SOFFICE = shutil.which("soffice")


@pytest.fixture(scope="module")
def community(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("cli-export") / "清荷 社区"
    root.mkdir()
    write_sample(root)
    return root


def run(community: Path, *args: str, code: int = 0, lang: str = "zh") -> tuple[str, str]:
    environment = os.environ | {"GRIDCTL_LANG": lang, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [GRIDCTL, "export", *args], cwd=community, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == code, done.stderr
    return done.stdout, done.stderr


@pytest.fixture(scope="module")
def book(community, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("out") / "住户.xlsx"
    out, err = run(community, "住户信息", "-o", str(path))
    assert out.strip() == str(path)
    assert "打码" in err
    return path


def test_codes_are_text_and_dates_dates_in_the_workbook(book):
    sheet = openpyxl.load_workbook(book)["住户信息"]
    heading = [cell.value for cell in sheet[1]]
    code = sheet.cell(2, heading.index("房屋编码") + 1)
    assert isinstance(code.value, str)
    assert re.fullmatch(r"\d{25}", code.value)
    assert code.number_format == "@"
    day = sheet.cell(2, heading.index("采集日期") + 1)
    assert day.is_date
    read = CalamineWorkbook.from_path(book).get_sheet_by_name("住户信息").to_python()
    assert read[1][heading.index("房屋编码")] == code.value


def test_the_workbook_has_a_front_sheet_frozen_headings_and_drop_downs(book):
    workbook = openpyxl.load_workbook(book)
    assert workbook.sheetnames[:3] == ["说明", "住户信息", "住户信息·成员"]
    for name in ("住户信息", "住户信息·成员"):
        sheet = workbook[name]
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref
    lists = {each.formula1 for each in workbook["住户信息"].data_validations.dataValidation}
    assert any("自住" in each for each in lists)
    front = " ".join(str(cell.value) for row in workbook["说明"].iter_rows() for cell in row if cell.value)
    assert "清荷社区" in front
    assert "不在 Git 中" in front


def test_every_ledger_goes_into_one_workbook(community, tmp_path):
    path = tmp_path / "all.xlsx"
    run(community, "all", "-o", str(path), lang="en")
    names = openpyxl.load_workbook(path, read_only=True).sheetnames
    assert {"about", "households", "businesses", "special groups", "volunteers", "visits", "staff"} <= set(names)


def test_default_files_go_into_out_with_ledger_and_day(community):
    out, _ = run(community, "企业商户", "--as-of", "2026-09-30")
    assert Path(out.strip()).relative_to(community.resolve()).as_posix() == "out/企业商户_2026-09-30.xlsx"
    grid = "513399001002001"
    out, _ = run(community, "households", "volunteers", "--grid", grid, "--as-of", "2026-09-30")
    assert Path(out.strip()).name == f"台账_{grid}_2026-09-30.xlsx"


def test_csv_opens_in_excel_one_file_a_sheet(community, tmp_path):
    path = tmp_path / "住户.csv"
    out, _ = run(community, "households", "--format", "csv", "-o", str(path), "-c", "房屋编码,姓名，性别")
    assert [Path(each).name for each in out.splitlines()] == ["住户.csv", "住户_住户信息·成员.csv"]
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    heading = (tmp_path / "住户_住户信息·成员.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    assert heading == "房屋编码,姓名,性别"


def test_json_is_masked_and_nested(community):
    out, _ = run(community, "households", "--format", "json", "--as-of", "2026-09-30")
    data = json.loads(out)
    assert data["version"] == 1
    assert data["as_of"] == "2026-09-30"
    people = [each for house in data["ledgers"]["households"] for each in house.get("members", ())]
    assert people
    assert all("*" in each["name"] for each in people)
    out, _ = run(community, "visits", "rechecks", "--format", "jsonl")
    lines = [json.loads(line) for line in out.splitlines()]
    assert {each["ledger"] for each in lines} == {"visits", "rechecks"}
    assert {each.get("rechecks.ledger") for each in lines} == {None, "households"}


def test_reveal_warns_with_the_number_of_personal_values(community, tmp_path):
    path = tmp_path / "x.xlsx"
    _, err = run(community, "households", "--reveal", "-c", "成员.姓名", "--rows", "person", "-o", str(path))
    sheet = openpyxl.load_workbook(path)["住户信息"]
    names = [row[0].value for row in sheet.iter_rows(min_row=2) if row[0].value]
    assert not any("*" in each for each in names)
    assert f"有 {len(names)} 个完整的个人信息" in err
    out, err = run(community, "special_groups", "--reveal", "-c", "category", "-f", "json", lang="en")
    assert f"{out.count('category')} personal values are in full" in err


def test_the_dictionary(community, tmp_path):
    path = tmp_path / "字典.xlsx"
    run(community, "dictionary", "-o", str(path))
    fields, codes = (openpyxl.load_workbook(path)[name] for name in ("数据字典", "代码表"))
    assert "证件号码" in {cell.value for cell in fields["C"]}
    assert "自住" in {cell.value for cell in codes["D"]}
    out, _ = run(community, "dictionary", "-f", "json", lang="en")
    assert {"fields", "codes"} <= json.loads(out).keys()
    out, _ = run(community, "dictionary", "-f", "jsonl")
    assert json.loads(out.splitlines()[0])["ledger"] == "households"
    out, _ = run(community, "dictionary", "-f", "csv", "-o", str(tmp_path / "d.csv"))
    assert len(out.splitlines()) == 2


def test_wrong_names_are_told(community):
    _, err = run(community, "住户", code=2)
    assert "没有这本台账：住户" in err
    _, err = run(community, "households", "-c", "昵称", code=2)
    assert "昵称" in err
    _, err = run(community, "households", "-g", "9", code=4)
    assert "没有网格 9" in err


@pytest.mark.libreoffice
@pytest.mark.skipif(SOFFICE is None, reason="soffice is not installed")
def test_an_office_program_keeps_codes_whole(book, tmp_path):
    subprocess.run(
        [SOFFICE, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to",
         "ods", "--outdir", str(tmp_path), str(book)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    converted = CalamineWorkbook.from_path(tmp_path / "住户.ods").get_sheet_by_name("住户信息").to_python()
    written = CalamineWorkbook.from_path(book).get_sheet_by_name("住户信息").to_python()
    code, day = (written[0].index(label) for label in ("房屋编码", "采集日期"))
    assert [row[code] for row in converted] == [row[code] for row in written]
    assert [row[day] for row in converted] == [row[day] for row in written]
