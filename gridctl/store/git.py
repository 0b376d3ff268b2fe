"""Git, through the ``git`` program: never a shell, never a prompt, every name as bytes between NULs.

Paths are relative to the community's folder, which may lie inside a bigger repository.
"""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from gridctl.store.faults import NotFound, Refused, UsageFault
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

_PARTS = 5
_QUOTED = pattern(r'^\+.*?"([^"\n]+)"', re.MULTILINE)
_BLAMED = pattern(r"[0-9a-f]{40,64} [0-9]+ [0-9]+")
_UNTRUSTED = pattern(r"git config --global --add safe\.directory .+")
# Set by hooks and other Git commands around us; they would point Git at another repository or index.
_ELSEWHERE = frozenset(("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY"))
_FLAGS = ("-c", "core.quotepath=off", "-c", "core.fsmonitor=false", "-c", "i18n.logOutputEncoding=utf-8")


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit: its id, its day (ISO), who made it and its subject."""

    id: str
    day: str
    author: str
    subject: str


class Git:
    """The repository around a community's folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def is_repo(self) -> bool:
        """Whether the folder is in a Git working tree; raises UsageFault where Git does not trust its owner."""
        return self._run("rev-parse", "--is-inside-work-tree", ok=(0, 128)).strip() == b"true"

    def version(self) -> str:
        """The git program's version, such as ``2.43.0``; raises UsageFault where there is none."""
        return self._run("--version").decode("utf-8", "replace").strip().removeprefix("git version ")

    def config(self, name: str) -> str:
        """A setting as Git takes it here; "" if it is not set."""
        return self._run("config", "--get", name, ok=(0, 1)).decode("utf-8", "replace").strip()

    def attribute(self, name: str, path: str) -> str:
        """What ``.gitattributes`` says of a file, there or not: ``set``, ``unset``, ``unspecified`` or a value."""
        return _fields(self._run("check-attr", "-z", name, "--", path))[-1]

    def unignored(self, *, tracked: bool) -> tuple[str, ...]:
        """The folder's files that Git tracks, or those it does not track but would add."""
        which = ("--cached",) if tracked else ("--others", "--exclude-standard")
        return tuple(sorted(_fields(self._run("ls-files", "-z", *which, "--", "."))))

    def init(self) -> None:
        """Make the folder a repository with the branch ``main``."""
        self._run("init", "-q", "-b", "main")

    def head(self) -> str | None:
        """The current commit; None before the first."""
        out = self._run("rev-parse", "--verify", "-q", "HEAD", ok=(0, 1, 128)).decode().strip()
        return out or None

    def last_until(self, day: date) -> str | None:
        """The last commit up to the end of a day, by the days of the commits' own time zones; None before the first.

        Git compares moments, and a commit made late on that day may lie in the next one elsewhere.
        """
        margin = day + timedelta(days=2)
        form = ("--format=%H %cd", "--date=format:%Y-%m-%d")
        out = self._run("log", *form, "--first-parent", f"--before={margin}T00:00:00Z", ok=(0, 128)).decode()
        return next((line[:-11] for line in out.splitlines() if line[-10:] <= day.isoformat()), None)

    def begun(self) -> str | None:
        """The day (ISO) of the first commit; None before it."""
        out = self._run("log", "--format=%cd", "--date=format:%Y-%m-%d", ok=(0, 128)).decode().split()
        return out[-1] if out else None

    def blame(self, path: str, rev: str | None = None) -> list[str]:
        """For each line of a file, the day (ISO) on which it was written as it is, by the author's clock.

        Without a revision it is the file on disk, and lines not committed yet are of the file system's today. Raises
        NotFound for an unknown revision; a file that Git does not know gives an empty list.
        """
        spec = () if rev is None else (self.resolve(rev),)
        out = self._run("blame", "--porcelain", "-w", *spec, "--", path, ok=(0, 128)).decode("utf-8", "replace")
        days: dict[str, str] = {}
        found, commit, stamp = [], "", 0
        for line in out.split("\n"):
            if line.startswith("\t"):
                found.append(days[commit])
            elif _BLAMED.match(line):
                commit = line.partition(" ")[0]
            elif line.startswith("author-time "):
                stamp = int(line.rpartition(" ")[2])
            elif line.startswith("author-tz "):
                days[commit] = _day_of(stamp, line.rpartition(" ")[2])
        return found

    def resolve(self, rev: str) -> str:
        """The commit a revision names; raises NotFound."""
        if rev.startswith("-") or not rev:
            raise _no_revision(rev)
        named = ("--end-of-options", f"{rev}^{{commit}}")
        out = self._run("rev-parse", "--verify", "-q", *named, ok=(0, 1, 128)).decode().split()
        if not out:
            raise _no_revision(rev)
        return out[-1]

    def status(self) -> dict[str, str]:
        """Changed files of the folder with Git's two letters, such as `` M`` and ``??``."""
        out = self._run("status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames", "--", ".")
        return {self._inside(entry[3:]): entry[:2] for entry in _fields(out)}

    def changed_since(self, rev: str) -> tuple[str, ...]:
        """Files that differ from a revision, those not yet tracked among them; raises NotFound."""
        commit = self.resolve(rev)
        changed = _fields(self._run("diff", "--name-only", "-z", "--no-renames", commit, "--", "."))
        untracked = _fields(self._run("ls-files", "-z", "--others", "--exclude-standard", "--full-name", "--", "."))
        return tuple(sorted({self._inside(path) for path in (*changed, *untracked)}))

    def ls(self, rev: str, folder: str = "") -> dict[str, str]:
        """The files at a revision, below ``folder``, with their blob ids; raises NotFound."""
        commit = self.resolve(rev)
        spec = ("--", folder) if folder else ("--", ".")
        out = self._run("ls-tree", "-r", "-z", "--full-name", commit, *spec)
        blobs: dict[str, str] = {}
        for entry in _fields(out):
            about, _, path = entry.partition("\t")
            _mode, kind, blob = about.split(" ")
            if kind == "blob":
                blobs[self._inside(path)] = blob
        return blobs

    def ever(self, folder: str) -> set[str]:
        """Every file below ``folder`` that the history of HEAD ever had, those deleted since among them."""
        only = ("--format=", "--name-only", "-z", "--no-renames", "--diff-filter=A")
        out = self._run("log", *only, "--", folder, ok=(0, 128))
        return {self._inside(path.strip("\n")) for path in _fields(out)}

    def show(self, rev: str, path: str) -> bytes:
        """One file at a revision; raises NotFound."""
        blob = self.ls(rev, path).get(path)
        if blob is None:
            raise NotFound(f"版本 {rev} 中没有文件 {path}。", f"There is no file {path} at revision {rev}.")
        return self.blobs([blob])[blob]

    def blobs(self, ids: Iterable[str]) -> dict[str, bytes]:
        """The contents of blobs, read by one process."""
        return self._contents({each: each for each in ids})

    def commits(self, path: str, *, most: int) -> list[Commit]:
        """The last commits that changed a file, the latest first; none before the first commit."""
        return [commit for commit, _ in self.lineage(path, most=most)]

    def lineage(self, path: str, *, most: int) -> list[tuple[Commit, tuple[str, ...]]]:
        """As `commits`, each with those before it that changed the file: none, or several where lines met."""
        form = ("--format=%H%x00%ad%x00%an%x00%s%x00%P%x00", "--date=short", "--parents")
        out = self._run("log", f"-n{most}", *form, "--", path, ok=(0, 128)).decode("utf-8", "replace")
        parts = [each.strip("\n") for each in out.split("\0")]
        return [
            (Commit(*parts[at : at + 4]), tuple(parts[at + 4].split())) for at in range(0, len(parts) - _PARTS, _PARTS)
        ]

    def versions(self, path: str, commits: Sequence[str]) -> dict[str, bytes]:
        """A file as these commits had it, read by one process; those that did not have it are left out."""
        return self._contents({each: f"{each}:./{path}" for each in commits})

    def first_days(self, texts: Collection[str], folder: str) -> dict[str, str]:
        """The day (ISO) of the first commit in whose files below ``folder`` each quoted text stands.

        Texts are looked for from the first commit on, in what each added, until all are found.
        """
        found: dict[str, str] = {}
        wanted = set(texts)
        listed = self._run("log", "--reverse", "--format=%H %ad", "--date=short", "--no-merges", "--", folder)
        for line in listed.decode("ascii").splitlines():
            if not wanted:
                break
            commit, day = line.split(" ")
            added = self._run(
                "diff-tree", "--root", "-p", "-U0", "--no-renames", "--no-commit-id", commit, "--", folder
            )
            for text in _QUOTED.findall(added.decode("utf-8", "replace")):
                if text in wanted:
                    wanted.remove(text)
                    found[text] = day
        return found

    def commit(
        self, paths: Iterable[str] | None, message: str, trailers: Mapping[str, str] | None = None
    ) -> str | None:
        """Commit these files (None: everything in the folder) and return the commit; None if nothing changed."""
        listed = [*paths] if paths is not None else ["."]
        if not listed:
            return None
        pathspec = "\0".join(listed).encode("utf-8", "surrogateescape")
        spec = ("--pathspec-from-file=-", "--pathspec-file-nul")
        self._run("--literal-pathspecs", "add", "-A", *spec, stdin=pathspec)
        staged = [
            self._inside(path)
            for path in _fields(self._run("diff", "--cached", "--name-only", "-z", "--no-renames", "--", "."))
        ]
        if not any(path == one or one == "." or path.startswith(f"{one}/") for path in staged for one in listed):
            return None
        lines = [message.rstrip("\n")]
        if trailers:
            lines += ["", *(f"{key}: {' '.join(value.split())}" for key, value in trailers.items())]
        body = "\n".join(lines) + "\n"
        folder = self._run("rev-parse", "--absolute-git-dir").decode("utf-8", "surrogateescape").rstrip("\n")
        scratch = Path(folder) / "GRIDCTL_MSG"
        scratch.write_text(body, encoding="utf-8", newline="\n")
        try:
            self._run("--literal-pathspecs", "commit", "-q", "-F", str(scratch), "--only", *spec, stdin=pathspec)
        finally:
            scratch.unlink(missing_ok=True)
        return self.head()

    def _contents(self, names: Mapping[str, str]) -> dict[str, bytes]:
        """What Git has under these names of objects, by their keys, read by one process; what it lacks is left out."""
        if not names:
            return {}
        asked = "".join(f"{name}\n" for name in names.values()).encode("utf-8", "surrogateescape")
        out = self._run("cat-file", "--batch", stdin=asked)
        found: dict[str, bytes] = {}
        at = 0
        for key in names:
            end = out.index(b"\n", at)
            head, at = out[at:end].split(b" "), end + 1
            if head[-1] != b"missing":
                size = int(head[-1])
                found[key] = out[at : at + size]
                at += size + 1
        return found

    @cached_property
    def _prefix(self) -> str:
        """The community's folder within the repository, with a closing slash; "" at its top."""
        return self._run("rev-parse", "--show-prefix").decode("utf-8", "surrogateescape").rstrip("\n")

    def _inside(self, path: str) -> str:
        return path.removeprefix(self._prefix)

    def _run(self, *args: str, stdin: bytes | None = None, ok: Sequence[int] = (0,)) -> bytes:
        """What a command of Git prints; raises UsageFault or Refused where it ends with another code than these."""
        try:
            done = subprocess.run(  # noqa: S603 - arguments are a list and no shell reads them
                ["git", *_FLAGS, *args],  # noqa: S607 - the git on the user's path is the one meant
                cwd=self.root, env=_environment(), input=stdin,
                stdin=None if stdin is not None else subprocess.DEVNULL, capture_output=True, check=False,
            )  # fmt: skip
        except FileNotFoundError as error:
            raise UsageFault(
                "找不到 git 程序。请从 https://git-scm.com 安装 Git，重新打开窗口后再试。",
                "The git program was not found. Install Git from https://git-scm.com, open a new window and try again.",
            ) from error
        said = done.stderr.decode("utf-8", "replace").strip() if done.returncode else ""
        if untrusted := _UNTRUSTED.search(said):
            raise UsageFault(
                f"{self.root} 属于另一个系统用户（U 盘、共享文件夹常见），Git 不读。"
                f"确认是自己的社区后运行：{untrusted[0]}",
                f"{self.root} belongs to another user of the system, as on memory sticks and shared folders, and Git "
                f"will not read it. If the community is yours, run: {untrusted[0]}",
            )
        if done.returncode in ok:
            return done.stdout
        if "not a git repository" in said:
            raise UsageFault(
                f"{self.root} 不在 Git 仓库中。请在该文件夹运行 git init。",
                f"{self.root} is not in a Git repository. Run git init in that folder.",
            )
        raise Refused(f"Git 拒绝了 git {args[0]}：{said}", f"Git refused git {args[0]}: {said}")


def _environment() -> dict[str, str]:
    """The environment in which Git asks nothing, speaks English and looks at no other repository."""
    kept = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE}
    return kept | {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C.UTF-8", "GIT_EDITOR": "true"}


def _day_of(stamp: int, zone: str) -> str:
    """The day (ISO) of a moment, in seconds, on a clock of a time zone such as ``+0800``."""
    minutes = int(zone[-4:-2]) * 60 + int(zone[-2:])
    moment = datetime.fromtimestamp(stamp, UTC) + timedelta(minutes=-minutes if zone.startswith("-") else minutes)
    return moment.date().isoformat()


def _fields(out: bytes) -> list[str]:
    return [field.decode("utf-8", "surrogateescape") for field in out.split(b"\0") if field]


def _no_revision(rev: str) -> NotFound:
    return NotFound(
        f"没有版本 {rev!r}。用 git log 查看已有的版本。",
        f"There is no revision {rev!r}. See git log for those there are.",
    )
