"""add, edit and end: previewed, asked about, written whole or not at all."""

from __future__ import annotations

import shlex
import sys

import pytest
from cli_running import run

from gridctl.store.git import Git

GRID = "513399001002001"


@pytest.fixture
def house(own) -> dict[str, str]:
    rows = run("list", "住户", "-w", "居住状态=自住 且 人数>=3", "-c", "编号,房屋编码", "-f", "jsonl", cwd=own).lines()
    return rows[0]


@pytest.fixture
def resident(own, house) -> str:
    where = f"房屋编码={house['house_code']}"
    return run("list", "人员", "-w", where, "-c", "编号", "-f", "jsonl", cwd=own).lines()[0]["id"]


def changed_files(folder) -> set[str]:
    return {path for path in Git(folder).status() if path.startswith("ledgers/")}


def editor(tmp_path, *steps: tuple[str, str]) -> dict[str, str]:
    """An editor that replaces texts: the first pair when it is opened first, and so on."""
    script = tmp_path / "编 辑.py"
    script.write_text(
        "import pathlib, sys\n"
        f"steps = {list(steps)!r}\n"
        "count = pathlib.Path(__file__).with_suffix('.count')\n"
        "number = int(count.read_text()) if count.exists() else 0\n"
        "count.write_text(str(number + 1))\n"
        "path = pathlib.Path(sys.argv[1])\n"
        "text = path.read_text(encoding='utf-8')\n"
        "old, new = steps[min(number, len(steps) - 1)]\n"
        "assert old in text, text\n"
        "path.write_text(text.replace(old, new, 1), encoding='utf-8')\n",
        encoding="utf-8",
    )
    return {"EDITOR": f"{shlex.quote(sys.executable)} {shlex.quote(str(script))}", "VISUAL": None}


def test_a_dry_run_and_a_pipe_write_nothing(own, house):
    dry = run("edit", house["id"], "居住状态=出租", "--dry-run", cwd=own)
    assert dry.code == 0
    assert "居住状态：自住 → 出租" in dry.out
    piped = run("edit", house["id"], "occupancy=rented", cwd=own, lang="en")
    assert piped.code == 3
    assert "add --yes" in piped.err
    assert changed_files(own) == set()


def test_fields_are_written_by_label_or_name(own, house):
    ran = run("edit", house["house_code"], "居住状态=出租", "area_m2=88.5", "--yes", cwd=own)
    assert ran.code == 0, ran.err
    assert changed_files(own) == {f"ledgers/households/{GRID}.yaml"}
    data = run("show", house["id"], "-f", "json", cwd=own).json()["data"]
    assert (data["occupancy"], data["area_m2"]) == ("rented", 88.5)


def test_a_person_is_edited_and_the_preview_is_masked(own, resident):
    ran = run("edit", resident, "联系电话=19900911234", "--clear", "职业", "--yes", cwd=own)
    assert ran.code == 0, ran.err
    assert "199****1234" in ran.out
    assert "19900911234" not in ran.out + ran.err
    data = run("show", resident, "-f", "json", "--reveal", cwd=own).json()["data"]
    assert data["phones"] == ["19900911234"]
    assert "occupation" not in data


@pytest.mark.parametrize(
    ("lang", "told", "choices"),
    [("zh", "不在“居住状态”的取值中", "自住、出租"), ("en", "is not on the list", "owner_occupied, rented")],
)
def test_wrong_values_are_refused_with_what_is_allowed(own, house, lang, told, choices):
    ran = run("edit", house["id"], "居住状态=出借", "建筑面积=80", "--yes", cwd=own, lang=lang)
    assert ran.code == 1
    assert told in ran.err
    assert choices in ran.err
    assert changed_files(own) == set()


def test_wrong_numbers_of_people_are_masked_in_the_refusal(own, resident):
    ran = run("edit", resident, "证件号码=513399195003010015", "--yes", cwd=own)
    assert ran.code == 1
    assert "S302" in ran.err
    assert "513399195003010015" not in ran.err


