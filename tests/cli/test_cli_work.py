"""tasks and report on the demo's community."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest
from cli_running import AS_OF, PERIOD, run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def quarter(demo):
    """The quarter's tasks as data."""
    return run("tasks", *PERIOD, "--format", "json", cwd=demo).json()["tasks"]


def test_tasks_as_text_data_and_workbook(demo, quarter, tmp_path):
    text = run("tasks", *PERIOD, cwd=demo)
    assert text.code == 0
    assert "任务清单" in text.out
    assert "还有" in text.out
    assert "--format xlsx" in text.err
    assert f"任务 {len(quarter)} 项" in text.err
    assert run("tasks", *PERIOD, "--format", "jsonl", cwd=demo).lines() == quarter
    week = ("--period", "2026-09-21..30", *AS_OF)
    path, listed = tmp_path / "清单.xlsx", tmp_path / "清单.txt"
    assert str(path) in run("tasks", *week, "--format", "xlsx", "-o", path, cwd=demo).err
    book = openpyxl.load_workbook(path)
    assert len(book.sheetnames) == 3
    assert book.worksheets[0].max_row > sum(each["due"] >= "2026-09-21" for each in quarter)
    assert run("tasks", *week, "-o", listed, cwd=demo).out == ""
    assert "任务清单" in listed.read_text(encoding="utf-8")


def test_the_workbook_goes_beside_the_other_results(own):
    run("tasks", *PERIOD, "--format", "xlsx", cwd=own, lang="en")
    assert (own / "out" / "lists-2026Q3.xlsx").is_file()


def test_tasks_are_narrowed(demo, quarter):
    def listed(*args: str) -> list[dict[str, object]]:
        return run("tasks", *args, *AS_OF, "--format", "json", cwd=demo).json()["tasks"]

    def those(**fields: str) -> list[dict[str, object]]:
        return [each for each in quarter if all(each[name] == value for name, value in fields.items())]

    assert listed("--situation", "major") == those(situation="major"), "the quarter is what is shown if none is named"
    assert listed("-p", "2026-07", "--staff", "方慧璐") == [
        each for each in those(staff_no="QH002") if each["due"] < "2026-08-01"
    ]
    below = listed("-p", "2026-07-13..15", "--grid", "第一网格")
    assert below == [
        each
        for each in quarter
        if "2026-07-13" <= each["due"] <= "2026-07-15" and each["grid_code"].startswith("513399001002001")
    ]
    assert below


def test_visits_are_entered_by_the_tasks_they_were_for(own):
    def left(*args):
        ran = run("tasks", "-p", "2026-09-29..30", "--staff", "QH002", "--open", *AS_OF, *args, cwd=own)
        return [line.split()[0] for line in ran.out.splitlines() if line.startswith(" K")]

    before = left()
    entered = ("tasks", "visit", *before[:2], "--on", "2026-09-29", *AS_OF)
    assert run(*entered, "--dry-run", cwd=own).code == 0
    assert run(*entered, cwd=own).code == 3
    ran = run(*entered, "--yes", cwd=own)
    assert "销账 2 项" in ran.err
    assert left() == before[2:]
    assert "不再登记" in run(*entered, "--yes", cwd=own).err
    hazard = ("tasks", "visit", before[2], "--on", "2026-09-29", *AS_OF, "--hazard", "电线私拉，很低")
    assert "1 条隐患" in run(*hazard, "--yes", cwd=own).err
    for wrong, code in ((("--mode", "托梦"), 2), (("--on", "2999-01-01"), 2), (("--by", "QH777"), 4)):
        assert run(*hazard, *wrong, "--yes", cwd=own).code == code


def test_names_are_masked_unless_asked_for(demo):
    (person,) = run(
        "query",
        "select name from special_groups where length(name) = 3 limit 1",
        "--format",
        "json",
        "--reveal",
        cwd=demo,
    ).json()["items"]
    masked = person["name"][0] + "*" + person["name"][2]
    assert masked not in run("tasks", *PERIOD, "--reveal", cwd=demo).out
    assert person["name"] not in run("tasks", *PERIOD, cwd=demo).out


@pytest.mark.parametrize(
    ("args", "code", "word"),
    [
        (("--period", "2026X"), 2, "不认识的时段：2026X"),
        (("--staff", "没有"), 4, "没有"),
        (("--grid", "999"), 4, "999"),
        (("--situation", "party"), 2, "party"),
        (("--as-of", "昨天的昨天的"), 2, "不是日期"),
    ],
)
def test_a_wrong_call_of_tasks_is_told(demo, args, code, word):
    ran = run("tasks", *args, cwd=demo)
    assert (ran.code, ran.out) == (code, "")
    assert word in ran.err


def test_a_community_that_has_only_begun_is_told_how_to_go_on(tmp_path):
    (tmp_path / "ledgers").mkdir()
    (tmp_path / "ledgers" / "gridctl.yaml").write_text("community: 清荷社区\n", encoding="utf-8")
    for command, told, code in (
        (("tasks",), "gridctl guide start", 0), (("tasks", "plates"), "不用打印", 0),
        (("supervise", "sample"), "没有可抽的人员", 4),
    ):  # fmt: skip
        ran = run(*command, cwd=tmp_path)
        assert (ran.code, told in ran.err) == (code, True)
    assert not (tmp_path / "out").exists()


