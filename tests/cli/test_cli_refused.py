"""A real process, stopped at any point of a write or refused by the system: all old or all new, and told in words."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from cli_running import run

GRIDCTL = Path(sys.executable).with_name("gridctl")
STOPPED = Path(__file__).with_name("stopped.py")
pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals and mounts of POSIX")


def roster(path: Path, count: int = 2) -> Path:
    """Volunteers of several grids, so that a write has several files."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "志愿者花名册"
    sheet.append(["志愿者姓名", "性别", "手机号", "所属网格"])
    for number in range(count):
        sheet.append([f"虚构{'甲乙丙丁戊己'[number % 6]}", "女", f"1990000{number:04d}", f"第{'一二'[number % 2]}网格"])
    workbook.save(path)
    return path


def ledgers(root: Path) -> dict[str, bytes]:
    return {str(each.relative_to(root)): each.read_bytes() for each in (root / "ledgers").rglob("*") if each.is_file()}


def gridctl(root: Path, *args: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [GRIDCTL, *map(str, args)], cwd=root, capture_output=True, check=False, timeout=120,
        env=os.environ | {"GRIDCTL_LANG": "zh"}, stdin=subprocess.DEVNULL,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("step", "sign"),
    [
        ("stage 1", signal.SIGINT),
        ("journal", signal.SIGTERM),
        ("committed", signal.SIGINT),
        ("swap 1", signal.SIGINT),
        ("swap 1", signal.SIGKILL),
    ],
)
def test_an_import_that_is_stopped(own, step, sign):
    before = ledgers(own)
    roster(own / "来件.xlsx")
    command = [sys.executable, STOPPED, step, sign.name, "import", "来件.xlsx", "--yes"]
    done = subprocess.run(command, cwd=own, capture_output=True, check=False, timeout=120)
    said = done.stderr.decode("utf-8")
    assert done.returncode == (130 if sign == signal.SIGINT else -sign), said
    assert "Traceback" not in said
    # Whatever reads next finds one state or the other, and an import of the same file brings the other about.
    assert run("check", "--format", "json", cwd=own).code in (0, 1)
    between = ledgers(own)
    assert run("import", "来件.xlsx", "--yes", cwd=own).code == 0
    after = ledgers(own)
    assert len([path for path in after if after[path] != before[path]]) == 2
    assert between in (before, after)
    assert list((own / ".gridctl" / "tx").iterdir()) == []


def test_two_imports_at_once(own):
    roster(own / "甲.xlsx", 4)
    roster(own / "乙.xlsx", 6)
    commands = [[GRIDCTL, "import", name, "--yes"] for name in ("甲.xlsx", "乙.xlsx")]
    running = [
        subprocess.Popen(each, cwd=own, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for each in commands
    ]
    ended = []
    for each in running:
        _, said = each.communicate(timeout=120)
        ended.append(each.returncode)
        assert "Traceback" not in said.decode("utf-8")
    # One that read what the other has changed since is refused, and may simply be run again.
    assert sorted(ended) in ([0, 0], [0, 3]), ended
    assert run("import", "甲.xlsx", "乙.xlsx", "--yes", cwd=own).code == 0
    text = "".join(each.decode("utf-8") for each in ledgers(own).values())
    assert [text.count(f'"虚构{name}"') for name in "甲乙丙丁戊己"] == [1] * 6


@pytest.fixture
def small_disk(own, tmp_path):
    """A copy of the community on a disk of its own that has 64 KB left."""
    mount = tmp_path / "小盘"
    mount.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", mount], capture_output=True, check=False)
    if done.returncode:
        pytest.skip("a small disk cannot be mounted here")
    try:
        shutil.copytree(own, mount / "社区")
        free = shutil.disk_usage(mount).free
        with (mount / "填满").open("wb") as file:
            file.write(b"\0" * (free - 65_536))
        yield mount / "社区"
    finally:
        subprocess.run(["umount", "-l", mount], check=False)


def test_a_disk_that_is_full(small_disk, tmp_path):
    before = ledgers(small_disk)
    sent = roster(tmp_path / "来件.xlsx", 600)
    for args in (("import", sent, "--yes"), ("check",), ("list", "志愿服务")):
        done = gridctl(small_disk, *args)
        said = done.stderr.decode("utf-8")
        assert done.returncode in (0, 1, 3), (args, done.stdout, said)
        assert "Traceback" not in said
        if done.returncode == 3:
            assert "磁盘" in said
        assert ledgers(small_disk) == before
    (small_disk.parent / "填满").unlink()
    assert gridctl(small_disk, "import", sent, "--yes").returncode in (0, 1)
    assert ledgers(small_disk) != before


def test_a_folder_that_may_not_be_written(own):
    roster(own / "来件.xlsx")
    before = ledgers(own)
    mounted = subprocess.run(["mount", "--bind", own, own], capture_output=True, check=False).returncode == 0
    if mounted:
        subprocess.run(["mount", "-o", "remount,bind,ro", own], check=True)
    elif os.geteuid() == 0:
        pytest.skip("nothing is forbidden to the superuser here")
    else:
        for each in (own, *own.rglob("*")):
            each.chmod(0o555 if each.is_dir() else 0o444)
    try:
        done = gridctl(own, "import", "来件.xlsx", "--yes")
        assert done.returncode == 3, done.stderr.decode("utf-8")
        assert "Traceback" not in done.stderr.decode("utf-8")
        assert any(why in done.stderr.decode("utf-8") for why in ("没有权限", "Read-only", "Permission denied"))
        assert ledgers(own) == before
        # Looking needs no right to write.
        for args in (("find", "虚构"), ("check",), ("list", "网格")):
            done = gridctl(own, *args)
            assert done.returncode in (0, 1, 4), (args, done.stderr.decode("utf-8"))
    finally:
        if mounted:
            subprocess.run(["umount", "-l", own], check=False)
        else:
            for each in (own, *own.rglob("*")):
                each.chmod(0o755)
