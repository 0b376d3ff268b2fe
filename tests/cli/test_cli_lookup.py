"""find, show and list on the demo's community, and completion in four shells."""

from __future__ import annotations

import gc
import re
import shutil

import pytest
from cli_running import AS_OF, run

from gridctl.cli import completing


@pytest.fixture(scope="module")
def somebody(demo) -> dict[str, str]:
    """A resident of the demo, in full."""
    ran = run(
        "list", "人员", "-w", "电话 不为空 且 年龄>20", "-c", "人员编号,姓名,联系电话,房屋编码,证件号码", "-f",
        "jsonl", "--reveal",
        *AS_OF, cwd=demo,
    )  # fmt: skip
    assert ran.code == 0, ran.err
    return ran.lines()[0]


def test_find_tells_ledger_and_line_and_masks(demo, somebody):
    ran = run("find", somebody["phones"][0], cwd=demo)
    assert ran.code == 0
    first, second = ran.out.splitlines()[:2]
    assert first.startswith(f"住户信息  {somebody['id']}")
    path, line = re.search(r"(ledgers/\S+\.yaml):(\d+)$", second).groups()
    assert somebody["id"] in (demo / path).read_text(encoding="utf-8").splitlines()[int(line) - 1]
    assert somebody["phones"][0] not in ran.out
    assert somebody["name"] not in ran.out
    assert somebody["name"] in run("find", somebody["phones"][0], "--reveal", cwd=demo, lang="en").out


def test_find_for_machines_and_in_chosen_ledgers(demo, somebody):
    hits = run("find", somebody["name"], "-f", "json", cwd=demo).json()["hits"]
    assert hits[0]["part"] == somebody["id"]
    assert hits[0]["score"] == 95
    visits = run("find", somebody["name"], "-l", "走访", "-f", "jsonl", cwd=demo)
    assert visits.code in (2, 4)
    only = run("find", somebody["name"], "-l", "民情走访", "-f", "jsonl", cwd=demo)
    assert {each["ledger"] for each in only.lines()} <= {"visits"}


def test_find_limits_what_is_shown(demo, tmp_path):
    ran = run("find", "清荷路", "-n", "3", "-f", "jsonl", cwd=demo)
    assert len(ran.lines()) == 3
    assert "--most 0" in ran.err
    target = tmp_path / "结果.txt"
    run("find", "清荷路", "-n", "3", "-o", target, cwd=demo)
    assert len(target.read_text(encoding="utf-8").splitlines()) == 6


def test_nothing_found_is_exit_4(demo):
    assert "没有找到" in run("find", "没有这样的人", cwd=demo).err
    assert run("find", "nobody-here-99", cwd=demo, lang="en").code == 4


def test_show_a_person_and_a_household(demo, somebody):
    ran = run("show", somebody["id"], cwd=demo)
    assert ran.code == 0
    assert "姓名：" in ran.out
    assert "所属记录 H" in ran.out
    assert somebody["id_no"] not in ran.out
    house = run("show", somebody["house_code"], cwd=demo, lang="en")
    assert "occupancy: " in house.out
    assert "members" in house.out
    assert "Latest changes" in house.out
    assert somebody["name"] in run("show", somebody["id"], "--reveal", cwd=demo).out


def test_show_for_machines(demo, somebody):
    data = run("show", somebody["id"], "-f", "json", cwd=demo).json()
    assert (data["ledger"], data["part"]) == ("households", somebody["id"])
    assert data["data"]["name"] != somebody["name"]
    assert data["commits"][0]["id"]
    revealed = run("show", somebody["id"], "-f", "jsonl", "--reveal", cwd=demo).lines()[0]
    assert revealed["data"]["name"] == somebody["name"]


def test_show_names_the_choice_where_several_fit(demo):
    ran = run("show", "清荷路12号", cwd=demo)
    assert ran.code == 2
    assert "请写其中一条的编号" in ran.err
    assert run("show", "没有这样的人", cwd=demo).code == 4


