"""The community's folder: where it lies, what Git makes of its files, workbooks that should not be committed."""

from __future__ import annotations

import os
import shutil
from pathlib import PurePath
from typing import TYPE_CHECKING

from gridctl.review.health_check import Check, Level
from gridctl.store.faults import GridctlFault
from gridctl.store.git import Git
from gridctl.store.layout import home_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


# Folder names of programs that copy files to a server by themselves, as they appear in paths.
_CLOUDS = (
    "onedrive", "坚果云", "nutstore", "dropbox", "icloud", "google drive", "googledrive", "百度网盘", "baidunetdisk",
    "baidusyncdisk", "wpsdrive", "wps云盘", "wps cloud", "微云", "weiyun", "腾讯文档", "360云盘",
    "阿里云盘", "aliyundrive",
)  # fmt: skip
_WORKBOOKS = (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".csv", ".et")
# Where workbooks that came and that go out lie, which Git leaves out.
_OUTSIDE = frozenset(("inbox", "out"))
_LONGEST_PATH, _SHOWN = 250, 3


def folder_checks(root: Path) -> Iterator[Check]:
    """The checks that need a community's folder, but not its ledgers."""
    yield _cloud(root)
    yield _long_paths(root)
    git = Git(root)
    try:
        inside = git.is_repo()
    except GridctlFault as fault:
        # That there is no git program the machine's checks have told.
        if shutil.which("git"):
            yield Check(
                "repository",
                Level.FAULT,
                ("Git 仓库", "Git repository"),
                ("不能读", "cannot be read"),
                (fault.zh, fault.en),
            )
        return
    if not inside:
        remedy = (
            "在该文件夹运行 git init，再 git add、git commit。",
            "Run git init there, then git add and git commit.",
        )
        found = ("不在 Git 仓库中，改动没有历史", "not in a Git repository: changes have no history")
        yield Check("repository", Level.FAULT, ("Git 仓库", "Git repository"), found, remedy)
        return
    tracked, others = git.unignored(tracked=True), git.unignored(tracked=False)
    yield from _under_git(git, root, tracked, others)
    yield _line_ends(git, root, tracked)
    yield _bulletins(git)
    yield _workbooks(tracked, others)
    yield _derived(tracked, others)


def _cloud(root: Path) -> Check:
    about = ("云同步", "cloud folder")
    here = [each for each in root.resolve().parts if any(name in each.casefold() for name in _CLOUDS)]
    if str(root).startswith("\\\\"):
        here.append(str(root))
    if not here:
        return Check("cloud", Level.OK, about, ("不在同步文件夹中", "not in a synchronised folder"))
    remedy = (
        "请移到本机普通文件夹：同步程序会锁住、改名文件，并把个人信息传到云端；备份和共享用 Git。",
        "Move it to an ordinary folder and share through Git: such programs rename files and send people's data away.",
    )
    return Check("cloud", Level.WARN, about, (f"在“{here[0]}”中", f'in "{here[0]}"'), remedy)


def _long_paths(root: Path) -> Check:
    """Windows refuses paths of 260 characters; on other systems a clone on Windows would be refused."""
    about = ("路径长度", "length of paths")
    longest = max((len(str(path)) for path in (root / "ledgers").rglob("*")), default=len(str(root)))
    found = (f"最长 {longest} 字符", f"the longest has {longest} characters")
    if longest < _LONGEST_PATH or os.name != "nt":
        return Check("paths", Level.OK, about, found)
    remedy = (
        "请移到较短的路径，例如 D:\\社区，并运行 git config core.longpaths true。",
        "Move it to a shorter path and run git config core.longpaths true.",
    )
    return Check("paths", Level.WARN, about, found, remedy)


def _under_git(git: Git, root: Path, tracked: Sequence[str], others: Sequence[str]) -> Iterator[Check]:
    about = ("Git 仓库", "Git repository")
    if git.head() is None:
        remedy = ("运行 git add ledgers 和 git commit。", "Run git add ledgers and git commit.")
        yield Check("repository", Level.WARN, about, ("还没有提交", "nothing is committed yet"), remedy)
        return
    here = {path.relative_to(root).as_posix() for path in (root / "ledgers").rglob("*")}
    shards = {path for path in here if home_of(path)}
    outside = sorted(shards - set(tracked))
    if outside:
        ignored = [path for path in outside if path not in others]
        remedy = ("运行 git add ledgers 并提交。", "Run git add ledgers and commit.")
        if ignored:
            remedy = ("把它们从 .gitignore 中去掉，再提交。", "Take them out of .gitignore and commit.")
        count = len(outside)
        found = (
            f"{count} 个台账文件不在 Git 中：{_some(outside)}",
            f"{count} ledger files are not in Git: {_some(outside)}",
        )
        yield Check("repository", Level.WARN, about, found, remedy)
    else:
        yield Check(
            "repository",
            Level.OK,
            about,
            (f"{len(shards)} 个台账文件都在 Git 中", f"all {len(shards)} files are in Git"),
        )
    changed = [path for path in git.status() if path.startswith("ledgers/")]
    if changed:
        found = (f"{len(changed)} 个台账文件有未提交的改动", f"{len(changed)} ledger files have changes not committed")
        remedy = ("用 gridctl diff 看改动，确认后提交。", "See them with gridctl diff, then commit.")
        yield Check("uncommitted", Level.WARN, ("未提交的改动", "changes not committed"), found, remedy)


