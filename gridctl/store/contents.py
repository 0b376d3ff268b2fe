"""What the files of a community say as they were when listed: settings and records, each file read at most once.

Before it is asked for nothing is listed or read. An unchanged shard comes from the cache.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from gridctl.store.digests import blob_id
from gridctl.store.files import SETTINGS
from gridctl.store.loaded import Loaded, Shard, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from gridctl.schema.settings import Settings
    from gridctl.store.cache import ShardCache
    from gridctl.store.digests import FileDigests
    from gridctl.store.entry import Entry
    from gridctl.store.files import Files
    from gridctl.store.loaded import ShardFault
    from gridctl.store.shardread import Items


class Contents:
    """The settings and the shards of ``files``; the cache is under ``root``."""

    def __init__(self, root: Path, files: Files, file_digests: FileDigests) -> None:
        self._root = root
        self._files = files
        self._file_digests = file_digests
        # What was read so far, by the shard's path.
        self._shards: tuple[Shard, ...] | None = None
        self._homes: dict[tuple[str, str], tuple[Shard, int]] | None = None
        self._loads: dict[str, Loaded] = {}
        self._verdicts: dict[str, Verdict] = {}
        self._known_entries: dict[str, list[Entry]] = {}
        self._looked_into: set[str] = set()
        self._items: tuple[str, Items] | None = None
        self._indexed: tuple[str, Mapping[str, str]] | None = None
        self._pruned = False

    def anew(self) -> Contents:
        """The same files, to be listed and read anew."""
        found = Contents(self._root, self._files, self._file_digests)
        found._pruned = self._pruned
        return found

    @cached_property
    def digests(self) -> dict[str, str]:
        """The digest of every file under ``ledgers/``, by path; of those that hold no records, too."""
        return dict(self._files.digests())

    @property
    def settings(self) -> Settings:
        """The community's settings; faulty ones are findings, and their defaults hold."""
        return self._settings[0]

    @property
    def settings_faults(self) -> list[ShardFault]:
        """What is wrong with the file of settings."""
        return self._settings[1]

    def take_indexed(self, profile: str, level_names: Mapping[str, str]) -> None:
        """What the index says of the settings: their file and its model then need not be read for the shards."""
        if "_settings" not in self.__dict__:
            self._indexed = (profile, level_names)
            _rename_levels(level_names)

    def shards(self) -> tuple[Shard, ...]:
        """The files that hold records, by path."""
        if self._shards is None:
            from gridctl.store.layout import home_of

            homes = ((path, home_of(path), digest) for path, digest in self.digests.items())
            self._shards = tuple(Shard(path, home.ledger, home.scope, digest) for path, home, digest in homes if home)
        return self._shards

    def entries(self, ledger: str) -> Iterator[Entry]:
        """The current and the ended records of a ledger, in the order of the files."""
        for shard in self.shards():
            if shard.ledger == ledger:
                yield from self._entries(shard)

    def get(self, ledger: str, key: str, path: str = "") -> Entry | None:
        """The record with this key; None if there is none. Of two with one key (F116) it is the first.

        With ``path``, only that shard is looked at.
        """
        for shard in self.shards():
            if shard.ledger != ledger or not key or (path and shard.path != path):
                continue
            if key in (keys := self.verdict(shard).keys):
                return self._entry(shard, key, keys.index(key))
        return None

    def homes(self) -> dict[tuple[str, str], tuple[Shard, int]]:
        """Where each record is, by ledger and key: its shard and its number there; of two with one key the first."""
        if self._homes is None:
            found: dict[tuple[str, str], tuple[Shard, int]] = {}
            for shard in self.shards():
                for number, key in enumerate(self.verdict(shard).keys):
                    found.setdefault((shard.ledger, key), (shard, number))
            self._homes = found
        return self._homes

    def loaded(self, shard: Shard) -> Loaded:
        """A shard's records."""
        return self._load(shard)[0]

    def verdict(self, shard: Shard) -> Verdict:
        """A shard's keys and faults."""
        known = self._verdicts.get(shard.path)
        if known is None:
            known = self._cache.verdict(shard) or self._load(shard)[1]
            self._verdicts[shard.path] = known
        return known

    def unread(self) -> list[Shard]:
        """The shards that are neither read yet nor in the cache."""
        return [shard for shard in self.shards() if shard.path not in self._verdicts and not self.kept(shard)]

    def kept(self, shard: Shard) -> bool:
        """Whether the cache has a shard as it was when the files were listed."""
        return self._cache.has(shard)

    def items(self, shard: Shard) -> Items:
        """A shard's items with its file's own keys, and where they stand; read anew, kept for the last shard asked."""
        if self._items is None or self._items[0] != shard.path:
            from gridctl.store.shardread import read_items

            self._items = (shard.path, read_items(shard, self.read(shard)))
        return self._items[1]

    def read(self, shard: Shard) -> bytes:
        """A shard's bytes now; a file that went meanwhile is empty."""
        try:
            return self._files.read(shard.path)
        except FileNotFoundError:
            return b""

    def _load(self, shard: Shard) -> tuple[Loaded, Verdict]:
        known = self._loads.get(shard.path)
        if known is not None:
            return known, self._verdicts[shard.path]
        loaded, verdict = self._cache.loaded(shard), self._cache.verdict(shard)
        if loaded is None or verdict is None:
            from gridctl.store.shardread import read_shard

            data = self.read(shard)
            loaded, verdict = read_shard(shard, data, self.settings.profile)
            digest = blob_id(data)
            if digest != shard.digest:
                # The file changed since it was listed; from now on its new content counts.
                self.digests[shard.path] = digest
                self._shards = None
                shard = Shard(shard.path, shard.ledger, shard.scope, digest)
            self._cache.keep(shard, loaded, verdict)
            if not self._pruned:
                self._pruned = True
                self._cache.prune(self.shards())
        self._loads[shard.path], self._verdicts[shard.path] = loaded, verdict
        return loaded, verdict

    def _entry(self, shard: Shard, key: str, number: int) -> Entry:
        """One record of a shard: the first asked for is read alone, with another the shard is worth reading whole."""
        if shard.path not in self._loads and shard.path not in self._looked_into:
            self._looked_into.add(shard.path)
            if (one := self._cache.one(shard, number)) is not None:
                from gridctl.store.entry import Entry

                return Entry(shard.ledger, key, shard.path, one.items[0], one.typed[0], (one, 0))
        return self._entries(shard)[number]

    def _entries(self, shard: Shard) -> list[Entry]:
        known = self._known_entries.get(shard.path)
        if known is None:
            from gridctl.store.entry import Entry

            loaded, verdict = self._load(shard)
            rows = enumerate(zip(verdict.keys, loaded.items, loaded.typed, strict=True))
            known = [
                Entry(shard.ledger, key, shard.path, item, typed, (loaded, number))
                for number, (key, item, typed) in rows
            ]
            self._known_entries[shard.path] = known
        return known

    @cached_property
    def _cache(self) -> ShardCache:
        from gridctl.store.cache import ShardCache

        profile, names = self._indexed or (self.settings.profile, self.settings.level_names)
        return ShardCache(self._root, self._file_digests.reader(), f"{profile} {sorted(names.items())}")

    @cached_property
    def _settings(self) -> tuple[Settings, list[ShardFault]]:
        from gridctl.store.settingsread import read_settings

        try:
            data = self._files.read(SETTINGS)
        except FileNotFoundError:
            data = b""
        settings, faults = read_settings(data)
        _rename_levels(settings.level_names)
        return settings, faults


def _rename_levels(names: Mapping[str, str]) -> None:
    from gridctl.schema.codelists import rename_values

    rename_values("grid_level", names)
