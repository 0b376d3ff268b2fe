from __future__ import annotations

import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from cli_running import AS_OF, run

from gridctl.store.git import Git

if TYPE_CHECKING:
    from pathlib import Path

HOUSES = "ledgers/households/513399001002001.yaml"
ANNOTATION = re.compile(r"::(error|warning|notice) file=[^,:]+(,line=\d+)?(,col=\d+)?,title=[A-Z]\d{3}::\S.*")


def codes(root: Path, *args: str) -> list[str]:
    return [each["code"] for each in run("check", *AS_OF, *args, "--format", "jsonl", cwd=root).lines()]


def edit(root: Path, old: str, new: str, path: str = HOUSES) -> None:
    file = root / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


def test_every_form_tells_the_same(demo, tmp_path):
    told = run("check", *AS_OF, "--format", "json", cwd=demo)
    assert told.code == 1
    assert told.err == ""
    assert told.json()["version"] == 1
    found = told.json()["findings"]
    assert found
    assert run("check", *AS_OF, "--format", "jsonl", cwd=demo).lines() == found
    annotations = run("check", *AS_OF, "--format", "github", cwd=demo).out.splitlines()
    assert len(annotations) == len(found)
    for line, each in zip(annotations, found, strict=True):
        assert ANNOTATION.fullmatch(line), line
        assert each["code"] in line
    text = run("check", *AS_OF, cwd=demo)
    assert text.out.count("\n") == len(found) + len({each["path"] for each in found})
    assert f"{sum(each['severity'] == 'error' for each in found)} 个错误" in text.err
    written = run("check", *AS_OF, "--format", "json", "-o", tmp_path / "深" / "f.json", cwd=demo)
    assert written.out == ""
    assert (tmp_path / "深" / "f.json").read_text(encoding="utf-8") == told.out
    plain = run("check", *AS_OF, "-o", tmp_path / "f.txt", cwd=demo)
    assert plain.code == 1
    assert found[0]["code"] in (tmp_path / "f.txt").read_text(encoding="utf-8")


def test_places_are_where_the_fault_stands(demo):
    for each in run("check", *AS_OF, "--format", "jsonl", cwd=demo).lines():
        if each["line"]:
            lines = (demo / each["path"]).read_text(encoding="utf-8").splitlines()
            assert each["line"] <= len(lines), each


def test_a_second_run_and_one_without_what_was_derived_tell_the_same(own):
    import shutil

    first = run("check", *AS_OF, "--format", "json", cwd=own).out
    assert run("check", *AS_OF, "--format", "json", cwd=own).out == first
    shutil.rmtree(own / ".gridctl")
    assert run("check", *AS_OF, "--format", "json", cwd=own).out == first


def test_rules_are_chosen_and_left_out(demo):
    everything = codes(demo)
    assert codes(demo, "--select", "W106") == [each for each in everything if each == "W106"] != []
    assert codes(demo, "--select", "w1") == [each for each in everything if each.startswith("W1")]
    left = codes(demo, "--ignore", "C", "--ignore", "H")
    assert left == [each for each in everything if each[0] not in "CH"]
    assert run("check", "--select", "S301", "--strict", *AS_OF, cwd=demo).code == 0
    assert run("check", "--select", "W106", *AS_OF, cwd=demo).code == 0
    assert run("check", "--select", "W106", "--strict", *AS_OF, cwd=demo).code == 1


@pytest.mark.parametrize(
    ("args", "code", "word"),
    [
        (("--select", "Q999"), 4, "没有以 Q999 开头的规则"),
        (("--ignore", "zz"), 4, "没有以 ZZ 开头的规则"),
        (("--changed-since", "nope"), 4, "没有版本 'nope'"),
        (("--as-of", "2026-13-01"), 2, "不是日期"),
        (("--format", "xml"), 2, "没有 'xml' 这一项"),
        (("surplus",), 2, "多出的参数：surplus"),
        (("--changed-sinc", "x"), 2, "--changed-since"),
    ],
)
def test_a_wrong_call_is_told(demo, args, code, word):
    ran = run("check", *args, cwd=demo)
    assert (ran.code, ran.out) == (code, "")
    assert word in ran.err
    assert "Traceback" not in ran.err


