"""One transaction over all files of a command: every file is new, or every file is old, whatever happens.

New files are written aside in ``.gridctl/tx/<id>/`` with copies of the old ones, and flushed to disk. The journal, put
in place last, decides: a transaction that has one is carried through at the next start, one without is dropped. One
whose journal is damaged may be anywhere between: nothing is touched until somebody has looked.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal
from uuid import uuid4

from gridctl.store.digests import blob_id
from gridctl.store.faults import GridctlFault, Interrupted, Refused
from gridctl.store.lock import Lock
from gridctl.store.scratch import SCRATCH
from gridctl.text.refusal import refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

_FOLDER = f"{SCRATCH}/tx"
_JOURNAL = "journal.json"
# A virus scanner or an open workbook holds a file for moments, on Windows.
_ATTEMPTS = 20
_PAUSE = 0.1
_WINDOWS = os.name == "nt"


def _no_step(_step: str) -> None:
    pass


# Tests stop the process at each step to see that files are all old or all new.
step: Callable[[str], None] = _no_step


@dataclass(frozen=True, slots=True)
class Recovery:
    """What became of a command that died while writing: carried through (``forward``), or undone (``back``).

    ``kept`` are files that somebody changed since; they were left as they are.
    """

    outcome: Literal["forward", "back"]
    paths: tuple[str, ...]
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _File:
    """One file of a transaction: its digests before and after ("": no file) and the number of its copies aside."""

    path: str
    old: str
    new: str
    number: int


class Transaction:
    """Writes files under ``root`` all together."""

    def __init__(self, root: Path, title: str = "") -> None:
        self._root = root
        self._title = title

    def run(self, files: Mapping[str, bytes], before: Mapping[str, str], *, wait: float = 10.0) -> None:
        """Replace the files; empty bytes remove one. ``before`` has the digest each must still have ("": no file).

        Raises Refused, having changed nothing, where the folder is locked for longer than ``wait`` seconds, a file
        changed, or cannot be written.
        """
        if not files:
            return
        with Lock(self._root, self._title, wait):
            _recover(self._root)
            entries = [
                _File(path, before[path], blob_id(data) if data else "", number)
                for number, (path, data) in enumerate(sorted(files.items()))
            ]
            for entry in entries:
                if _digest(self._root / entry.path) != entry.old:
                    raise Refused(
                        f"{entry.path} 在读取后被改动，未写入任何内容。请重新运行命令。",
                        f"{entry.path} changed after it was read; nothing was written. Run the command again.",
                    )
            aside = self._root / _FOLDER / f"{time.strftime('%Y%m%d-%H%M%S')}-{uuid4().hex[:8]}"
            try:
                self._replace(aside, entries, files)
            except KeyboardInterrupt:
                if not (aside / _JOURNAL).exists():
                    shutil.rmtree(aside, ignore_errors=True)
                    raise
                raise _interrupted() from None

    def _replace(self, aside: Path, entries: list[_File], files: Mapping[str, bytes]) -> None:
        try:
            self._stage(aside, entries, files)
        except OSError as error:
            shutil.rmtree(aside, ignore_errors=True)
            raise _refusal(error, self._root) from error
        try:
            _forward(self._root, aside, entries)
        except OSError as error:
            self._undo(aside, entries)
            raise _refusal(error, self._root) from error
        _finish(aside)

    def _undo(self, aside: Path, entries: list[_File]) -> None:
        try:
            _back(self._root, aside, entries)
        except OSError as error:
            zh, en = refusal(error)
            raise GridctlFault(
                f"写入中断且无法退回（{zh}）。下次运行 gridctl 时会自动写完。",
                f"Writing was cut short and could not be undone ({en}). The next gridctl will complete it.",
            ) from error
        _finish(aside)

    def _stage(self, aside: Path, entries: list[_File], files: Mapping[str, bytes]) -> None:
        aside.mkdir(parents=True)
        for entry in entries:
            step(f"stage {entry.number}")
            if entry.new:
                _write(aside / f"{entry.number}.new", files[entry.path])
            if entry.old:
                _write(aside / f"{entry.number}.old", (self._root / entry.path).read_bytes())
        listed = [{"path": each.path, "old": each.old, "new": each.new} for each in entries]
        journal = json.dumps({"title": self._title, "files": listed}, ensure_ascii=False).encode("utf-8")
        _write(aside / "journal.tmp", journal)
        step("journal")
        (aside / "journal.tmp").replace(aside / _JOURNAL)
        _flush_names(self._root, [aside / _JOURNAL])
        step("committed")


def recover(root: Path) -> Recovery | None:
    """Carry through or undo what a command that died has left; None if there was nothing.

    Raises Refused while another command is writing.
    """
    if not _left(root):
        return None
    with Lock(root, "recover", 10.0):
        return _recover(root)


def _interrupted() -> Interrupted:
    return Interrupted(
        "停下时已经开始写台账，改动不会只写一半：下一条 gridctl 命令会把它写完。不要这次改动，先运行一条（如 "
        "gridctl check），再照 gridctl guide review 里的“改错了”去做（没有提交的，git restore ledgers）。",
        "The ledgers were being written when you stopped, and are never left half written: the next gridctl command "
        "completes it. To undo it, run one (gridctl check), then follow “Taking back” in gridctl guide review (git "
        "restore ledgers where it is not committed).",
    )


def _left(root: Path) -> list[Path]:
    try:
        return sorted(path for path in (root / _FOLDER).iterdir() if path.is_dir())
    except OSError:
        return []


def _recover(root: Path) -> Recovery | None:
    outcome: Recovery | None = None
    for aside in _left(root):
        try:
            entries = _journal(aside)
            if entries is None:
                shutil.rmtree(aside, ignore_errors=True)
                continue
            outcome = _settle(root, aside, entries)
        except FileNotFoundError as error:
            # Without its copies nothing can be told from what is left: whoever may look decides.
            raise GridctlFault(
                f"上次写到一半的内容缺了文件，补不完，也退不回。请用 git status 核对台账，再删除文件夹 {aside}。",
                f"A command was cut short while writing, and the copies it needs to be completed are gone. See git "
                f"status for the ledgers, then delete the folder {aside}.",
            ) from error
        except OSError as error:
            raise _refusal(error, root) from error
        _finish(aside)
    return outcome


def _settle(root: Path, aside: Path, entries: list[_File]) -> Recovery:
    """Carry a transaction through, or undo it where somebody changed one of its files since."""
    found = {entry.path: _digest(root / entry.path) for entry in entries}
    paths = tuple(found)
    kept = tuple(entry.path for entry in entries if found[entry.path] not in (entry.old, entry.new))
    if kept:
        _back(root, aside, entries)
        return Recovery("back", paths, kept)
    _forward(root, aside, entries)
    return Recovery("forward", paths)


def _journal(aside: Path) -> list[_File] | None:
    """The files of a transaction that was committed; None for one that never was.

    Raises OSError where the journal is there and cannot be read, GridctlFault where it is damaged and copies lie beside
    it: what it decided must not be taken for undecided, and the copies may be all there is of a file.
    """
    try:
        kept: Any = json.loads((aside / _JOURNAL).read_bytes())
        files = [(each["path"], each["old"], each["new"]) for each in kept["files"]]
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        files = []
    if files and all(isinstance(text, str) for each in files for text in each):
        return [_File(*each, number) for number, each in enumerate(files)]
    if any(each.name != _JOURNAL for each in aside.iterdir()):
        raise _damaged(aside)
    return None


def _damaged(aside: Path) -> GridctlFault:
    return GridctlFault(
        f"上次写到一半的日志已损坏，看不出写到了哪一步；没有改动或删除任何内容。文件夹 {aside} 里，"
        "数字.old 是写之前的文件，数字.new 是还没写进去的。"
        "请用 git diff 核对台账，缺的从这些文件里补，再把这个文件夹移走；之后重新运行命令。",
        "The journal of a command that was cut short while writing is damaged: how far it came cannot be told, and "
        f"nothing was changed or deleted. In the folder {aside}, NUMBER.old are files as they were before and "
        "NUMBER.new those not put in place yet. Check the ledgers with git diff, take from these files what is "
        "missing, move the folder away, then run the command again.",
    )


def _forward(root: Path, aside: Path, entries: list[_File]) -> None:
    """Give every file that is not new yet its new content."""
    for entry in entries:
        target = root / entry.path
        if _digest(target) == entry.new:
            continue
        step(f"swap {entry.number}")
        if entry.new:
            target.parent.mkdir(parents=True, exist_ok=True)
            _replace(aside / f"{entry.number}.new", target)
        else:
            _unlink(target)
    _flush_names(root, [root / entry.path for entry in entries])
    step("swapped")


def _back(root: Path, aside: Path, entries: list[_File]) -> None:
    """Give every file that already is new its old content again; one that somebody changed since stays."""
    for entry in entries:
        target = root / entry.path
        if entry.old == entry.new or _digest(target) != entry.new:
            continue
        step(f"back {entry.number}")
        if entry.old:
            copy = aside / f"{entry.number}.copy"
            _write(copy, (aside / f"{entry.number}.old").read_bytes())
            target.parent.mkdir(parents=True, exist_ok=True)
            _replace(copy, target)
        else:
            _unlink(target)
    _flush_names(root, [root / entry.path for entry in entries])


def _finish(aside: Path) -> None:
    """Drop the journal first: what is left without one is rubbish."""
    step("finish")
    try:
        _unlink(aside / _JOURNAL)
    except OSError as error:
        # Left there, it would be carried through again over later work.
        zh, en = refusal(error)
        raise GridctlFault(
            f"文件已处理完，但无法删除 {aside}（{zh}）。请手工删除这个文件夹后再继续。",
            f"The files are done, but {aside} cannot be deleted ({en}). Delete this folder by hand before going on.",
        ) from error
    _flush_folder(aside)
    shutil.rmtree(aside, ignore_errors=True)


def _replace(source: Path, target: Path) -> None:
    def swap() -> None:
        try:
            source.replace(target)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            # The ledgers lie on another volume than .gridctl: bring the new file beside the old one first.
            beside = target.with_name(f".{target.name}.tmp")
            _write(beside, source.read_bytes())
            beside.replace(target)

    _retried(swap)


def _unlink(path: Path) -> None:
    _retried(lambda: path.unlink(missing_ok=True))


def _retried(work: Callable[[], None]) -> None:
    for attempt in range(_ATTEMPTS):
        try:
            return work()
        except PermissionError:
            if not _WINDOWS or attempt + 1 == _ATTEMPTS:
                raise
            time.sleep(_PAUSE)
    return None


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _flush_names(root: Path, paths: Iterable[Path]) -> None:
    """Make the names of these files last, and of the folders under ``root`` that were made for them."""
    for folder in {parent for path in paths for parent in path.parents if parent.is_relative_to(root)}:
        _flush_folder(folder)


def _flush_folder(folder: Path) -> None:
    """Make the names in a folder last; Windows cannot, and does so by itself."""
    if _WINDOWS:
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _digest(path: Path) -> str:
    try:
        return blob_id(path.read_bytes())
    except FileNotFoundError:
        return ""


def _refusal(error: OSError, root: Path) -> Refused:
    # Of a file that is moved, the one in its place is the one that somebody has open.
    where = error.filename2 or error.filename or root
    if error.errno == errno.ENOSPC:
        return Refused(
            f"磁盘已满，未写入任何内容：{where}。请清理磁盘后重试。",
            f"The disk is full; nothing was written: {where}. Make room and try again.",
        )
    if isinstance(error, PermissionError):
        return Refused(
            f"没有权限或文件正被其他程序打开，未写入任何内容：{where}。请关闭打开该文件的程序后重试。",
            f"No permission, or another program has the file open; nothing was written: {where}. "
            "Close it there and try again.",
        )
    zh, en = refusal(error)
    return Refused(
        f"无法写入，未改动任何内容：{where}（{zh}）。",
        f"Cannot write; nothing was changed: {where} ({en}).",
    )
