"""The files of a community, on disk or at a Git revision, as the rest of the store sees them."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from gridctl.store.faults import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from gridctl.store.digests import FileDigests
    from gridctl.store.git import Git

FOLDER = "ledgers"
SETTINGS = f"{FOLDER}/gridctl.yaml"

# What operating systems and office programs leave behind; nobody's data.
_LITTER = frozenset(("thumbs.db", "desktop.ini", ".ds_store"))


def is_litter(name: str) -> bool:
    """Whether a file is the system's or an editor's own."""
    return name.lower() in _LITTER or name.startswith((".", "~$")) or name.endswith(("~", ".tmp", ".swp"))


class Files(Protocol):
    """The files under ``ledgers/``; paths are relative to the community's folder, with ``/``."""

    def digests(self) -> dict[str, str]:
        """Every file with its digest, by path."""
        ...

    def read(self, path: str) -> bytes:
        """A file's bytes; raises FileNotFoundError."""
        ...


class DiskFiles:
    """The files as they are on disk now."""

    def __init__(self, root: Path, digests: FileDigests) -> None:
        self._root = root
        self._digests = digests

    def digests(self) -> dict[str, str]:
        """Every file with its digest, by path."""
        with _told():
            return self._digests.of(_walk(self._root))

    def read(self, path: str) -> bytes:
        """A file's bytes."""
        with _told():
            return (self._root / path).read_bytes()


class RevisionFiles:
    """The files as they were at a Git revision, read from Git's objects."""

    def __init__(self, git: Git, rev: str) -> None:
        self._git = git
        self._rev = rev
        self._blobs: dict[str, str] | None = None

    def digests(self) -> dict[str, str]:
        """Every file with its digest, by path."""
        if self._blobs is None:
            self._blobs = {
                path: blob
                for path, blob in sorted(self._git.ls(self._rev, FOLDER).items())
                if not is_litter(path.rpartition("/")[2])
            }
        return self._blobs

    def read(self, path: str) -> bytes:
        """A file's bytes."""
        blob = self.digests().get(path)
        if blob is None:
            raise FileNotFoundError(path)
        return self._git.blobs([blob])[blob]


@contextmanager
def _told() -> Iterator[None]:
    """Say in the users' words which file the system does not let be read."""
    try:
        yield
    except PermissionError as error:
        raise Refused(
            f"没有权限读取 {error.filename}，或它正被其他程序占用。请关闭打开它的程序，或检查文件权限。",
            f"No permission to read {error.filename}, or another program holds it. "
            "Close it there, or look at its permissions.",
        ) from error


def _walk(root: Path) -> list[str]:
    found: list[str] = []
    for folder, folders, names in os.walk(root / FOLDER):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        inside = os.path.relpath(folder, root).replace(os.sep, "/")
        found += [f"{inside}/{name}" for name in names if not is_litter(name)]
    return sorted(found)