def test_list_with_a_condition(demo):
    ran = run("list", "住户信息", "--where", "居住状态=出租 且 建筑面积>60", "-f", "json", *AS_OF, cwd=demo)
    rows = ran.json()["rows"]
    assert rows
    assert {each["occupancy"] for each in rows} == {"rented"}
    english = run("list", "households", "-w", "occupancy = rented and area_m2 > 60", "-f", "json", *AS_OF, cwd=demo)
    assert english.json() == ran.json()
    text = run("list", "households", "-w", "occupancy = rented", "-n", "2", cwd=demo, lang="en")
    assert "rented" in text.out.casefold()
    assert "--most 0" in text.err


def test_list_masks_people_unless_revealed(demo, somebody):
    where = f"人员编号={somebody['id']}"
    masked = run(
        "list", "persons", "-w", where, "-c", "姓名、联系电话,证件号码,出生日期", "-f", "jsonl", cwd=demo
    ).lines()[0]
    assert masked["name"][1] == "*"
    assert "****" in masked["phones"][0]
    assert masked["birth_date"].endswith("-**-**")
    assert somebody["name"] in run("list", "persons", "-w", where, "--reveal", cwd=demo).out


def test_list_by_grid_sorted_to_a_file(demo, tmp_path):
    target = tmp_path / "住户.txt"
    ran = run("list", "住户", "-g", "第一网格", "-s", "-建筑面积", "-o", target, cwd=demo)
    assert ran.code == 0
    assert "房屋编码" in target.read_text(encoding="utf-8")
    assert run("list", "住户", "-g", "没有的网格", cwd=demo).code == 4


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("住户", "-w", "居住状太=出租"), "是不是"),
        (("住户", "-c", "没有的列"), "没有“没有的列”"),
        (("什么",), "没有这本台账"),
        (("住户", "-w", "居住状态="), "条件有误"),
    ],
)
def test_list_tells_wrong_usage(demo, args, told):
    ran = run("list", *args, cwd=demo)
    assert ran.code == 2
    assert told in ran.err


def test_outside_a_community(tmp_path):
    for command in (("find", "x1"), ("show", "x1"), ("list", "住户")):
        assert run(*command, cwd=tmp_path).code == 2


def completed(shell: str, line: str, cwd, lang: str = "zh") -> str:
    # Another run of this process may still hold the index open for writing, as another process never does.
    gc.collect()
    words = line.split(" ")
    env = {
        "_GRIDCTL_COMPLETE": f"complete_{shell}",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(words) - 1),
        "_TYPER_COMPLETE_ARGS": line,
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "_TYPER_COMPLETE_WORD_TO_COMPLETE": words[-1],
    }
    return run(cwd=cwd, lang=lang, env=env).out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_completion_in_every_shell(demo, somebody, shell):
    assert somebody["id"] in completed(shell, f"gridctl show {somebody['id'][:4]}", demo)
    assert somebody["house_code"] in completed(shell, f"gridctl edit {somebody['house_code'][:-1]}", demo)
    assert "住户信息" in completed(shell, "gridctl list 住", demo)
    assert "households" in completed(shell, "gridctl list hou", demo, "en")
    assert "persons" in completed(shell, "gridctl list per", demo)
    assert "513399001002001" in completed(shell, "gridctl list households --grid 5133990010020", demo)
    assert "QH002" in completed(shell, "gridctl tasks --staff QH00", demo)
    assert "C101" in completed(shell, "gridctl check --select C10", demo)
    assert "find" in completed(shell, "gridctl fi", demo)
    assert "搬离" in completed(shell, "gridctl end P1 --reason 搬", demo)
    assert "moved_away" in completed(shell, "gridctl end P1 --reason mov", demo, "en")


def test_completion_of_columns_goes_on_behind_a_comma(demo):
    run("list", "住户", "-n", "1", cwd=demo)
    assert "居住状态,建筑面积" in completed("bash", "gridctl list 住户信息 --columns 居住状态,建", demo)
    assert "house_code" in completed("bash", "gridctl export households staff -c hou", demo, "en")
    assert "staff_no" in completed("bash", "gridctl export households staff -c sta", demo, "en")
    assert "id_no" in completed("bash", "gridctl list persons -c id", demo, "en")
    # A table by what people call it, and its fields in the other language too.
    assert "姓名" in completed("bash", "gridctl list 人员 --columns 姓", demo)
    assert "走访日期" in completed("bash", "gridctl list 走访 --sort 走", demo)
    assert "native_place" in completed("bash", "gridctl list persons --columns na", demo)


