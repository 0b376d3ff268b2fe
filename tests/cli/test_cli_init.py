from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from cli_running import run

from gridctl.schema.ledgers import LEDGERS
from gridctl.store.git import Git

GRIDCTL = Path(sys.executable).with_name("gridctl")
NAMED = ("--community", "清荷社区", "--division-code", "513399001002")
HOUSES = """\
房屋编码,所属网格,详细地址,居住状态
5133990010020010000010101,513399001002001,荷塘路1号1栋1单元0101室,自住
"""


@pytest.fixture(autouse=True)
def author(monkeypatch):
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "tester")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "tester@example.invalid")


def test_a_new_community_is_committed_and_sound(tmp_path):
    ran = run("init", "清荷 社区", *NAMED, "--city", "云州市", cwd=tmp_path)
    assert ran.code == 0, ran.err
    assert ran.out == ""
    root = tmp_path / "清荷 社区"
    assert Git(root).status() == {}
    assert Git(root).head()
    assert 'city: "云州市"' in (root / "ledgers" / "gridctl.yaml").read_text(encoding="utf-8")
    checked = run("check", "--format", "json", cwd=root)
    assert (checked.code, checked.json()["findings"]) == (0, [])
    assert run("fmt", "--check", cwd=root).code == 0
    assert run("query", "select count(*) as n from matters", "--format", "json", cwd=root).json()["items"][0]["n"] > 50


def test_the_editor_knows_a_schema_for_every_ledger(tmp_path):
    run("init", "a", *NAMED, cwd=tmp_path)
    root = tmp_path / "a"
    settings = json.loads((root / ".vscode" / "settings.json").read_text(encoding="utf-8"))["yaml.schemas"]
    assert len(settings) == len(LEDGERS) + 1
    for schema, pattern in settings.items():
        assert (root / schema).is_file()
        json.loads((root / schema).read_text(encoding="utf-8"))
        assert "**" in pattern or (root / pattern).is_file()


def test_an_english_community_is_english_and_works(tmp_path):
    assert run("init", "a", *NAMED, "--ledger-language", "en", cwd=tmp_path).code == 0
    root = tmp_path / "a"
    matters = (root / "ledgers" / "registers" / "matters.yaml").read_text(encoding="utf-8")
    assert "- code: " in matters
    assert "频次" not in matters
    assert run("fmt", "--check", cwd=root).code == 0
    (root / "grids.csv").write_text(
        "网格编码,网格名称,网格类型,层级,启用日期\n513399001002001,第一网格,基础网格,网格,2025-01-01\n",
        encoding="utf-8",
    )
    grids = run("import", "grids.csv", "--ledger", "grids", "--yes", cwd=root)
    assert "已写入台账" in grids.err, grids.out + grids.err
    (root / "houses.csv").write_text(HOUSES, encoding="utf-8")
    houses = run("import", "houses.csv", "--yes", cwd=root)
    assert houses.code == 0, houses.out + houses.err
    written = (root / "ledgers" / "households" / "513399001002001.yaml").read_text(encoding="utf-8")
    assert 'house_code: "5133990010020010000010101"' in written
    assert 'occupancy: "owner_occupied"' in written
    assert run("fmt", "--check", cwd=root).code == 0
    found = {each["code"] for each in run("check", "--format", "jsonl", cwd=root).lines()}
    assert not [each for each in found if each.startswith(("F", "S")) and each != "S102"], found


def test_nothing_there_is_written_over(tmp_path):
    run("init", "a", *NAMED, cwd=tmp_path)
    again = run("init", "a", *NAMED, cwd=tmp_path)
    assert again.code == 3
    assert "已经有一个社区" in again.err
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / ".gitignore").write_text("own", encoding="utf-8")
    taken = run("init", "b", *NAMED, cwd=tmp_path, lang="en")
    assert taken.code == 3
    assert ".gitignore" in taken.err
    assert (tmp_path / "b" / ".gitignore").read_text(encoding="utf-8") == "own"
    (tmp_path / "c").write_text("a file", encoding="utf-8")
    assert run("init", "c", *NAMED, cwd=tmp_path).code == 3


@pytest.mark.parametrize(
    ("args", "word"),
    [
        (("--community", "甲", "--division-code", "12"), "division_code"),
        ((*NAMED, "--ledger-language", "fr"), "language"),
        ((*NAMED, "--profile", "nope"), "profile"),
        (("--division-code", "513399001002"), "Missing: Community"),
        (("--community", "甲"), "Missing: Division code"),
    ],
)
def test_wrong_settings_are_named_and_nothing_is_written(tmp_path, args, word):
    ran = run("init", "a", *args, cwd=tmp_path, lang="en")
    assert ran.code == 2
    assert word in ran.err
    assert not (tmp_path / "a").exists()


def test_without_git_the_community_is_there_all_the_same(tmp_path):
    ran = run("init", "a", *NAMED, cwd=tmp_path, env={"PATH": str(tmp_path)})
    assert ran.code == 0
    assert "找不到 git 程序" in ran.err
    assert run("check", cwd=tmp_path / "a").code == 0
    plain = run("init", "b", *NAMED, "--no-git", cwd=tmp_path)
    assert plain.code == 0
    assert not (tmp_path / "b" / ".git").exists()


def test_without_an_author_it_tells_how_to_name_one(tmp_path):
    nobody = {f"GIT_{role}_{what}": None for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    nobody |= {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1", "HOME": str(tmp_path)}
    ran = run("init", "a", *NAMED, cwd=tmp_path, env=nobody, lang="en")
    assert ran.code == 0
    assert "git config --global user.email" in ran.err
    assert run("check", cwd=tmp_path / "a").code == 0


def test_inside_a_repository_it_makes_no_second_one(tmp_path):
    Git(tmp_path).init()
    ran = run("init", "data", *NAMED, cwd=tmp_path)
    assert ran.code == 0, ran.err
    assert not (tmp_path / "data" / ".git").exists()
    assert Git(tmp_path).status() == {}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals")
def test_it_asks_for_what_is_not_given(tmp_path):
    ours, theirs = pty.openpty()
    environment = os.environ | {"GRIDCTL_LANG": "zh", "TERM": "dumb"}
    process = subprocess.Popen(
        [GRIDCTL, "init", "--no-git", "--city", "云州市"],
        cwd=tmp_path, env=environment, stdin=theirs, stdout=theirs, stderr=theirs,
    )  # fmt: skip
    os.close(theirs)
    os.write(ours, "新 社区\n问答社区\n51339900100\n513399001002\n柳溪街道\n\n\n".encode())
    said = b""
    try:
        while part := os.read(ours, 4096):
            said += part
    except OSError:
        pass
    assert process.wait(timeout=60) == 0, said.decode("utf-8", "replace")
    assert "社区名称：" in said.decode("utf-8")
    assert "要 12 位数字" in said.decode("utf-8")
    settings = (tmp_path / "新 社区" / "ledgers" / "gridctl.yaml").read_text(encoding="utf-8")
    assert 'community: "问答社区"' in settings
    assert 'subdistrict: "柳溪街道"' in settings
    assert 'city: "云州市"' in settings
