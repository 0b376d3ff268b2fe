"""doctor: each thing that can be wrong is told with what to do."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest
from cli_running import run

from gridctl.review.health_folder import folder_checks
from gridctl.review.health_machine import Surroundings, machine_checks
from gridctl.store.git import Git

if TYPE_CHECKING:
    from pathlib import Path


def checks(folder: Path, lang: str = "zh", **env: str | None) -> dict[str, dict[str, str]]:
    ran = run("doctor", "-f", "json", cwd=folder, lang=lang, env=env)
    return {each["check"]: each for each in ran.json()["checks"]}


def levels(found: dict[str, dict[str, str]]) -> set[str]:
    return {key for key, each in found.items() if each["level"] != "ok"}


def test_a_demo_is_in_order(own):
    env = {"EDITOR": sys.executable, "VISUAL": None}
    found = checks(own, **env)
    assert levels(found) <= {"git-identity"}
    assert {
        "python",
        "git",
        "editor",
        "console",
        "cloud",
        "line-ends",
        "workbooks",
        "lock",
        "recovery",
        "index",
    } <= set(found)
    ran = run("doctor", cwd=own, lang="en", env=env)
    assert ran.code == 0
    assert "0 faults" in ran.err


def test_every_trouble_has_a_remedy(own):
    path = own / "ledgers" / "households" / "513399001002001.yaml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    (own / "名单.xlsx").write_bytes(b"")
    (own / ".gitignore").write_text("out/\ninbox/\n", encoding="utf-8")
    (own / ".gitattributes").write_text("*.yaml text eol=lf\n*.json text eol=lf\n", encoding="utf-8")
    (own / ".gridctl").mkdir(exist_ok=True)
    (own / ".gridctl" / "lock.json").write_text(json.dumps({"pid": 1}), encoding="utf-8")
    found = checks(own, EDITOR="/没有/这个", VISUAL=None)
    assert {"editor", "uncommitted", "line-ends", "bulletins", "workbooks", "derived", "lock"} <= levels(found)
    assert all(each["remedy"] for each in found.values() if each["level"] != "ok")
    assert "名单.xlsx" in found["workbooks"]["found"]
    english = checks(own, "en")
    assert "gridctl fmt" in english["line-ends"]["remedy"]


def test_a_workbook_in_git_is_told(own):
    (own / "residents.csv").write_text("x", encoding="utf-8")
    Git(own).commit(("residents.csv",), "oops")
    assert "residents.csv" in checks(own)["workbooks"]["found"]


def test_workbooks_in_inbox_that_git_would_take_are_not_to_be_moved_there(own):
    (own / ".gitignore").write_text(".gridctl/\n", encoding="utf-8")
    (own / "inbox").mkdir(exist_ok=True)
    (own / "inbox" / "来件.xlsx").write_bytes(b"")
    assert "inbox/" in checks(own)["workbooks"]["remedy"]
    assert "移到" not in checks(own)["workbooks"]["remedy"]


def test_workbooks_that_are_shards_belong_into_git(own):
    (own / "ledgers" / "households" / "513399001002009.xlsx").write_bytes(b"")
    found = checks(own)
    assert "513399001002009.xlsx" in found["repository"]["found"]
    assert found["workbooks"]["level"] == "ok"


def test_a_folder_that_git_does_not_trust(own):
    found = checks(own, GIT_TEST_ASSUME_DIFFERENT_OWNER="1")["repository"]
    assert found["level"] == "fault"
    assert "safe.directory" in found["remedy"]


def test_unreadable_files_are_a_fault(own):
    path = own / "ledgers" / "households" / "513399001002002.yaml"
    path.write_text("<<<<<<< HEAD\n- 编号: [\n", encoding="utf-8")
    ran = run("doctor", cwd=own)
    assert ran.code == 1
    assert "gridctl check --select F" in ran.out


def test_without_git_history(own):
    import shutil

    shutil.rmtree(own / ".git")
    ran = run("doctor", "-f", "jsonl", cwd=own)
    assert ran.code == 1
    assert [each["check"] for each in ran.lines() if each["level"] == "fault"] == ["repository"]


def test_no_git_program(own, tmp_path):
    found = checks(own, PATH=str(tmp_path))
    assert found["git"]["level"] == "fault"
    assert "git-scm.com" in found["git"]["remedy"]


def test_outside_a_community_the_machine_is_looked_at(tmp_path):
    ran = run("doctor", cwd=tmp_path, lang="en")
    assert "no community" in ran.err
    assert "Python" in ran.out
    target = tmp_path / "doctor.txt"
    run("doctor", "-o", target, cwd=tmp_path)
    assert "Python" in target.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["OneDrive - 社区", "我的坚果云", "Nutstore Files", "WPS云盘"])
def test_folders_that_are_synchronised(tmp_path, name):
    folder = tmp_path / name / "社区"
    folder.mkdir(parents=True)
    found = {each.key: each for each in folder_checks(folder)}["cloud"]
    assert found.level == "warn"
    assert name in found.found[0]
    assert all(found.remedy)
    assert {each.key: each.level for each in folder_checks(tmp_path)}["cloud"] == "ok"


def test_a_console_without_chinese(tmp_path):
    found = {each.key: each.level for each in machine_checks(tmp_path, Surroundings("cp1252", ()))}
    assert found["console"] == "warn"
    assert found["editor"] == "warn"
    for encoding in ("utf-8", "cp936", "gb18030"):
        found = {each.key: each.level for each in machine_checks(tmp_path, Surroundings(encoding, (sys.executable,)))}
        assert (found["console"], found["editor"]) == ("ok", "ok")