def test_wrong_usage_is_told(own, house, resident):
    for args, told in (
        ((house["id"], "居住状太=出租"), "是不是：居住状态"),
        ((house["id"], "居住状态="), "--clear"),
        ((resident, "房屋编码=1"), "gridctl end"),
        ((house["id"], "编号=H1"), "不能改"),
    ):
        ran = run("edit", *args, "--yes", cwd=own)
        assert (ran.code, told in ran.err) == (2, True), ran.err
    assert run("edit", "没有的编号", "a=b", cwd=own).code == 4


def test_asked_in_a_terminal(own, house):
    no = run("edit", house["id"], "居住状态=出租", cwd=own, typed="n\n")
    assert no.code == 3
    assert changed_files(own) == set()
    assert run("edit", house["id"], "居住状态=出租", cwd=own, typed="y\n").code == 0
    assert changed_files(own)


def test_the_editor(own, house, tmp_path):
    env = editor(tmp_path, ('居住状态: "自住"', '居住状态: "出租"'))
    ran = run("edit", house["id"], "--yes", cwd=own, env=env)
    assert ran.code == 0, ran.err
    assert "居住状态：自住 → 出租" in ran.out


def test_a_fault_in_the_editor_is_shown_with_its_line_and_opened_again(own, house, tmp_path):
    steps = (('居住状态: "自住"', '居住状态: "出借"'), ('居住状态: "出借"', '居住状态: "出租"'))
    ran = run("edit", house["id"], cwd=own, env=editor(tmp_path, *steps), typed="y\ny\n")
    assert ran.code == 0, ran.err
    assert "S201" in ran.err
    assert "居住状态：自住 → 出租" in ran.out
    refused = run("edit", house["id"], cwd=own, env=editor(tmp_path / "..", ('"出租"', '"出借"')), typed="n\n")
    assert refused.code == 1
    piped = run("edit", house["id"], "--yes", cwd=own, env=editor(tmp_path / "..", ("居住状态", "居住状太")))
    assert piped.code == 1


def test_a_line_left_out_in_the_editor_is_cleared_only_when_confirmed(own, house, tmp_path):
    env = editor(tmp_path, ("房屋结构:", "# 房屋结构:"))
    kept = run("edit", house["id"], "--yes", cwd=own, env=env)
    assert "保留原值" in kept.err
    assert changed_files(own) == set()
    gone = run("edit", house["id"], cwd=own, env=env, typed="y\ny\n")
    assert gone.code == 0, gone.err
    assert "structure" not in run("show", house["id"], "-f", "json", cwd=own).json()["data"]


def test_an_editor_that_fails_changes_nothing(own, house):
    for command in ("/没有/这个编辑器", f"{shlex.quote(sys.executable)} -c 'raise SystemExit(1)'"):
        ran = run("edit", house["id"], cwd=own, env={"EDITOR": command, "VISUAL": None})
        assert ran.code == 2
        assert changed_files(own) == set()


def test_the_file_changed_while_the_editor_was_open(own, house, tmp_path):
    path = own / "ledgers" / "households" / f"{GRID}.yaml"
    env = editor(tmp_path, ('居住状态: "自住"', '居住状态: "出租"'))
    script = tmp_path / "编 辑.py"
    more = (
        f"other = pathlib.Path({str(path)!r})\nother.write_bytes(b'# ' + b'x' * 5 + bytes([10]) + other.read_bytes())\n"
    )
    script.write_text(script.read_text(encoding="utf-8") + more, encoding="utf-8")
    ran = run("edit", house["id"], "--yes", cwd=own, env=env)
    assert ran.code == 3
    assert "被改动" in ran.err
    assert '居住状态: "出租"' not in path.read_text(encoding="utf-8").split(house["id"])[1][:400]


VISIT = ("走访日期=2026-09-09", "走访人员=QH002", "对象类别=住户", "走访事由=计划", "走访方式=入户")


def test_a_visit_is_added_with_the_grid_of_its_house(own, house):
    ran = run("add", "走访", f"房屋编码={house['house_code']}", f"对象编号={house['id']}", *VISIT, "--yes", cwd=own)
    assert ran.code == 0, ran.err
    assert changed_files(own) == {f"ledgers/visits/{GRID}/2026-09.yaml"}
    assert "W" in ran.out