def test_only_what_a_change_causes_is_told(own):
    Git(own).commit(("ledgers",), "as it is")
    head = Git(own).head()
    assert codes(own, "--changed-since", "HEAD") == []
    edit(own, '居住状态: "自住"', '居住状态: "空中楼阁"')
    assert "S201" in codes(own, "--changed-since", "HEAD")
    Git(own).commit(("ledgers",), "a wrong value")
    assert codes(own, "--changed-since", "HEAD") == []
    assert "S201" in codes(own, "--changed-since", head)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda text: text.replace("\n", "\r\n"), "F10"),
        (lambda text: text.replace("\n- ", "\n<<<<<<< ours\n- ", 1), "F"),
        (lambda text: text.replace("\n  ", "\n\t", 1), "F"),
        (lambda text: re.sub(r"\n(  居住状态: .*)\n", r"\n\1\n\1\n", text, count=1), "F"),
        (lambda _: "- [", "F"),
        (lambda _: "只是一句话\n", "F"),
        (lambda text: text.replace("居住状态:", "居住壮态:", 1), "S101"),
    ],
)
def test_a_damaged_file_is_a_finding_with_its_place(own, change, expected):
    text = (own / HOUSES).read_text(encoding="utf-8")
    (own / HOUSES).write_bytes(change(text).encode())
    ran = run("check", *AS_OF, "--format", "jsonl", cwd=own)
    assert ran.code in (0, 1), ran.err
    found = [each for each in ran.lines() if each["code"].startswith(expected) and each["path"] == HOUSES]
    if expected != "F10":
        assert found
        assert found[0]["line"]
        assert ran.code == 1


def test_a_file_in_another_encoding_is_told_and_read(own):
    before = codes(own)
    text = (own / HOUSES).read_text(encoding="utf-8")
    (own / HOUSES).write_bytes(text.encode("gb18030"))
    after = codes(own)
    assert set(before) <= set(after)
    assert any(each.startswith("F") for each in after)
    assert run("fmt", cwd=own).code == 0
    assert codes(own) == before


def test_a_community_without_registers_is_checked(own):
    import shutil

    shutil.rmtree(own / "ledgers" / "registers")
    ran = run("check", *AS_OF, "--format", "jsonl", cwd=own)
    assert ran.code == 1
    assert any(each["code"].startswith(("G", "X")) for each in ran.lines())


def test_what_can_safely_be_corrected_is(own):
    """A document number of 15 digits says all that its form of 18 digits does."""
    before = (own / HOUSES).read_text(encoding="utf-8")
    old = re.search(r'证件号码: "(\d{6}19\d{9}[\dX])"', before)[1]
    edit(own, old, old[:6] + old[8:17])
    damaged = (own / HOUSES).read_text(encoding="utf-8")
    chosen = ("--select", "S306", *AS_OF)
    assert [each["fixable"] for each in run("check", *chosen, "--format", "jsonl", cwd=own).lines()] == [True]
    dry = run("check", *chosen, "--fix", "--dry-run", cwd=own)
    assert "证件号码" in dry.out
    assert (own / HOUSES).read_text(encoding="utf-8") == damaged
    ran = run("check", *chosen, "--fix", "--format", "jsonl", cwd=own)
    assert (ran.code, ran.out) == (0, "")
    assert "已改正 1 处" in ran.err
    assert (own / HOUSES).read_text(encoding="utf-8") == before


def test_a_second_check_loads_neither_models_nor_database_nor_what_draws_in_a_terminal(own, tmp_path):
    program = (
        "import sys\n"
        "from gridctl.cli.main import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = ('pydantic', '_duckdb', 'rich.console', 'importlib.metadata')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    command = [sys.executable, "-c", program, "check", "--format", "jsonl", "-o", str(tmp_path / "f.jsonl")]
    # What an earlier test's check has left beside the ledgers.
    shutil.rmtree(own / ".gridctl", ignore_errors=True)
    first = subprocess.run(command, cwd=own, check=True, capture_output=True, text=True)
    assert "pydantic" in first.stdout, "the models are read, and no package is looked through for their plugins"
    assert "importlib.metadata" not in first.stdout
    again = subprocess.run(command, cwd=own, check=True, capture_output=True, text=True)
    assert again.stdout.strip() == "[]"
    assert (tmp_path / "f.jsonl").stat().st_size
