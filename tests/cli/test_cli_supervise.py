from __future__ import annotations

import re
from typing import TYPE_CHECKING

import openpyxl
import pytest
from cli_running import AS_OF, run

if TYPE_CHECKING:
    from pathlib import Path

FORM = "复核表.xlsx"


def fill(path: Path, answers: list[dict[str, str]]) -> list[list[str]]:
    """Fill the first rows of a form in Excel's way; gives the rows that were filled."""
    book = openpyxl.load_workbook(path)
    sheet = book.active
    top = next(row[0].row for row in sheet.iter_rows() if row[0].value == "序号")
    places = {cell.value: cell.column for cell in sheet[top]}
    for row, answer in enumerate(answers, top + 1):
        for label, value in answer.items():
            sheet.cell(row, places[label]).value = value
    book.save(path)
    return [[cell.value for cell in sheet[top + 1 + n]] for n in range(len(answers))]


def test_traces_of_a_quarter(demo):
    ran = run("supervise", "traces", "--period", "2026Q3", *AS_OF, cwd=demo)
    assert "在院落里的天数" in ran.out
    assert "先听本人说明" in ran.err
    data = run("supervise", "traces", "--period", "2026Q3", "--format", "json", *AS_OF, cwd=demo).json()
    assert ran.code == (1 if data["traces"] else 0)
    assert {each["staff"] for each in data["field_days"]} >= {"QH002", "QH008"}
    assert all(0 <= each["share"] <= 1 for each in data["field_days"])


def test_a_trace_is_told_in_both_languages(own):
    path = next((own / "ledgers" / "visits").rglob("2026-09.yaml"))
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r'(走访日期: "2026-09-0[1-9]"\n)', r'\1  采集日期: "2026-09-30"\n', text), encoding="utf-8")
    for language, word in (("zh", "事后补录"), ("en", "Entered long after")):
        ran = run("supervise", "traces", "--period", "2026-09", *AS_OF, cwd=own, lang=language)
        assert ran.code == 1
        assert word in ran.out
        assert "U107" in ran.out
    lines = run("supervise", "traces", "--period", "2026-09", "--format", "jsonl", *AS_OF, cwd=own).lines()
    late = [each for each in lines if each["code"] == "U107"]
    assert late
    assert all(len(each["visits"]) == int(each["params"]["value"]) for each in late)
    nobody = run("supervise", "traces", "--period", "2026-09", "--staff", "QH999", *AS_OF, cwd=own)
    assert (nobody.code, "QH999" in nobody.err) == (4, True), "no traces of nobody would look like a clean record"
    assert run("supervise", "traces", "--period", "2026-09", "--staff", "QH001", *AS_OF, cwd=own).code == 0


def test_a_sample_goes_out_and_comes_back(own):
    draw = ("supervise", "sample", "--size", "5", "--seed", "7", *AS_OF)
    assert run(*draw, "-o", FORM, "--reveal", cwd=own).code == 0
    rows = fill(
        own / FORM,
        [
            {
                "复核方式": "入户",
                "在册情况": "在",
                "联系电话": "19900001234",
                "复核人": "林静",
                "复核日期": "2026-09-29",
            },
            {"复核方式": "入户", "在册情况": "已搬离"},
            {"复核方式": "未遇"},
            {"复核方式": "入户", "性别": "看不清"},
        ],
    )
    shown = run("supervise", "recheck", FORM, "--dry-run", *AS_OF, cwd=own)
    assert shown.code == 1
    assert "准确率  0.0% (0/1" in shown.out
    assert "未注销率  50.0% (1/2" in shown.out
    assert "19900001234" not in shown.out
    assert "U201" in shown.err
    assert not (own / "ledgers" / "assessment" / "rechecks.yaml").exists() or "people-" not in (
        own / "ledgers" / "assessment" / "rechecks.yaml"
    ).read_text(encoding="utf-8")
    ran = run("supervise", "recheck", FORM, "--yes", "--by", "王督", *AS_OF, "--format", "json", cwd=own)
    data = ran.json()
    assert data["written"] is True
    assert data["checked"] + data["not_met"] + data["open"] + data["unreadable"] == 5
    assert data["not_deregistered"]["part"] == 1
    written = (own / "ledgers" / "assessment" / "rechecks.yaml").read_text(encoding="utf-8")
    assert "王督" in written
    assert "林静" in written
    # The person found gone has left the ledger's residents, on the day of the re-check.
    houses = "".join(each.read_text(encoding="utf-8") for each in (own / "ledgers" / "households").glob("*.yaml"))
    gone = houses.split(f'"{rows[1][2]}"')[1].split("- 编号")[0]
    assert '离开日期: "2026-09-30"' in gone
    again = run("supervise", "recheck", FORM, "--yes", *AS_OF, "--format", "json", cwd=own).json()
    assert again["written"] is False
    assert again["not_deregistered"] == data["not_deregistered"]


def test_the_same_seed_draws_the_same(demo, tmp_path):
    for name in ("a.xlsx", "b.xlsx"):
        assert run("supervise", "sample", "--seed", "3", *AS_OF, "-o", tmp_path / name, cwd=demo).code == 0
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    assert "打码" in run("supervise", "sample", *AS_OF, "-o", tmp_path / "c.xlsx", cwd=demo).err


@pytest.mark.parametrize(("name", "code"), [("没有.xlsx", 4), ("README.md", 2)])
def test_what_is_no_form_is_told(demo, tmp_path, name, code):
    (tmp_path / "README.md").write_text("编号,姓名\n", encoding="utf-8")
    ran = run("supervise", "recheck", tmp_path / name, cwd=demo)
    assert ran.code == code
    assert "Traceback" not in ran.err