def test_completion_of_fields_to_edit(demo, somebody):
    assert "联系电话" in completed("bash", f"gridctl edit {somebody['id']} 联", demo)
    assert "phones" in completed("bash", f"gridctl edit {somebody['id']} --clear pho", demo, "en")
    assert completed("bash", "gridctl edit 0101 联", demo).strip() == ""


def test_completion_is_silent_when_there_is_nothing_to_offer(tmp_path, demo):
    for folder in (tmp_path, demo):
        ran = run(
            cwd=folder, env={"_GRIDCTL_COMPLETE": "complete_bash", "COMP_WORDS": "gridctl show ZZZ", "COMP_CWORD": "2"}
        )
        assert ran.out.strip() == ""
        assert "Traceback" not in ran.err
    broken = tmp_path / "坏"
    shutil.copytree(demo / "ledgers", broken / "ledgers")
    (broken / ".gridctl").mkdir()
    (broken / ".gridctl" / "index.duckdb").write_bytes(b"not a database")
    assert completed("bash", "gridctl show H", broken).strip() == ""


def test_completion_knows_every_ledger():
    from gridctl.schema.ledgers import LEDGERS

    offered = {value for value, _ in completing.complete_ledger("")}
    assert {name for each in LEDGERS for name in (each.name, each.zh)} <= offered


def test_a_warm_look_up_reads_no_models_of_ledgers(demo, somebody):
    """What keeps it quick: no models, nothing of the database but its core, no pypinyin."""
    import subprocess
    import sys

    for warm in (False, True):
        code = (
            "import sys; sys.argv = ['gridctl', *sys.argv[1:]]\n"
            "from gridctl.cli.main import main\n"
            "try: main()\n"
            "except SystemExit: pass\n"
            "print(','.join(sys.modules), file=sys.stderr)"
        )
        for args in (("list", "住户", "-w", "居住状态=出租"), ("find", "zxm"), ("show", somebody["id"])):
            done = subprocess.run(
                [sys.executable, "-c", code, *args], cwd=demo, capture_output=True, encoding="utf-8", check=True
            )
            modules = set(done.stderr.splitlines()[-1].split(","))
            heavy = {"gridctl.schema.household", "pydantic", "pydantic_core", "duckdb", "pypinyin", "openpyxl"}
            assert not warm or not modules & heavy


def test_the_name_of_a_place_visited_is_no_secret_and_that_of_a_person_is(demo):
    asked = ("-c", "编号,走访对象类别,走访对象", "-n", "1")
    shop = run("list", "走访", "-w", "走访对象类别=企业商户", *asked, "-f", "jsonl", "--reveal", cwd=demo).lines()[0]
    home = run("list", "走访", "-w", "走访对象类别=人员", *asked, "-f", "jsonl", "--reveal", cwd=demo).lines()[0]
    for visit, shown in ((shop, True), (home, False)):
        for ran in (
            run("show", visit["id"], cwd=demo),
            run("show", visit["id"], "-f", "json", cwd=demo),
            run("find", visit["target_name"], "-l", "民情走访", "-n", "1", cwd=demo),
            run("list", "走访", "-w", f"编号={visit['id']}", "-c", "走访对象类别,走访对象", cwd=demo),
        ):
            assert (visit["target_name"] in ran.out) is shown, ran.out


def test_a_ledger_misspelt_is_told_with_the_one_meant(demo):
    assert run("list", "househols", cwd=demo, lang="en").err.strip().endswith("househols. Did you mean households?")
    assert "是不是 民情走访？" in run("list", "民情走防", cwd=demo).err
    assert "是不是 persons？" in run("list", "persns", cwd=demo).err
    assert "可写：住户信息" in run("find", "王", "-l", "zzzz", cwd=demo).err


def test_a_field_or_grid_that_is_none_is_told_with_those_there_are(demo):
    assert "是不是：年龄？" in run("list", "人员", "-w", "岁>3", cwd=demo).err
    assert "There are: person id, name" in run("list", "persons", "-s", "foo", cwd=demo, lang="en").err
    assert "第一网格" in run("list", "人员", "-g", "第九网格", cwd=demo).err