def test_what_is_missing_is_a_finding_or_asked_for(own, house):
    ran = run("add", "visit", "visited_on=2026-09-09", "--yes", cwd=own, lang="en")
    assert ran.code == 1
    assert '"grid code" is missing' in ran.err
    answers = "第九网格\n第一网格\n谁\n住户\n计划\n上门\ny\n"
    asked = run(
        "add", "visit", "visited_on=2026-09-09", f"house_code={house['house_code'][:-1]}9", cwd=own, typed=answers
    )
    assert asked.code == 0, asked.err
    assert "没有网格 第九网格" in asked.err
    assert changed_files(own) == {f"ledgers/visits/{GRID}/2026-09.yaml"}


PERSON = ("姓名=虚构甲", "与户主关系=其他", "性别=男", "出生日期=1990-01-02", "人口类别=户籍")


def test_a_person_is_added_to_a_house(own, house):
    ran = run("add", "人员", "--to", house["house_code"], *PERSON, "--yes", cwd=own)
    assert ran.code == 0, ran.err
    assert "虚构甲" not in ran.out
    people = run("show", house["id"], "-f", "json", "--reveal", cwd=own).json()["data"]["members"]
    assert people[-1]["name"] == "虚构甲"
    by_code = run("add", "person", f"house_code={house['house_code']}", *PERSON, "--dry-run", cwd=own, lang="en")
    assert by_code.code == 0, by_code.err
    assert run("add", "人员", *PERSON, "--yes", cwd=own).code == 2
    assert run("add", "人员", "--to", GRID, *PERSON, "--yes", cwd=own).code == 2


def test_somebody_known_already_is_pointed_out(own, house, resident):
    number = run("show", resident, "-f", "json", "--reveal", cwd=own).json()["data"]["id_no"]
    ran = run("add", "人员", "--to", house["id"], *PERSON, f"证件号码={number}", "--dry-run", cwd=own)
    assert resident in ran.err
    assert number not in ran.out + ran.err


def test_a_house_that_is_there_already_is_not_added(own, house):
    given = (f"房屋编码={house['house_code']}", f"网格编码={GRID}", "标准地址=清荷路1号", "居住状态=自住")
    ran = run("add", "household", *given, "--yes", cwd=own)
    assert ran.code == 3
    assert house["id"] in ran.err
    assert changed_files(own) == set()


def test_somebody_moves_away_and_a_house_is_ended(own, house, resident):
    left = run("end", resident, "--reason", "搬离", "--date", "2026-07-01", "--yes", cwd=own)
    assert left.code == 0, left.err
    data = run("show", resident, "-f", "json", cwd=own).json()["data"]
    assert (data["moved_out"], data["leave_reason"]) == ("2026-07-01", "moved_away")
    again = run("end", resident, "-r", "moved_away", "-d", "2026-07-01", "--yes", cwd=own, lang="en")
    assert (again.code, "ended already" in again.err) == (3, True)
    gone = run("end", house["id"], "-r", "demolished", "-d", "2026-08-01", "--note", "整栋拆除", "--yes", cwd=own)
    assert gone.code == 0, gone.err
    assert "现住人员" in gone.err
    data = run("show", house["id"], "-f", "json", cwd=own).json()["data"]
    assert (data["status"], data["end_reason"], data["end_date"]) == ("ended", "demolished", "2026-08-01")


def test_death_has_its_own_date(own, resident):
    assert run("end", resident, "-r", "死亡", "-d", "2026-07-01", "--yes", cwd=own).code == 0
    data = run("show", resident, "-f", "json", "--reveal", cwd=own).json()["data"]
    assert data["death_date"] == "2026-07-01"
    assert "moved_out" not in data


def test_an_ending_needs_a_reason_and_a_date(own, house):
    for args in (("-d", "2026-07-01"), ("-r", "拆除"), ("-r", "不知道", "-d", "2026-07-01"), ("-r", "拆除", "-d", "")):
        assert run("end", house["id"], *args, "--yes", cwd=own).code == 2
    assert "可以是：搬离、" in run("end", house["id"], cwd=own).err
    assert run("end", house["id"], "-r", "拆除", "-d", "2099-01-01", "--yes", cwd=own).code == 2
    assert changed_files(own) == set()


