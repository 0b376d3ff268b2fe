"""fmt and query on the demo's community."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from cli_running import run

if TYPE_CHECKING:
    from pathlib import Path

HOUSES = "ledgers/households/513399001002001.yaml"


def texts(root: Path) -> dict[str, bytes]:
    return {str(each.relative_to(root)): each.read_bytes() for each in sorted((root / "ledgers").rglob("*.yaml"))}


def test_canonical_files_stay_as_they_are(own):
    ran = run("fmt", "--check", cwd=own)
    assert (ran.code, ran.out) == (0, "")
    before = texts(own)
    assert run("fmt", cwd=own).code == 0
    assert texts(own) == before


def test_a_file_in_disorder_is_told_then_rewritten(own):
    before = texts(own)
    text = (own / HOUSES).read_text(encoding="utf-8")
    (own / HOUSES).write_text(text.replace('居住状态: "自住"', "居住状态: 自住 ", 1), encoding="utf-8", newline="\n")
    looked = run("fmt", "--check", cwd=own)
    assert (looked.code, looked.out) == (1, HOUSES + "\n")
    dry = run("fmt", "--dry-run", cwd=own)
    assert (dry.code, dry.out) == (0, HOUSES + "\n")
    assert texts(own) != before
    assert run("fmt", "企业商户", cwd=own).out == ""
    done = run("fmt", HOUSES, cwd=own, lang="en")
    assert (done.code, done.out) == (0, HOUSES + "\n")
    assert "Rewrote 1 files" in done.err
    assert texts(own) == before


def test_what_cannot_be_read_whole_is_left_alone_and_told(own):
    text = (own / HOUSES).read_text(encoding="utf-8")
    (own / HOUSES).write_text(text.replace("\n- ", "\n<<<<<<< ours\n- ", 1), encoding="utf-8", newline="\n")
    before = texts(own)
    ran = run("fmt", cwd=own)
    assert ran.code == 1
    assert HOUSES in ran.err
    assert texts(own) == before
    # Whoever counts, looks or exports hears that a file is missing from the result.
    for command in (
        ("query", "select count(*) from households"),
        ("export", "households", "-f", "json"),
        ("list", "persons", "-f", "json"),
        ("find", "清荷路", "-f", "json"),
        ("show", "513399001002001", "-f", "json"),
        ("tasks", "-f", "jsonl"),
        ("diff", "-f", "json"),
    ):
        told = run(*command, cwd=own)
        assert told.code == 0
        assert f"{HOUSES} 读不全" in told.err
    # Nor is anybody just told that a record of it does not exist.
    assert f"{HOUSES} 读不全" in run("edit", "没有这条", "备注=", cwd=own).err
    # Check has just shown the line, and does not send anybody to itself.
    checked = run("check", "--select", "F", cwd=own)
    assert (checked.code, f"{HOUSES} 读不全" in checked.err, "--select" in checked.err) == (1, True, False)
    # Not where it holds nothing of what was asked for.
    for other in (("export", "staff"), ("list", "staff"), ("find", "网格", "-l", "grids"), ("case", "list")):
        assert "读不全" not in run(*other, "-f", "json", cwd=own).err


def test_workbooks_and_back_lose_nothing(own):
    before = texts(own)
    would = run("fmt", "--to", "xlsx", "--dry-run", "住户信息", cwd=own)
    assert would.out.splitlines() == [HOUSES.replace(".yaml", ".xlsx"), HOUSES.replace("001.yaml", "002.xlsx")]
    assert texts(own) == before
    assert run("fmt", "--to", "xlsx", cwd=own).code == 0
    left = texts(own)
    assert set(left) == {"ledgers/gridctl.yaml"}
    assert (
        run("query", "select count(*) as n from households", "--format", "json", cwd=own).json()["items"][0]["n"] > 50
    )
    assert run("fmt", "--to", "yaml", cwd=own).code == 0
    after = texts(own)
    assert set(after) == set(before)
    assert {path for path in before if after[path] != before[path]} == set()


@pytest.mark.parametrize("path", ["没有.yaml", "/etc/hostname", "宠物"])
def test_other_files_are_refused(demo, path):
    ran = run("fmt", path, cwd=demo)
    assert ran.code == 4
    assert path in ran.err


def test_a_query_as_table_and_data(demo, tmp_path):
    sql = "select occupancy, count(*) as n from households group by all order by n desc"
    text = run("query", sql, cwd=demo)
    assert text.code == 0
    assert "owner_occupied" in text.out
    items = run("query", sql, "--format", "json", cwd=demo).json()["items"]
    assert list(items[0]) == ["occupancy", "n"]
    assert run("query", sql, "--format", "jsonl", cwd=demo).lines() == items
    run("query", sql, "-o", tmp_path / "n.txt", cwd=demo)
    assert "owner_occupied" in (tmp_path / "n.txt").read_text(encoding="utf-8")


def test_without_a_query_the_tables_are_listed(demo):
    items = run("query", "--format", "json", cwd=demo).json()["items"]
    tables = {each["table"] for each in items}
    assert {"households", "persons", "visits", "staff", "grids"} <= tables
    assert all(each["meaning"] for each in items if each["table"] == "households")
    assert "索引的表" in run("query", cwd=demo).out


@pytest.mark.parametrize(
    "sql", ["selec 1", "delete from households", "select * from nowhere", "select * from read_csv('/etc/passwd')"]
)
def test_a_wrong_query_is_told(demo, sql):
    ran = run("query", sql, cwd=demo)
    assert (ran.code, ran.out) == (2, "")
    assert "错误" in ran.err


def test_a_query_masks_people_but_not_places(demo):
    assert "*" in run("query", "select name, phones, id_no from persons limit 1", cwd=demo).out
    assert "*" not in run("query", "select name from grids", cwd=demo).out
    whole = run("query", "select phones from persons where len(phones) > 0", "--reveal", cwd=demo).out
    assert "199" in whole
    assert "*" not in whole
