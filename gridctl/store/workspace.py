"""Workspace: a community's ledgers as of now, or as of a Git revision.

Opening one reads nothing but names and times; what is asked for is read then, once.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from gridctl.store.contents import Contents
from gridctl.store.digests import FileDigests, digest_of
from gridctl.store.faults import NotAWorkspace, UsageFault
from gridctl.store.files import SETTINGS, DiskFiles, Files, RevisionFiles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gridctl.findings.finding import Finding, Place
    from gridctl.schema.settings import Settings
    from gridctl.store.applying import Applied
    from gridctl.store.changeset import ChangeSet
    from gridctl.store.entry import Entry
    from gridctl.store.git import Git
    from gridctl.store.index import Index
    from gridctl.store.loaded import Loaded, Shard, Verdict
    from gridctl.store.transaction import Recovery

INDEX = "index.duckdb"
"""The file under ``.gridctl/`` that keeps the index of the files on disk."""


class Workspace:
    """The ledgers under ``root``; ``rev`` is None for the files on disk.

    ``today`` is the day that rules and lists reckon from. ``recovered`` tells what became of a command that died
    while writing, if one had. ``index_name`` is the file under ``.gridctl/`` that keeps the index; a revision's is in
    memory unless one is given. ``contents`` is for the store itself.
    """

    _findings: tuple[Finding, ...] | None = None
    _index: Index | None = None

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
        self._file_digests = digests
        self._index_name = index_name or (INDEX if rev is None else "")
        self.contents = Contents(root, files, digests)

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

    @property
    def settings(self) -> Settings:
        """The community's settings; faulty ones are findings, and their defaults hold."""
        return self.contents.settings

    @property
    def settings_digest(self) -> str:
        """The digest of the file of settings: what depends on them can be looked up without reading it."""
        return self.contents.digests.get(SETTINGS, "")

    def digest(self) -> str:
        """One digest of all files under ``ledgers/`` and of the program: what is the same under it is the same."""
        return digest_of([self.program, *(part for item in self.contents.digests.items() for part in item)])

    def shards(self) -> tuple[Shard, ...]:
        """The files that hold records, by path."""
        return self.contents.shards()

    def entries(self, ledger: str) -> Iterator[Entry]:
        """The current and the ended records of a ledger, in the order of the files."""
        return self.contents.entries(ledger)

    def get(self, ledger: str, key: str, path: str = "") -> Entry | None:
        """The record with this key; None if there is none. Of two with one key (F116) it is the first.

        With ``path``, only that shard is looked at.
        """
        return self.contents.get(ledger, key, path)

    def homes(self) -> dict[tuple[str, str], tuple[Shard, int]]:
        """Where each record is, by ledger and key: its shard and its number there; of two with one key the first."""
        return self.contents.homes()

    def load_findings(self) -> tuple[Finding, ...]:
        """The faults of files and fields, each with its place."""
        if self._findings is None:
            from gridctl.store.loadfindings import load_findings

            self.read_all()
            self._findings = load_findings(self, self.contents.digests, self.contents.settings_faults)
        return self._findings

    def index(self) -> Index:
        """The derived index over these ledgers, brought up to date."""
        if self._index is None:
            from gridctl.store.indexfile import open_index

            self._index = open_index(self, self._index_name)
            self.contents.take_indexed(self._index.profile(), self._index.level_names())
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
        self._findings = None
        self.contents = self.contents.anew()

    def close(self) -> None:
        """Let go of the index file."""
        if self._index is not None:
            self._index.close()
            self._index = None

    def loaded(self, shard: Shard) -> Loaded:
        """A shard's records, from the cache where it is unchanged."""
        return self.contents.loaded(shard)

    def verdict(self, shard: Shard) -> Verdict:
        """A shard's keys and faults, from the cache where it is unchanged."""
        return self.contents.verdict(shard)

    def read(self, shard: Shard) -> bytes:
        """A shard's bytes now; a file that went meanwhile is empty."""
        return self.contents.read(shard)

    def read_all(self) -> None:
        """Read what the cache does not have, as fast as can be."""
        if self.rev is None:
            from gridctl.store.preload import read_all

            read_all(self.root, self.contents)

    @property
    def program(self) -> str:
        """One digest of the program: what is derived under one may differ under another."""
        return self._file_digests.program()

    @property
    def reader(self) -> str:
        """One digest of the part of the program that reads shards."""
        return self._file_digests.reader()

    def _recover(self) -> None:
        left = self.root / ".gridctl" / "tx"
        # Empty after every command that ended well: then nothing is loaded that only writing needs.
        if left.is_dir() and any(left.iterdir()):
            from gridctl.store.transaction import recover

            self.recovered = recover(self.root)


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
