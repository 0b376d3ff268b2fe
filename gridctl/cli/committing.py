"""Committing what a command wrote, with advice where Git does not know whose work it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridctl.cli.console import say
from gridctl.cli.lang import t

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


def commit_files(root: Path, paths: Sequence[str], message: str, trailers: Mapping[str, str] | None = None) -> None:
    """Commit these files and say so.

    Raises Refused, with what to do, where Git has no name for the author or refuses otherwise; the files are then
    written and not committed.
    """
    from gridctl.store.faults import Refused
    from gridctl.store.git import Git

    try:
        Git(root).commit(paths, message, trailers)
    except Refused as fault:
        if "user.email" in fault.en:
            raise Refused(
                "文件已写好，但没有提交：Git 还不知道您是谁。请先运行\n"
                '  git config --global user.name "您的姓名"\n'
                '  git config --global user.email "您的邮箱"\n'
                "再提交：git add -A，然后 git commit。",
                "The files are written but not committed: Git does not know who you are. First run\n"
                '  git config --global user.name "Your Name"\n'
                '  git config --global user.email "you@example.com"\n'
                "and then commit: git add -A, git commit.",
            ) from fault
        raise Refused(
            f"文件已写好，但没有提交。{fault.zh}", f"The files are written but not committed. {fault.en}"
        ) from fault
    say(t("已提交到 Git。", "Committed to Git."))
