"""Read many shards with two processes: the second begins at the end and leaves what it reads in the cache.

The cache names an entry by all that it depends on, so whatever becomes of the second process, the first only finds
fewer entries there and reads more itself.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from gridctl.store.contents import Contents
from gridctl.store.digests import FileDigests
from gridctl.store.files import DiskFiles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gridctl.store.loaded import Shard

# Below this much to read a second process costs more to start than it saves.
_WORTH_BYTES = 4_000_000
_POLL_SECONDS = 0.002


def read_all(root: Path, contents: Contents) -> None:
    """Read every shard that is not in the cache, with a second process where there is much to read."""
    unread = contents.unread()
    if len(unread) < 3 or (os.cpu_count() or 1) < 2 or _size(root, unread) < _WORTH_BYTES:
        return
    process = _start(root)
    if process is None:
        return
    try:
        for shard, later in zip(unread, [*unread[1:], None], strict=True):
            if later is not None and contents.kept(later):
                # The other has come as far as this one: what it has begun it ends sooner.
                while process.poll() is None and not contents.kept(shard):
                    time.sleep(_POLL_SECONDS)
            contents.verdict(shard)
    finally:
        process.kill()
        process.wait()


def _size(root: Path, shards: Sequence[Shard]) -> int:
    try:
        return sum((root / shard.path).stat().st_size for shard in shards)
    except OSError:
        return 0


def _start(root: Path) -> subprocess.Popen[bytes] | None:
    """The second process; None where the system starts none. ``-P``: no module of it comes from the users' folder."""
    try:
        return subprocess.Popen(  # noqa: S603 - this program itself
            [sys.executable, "-P", "-m", "gridctl.store.preload", str(root)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError:
        return None


def main(root: Path) -> None:
    """Read the shards from the last to the first into the cache; the first process may have read some already."""
    gc.disable()
    digests = FileDigests(root)
    contents = Contents(root, DiskFiles(root, digests), digests)
    for shard in reversed(contents.shards()):
        if contents.kept(shard):
            continue
        contents.verdict(shard)
        if not contents.kept(shard):
            # It cannot be written, or the files are being changed.
            return


if __name__ == "__main__":
    main(Path(sys.argv[1]))
