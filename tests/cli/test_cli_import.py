from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import openpyxl
import pytest
from cli_running import run

from gridctl.store.git import Git

if TYPE_CHECKING:
    from pathlib import Path

VOLUNTEERS = "ledgers/volunteers/513399001002001.yaml"


def book(path: Path, phone: str, name: str = "志愿者花名册") -> Path:
    """One volunteer in the layout of the inbox."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = name
    sheet.append(["序号", "志愿者姓名", "性别", "手机号", "政治面貌", "服务意向", "所属网格", "注册时间"])
    sheet.append([1, "虚构甲", "女", phone, "群众", "宣传", "第一网格", "2024-06-12"])
    path.parent.mkdir(parents=True, exist_ok=True)
    workbook.save(path)
    return path


def ledgers(root: Path) -> dict[str, bytes]:
    return {str(each.relative_to(root)): each.read_bytes() for each in (root / "ledgers").rglob("*") if each.is_file()}


def test_a_dry_run_and_a_pipe_write_nothing(own):
    before = ledgers(own)
    book(own / "来件 一.xlsx", "19900001111")
    dry = run("import", "来件 一.xlsx", "--dry-run", cwd=own)
    assert dry.code == 0, dry.err
    assert "新增" in dry.out
    assert "199****1111" in dry.out
    assert "19900001111" not in dry.out + dry.err
    pipe = run("import", "来件 一.xlsx", cwd=own)
    assert pipe.code == 3
    assert "加 --yes 才写入" in pipe.err
    assert ledgers(own) == before
    data = run("import", "来件 一.xlsx", "--format", "json", cwd=own)
    assert data.code == 3
    assert data.json()["written"] is False
    assert data.json()["sources"][0]["added"] == 1
    assert "--yes" in data.err
    assert ledgers(own) == before


def test_it_asks_where_somebody_can_answer(own):
    book(own / "a.xlsx", "19900001111")
    before = ledgers(own)
    declined = run("import", "a.xlsx", cwd=own, typed="n\n")
    assert declined.code == 3
    assert "写入台账？" in declined.out + declined.err
    assert ledgers(own) == before
    assert run("import", "a.xlsx", cwd=own, typed="\x03").code in (3, 130)
    assert ledgers(own) == before
    agreed = run("import", "a.xlsx", cwd=own, typed="y\n")
    assert agreed.code == 0, agreed.err
    assert ledgers(own) != before


def test_a_commit_tells_where_its_rows_come_from(own):
    book(own / "inbox" / "a.xlsx", "19900001111")
    ran = run("import", "inbox/a.xlsx", "--yes", "--commit", cwd=own)
    assert ran.code == 0, ran.err
    assert "已提交到 Git" in ran.err
    said = subprocess.run(
        ["git", "log", "-1", "--format=%B"], cwd=own, capture_output=True, encoding="utf-8", check=True
    ).stdout
    assert "Import-1-File: a.xlsx" in said
    assert "Import-1-Rows: read=1 added=1 changed=0 unchanged=0 rejected=0" in said
    assert "Import-1-SHA256: " in said
    assert Git(own).status() == {}


def test_a_commit_without_an_author_tells_what_to_do(own):
    book(own / "inbox" / "a.xlsx", "19900001111")
    nobody = {f"GIT_{role}_{what}": None for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    nobody |= {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1", "HOME": str(own)}
    ran = run("import", "inbox/a.xlsx", "--yes", "--commit", cwd=own, env=nobody)
    assert ran.code == 3
    assert "已写入台账" in ran.err
    assert "没有提交" in ran.err
    assert "git config --global user.name" in ran.err
    assert Git(own).status() == {VOLUNTEERS: " M"} or Git(own).status() == {VOLUNTEERS: "M "}


def test_a_value_that_differs_is_taken_or_kept(own):
    sql = "select house_code, address from households where occupancy = 'owner_occupied' and current limit 1"
    (house,) = run("query", sql, "--format", "json", cwd=own).json()["items"]
    sent = own / "房屋.csv"
    sent.write_text(
        f"房屋编码,所属网格,详细地址,居住状态\n{house['house_code']},第一网格,{house['address']},闲置\n",
        encoding="utf-8",
    )
    before = ledgers(own)
    kept = run("import", sent, "--yes", "--on-conflict", "keep", "--format", "json", cwd=own)
    assert kept.json()["sources"][0]["changed"] == 0, kept.out
    assert "居住状态" in kept.out
    assert ledgers(own) == before
    taken = run("import", sent, "--yes", "--format", "json", cwd=own)
    assert taken.json()["sources"][0]["changed"] == 1
    sql = f"select occupancy from households where house_code = '{house['house_code']}'"
    assert run("query", sql, "--format", "json", cwd=own).json()["items"] == [{"occupancy": "vacant"}]


def test_returned_rows_corrected_go_in(own):
    shutil.rmtree(own / "out")
    assert run("import", "inbox/志愿者花名册.csv", "--yes", cwd=own).code == 1
    (path,) = (own / "out" / "退回").iterdir()
    workbook = openpyxl.load_workbook(path)
    sheet = workbook.active
    heading = next(row for row in sheet.iter_rows() if any(cell.value == "志愿者姓名" for cell in row))
    column = next(cell.column for cell in heading if cell.value == "志愿者姓名")
    assert sheet.cell(heading[0].row + 1, column).value in (None, "")
    sheet.cell(heading[0].row + 1, column).value = "虚构乙"
    workbook.save(path)
    ran = run("import", path, "--yes", "--format", "json", cwd=own)
    assert ran.code == 0, ran.out
    (source,) = ran.json()["sources"]
    assert source["read"] == source["added"] + source["changed"] == 1
    assert "虚构乙" in (own / VOLUNTEERS).read_text(encoding="utf-8")


def test_rejected_rows_go_to_the_folder_named(own, tmp_path):
    ran = run("import", "inbox/志愿者花名册.csv", "--rejected", tmp_path / "back", "--format", "json", cwd=own)
    assert ran.json()["rejected_files"] == [str(tmp_path / "back" / "志愿者花名册-退回.xlsx")]
    assert (tmp_path / "back" / "志愿者花名册-退回.xlsx").is_file()


def test_a_folder_is_its_workbooks(own):
    folder = own / "来件"
    book(folder / "a.xlsx", "19900001111")
    (folder / "~$a.xlsx").write_bytes(b"lock")
    (folder / "说明.txt").write_text("不是表", encoding="utf-8")
    ran = run("import", "来件", "--dry-run", "--format", "jsonl", cwd=own)
    assert ran.code == 0, ran.err
    assert [each["file"] for each in ran.lines()] == ["a.xlsx"]


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (("没有.xlsx",), 2, "没有 '没有.xlsx' 这个文件"),
        (("ledgers/gridctl.yaml",), 1, "没有认得出的表头"),
        (("inbox/志愿者花名册.csv", "--ledger", "宠物"), 2, "没有「宠物」这本台账"),
        (("inbox/志愿者花名册.csv", "--grid", "火星网格"), 2, "没有「火星网格」这个网格"),
        ((), 2, "缺少参数"),
    ],
)
def test_what_cannot_be_imported_is_told(own, args, code, words):
    before = ledgers(own)
    ran = run("import", *args, "--yes", cwd=own)
    assert (ran.code, ledgers(own)) == (code, before)
    assert words in ran.out + ran.err


def test_what_to_write_and_what_to_do_next_is_told(own):
    sheet = own / "inbox" / "新楼.csv"
    sheet.parent.mkdir(exist_ok=True)
    sheet.write_text(
        "网格,详细地址,居住状态\n第一网格,望溪路8号望溪苑1栋101室,出祖\n第一网格,望溪路8号望溪苑1栋102室,出租\n",
        encoding="utf-8",
    )
    told = run("import", sheet, "--yes", cwd=own)
    assert told.code == 1
    assert "居住状态可以是：自住、出租" in told.err
    assert "gridctl codes assign" in told.err
