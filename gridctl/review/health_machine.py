"""The machine: Python, Git and who commits, editor, console, room on the disk."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gridctl.review.health_check import Check, Level
from gridctl.store.faults import GridctlFault
from gridctl.store.git import Git

if TYPE_CHECKING:
    from collections.abc import Iterator

_OLDEST_PYTHON, _OLDEST_GIT = (3, 11), (2, 25)
_LEAST_ROOM_MB = 200


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What only the command line knows: the encoding of the console ("" for none) and the editor's command."""

    console: str
    editor: tuple[str, ...]


def machine_checks(root: Path | None, surroundings: Surroundings) -> Iterator[Check]:
    """The checks that need no community."""
    version = ".".join(map(str, sys.version_info[:3]))
    old = sys.version_info[:2] < _OLDEST_PYTHON
    remedy = ("请安装 Python 3.11 或更新的版本。", "Install Python 3.11 or later.") if old else ("", "")
    yield Check("python", Level.FAULT if old else Level.OK, ("Python", "Python"), (version, version), remedy)
    yield from _git(root or Path.cwd())
    yield _editor(surroundings.editor)
    yield _console(surroundings.console)
    yield _room(root or Path.cwd())


def _git(folder: Path) -> Iterator[Check]:
    git = Git(folder)
    about = ("Git", "Git")
    try:
        version = git.version()
    except GridctlFault as fault:
        yield Check("git", Level.FAULT, about, ("没有找到", "not found"), (fault.zh, fault.en))
        return
    numbers = tuple(int(each) for each in version.split(".")[:2] if each.isdecimal())
    old = numbers < _OLDEST_GIT
    remedy = ("请升级 Git（https://git-scm.com）。", "Install a later Git (https://git-scm.com).") if old else ("", "")
    yield Check("git", Level.WARN if old else Level.OK, about, (version, version), remedy)
    name, email = git.config("user.name"), git.config("user.email")
    if name and email:
        yield Check("git-identity", Level.OK, ("提交人", "committer"), (name, name))
    else:
        yield Check(
            "git-identity",
            Level.WARN,
            ("提交人", "committer"),
            ("没有设置，提交会失败", "not set: commits will fail"),
            (
                '运行 git config --global user.name "姓名" 和 git config --global user.email "邮箱"。',
                'Run git config --global user.name "NAME" and git config --global user.email "ADDRESS".',
            ),
        )


def _editor(command: tuple[str, ...]) -> Check:
    about = ("编辑器", "editor")
    if not command:
        remedy = (
            "设置环境变量 EDITOR，gridctl edit 才能打开编辑器。",
            "Set EDITOR, so that gridctl edit can open one.",
        )
        return Check("editor", Level.WARN, about, ("没有找到", "not found"), remedy)
    if shutil.which(command[0]) is None and not Path(command[0]).is_file():
        remedy = ("改正环境变量 EDITOR 或 VISUAL。", "Correct the variable EDITOR or VISUAL.")
        return Check("editor", Level.WARN, about, (f"{command[0]} 不存在", f"{command[0]} does not exist"), remedy)
    return Check("editor", Level.OK, about, (command[0], command[0]))


def _console(encoding: str) -> Check:
    about = ("控制台编码", "console encoding")
    shown = encoding or "-"
    try:
        "网格化社区治理".encode(encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        remedy = (
            "中文会显示为问号：Windows 上先运行 chcp 65001，或改用 Windows Terminal；Linux 上设置 LANG=zh_CN.UTF-8。",
            "Chinese shows as question marks: run chcp 65001 or use Windows Terminal; on Linux set LANG.",
        )
        return Check("console", Level.WARN, about, (shown, shown), remedy)
    return Check("console", Level.OK, about, (shown, shown))


def _room(folder: Path) -> Check:
    about = ("磁盘空间", "room on the disk")
    free = shutil.disk_usage(folder).free // 1_000_000
    found = (f"剩余 {free} MB", f"{free} MB left")
    if free >= _LEAST_ROOM_MB:
        return Check("disk", Level.OK, about, found)
    return Check(
        "disk",
        Level.WARN,
        about,
        found,
        ("请清理磁盘：写入需要两倍的空间。", "Make room: writing needs twice the space."),
    )
