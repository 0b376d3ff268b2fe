"""The lock that lets one command at a time write, and says who holds it."""

from __future__ import annotations

import json
import os
import socket
import sys
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout

from gridctl.store.faults import Refused
from gridctl.store.scratch import SCRATCH, write_scratch

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

_LOCK = f"{SCRATCH}/lock"
# Apart from the lock itself: Windows lets nobody read a locked file.
_HOLDER = f"{SCRATCH}/lock.json"


class Lock:
    """Held by a ``with``; raises Refused if another process holds it for longer than ``wait`` seconds."""

    def __init__(self, root: Path, title: str, wait: float) -> None:
        self._root = root
        self._title = title
        self._wait = wait
        self._lock = FileLock(str(root / _LOCK))

    def __enter__(self) -> None:
        try:
            (self._root / SCRATCH).mkdir(parents=True, exist_ok=True)
            self._lock.acquire(timeout=self._wait)
        except Timeout as error:
            zh, en = _holder(self._root)
            raise Refused(
                f"另一个命令正在写入（{zh}），未写入任何内容。请等它结束后重试。",
                f"Another command is writing ({en}); nothing was written. Wait for it to end and try again.",
            ) from error
        except OSError as error:
            raise Refused(
                f"没有权限写入 {self._root / SCRATCH}，未写入任何内容。",
                f"No permission to write {self._root / SCRATCH}; nothing was written.",
            ) from error
        about = {
            "pid": os.getpid(), "host": socket.gethostname(), "command": self._title or " ".join(sys.argv[:2]),
            "since": datetime.now().astimezone().isoformat(timespec="seconds"),
        }  # fmt: skip
        write_scratch(self._root, _HOLDER, json.dumps(about, ensure_ascii=False).encode("utf-8", "replace"))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError):
            (self._root / _HOLDER).unlink(missing_ok=True)
        self._lock.release()


def _holder(root: Path) -> tuple[str, str]:
    try:
        about: dict[str, Any] = json.loads((root / _HOLDER).read_bytes())
        what = f"{about['command']}, pid {about['pid']} @ {about['host']}"
        return f"{what}，自 {about['since']}", f"{what}, since {about['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "进程不明", "process unknown"