def test_fields_named_alone_are_asked_for_beside_what_they_hold(own, house):
    ran = run("edit", house["id"], "居住状态", "建筑面积", "房主姓名", cwd=own, typed="出祖\n出租\n\n\n什么\n是\n")
    assert ran.code == 0, ran.err
    assert "居住状态（现为 自住；自住、出租、" in ran.err
    assert "居住状态“出祖”不在" in ran.err
    assert "请回答 y（是）或 n（否）。" in ran.err
    assert "居住状态：自住 → 出租" in ran.out
    assert "共 1 条记录：修改 1。" in ran.out
    nobody = run("edit", house["id"], "居住状态", cwd=own)
    assert nobody.code == 2
    assert "应写成 字段=值" in nobody.err
    owners = run("edit", house["id"], "房主姓名", cwd=own, typed="\n", lang="en")
    assert "owner (now " in owners.err
    assert "*" in owners.err


def test_who_edits_keeps_nobody_from_the_index(own, house, tmp_path):
    """An editor may stay open for hours: what is tried here is what another process would do meanwhile."""
    script = tmp_path / "看.py"
    index = own / ".gridctl" / "index.duckdb"
    script.write_text(f"import _duckdb\n_duckdb.connect({str(index)!r}).close()\n", encoding="utf-8")
    env = {"EDITOR": f"{shlex.quote(sys.executable)} {shlex.quote(str(script))}", "VISUAL": None}
    ran = run("edit", house["id"], cwd=own, env=env)
    assert (ran.code, "没有改动" in ran.out) == (0, True), ran.err


def test_an_emptied_text_gives_up_and_without_a_terminal_no_editor_is_guessed(own, house, tmp_path):
    script = tmp_path / "清空.py"
    script.write_text("import sys\nopen(sys.argv[1], 'w').close()\n", encoding="utf-8")
    env = {"EDITOR": f"{shlex.quote(sys.executable)} {shlex.quote(str(script))}", "VISUAL": None}
    ran = run("edit", house["id"], cwd=own, env=env)
    assert (ran.code, "当作放弃" in ran.err) == (3, True)
    nobody = run("edit", house["id"], cwd=own, env={"EDITOR": None, "VISUAL": None}, lang="en")
    assert (nobody.code, "There is no terminal" in nobody.err) == (2, True)


def test_editing_what_has_ended_is_told(own, resident):
    run("end", resident, "--reason", "搬离", "--date", "2026-01-02", "--yes", cwd=own)
    assert "已注销或已离开" in run("edit", resident, "备注=搬走了", "--dry-run", cwd=own).err


def test_what_check_would_call_an_error_is_told_and_not_written(own, resident, tmp_path):
    wrong = ("edit", resident, "出生日期=2090-01-01")
    nobody = run(*wrong, "--yes", cwd=own)
    assert (nobody.code, "错误 H119" in nobody.err, "加 --with-errors" in nobody.err) == (1, True, True)
    assert "2090-**-**" in nobody.out
    assert run(*wrong, "--dry-run", cwd=own, lang="en").code == 1
    asked = run(*wrong, cwd=own, typed="\n")
    assert (asked.code, "仍要写入？ [y/N]" in asked.err) == (3, True)
    data = run("show", resident, "-f", "json", "--reveal", cwd=own).json()["data"]
    env = editor(tmp_path, (data["birth_date"], "2090-01-01"), ("2090-01-01", data["birth_date"]))
    again = run("edit", resident, cwd=own, env=env, typed="y\n")
    assert (again.code, again.err.count("H119")) == (0, 1), again.err
    assert changed_files(own) == set()
    sure = run(*wrong, cwd=own, typed="y\n")
    assert (sure.code, "已写入台账" in sure.err) == (0, True)


def test_errors_are_written_when_said_so_and_new_records_are_checked_too(own, house):
    visit = (
        "add",
        "走访",
        f"房屋编码={house['house_code']}",
        "走访日期=2090-07-01",
        "走访人员=QH002",
        "走访对象类别=住户",
    )
    visit = (*visit, f"走访对象编号={house['id']}", "走访事由=计划", "走访方式=入户")
    refused = run(*visit, "--yes", cwd=own, lang="en")
    assert (refused.code, "W101" in refused.err, "add --with-errors" in refused.err) == (1, True, True)
    assert changed_files(own) == set()
    taken = run(*visit, "--yes", "--with-errors", cwd=own)
    assert (taken.code, "W101" in taken.err) == (0, True)
