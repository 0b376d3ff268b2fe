"""What goes wrong around gridctl ends with a sentence and the right code, never with a traceback."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cli_running import AS_OF, PERIOD, run
from filelock import FileLock

from gridctl.text.yamltree import read_tree

HOUSES = "ledgers/households/513399001002001.yaml"
SECRET = "513399198503120010"


def test_no_community_here(tmp_path):
    ran = run("check", cwd=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert "gridctl init" in ran.err


def test_the_folder_may_be_named(demo, tmp_path):
    assert run("-C", demo, "query", "select 1 as n", "--format", "jsonl", cwd=tmp_path).lines() == [{"n": 1}]
    ran = run("-C", tmp_path / "没有", "check", cwd=tmp_path)
    assert ran.code == 2
    assert "没有这个文件夹" in ran.err


def test_an_internal_fault_is_told_without_values(demo, monkeypatch):
    def broken(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError(SECRET)

    monkeypatch.setattr("gridctl.findings.registry.rules", broken)
    ran = run("rules", cwd=demo)
    assert ran.code == 5
    assert "RuntimeError" in ran.err
    assert "Traceback" not in ran.err
    path = Path(re.search(r"(\S+gridctl-fault-\S+\.txt)", ran.err)[1])
    told = path.read_text(encoding="utf-8")
    path.unlink()
    assert "broken" in told
    assert "RuntimeError" in told
    assert SECRET not in told + ran.err
    monkeypatch.setenv("GRIDCTL_DEBUG", "1")
    with pytest.raises(RuntimeError):
        run("rules", cwd=demo)


@pytest.mark.parametrize("interrupt", [KeyboardInterrupt, EOFError])
def test_an_interrupted_command_ends_quietly(demo, monkeypatch, interrupt):
    def interrupted(*_args: object, **_kwargs: object) -> None:
        raise interrupt

    monkeypatch.setattr("gridctl.findings.registry.rules", interrupted)
    ran = run("rules", cwd=demo)
    assert ran.code == 130
    assert "Traceback" not in ran.err


def test_what_the_system_refuses_is_told(demo, tmp_path, monkeypatch):
    (tmp_path / "a").write_text("a file", encoding="utf-8")
    ran = run("tasks", *PERIOD, "--format", "xlsx", "-o", tmp_path / "a" / "b.xlsx", cwd=demo)
    assert ran.code == 3
    assert str(tmp_path / "a") in ran.err
    english = run("check", *AS_OF, "--format", "json", "-o", tmp_path, cwd=demo, lang="en")
    assert english.code == 3
    assert "cannot read or write" in english.err
    monkeypatch.setenv("GRIDCTL_DEBUG", "1")
    with pytest.raises(IsADirectoryError):
        run("check", *AS_OF, "--format", "json", "-o", tmp_path, cwd=demo)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
def test_a_full_disk_is_told(demo):
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [Path(sys.executable).with_name("gridctl"), "query", "select * from visits"],
            cwd=demo, stdout=full, stderr=subprocess.PIPE, env=os.environ | {"GRIDCTL_LANG": "zh"}, check=False,
        )  # fmt: skip
    assert done.returncode == 3
    assert "磁盘空间" in done.stderr.decode("utf-8")
    assert "Traceback" not in done.stderr.decode("utf-8")


def test_another_command_that_writes_is_waited_for_then_told(own):
    text = (own / HOUSES).read_text(encoding="utf-8")
    (own / HOUSES).write_text(text.replace('居住状态: "自住"', "居住状态: 自住 ", 1), encoding="utf-8", newline="\n")
    held = (own / HOUSES).read_bytes()
    begun = time.monotonic()
    with FileLock(str(own / ".gridctl" / "lock")):
        ran = run("fmt", cwd=own)
    assert ran.code == 3
    assert "另一个命令正在写入" in ran.err
    assert (own / HOUSES).read_bytes() == held
    assert time.monotonic() - begun < 120


def test_a_setting_that_cannot_be_read_is_a_finding(own):
    (own / "ledgers" / "gridctl.yaml").write_text("community: [\n", encoding="utf-8")
    ran = run("check", "--format", "jsonl", cwd=own)
    assert ran.code == 1
    assert any(each["path"] == "ledgers/gridctl.yaml" for each in ran.lines())


def test_a_bomb_is_a_finding(own):
    bomb = "a: &a [1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\n"
    assert read_tree(bomb.encode()).faults
    (own / HOUSES).write_text(bomb, encoding="utf-8")
    ran = run("check", "--format", "jsonl", cwd=own)
    assert ran.code == 1
    assert any(each["path"] == HOUSES for each in ran.lines())


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser may read everything")
def test_a_folder_nobody_may_read_is_told(own):
    folder = own / "ledgers" / "households"
    folder.chmod(0)
    try:
        ran = run("check", cwd=own)
        assert ran.code in (1, 3)
        assert "Traceback" not in ran.err
    finally:
        folder.chmod(0o755)
