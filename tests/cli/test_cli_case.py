"""``gridctl case``: from discovery to the resident's verdict, in both languages; what may not be is refused."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from cli_running import AS_OF, run

from gridctl.text.width import display_width

sys.path.append(str(Path(__file__).parent.parent / "work"))
from case_community import VOLUNTEER, community

VISIT = {
    "id": "W0000000000WA", "visited_on": "2025-03-04", "grid_code": "513399001002001", "staff": ["Q2"],
    "target_kind": "grid", "target_name": "院落", "reason": "planned", "mode": "home", "hazards": ["楼道堆放杂物"],
    "needs": ["希望安装扶手"],
}  # fmt: skip


@pytest.fixture
def small(tmp_path):
    folder = tmp_path / "清荷 社区"
    folder.mkdir()
    community(folder, visits=[VISIT]).close()
    return folder


@pytest.fixture
def case(small):
    """Runs ``gridctl case`` in Chinese unless told otherwise, and knows the number of the case it opened."""

    def command(*args, code=0, yes=True, lang="zh"):
        ran = run("case", *args, *(["--yes"] if yes else ()), cwd=small, lang=lang)
        assert ran.code == code, ran.err
        return ran

    opened = command(
        "open", "标题=路灯不亮", "--grid", "第一网格", "--source", "居民", "--by", "白小麦", "--at", "2025-03-04 09:00"
    )
    command.folder = small
    command.number = opened.out.strip().splitlines()[-1].split()[0]
    return command


def stage(case, number, **more):
    return case("show", number, "--format", "json", yes=False, **more).json()


def test_all_seven_steps_through_return_extension_and_reopening(case):
    number = case.number
    case("classify", number, "--matter", "04-01-01", "--level", "一般", "--at", "2025-03-04 10:00")
    case("dispatch", number, "--to", "街道城管办", "--at", "2025-03-04 11:00", lang="en")
    sent = run("case", "list", "--holder", "街道城管办", "--as-of", "2025-03-04", cwd=case.folder, lang="zh").out
    assert "Q2 → 街道城" in sent
    case("return", number, "-m", "不归我办", "--at", "2025-03-04 15:00")
    assert stage(case, number)["holder"] == "Q2"
    case("dispatch", number, "--to", "陈小荷", "--at", "2025-03-04 16:00")
    assert "2025-03-10 17:30" in case("accept", number, "--at", "2025-03-05 09:00").out
    assert "handle" in case("reply", number, "-m", "x", code=3).err
    case("extend", number, "--days", "5", "-m", "等材料", "--approved-by", "Q1", "--at", "2025-03-06 09:00", lang="en")
    case("extend", number, "--days", "12", "-m", "等材料", "--approved-by", "Q1", "--at", "2025-03-06 09:00", code=3)
    case("handle", number, "--progress", "-m", "已报修", "--at", "2025-03-07 09:00")
    case("handle", number, "-m", "已换灯泡", "-e", "照片1.jpg", "--success", "--at", "2025-03-13 10:00")
    case("reply", number, "-m", "已电话告知", "--at", "2025-03-13 11:00", lang="en")
    for lang, told in (("zh", "要由别人来做"), ("en", "somebody else has to close it")):
        assert told in case("close", number, "--by", "Q3", "--at", "2025-03-13 15:00", code=3, lang=lang).err
    case("close", number, "--at", "2025-03-13 15:00")
    case("evaluate", number, "-s", "不满意", "--by", "Q1", "--at", "2025-03-14 15:00")
    case("reopen", number, "-m", "又不亮了", "--at", "2025-03-14 16:00")
    case("handle", number, "-m", "更换线路", "--at", "2025-03-17 10:00")
    case("reply", number, "-m", "已电话告知", "--at", "2025-03-17 11:00")
    case("close", number, "--at", "2025-03-17 15:00")
    case("evaluate", number, "-s", "满意", "--by", "Q1", "--at", "2025-03-18 15:00", lang="en")
    found = stage(case, number)
    assert (found["stage"], found["late"], found["card"], found["satisfaction"]) == ("finished", False, "", "satisfied")
    assert (found["returns"], found["reopened"], found["extension_days"]) == (1, 1, 5)
    assert found["settled_level"] == "grid"
    assert len(found["timeline"]) == 17
    for lang, told in (("zh", "已办结；2025-03-17 15:00 核消"), ("en", "Finished; closed 2025-03-17 15:00")):
        shown = case("show", number, yes=False, lang=lang).out
        assert told in shown
        assert all(display_width(line) <= 80 for line in shown.splitlines())


def test_what_is_not_admitted_and_what_is_no_case(case):
    number = case.number
    expired = case("classify", number, "--matter", "04-09-09", "--level", "一般", code=3)
    assert "04-09-09" in expired.err
    case("classify", number, "--level", "天大", "--matter", "04-01-01", code=2)
    case("classify", number, "--at", "明天", code=2)
    assert "--matter" in case("classify", number, code=2).err
    case("accept", "C1", code=4)
    case("refuse", number, "-m", "不属网格", "--at", "2025-03-04 10:00")
    assert stage(case, number)["rejected"] is True
    case("reopen", number, "-m", "再看", "--at", "2025-03-05 10:00")
    assert stage(case, number)["stage"] == "classify"


def test_a_dry_run_and_a_pipe_write_nothing(case):
    number = case.number
    move = ("classify", number, "--matter", "04-01-01", "--level", "一般", "--at", "2025-03-04 10:00")
    case(*move, "--dry-run", yes=False)
    case(*move, yes=False, code=3)
    case(*move, "--format", "json", yes=False, code=3)
    assert stage(case, number)["stage"] == "classify"
    assert case(*move, "--format", "json").json()["stage"] == "dispatch"


def test_a_terminal_is_asked_for_what_is_missing(small):
    opened = run(
        "case", "open", "标题=路灯不亮", "--at", "2025-03-04 09:00", cwd=small, typed="Q2\n第一网格\n居民\ny\n"
    )
    assert opened.code == 0, opened.err
    opened = run(
        "case",
        "open",
        "标题=路灯不亮",
        "--grid",
        "第一网格",
        "--at",
        "2025-03-04 09:00",
        cwd=small,
        typed="Q2\n居民\ny\n",
    )
    assert opened.code == 0, opened.err
    number = opened.out.strip().splitlines()[-1].split()[0]
    sorted_ = run("case", "classify", number, "--at", "2025-03-04 10:00", cwd=small, typed="04-01-01\n一般\ny\n")
    assert sorted_.code == 0, sorted_.err
    assert "待派单" in sorted_.out


def test_visits_open_their_cases_in_one_go(small):
    ran = run("case", "open", "--from-visits", "--yes", "--format", "json", cwd=small)
    assert len(ran.json()["opened"]) == 2
    assert run("case", "open", "--from-visits", "--yes", "--format", "json", cwd=small).json()["opened"] == []
    assert run("check", "--select", "K101", cwd=small).code == 0
    assert "每个隐患和诉求都有事件了" in run("case", "open", "--from-visits", cwd=small).err


def test_wishes_merging_and_deliberations(case):
    wish = case("open", "标题=想修窗户", "--grid", "第一网格", "--source", "走访", "--kind", "小心愿", "心愿类别=住房",
                "--by", "Q2", "--at", "2025-03-04 09:30")  # fmt: skip
    number = wish.out.strip().splitlines()[-1].split()[0]
    case("merge", case.number, number, "-m", "同一件事", "--at", "2025-03-04 10:00")
    assert stage(case, case.number)["stage"] == "merged"
    assert f"并入 {number}" in case("show", case.number, yes=False).out
    assert f"并入本件的：{case.number}" in case("show", number, yes=False).out
    assert stage(case, number)["merged_cases"] == [case.number]
    refused = case("merge", number, case.number, "--at", "2025-03-04 10:00", code=3).err
    assert f"事件 {case.number} 自己是“已并案”（并入 {number}）" in refused
    case("classify", number, "--matter", "09-01-04", "--level", "一般", "--at", "2025-03-04 10:00")
    case("claim", number, "--by", VOLUNTEER, "--at", "2025-03-04 11:00")
    found = stage(case, number)
    assert (found["stage"], found["holder"]) == ("handle", VOLUNTEER)
    assert f"{number} 不是议事" in case("deliberate", number, "点事", code=3).err
    assert f"{VOLUNTEER} 苗*雨" in case("show", number, yes=False).out
    meeting = case("open", "标题=停车安排", "--grid", "第一网格", "--source", "居民", "--kind", "议事", "--by", "Q2",
                   "--at", "2025-03-04 09:30")  # fmt: skip
    number = meeting.out.strip().splitlines()[-1].split()[0]
    case("deliberate", number, "点事", "--on", "2025-03-05", "--people", "12", "-m", "居民提出")
    case("deliberate", number, "决事", "--on", "2025-03-05", code=3)


def test_the_list_filters_and_fits(demo):
    def listed(*args):
        return run("case", "list", "--format", "json", *args, *AS_OF, cwd=demo).json()["items"]

    every = listed("--all")
    under_way = [each for each in every if each["stage"] not in ("finished", "refused", "merged")]
    assert {each["case_id"] for each in listed()} == {each["case_id"] for each in under_way}
    red = listed("--all", "--card", "红牌", "--grid", "第二网格")
    assert red
    assert [each for each in every if (each["card"], each["grid_code"][-1]) == ("red", "2")] == red
    holder = next(each["holder"] for each in under_way if each["stage"] == "accept")
    assert listed("--stage", "待签收", "--holder", holder, "--late") == [
        each
        for each in under_way
        if (each["stage"], each["holder"]) == ("accept", holder) and (each["late"] or each["late_step"])
    ]
    for lang in ("zh", "en"):
        text = run("case", "list", *AS_OF, cwd=demo, lang=lang).out
        assert all(display_width(line) <= 80 for line in text.splitlines())
    assert run("case", "list", "--stage", "没有的", cwd=demo).code == 2


def test_warnings_show_their_evidence_and_the_profile_counts(demo):
    found = run("case", "warnings", "--format", "json", *AS_OF, cwd=demo).json()["items"]
    assert {each["kind"] for each in found} >= {"one_place", "same_parties"}
    assert all(each["count"] == len(each["cases"]) and each["days"] for each in found)
    profile = run("case", "profile", "-p", "2026Q3", "--format", "json", *AS_OF, cwd=demo).json()
    assert {each["month"] for each in profile["demand"]} == {"2026-07", "2026-08", "2026-09"}
    levels = ("by_grid", "by_community", "by_subdistrict", "by_department")
    assert all(each["closed"] == sum(each[level] for level in levels) for each in profile["settled"])
    assert "不是对任何人的评价" in run("case", "warnings", *AS_OF, cwd=demo).out


def test_find_show_list_and_export_know_cases(demo, tmp_path):
    number = run("case", "list", "--format", "json", *AS_OF, cwd=demo).json()["items"][0]["case_no"]
    assert number in run("find", number, cwd=demo).out
    assert number in run("show", number, cwd=demo).out
    assert number in run("list", "事件", "--where", f"事件编号={number}", cwd=demo).out
    assert run("export", "cases", "-o", tmp_path / "事件.xlsx", cwd=demo).code == 0
    assert (tmp_path / "事件.xlsx").stat().st_size > 5000


def test_adding_a_visit_offers_its_cases(small):
    visit = (
        "add", "走访", "网格编码=第一网格", "走访日期=2025-03-06", "走访人员=Q2", "走访对象类别=网格", "走访对象=院落",
        "走访事由=计划", "走访方式=入户", "隐患=电线私拉",
    )  # fmt: skip
    told = run(*visit, "--yes", cwd=small)
    assert "gridctl case open --from-visits" in told.err
    asked = run(*(each.replace("03-06", "03-07") for each in visit), cwd=small, typed="y\ny\n")
    assert asked.code == 0, asked.err
    assert "新开事件 1 件" in asked.err
    assert "电线私拉" in run("case", "list", cwd=small).out


def test_cases_of_visits_take_nothing_from_the_command_line(demo):
    ran = run("case", "open", "--from-visits", "--at", "2026-09-30 11:00", "--yes", cwd=demo)
    assert ran.code == 2
    assert "从走访里来" in ran.err
