"""What was read from shards, kept under the digest of all it depends on."""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING

from gridctl.store.digests import digest_of
from gridctl.store.loaded import (
    Loaded,
    Shard,
    Verdict,
    loaded_from_json,
    loaded_to_json,
    one_from_json,
    verdict_from_json,
    verdict_to_json,
)
from gridctl.store.scratch import SCRATCH, write_scratch

if TYPE_CHECKING:
    from pathlib import Path

_FOLDER = f"{SCRATCH}/cache"
# Long enough for branches one goes back to, short enough that years of edits do not pile up.
_KEEP_SECONDS = 14 * 24 * 3600
_UNREADABLE = (OSError, ValueError, KeyError, TypeError)


class ShardCache:
    """Content-addressed: nothing in it is ever stale, a damaged entry is as good as none.

    ``reader`` stands for the part of the program that reads shards, ``read_under`` for the settings that matter to it.
    """

    def __init__(self, root: Path, reader: str, read_under: str) -> None:
        self._root = root
        self._basis = (reader, read_under)

    def name(self, shard: Shard) -> str:
        """The entry's name: of the shard's content and path, of what reads it, and of the settings."""
        return digest_of((shard.digest, shard.path, *self._basis))

    def loaded(self, shard: Shard) -> Loaded | None:
        """The shard's records, if they are kept."""
        try:
            return loaded_from_json((self._root / _FOLDER / f"{self.name(shard)}.json").read_bytes())
        except _UNREADABLE:
            return None

    def one(self, shard: Shard, number: int) -> Loaded | None:
        """One of the shard's records, if they are kept."""
        try:
            return one_from_json((self._root / _FOLDER / f"{self.name(shard)}.json").read_bytes(), number)
        except (*_UNREADABLE, IndexError):
            return None

    def verdict(self, shard: Shard) -> Verdict | None:
        """The shard's keys and faults, if they are kept."""
        try:
            return verdict_from_json((self._root / _FOLDER / f"{self.name(shard)}.faults.json").read_bytes())
        except _UNREADABLE:
            return None

    def has(self, shard: Shard) -> bool:
        """Whether an entry of the shard is there, sound or not; its verdict is written last."""
        return (self._root / _FOLDER / f"{self.name(shard)}.faults.json").is_file()

    def keep(self, shard: Shard, loaded: Loaded, verdict: Verdict) -> None:
        """Keep what was read from a shard."""
        name = self.name(shard)
        write_scratch(self._root, f"{_FOLDER}/{name}.json", loaded_to_json(loaded))
        write_scratch(self._root, f"{_FOLDER}/{name}.faults.json", verdict_to_json(verdict))

    def prune(self, shards: tuple[Shard, ...]) -> None:
        """Remove old entries of other contents."""
        current = {self.name(shard) for shard in shards}
        oldest = time.time() - _KEEP_SECONDS
        with contextlib.suppress(OSError):
            for path in (self._root / _FOLDER).iterdir():
                unneeded = path.name.partition(".")[0] not in current or path.suffix == ".tmp"
                if unneeded and path.stat().st_mtime < oldest:
                    path.unlink(missing_ok=True)