def test_a_bulletin_in_every_form(demo, tmp_path):
    text = run("report", *PERIOD, "--format", "text", cwd=demo)
    assert text.code == 0
    assert "2026年第三季度" in text.out
    assert "第一网格" in text.out
    data = run("report", *PERIOD, "--format", "json", cwd=demo)
    assert data.err == ""
    assert data.json()["version"] == 1
    run("report", *PERIOD, "--format", "json", "-o", tmp_path, cwd=demo)
    assert (tmp_path / "通报-2026Q3.json").read_text(encoding="utf-8") == data.out
    both = run("report", *PERIOD, "-o", tmp_path / "甲 乙", cwd=demo)
    assert both.code == 0
    assert {each.name for each in (tmp_path / "甲 乙").iterdir()} == {
        f"通报-2026Q3.{form}" for form in ("xlsx", "docx", "html")
    }
    only = run("report", *PERIOD, "-f", "html", "-o", tmp_path / "en", cwd=demo, lang="en")
    assert str(tmp_path / "en" / "bulletin-2026Q3.html") in only.err
    assert "<html" in (tmp_path / "en" / "bulletin-2026Q3.html").read_text(encoding="utf-8")
    assert len(list((tmp_path / "en").iterdir())) == 1
    # A file, as -o is one with every other command.
    assert run("report", *PERIOD, "-o", tmp_path / "街道" / "一页.html", cwd=demo).code == 0
    assert [each.name for each in (tmp_path / "街道").iterdir()] == ["一页.html"]
    wrong = run("report", *PERIOD, "-f", "docx", "-o", tmp_path / "一页.xlsx", cwd=demo)
    assert (wrong.code, "扩展名" in wrong.err) == (2, True)


@pytest.mark.parametrize("by", ["grid", "staff", "community"])
def test_it_ranks_what_is_asked(demo, by):
    told = run("report", *PERIOD, "--by", by, "--format", "json", cwd=demo)
    assert told.code == 0, told.err
    assert told.json()


def test_a_period_that_has_not_begun_is_told(demo):
    ran = run("report", "-p", "2027Q1", *AS_OF, cwd=demo)
    assert (ran.code, ran.out) == (2, "")
    assert "2027Q1 还没有开始" in ran.err


def test_a_scheme_of_ones_own(demo, tmp_path):
    def report(path: Path | str) -> tuple[int, str]:
        ran = run("report", *PERIOD, "--format", "text", "--scheme", path, cwd=demo)
        return ran.code, ran.out + ran.err

    assert report("没有.yaml")[0] == 2
    faulty = tmp_path / "faulty.yaml"
    faulty.write_text("name_zh: 甲\n", encoding="utf-8")
    code, said = report(faulty)
    assert code == 1
    assert "name_en" in said


def test_lists_as_pages_calendars_and_a_file_for_each_worker(demo, tmp_path):
    week = ("--period", "2026-09-21..30", "--as-of", "2026-09-30")
    everyone = run("tasks", *week, "--format", "json", cwd=demo).json()["tasks"]
    page, calendar = tmp_path / "清单.html", tmp_path / "清单.ics"
    run("tasks", *week, "--staff", "QH002", "--format", "html", "-o", page, cwd=demo)
    text = page.read_text(encoding="utf-8")
    assert text.count("<section>") == 3
    assert "<script" not in text
    assert "table-header-group" in text
    assert "QH002 方慧璐" in text
    run("tasks", *week, "--staff", "QH002", "--format", "ics", "-o", calendar, cwd=demo)
    own = [each for each in everyone if each["staff_no"] == "QH002"]
    assert calendar.read_bytes().count(b"BEGIN:VEVENT") == len(own)
    run("tasks", *week, "--one-per-worker", "--format", "xlsx", "-o", tmp_path / "每人", cwd=demo)
    assert len(list((tmp_path / "每人").iterdir())) == len({each["staff_no"] for each in everyone})
    assert run("tasks", *PERIOD, "--one-per-worker", cwd=demo).code == 2


@pytest.mark.parametrize(("form", "told"), [("ics", "已取消"), ("xlsx", "不要再用")])
def test_a_worker_without_tasks_keeps_no_old_ones(demo, tmp_path, form, told):
    day = ("--period", "2026-09-30", *AS_OF, "--one-per-worker", "--format", form, "-o", tmp_path)
    assert run("tasks", *day, cwd=demo).code == 0
    before = {each.name: each.read_bytes() for each in tmp_path.iterdir()}
    ran = run("tasks", *day, "--matter", "99-01-01", "--open", cwd=demo)
    assert told in ran.err
    assert all(name in ran.err for name in before)
    if form == "ics":
        for name, data in before.items():
            now = (tmp_path / name).read_bytes()
            assert now.count(b"STATUS:CANCELLED") == data.count(b"BEGIN:VEVENT") > 0


def test_names_are_masked_for_machines_too(demo, quarter):
    whole = run("tasks", *PERIOD, "--format", "jsonl", "--reveal", cwd=demo).lines()
    people = [at for at, each in enumerate(quarter) if each["target_table"] == "special_groups"]
    assert people
    assert all("*" in quarter[at]["name"] and "*" not in whole[at]["name"] for at in people)


def test_a_matter_that_is_not_there_is_told(demo):
    assert run("tasks", *PERIOD, "--matter", "99-99-99", cwd=demo).code == 4
    assert run("matters", "show", "99-99-99", cwd=demo).code == 4
    assert run("matters", "list", "--domain", "没有的领域", cwd=demo).code == 2
    (domain,) = {
        each["domain"] for each in run("matters", "list", "--domain", "应急", "-f", "json", cwd=demo).json()["items"]
    }
    assert domain == "emergencies"