def _line_ends(git: Git, root: Path, tracked: Sequence[str]) -> Check:
    about = ("换行符", "line ends")
    files = [root / path for path in tracked if path.startswith("ledgers/") and path.endswith(".yaml")]
    crlf = [path.relative_to(root).as_posix() for path in files if path.is_file() and b"\r\n" in path.read_bytes()]
    if crlf:
        found = (f"{len(crlf)} 个台账文件用 CRLF：{_some(crlf)}", f"{len(crlf)} ledger files have CRLF: {_some(crlf)}")
        return Check(
            "line-ends", Level.WARN, about, found, ("运行 gridctl fmt 改为 LF。", "Run gridctl fmt to make them LF.")
        )
    attributes = root / ".gitattributes"
    fixed = attributes.is_file() and "eol=lf" in attributes.read_text(encoding="utf-8", errors="replace")
    if git.config("core.autocrlf").casefold() == "true" and not fixed:
        found = ("core.autocrlf=true，会改动换行符", "core.autocrlf=true changes line ends")
        remedy = (
            "在 .gitattributes 中写 *.yaml text eol=lf，或运行 git config core.autocrlf input。",
            "Write *.yaml text eol=lf into .gitattributes, or run git config core.autocrlf input.",
        )
        return Check("line-ends", Level.WARN, about, found, remedy)
    return Check("line-ends", Level.OK, about, ("LF", "LF"))


def _bulletins(git: Git) -> Check:
    """Checksums of published bulletins hold in every clone only where Git leaves their bytes alone."""
    about = ("通报的换行符", "line ends of bulletins")
    if git.attribute("text", "ledgers/assessment/bulletins/2026Q1-grid/figures.json") == "unset":
        return Check("bulletins", Level.OK, about, ("Git 不改动", "left alone by Git"))
    found = (
        "Git 会改动，别处克隆后 gridctl bulletin verify 对不上",
        "Git may change them: gridctl bulletin verify then fails in a clone",
    )
    remedy = (
        "在 .gitattributes 末尾加一行 ledgers/assessment/bulletins/** -text，再提交。",
        "Add the line ledgers/assessment/bulletins/** -text at the end of .gitattributes, and commit it.",
    )
    return Check("bulletins", Level.WARN, about, found, remedy)


def _workbooks(tracked: Sequence[str], others: Sequence[str]) -> Check:
    """Workbooks that were or would be committed: Git never forgets the people in them."""
    about = ("工作簿", "workbooks")
    held = [path for path in tracked if _is_workbook(path)]
    would = [path for path in others if _is_workbook(path)]
    if held:
        found = (f"{len(held)} 个工作簿已提交到 Git：{_some(held)}", f"{len(held)} workbooks are in Git: {_some(held)}")
        remedy = (
            "含个人信息的请用 git rm --cached 移出，并写进 .gitignore；历史里的旧版本要另行清理。",
            "Take those with personal data out with git rm --cached and ignore them; old versions stay in the history.",
        )
        return Check("workbooks", Level.WARN, about, found, remedy)
    if would:
        found = (
            f"{len(would)} 个工作簿未被忽略：{_some(would)}",
            f"{len(would)} workbooks are not ignored: {_some(would)}",
        )
        remedy = (
            "把它们移到 inbox/ 或写进 .gitignore，以免误提交个人信息。",
            "Move them to inbox/ or list them in .gitignore, lest personal data be committed.",
        )
        if folders := sorted({path.partition("/")[0] for path in would} & _OUTSIDE):
            # They are where they should be: it is the folder that Git is to leave out.
            lines = "、".join(f"{each}/" for each in folders), " and ".join(f"{each}/" for each in folders)
            remedy = (
                f"在 .gitignore 中写上 {lines[0]}，每行一个，以免误提交个人信息。",
                f"Write {lines[1]} into .gitignore, a line each, lest personal data be committed.",
            )
        return Check("workbooks", Level.WARN, about, found, remedy)
    return Check("workbooks", Level.OK, about, ("没有会被提交的工作簿", "none would be committed"))


def _is_workbook(path: str) -> bool:
    return PurePath(path).suffix.lower() in _WORKBOOKS and home_of(path) is None


def _derived(tracked: Sequence[str], others: Sequence[str]) -> Check:
    about = (".gridctl", ".gridctl")
    if any(path.startswith(".gridctl/") for path in (*tracked, *others)):
        remedy = (
            "在 .gitignore 中加一行 .gridctl/，并运行 git rm -r --cached .gridctl。",
            "Add a line .gridctl/ to .gitignore and run git rm -r --cached .gridctl.",
        )
        return Check("derived", Level.WARN, about, ("没有被 Git 忽略", "not ignored by Git"), remedy)
    return Check("derived", Level.OK, about, ("已被 Git 忽略", "ignored by Git"))


def _some(paths: Sequence[str]) -> str:
    return ", ".join(paths[:_SHOWN]) + (" …" if len(paths) > _SHOWN else "")
