"""The sample community's house codes cleaned from start to end, as somebody at a terminal would."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import cli_running
import openpyxl
import pytest
from decision_books import fill

from gridctl.demo.sample import write_sample
from gridctl.store.workspace import Workspace


@pytest.fixture(scope="module")
def sample(tmp_path_factory) -> Path:
    """The sample community with its index, made once."""
    root = tmp_path_factory.mktemp("sample") / "清荷 社区"
    root.mkdir()
    write_sample(root)
    ws = Workspace.open(root)
    ws.index()
    ws.close()
    return root


@pytest.fixture
def community(sample, tmp_path) -> Path:
    return Path(shutil.copytree(sample, tmp_path / sample.name))


def run(community: Path, *args: str, code: int = 0, lang: str = "zh") -> tuple[str, str]:
    done = cli_running.run("codes", *args, cwd=community, lang=lang, env={"COLUMNS": "120"})
    assert done.code == code, done.out + done.err
    return done.out, done.err


def houses(community: Path) -> dict[str, str]:
    return {path.relative_to(community).as_posix(): path.read_text(encoding="utf-8")
            for path in sorted((community / "ledgers").rglob("*.yaml"))}  # fmt: skip


def test_the_sample_community_is_cleaned_from_start_to_end(community):
    out, err = run(community, "duplicates", code=1)
    assert "第 1 组  确认  各部分相同" in out
    assert "建议保留第一条：住的人多" in out
    assert "确认 2 组，疑似 0 组。" in err

    book = community / "判断表.xlsx"
    assert run(community, "duplicates", "--format", "xlsx", "-o", str(book), code=1)[0].strip() == str(book)
    lists = openpyxl.load_workbook(book).active.data_validations.dataValidation
    assert any("同一,不同,待查" in each.formula1 for each in lists)

    fill(book, {1: "同一", 2: "同一"})
    out, err = run(community, "decide", str(book), "--by", "安小禾", "--dry-run")
    assert "新判断 2 组" in err
    before = houses(community)
    assert run(community, "decide", str(book), "--by", "安小禾", code=3)[1].count("加 --yes 才写入") == 1
    assert houses(community) == before
    run(community, "decide", str(book), "--by", "安小禾", "--yes")
    assert houses(community)["ledgers/decisions/decisions.yaml"].count('判断: "同一"') == 2
    assert "与以前相同 2 组" in run(community, "decide", str(book), "--by", "安小禾", "--yes")[1]

    before = houses(community)
    out, _ = run(community, "apply", "--dry-run")
    assert "合并 2" in out
    assert houses(community) == before
    run(community, "apply", "--yes")
    assert "都已合并" in run(community, "apply", "--yes")[1]

    out, err = run(community, "check")
    assert "C202" not in out
    assert "0 个错误" in err
    assert "确认 0 组，疑似 0 组。" in run(community, "duplicates")[1]
    # The old code still finds the house.
    text = "".join(houses(community).values())
    assert '原房屋编码: "5133990010020101002002040"' in text
    assert text.count('注销原因: "合并"') == 2


def test_different_is_remembered_and_changed_only_with_a_reason(community):
    book = community / "判断表.xlsx"
    run(community, "duplicates", "--format", "xlsx", "-o", str(book), code=1)
    fill(book, {1: "不同", 2: "待查"})
    run(community, "decide", str(book), "--by", "安小禾", "--yes")
    out, err = run(community, "duplicates", code=1)
    assert "确认 1 组" in err
    assert "已判断：待查" in out
    assert "C202" in run(community, "check", code=1)[0]

    fill(book, {1: "同一", 2: "同一"})
    out, err = run(community, "decide", str(book), "--by", "安小禾", "--yes", code=1)
    assert "C314" in err
    assert "新判断 1 组" in err
    fill(book, {1: "同一", 2: "同一"}, why="实地核对，是同一户")
    run(community, "decide", str(book), "--by", "安小禾", "--yes")
    assert '取代判定:\n    - "D' in houses(community)["ledgers/decisions/decisions.yaml"]
    run(community, "apply", "--yes")
    assert "C30" not in run(community, "check")[0]


@pytest.mark.parametrize(
    ("verdict", "keep", "fault"), [("一样", True, "C311"), ("同一", False, "C313")], ids=["no verdict", "none kept"]
)
def test_what_cannot_be_read_in_the_workbook_is_told_with_its_cell(community, verdict, keep, fault):
    book = community / "判断表.xlsx"
    run(community, "duplicates", "--format", "xlsx", "-o", str(book), code=1)
    fill(book, {1: verdict})
    if not keep:
        loaded = openpyxl.load_workbook(book)
        top = next(cell.row for cell in loaded.active["A"] if cell.value == "组")
        for row in range(top + 1, loaded.active.max_row + 1):
            loaded.active.cell(row, 4).value = None
        loaded.save(book)
    _, err = run(community, "decide", str(book), "--by", "安小禾", "--yes", code=1)
    assert fault in err
    assert "!C" in err
    assert '"同一"' not in houses(community)["ledgers/decisions/decisions.yaml"]


def test_another_workbook_is_refused(community):
    path = community / "别的.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["姓名", "地址"])
    book.save(path)
    assert "不是判断表" in run(community, "decide", str(path), code=2)[1]
    assert "没有这个文件" in run(community, "decide", "没有.xlsx", code=4)[1]


def test_machine_output(community):
    data = json.loads(run(community, "duplicates", "--format", "json", code=1)[0])
    assert [group["tier"] for group in data["groups"]] == ["confirmed", "confirmed"]
    first = data["groups"][0]
    assert first["keeper"]["house_code"] == first["houses"][0]["house_code"]
    assert "names" not in first["houses"][0]
    lines = run(community, "duplicates", "--format", "jsonl", "--reveal", code=1)[0].splitlines()
    assert "names" in json.loads(lines[0])["houses"][0]


def test_codes_are_assigned_once_and_never_again(community):
    path = next((community / "ledgers" / "households").glob("*.yaml"))
    text = path.read_text(encoding="utf-8")
    code = text.split('房屋编码: "')[1][:25]
    path.write_text(text.replace(f'  房屋编码: "{code}"\n', "", 1), encoding="utf-8", newline="\n")
    out, _ = run(community, "assign", "--yes")
    # The visits and the decisions still name the old code: it counts as used.
    assert code not in out
    new = path.read_text(encoding="utf-8").split('房屋编码: "')[1][:25]
    assert new[:19] == code[:19]
    assert new != code
    assert "每处房屋都有编码" in run(community, "assign")[1]


def test_explain_for_people_and_for_machines(community):
    out, _ = run(community, "explain", "清荷路12号1栋1单元301室", "清荷路12号1-1-301")
    assert "楼栋" in out
    assert "判断：" in out
    data = json.loads(run(community, "explain", "清荷路12号1栋", "--format", "json")[0])
    assert [part["kind"] for part in data["address"]["parts"]] == ["road", "number", "building"]
    assert "verdict: two different houses" in run(community, "explain", "清荷路1号", "清荷路2号", lang="en")[0]


LIST = "序号,房屋编码,标准地址\n1,A1,清荷路12号柳岸花园3栋2单元401室\n2,A2,柳岸花园3-2-401\n3,A3,柳岸花园3-2-402\n4,,\n"


def test_a_bare_list_needs_no_community(tmp_path):
    (tmp_path / "清单.csv").write_text(LIST, encoding="gb18030")
    out, err = run(tmp_path, "duplicates", "--from", "清单.csv", "--format", "jsonl", code=1)
    (line,) = out.splitlines()
    assert json.loads(line) == {"rows": ["1", "2"], "tier": "confirmed", "reasons": ["same-parts"]}
    assert "1 行没有地址" in err
    shown, _ = run(tmp_path, "duplicates", "--from", "清单.csv", code=1)
    assert "    1  A1  清荷路12号柳岸花园3栋2单元401室\n    2  A2  柳岸花园3-2-401\n" in shown


def test_the_groups_of_a_bare_list_as_a_plain_workbook(tmp_path):
    (tmp_path / "清单.csv").write_text(LIST, encoding="utf-8")
    out, _ = run(tmp_path, "duplicates", "--from", "清单.csv", "--format", "xlsx", code=1)
    assert out.strip() == "清单-同一处房屋.xlsx"
    cells = list(openpyxl.load_workbook(tmp_path / out.strip()).active.iter_rows(values_only=True))
    assert [row[2:4] for row in cells if row[0] == 1] == [("1", "A1"), ("2", "A2")]


def test_a_workbook_with_a_title_and_aliases(tmp_path):
    book = openpyxl.Workbook()
    for row in (
        ["房屋清单"],
        ["填报单位：清荷社区"],
        ["地址", "备注"],
        ["柳岸花园3栋2单元401室", ""],
        ["纺织厂3-2-401", ""],
    ):
        book.active.append(row)
    book.save(tmp_path / "list.xlsx")
    (tmp_path / "aliases.csv").write_text("community,alias,name\n,纺织厂,柳岸花园\n", encoding="utf-8")
    run(tmp_path, "duplicates", "--from", "list.xlsx", "--format", "jsonl")
    out, _ = run(tmp_path, "duplicates", "--from", "list.xlsx", "--aliases", "aliases.csv", "--format", "jsonl", code=1)
    assert json.loads(out) == {"rows": [4, 5], "tier": "confirmed", "reasons": ["same-parts", "alias"]}
    assert "没有找到这些列" in run(tmp_path, "duplicates", "--from", "aliases.csv", code=2)[1]
