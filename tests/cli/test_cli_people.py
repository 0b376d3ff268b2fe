"""``gridctl people`` from finding to settled, as somebody at a terminal would."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest
from cli_running import run
from decision_books import fill

from gridctl.text.citizen_id import complete

if TYPE_CHECKING:
    from pathlib import Path

GRID = "513399001002001"
ID_NO = complete("51339919400102001")
SLIP = ID_NO[:10] + "9" + ID_NO[11:]
NAME, PHONE = "安小禾", "19900010001"


def member(key: str, number: str) -> str:
    return (
        f'  成员:\n    - 人员编号: "{key}"\n      姓名: "{NAME}"\n      与户主关系: "户主"\n'
        f'      证件号码: "{number}"\n'
        f'      联系电话:\n        - "{PHONE}"\n'
    )


@pytest.fixture
def community(tmp_path) -> Path:
    root = tmp_path / "清荷 社区"
    houses = "".join(
        f'- 编号: "H{n}"\n  房屋编码: "{n}"\n  网格编码: "{GRID}"\n  标准地址: "清荷路{n}号"\n'
        + member(f"P{n}", number)
        for n, number in ((1, ID_NO), (2, SLIP))
    )
    files = {
        "gridctl.yaml": '社区: "清荷社区"\n',
        f"households/{GRID}.yaml": houses,
        f"volunteers/{GRID}.yaml": (
            f'- 编号: "V1"\n  姓名: "{NAME}"\n  网格编码: "{GRID}"\n  联系电话:\n    - "{PHONE}"\n'
        ),
    }
    for path, text in files.items():
        (root / "ledgers" / path).parent.mkdir(parents=True, exist_ok=True)
        (root / "ledgers" / path).write_text(text, encoding="utf-8", newline="\n")
    return root


def test_one_person_in_two_houses_from_finding_to_settled(community):
    ran = run("people", "duplicates", cwd=community)
    assert ran.code == 1
    assert "第 1 组  确认  登记在两处；号码写错或不全，别处有正确的" in ran.out
    assert "号码只差一位" in ran.out
    assert "确认 1 人，疑似 1 组。" in ran.err
    checked = run("check", "--select", "P", cwd=community)
    assert {"P101", "P103"} <= set(checked.out.split())
    assert "P102" not in checked.out

    book = community / "人员判断表.xlsx"
    assert run("people", "duplicates", "--format", "xlsx", "-o", book, cwd=community).out.strip() == str(book)
    lists = openpyxl.load_workbook(book).active.data_validations.dataValidation
    assert any("同一,不同,待查" in each.formula1 for each in lists)
    fill(book, {1: "同一", 2: "不同"})
    assert "新判断 2 组" in run("people", "decide", book, "--by", "方慧璐", "--dry-run", cwd=community).err
    assert not (community / "ledgers/decisions/decisions.yaml").exists()
    assert run("people", "decide", book, "--by", "方慧璐", "--yes", cwd=community).code == 0
    decided = (community / "ledgers/decisions/decisions.yaml").read_text(encoding="utf-8")
    assert "households:H1:P1" in decided
    assert not [each for each in (NAME, ID_NO, SLIP, PHONE) if each in decided]
    assert "与以前相同 2 组" in run("people", "decide", book, "--by", "方慧璐", "--yes", cwd=community).err

    planned = run("people", "apply", "--dry-run", cwd=community)
    assert "处理 1 人" in planned.err
    assert "离开原因" in planned.out
    assert run("people", "apply", "--yes", cwd=community).code == 0
    assert "都已处理" in run("people", "apply", "--yes", cwd=community).err
    assert run("people", "duplicates", cwd=community).code == 0
    assert not run("check", "--select", "P", cwd=community).out.count("P1")


def test_a_verdict_is_changed_only_with_a_reason(community):
    book = community / "表.xlsx"
    run("people", "duplicates", "--format", "xlsx", "-o", book, cwd=community)
    fill(book, {1: "不同"})
    run("people", "decide", book, "--by", "方慧璐", "--yes", cwd=community)
    fill(book, {1: "同一"})
    refused = run("people", "decide", book, "--by", "方慧璐", "--yes", cwd=community)
    assert refused.code == 1
    assert "C314" in refused.err
    fill(book, {1: "同一"}, why="上门核对，是同一人")
    assert run("people", "decide", book, "--by", "方慧璐", "--yes", cwd=community).code == 0
    assert '取代判定:\n    - "D' in (community / "ledgers/decisions/decisions.yaml").read_text(encoding="utf-8")
    assert run("people", "apply", "--yes", cwd=community).code == 0


def test_what_is_decided_wrongly_is_told_with_its_cell(community):
    book = community / "表.xlsx"
    run("people", "duplicates", "--format", "xlsx", "-o", book, cwd=community)
    fill(book, {2: "同一"})
    sheet = openpyxl.load_workbook(book)
    rows = [row for row in sheet.active.iter_rows() if row[0].value == 2]
    rows[0][3].value, rows[-1][3].value = None, "保留"
    sheet.save(book)
    told = run("people", "decide", book, "--by", "方慧璐", "--yes", cwd=community)
    assert told.code == 1
    assert "P314" in told.err
    assert "表.xlsx" in told.err


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "args",
    [("duplicates",), ("duplicates", "--format", "jsonl"), ("explain", "P1"), ("apply", "--confirmed", "--dry-run")],
)
def test_personal_values_are_masked_unless_asked_for(community, lang, args):
    ran = run("people", *args, cwd=community, lang=lang)
    assert not [each for each in (NAME, ID_NO, SLIP, PHONE) if each in ran.out + ran.err]
    if args[0] != "apply":
        assert NAME in run("people", *args, "--reveal", cwd=community, lang=lang).out


def test_the_workbook_is_masked_too(community):
    book = community / "表.xlsx"
    run("people", "duplicates", "--format", "xlsx", "-o", book, cwd=community)
    cells = [str(cell.value) for row in openpyxl.load_workbook(book).active.iter_rows() for cell in row]
    assert not [each for each in (NAME, ID_NO, PHONE) if any(each in cell for cell in cells)]


def test_explain_says_why_and_why_not(community):
    told = run("people", "explain", "P1", "--format", "json", cwd=community).json()
    assert told["mention"]["id"] == "households:H1:P1"
    verdicts = {each["id"]: each["verdict"] for each in told["others"]}
    assert verdicts == {"households:H2:P2": "confirmed", "volunteers:V1": "suspected"}
    assert "疑似：缺号码；姓名相同；电话相同" in run("people", "explain", NAME, "V1", cwd=community).out
    assert "suspected: a number is missing" in run("people", "explain", "P1", "V1", cwd=community, lang="en").out
    assert run("people", "explain", "柳青", cwd=community).code == 4


def test_explain_says_what_speaks_against_it(community):
    path = community / f"ledgers/volunteers/{GRID}.yaml"
    path.write_text(path.read_text(encoding="utf-8") + '  出生年份: "1960"\n', encoding="utf-8", newline="\n")
    assert "不能认定：出生年份不同" in run("people", "explain", "P1", "V1", cwd=community).out
