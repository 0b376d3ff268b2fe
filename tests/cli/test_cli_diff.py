from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from gridctl.demo.sample import write_sample
from gridctl.store.git import Git

GRIDCTL = Path(sys.executable).with_name("gridctl")
GRID = "513399001002001"


@pytest.fixture(scope="module")
def community(tmp_path_factory) -> Path:
    """A community of two commits, with one change after the second."""
    root = tmp_path_factory.mktemp("cli-diff") / "清荷 社区"
    root.mkdir()
    write_sample(root)
    git = Git(root)
    git.init()
    git._run("config", "user.name", "tester")
    git._run("config", "user.email", "tester@example.invalid")
    git.commit(None, "one")
    path = root / "ledgers" / "households" / f"{GRID}.yaml"
    text = path.read_text(encoding="utf-8")
    assert '居住状态: "自住"' in text
    path.write_text(text.replace('居住状态: "自住"', '居住状态: "出租"', 1), encoding="utf-8", newline="\n")
    git.commit(None, "two")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('居住状态: "闲置"', '居住状态: "自住"', 1), encoding="utf-8", newline="\n")
    return root


def run(community: Path, *args: str, code: int = 0, lang: str = "zh") -> str:
    environment = os.environ | {"GRIDCTL_LANG": lang, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [GRIDCTL, "diff", *args], cwd=community, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == code, done.stderr
    return done.stdout + (done.stderr if code else "")


def test_the_last_commit_is_compared_with_the_files(community):
    text = run(community)
    assert f"住户信息 · 网格 {GRID}" in text
    assert "居住状态：闲置 → 自住" in text
    assert "共 1 条记录：修改 1。" in text


def test_revisions_are_compared(community):
    assert "自住 → 出租" in run(community, "HEAD~1", "HEAD")
    assert "2 records: 2 changed." in run(community, "HEAD~1", lang="en")
    assert "No changes." in run(community, "HEAD", "HEAD", lang="en")


def test_ledger_and_grid_are_chosen(community):
    assert "没有改动。" in run(community, "--ledger", "民情走访")
    assert "没有改动。" in run(community, "--grid", "513399001002002")
    assert "居住状态" in run(community, "-l", "households", "-g", GRID)


def test_forms_for_machines_and_reviews(community, tmp_path):
    data = json.loads(run(community, "--format", "json"))
    assert (data["old"], data["new"], data["counts"]) == ("HEAD", None, {"change": 1})
    (change,) = data["changes"]
    assert (change["field"], change["old"], change["new"]) == ("occupancy", "vacant", "owner_occupied")
    assert json.loads(run(community, "--format", "jsonl")) == change
    path = tmp_path / "review.md"
    run(community, "--format", "md", "-o", str(path))
    assert path.read_text(encoding="utf-8").startswith("**共 1 条记录：修改 1。**\n\n### 住户信息")


def test_an_unknown_revision_or_ledger_is_told(community):
    assert "没有版本" in run(community, "没有", code=4)
    assert "No such ledger: pets" in run(community, "-l", "pets", code=2, lang="en")


def test_a_preview_knows_the_records_of_the_community_around(community, monkeypatch, capsys):
    from gridctl.cli.preview import show_changes
    from gridctl.store.changeset import ChangeSet, Set
    from gridctl.store.workspace import Workspace

    monkeypatch.chdir(community)
    house = next(Workspace.open().entries("households"))
    unknown = Set("staff", "无", "note", "甲", "乙")
    show_changes(ChangeSet((Set("households", house.key, "layout", None, "一室"), unknown)))
    text = capsys.readouterr().out
    assert house.typed["house_code"] in text
    assert "一室" in text
