"""The file that keeps an index under ``.gridctl/``, built anew where it is damaged.

What is in it is derived, so a file that cannot be read goes. Where another process holds it, or the folder cannot be
written, the index is in memory.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from gridctl.store.database import DatabaseError, FileFault, in_file, in_memory
from gridctl.store.index import Index
from gridctl.store.scratch import SCRATCH

if TYPE_CHECKING:
    from pathlib import Path

    from gridctl.store.database import Connection
    from gridctl.store.workspace import Workspace

# Putting columns into the file takes longer than reading the rows did, and many a database is never come back to: so
# it is left to whoever finds a log of this many bytes. A shorter one is read again faster.
_SHORT_LOG = 1_000_000


def open_index(workspace: Workspace, name: str) -> Index:
    """The index over a workspace, brought up to date; kept in a file of this name, in memory without one."""
    if name:
        path = workspace.root / SCRATCH / name
        for attempt in range(2):
            connection = _connect(path)
            if connection is None:
                break
            try:
                index = Index(connection)
                index.update(workspace)
            except (DatabaseError, UnicodeDecodeError):
                # Not a database, a newer one's, or damaged inside: it is derived, so it goes.
                with contextlib.suppress(DatabaseError):
                    connection.close()
                if attempt or not _remove(path):
                    break
            else:
                return index
    index = Index(in_memory())
    index.update(workspace)
    return index


def _connect(path: Path) -> Connection | None:
    """The database file; None where it cannot be had (another process holds it, or the folder is not writable)."""
    for _ in range(2):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            return _opened(path)
        except (FileFault, OSError) as error:
            if "lock" in str(error).lower() or "used by another process" in str(error) or not _remove(path):
                return None
        except (DatabaseError, UnicodeDecodeError):
            if not _remove(path):
                return None
    return None


def _remove(path: Path) -> bool:
    try:
        path.unlink()
        _log(path).unlink(missing_ok=True)
    except OSError:
        return False
    return True


def _opened(path: Path) -> Connection:
    log = _log(path)
    short = not log.exists() or log.stat().st_size < _SHORT_LOG
    connection = in_file(path)
    if short:
        connection.execute("PRAGMA disable_checkpoint_on_shutdown")
    return connection


def _log(path: Path) -> Path:
    return path.with_name(path.name + ".wal")
