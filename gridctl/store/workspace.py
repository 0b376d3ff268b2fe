"""Workspace: a community's ledgers as of now, or as of a Git revision.

Opening one reads nothing but names and times; what is asked for is read then, once.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from gridctl.store.digests import FileDigests, blob_id, digest_of
from gridctl.store.faults import NotAWorkspace, UsageFault
from gridctl.store.files import SETTINGS, DiskFiles, Files, RevisionFiles
from gridctl.store.loaded import Loaded, Shard, ShardFault, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gridctl.findings.finding import Finding, Place
    from gridctl.schema.settings import Settings
    from gridctl.store.applying import Applied
    from gridctl.store.cache import ShardCache
    from gridctl.store.changeset import ChangeSet
    from gridctl.store.entry import Entry
    from gridctl.store.git import Git
    from gridctl.store.index import Index
    from gridctl.store.shardread import Items
    from gridctl.store.transaction import Recovery

INDEX = "index.duckdb"
"""The file under ``.gridctl/`` that keeps the index of the files on disk."""


class Workspace:
    """The ledgers under ``root``; ``rev`` is None for the files on disk.

    ``today`` is the day that rules and lists reckon from. ``recovered`` tells what became of a command that died
    while writing, if one had. ``index_name`` is the file under ``.gridctl/`` that keeps the index; a revision's is in
    memory unless one is given.
    """

    # What was read so far, by the shard's path.
    _shards: tuple[Shard, ...] | None
    _homes: dict[tuple[str, str], tuple[Shard, int]] | None
    _loads: dict[str, Loaded]
    _verdicts: dict[str, Verdict]
    _known_entries: dict[str, list[Entry]]
    _looked_into: set[str]
    _findings: tuple[Finding, ...] | None
    _items: tuple[str, Items] | None
    _index: Index | None = None
    _pruned = False

    def __init__(
        self,
        root: Path,
        files: Files,
        digests: FileDigests,
        *,
        rev: str | None = None,
        today: date | None = None,
        index_name: str = "",
    ) -> None:
        self.root = root
        self.rev = rev
        self.today = today or date.today()  # noqa: DTZ011 - the community's own day is meant
        self.recovered: Recovery | None = None
        self._files = files
        self._file_digests = digests
        self._index_name = index_name or (INDEX if rev is None else "")
        self._forget()

    @classmethod
    def open(cls, root: Path | None = None, *, rev: str | None = None, today: date | None = None) -> Workspace:
        """Open the community at ``root``, or the one around the current folder.

        Raises NotAWorkspace where there is none, NotFound for an unknown revision, and Refused where a command that
        died while writing cannot be cleared up because another is writing.
        """
        found = _find_root(root)
        digests = FileDigests(found)
        if rev is None:
            workspace = cls(found, DiskFiles(found, digests), digests, today=today)
            workspace._recover()
            return workspace
        from gridctl.store.git import Git

        git = Git(found)
        if not git.is_repo():
            raise UsageFault(
                f"{found} 不在 Git 仓库中，没有历史版本可看。",
                f"{found} is not in a Git repository: it has no revisions.",
            )
        return cls(found, RevisionFiles(git, git.resolve(rev)), digests, rev=rev, today=today)

    @property
    def git(self) -> Git:
        """The repository around the community."""
        from gridctl.store.git import Git

        return Git(self.root)

    @cached_property
    def settings(self) -> Settings:
        """The community's settings; faulty ones are findings, and their defaults hold."""
        return self._settings[0]

    @property
    def settings_digest(self) -> str:
        """The digest of the file of settings: what depends on them can be looked up without reading it."""
        return self._digests.get(SETTINGS, "")

    def digest(self) -> str:
        """One digest of all files under ``ledgers/`` and of the program: what is the same under it is the same."""
        return digest_of([self.program, *(part for item in self._digests.items() for part in item)])

    def shards(self) -> tuple[Shard, ...]:
        """The files that hold records, by path."""
        if self._shards is None:
            from gridctl.store.layout import home_of

            homes = ((path, home_of(path), digest) for path, digest in self._digests.items())
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

    def load_findings(self) -> tuple[Finding, ...]:
        """The faults of files and fields, each with its place."""
        if self._findings is None:
            from gridctl.store.loadfindings import load_findings

            self.read_all()
            self._findings = load_findings(self, self._digests, self._settings[1])
        return self._findings

    def index(self) -> Index:
        """The derived index over these ledgers, brought up to date."""
        if self._index is None:
            from gridctl.store.indexfile import open_index

            self._index = open_index(self, self._index_name)
            if "_settings" not in self.__dict__:
                self._rename_levels(self._index.level_names())
        return self._index

    def plan(self, changes: ChangeSet) -> dict[str, bytes]:
        """What `apply` would write, by path; empty bytes mean that the file goes. Raises Refused as `apply` does."""
        from gridctl.store.applying import plan

        return plan(self, changes).files

    def apply(self, changes: ChangeSet) -> Applied:
        """Write a change set, all of it or nothing; raises Refused, having changed nothing."""
        from gridctl.store.applying import apply

        applied = apply(self, changes)
        self.refresh()
        return applied

    def place(self, ledger: str, key: str, field: str = "") -> Place:
        """Where a record, or one of its fields, stands; a place without path if there is no such record."""
        from gridctl.store.placing import place_of

        return place_of(self, ledger, key, field)

    def locate(self, finding: Finding) -> Finding:
        """The finding with its place filled from its record and field, if it has none yet."""
        from gridctl.store.placing import located

        return located(self, finding)

    def refresh(self) -> None:
        """Look at the files anew."""
        self.close()
        self._forget()

    def close(self) -> None:
        """Let go of the index file."""
        if self._index is not None:
            self._index.close()
            self._index = None

    def loaded(self, shard: Shard) -> Loaded:
        """A shard's records, from the cache where it is unchanged."""
        return self._load(shard)[0]

    def unread(self) -> list[Shard]:
        """The shards that are neither read yet nor in the cache."""
        return [shard for shard in self.shards() if shard.path not in self._verdicts and not self.kept(shard)]

    def kept(self, shard: Shard) -> bool:
        """Whether the cache has a shard as it was when the files were listed."""
        return self._cache.has(shard)

    def verdict(self, shard: Shard) -> Verdict:
        """A shard's keys and faults, from the cache where it is unchanged."""
        known = self._verdicts.get(shard.path)
        if known is None:
            known = self._cache.verdict(shard) or self._load(shard)[1]
            self._verdicts[shard.path] = known
        return known

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

    def read_all(self) -> None:
        """Read what the cache does not have, as fast as can be."""
        if self.rev is None:
            from gridctl.store.preload import read_all

            read_all(self)

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
                self._digests[shard.path] = digest
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

    def _forget(self) -> None:
        for name in ("settings", "_settings", "_digests", "program", "reader", "_cache"):
            self.__dict__.pop(name, None)
        self._shards = None
        self._homes = None
        self._loads = {}
        self._verdicts = {}
        self._known_entries = {}
        self._looked_into = set()
        self._findings = None
        self._items = None
        self._index = None

    def _recover(self) -> None:
        left = self.root / ".gridctl" / "tx"
        # Empty after every command that ended well: then nothing is loaded that only writing needs.
        if left.is_dir() and any(left.iterdir()):
            from gridctl.store.transaction import recover

            self.recovered = recover(self.root)

    @cached_property
    def _digests(self) -> dict[str, str]:
        return dict(self._files.digests())

    @cached_property
    def program(self) -> str:
        """One digest of the program: what is derived under one may differ under another."""
        return self._file_digests.program()

    @cached_property
    def reader(self) -> str:
        """One digest of the part of the program that reads shards."""
        return self._file_digests.reader()

    @cached_property
    def _cache(self) -> ShardCache:
        from gridctl.store.cache import ShardCache

        known = self._index
        if known is not None and "_settings" not in self.__dict__:
            # The index says it without the settings' model.
            profile, names = known.profile(), known.level_names()
        else:
            profile, names = self.settings.profile, self.settings.level_names
        return ShardCache(self.root, self.reader, f"{profile} {sorted(names.items())}")

    @cached_property
    def _settings(self) -> tuple[Settings, list[ShardFault]]:
        from gridctl.store.settingsread import read_settings

        try:
            data = self._files.read(SETTINGS)
        except FileNotFoundError:
            data = b""
        settings, faults = read_settings(data)
        self._rename_levels(settings.level_names)
        return settings, faults

    @staticmethod
    def _rename_levels(names: Mapping[str, str]) -> None:
        from gridctl.schema.codelists import rename_values

        rename_values("grid_level", names)


def _find_root(root: Path | None) -> Path:
    if root is not None:
        if (root / SETTINGS).is_file():
            return root.resolve()
        raise NotAWorkspace(
            f"{root} 不是社区数据文件夹：其中没有 {SETTINGS}。用 gridctl init 新建一个。",
            f"{root} is not a community's folder: it has no {SETTINGS}. Make one with gridctl init.",
        )
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / SETTINGS).is_file():
            return folder
    raise NotAWorkspace(
        f"在 {here} 及其上级文件夹中没有找到 {SETTINGS}。请进入社区数据文件夹，或用 gridctl init 新建一个。",
        f"There is no {SETTINGS} in {here} or any folder above it. Go to the community's folder, or make one with "
        f"gridctl init.",
    )
