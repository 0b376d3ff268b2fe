"""Digests of files and of the program, remembered by size, time and inode so that unchanged files are not read.

A file's digest is its Git blob id: a shard on disk and the same shard at a revision then share what is cached
about them, and the revision's need not even be read.
"""

from __future__ import annotations

import json
import os
from functools import cache
from hashlib import blake2b, sha1
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gridctl import __version__
from gridctl.store.scratch import SCRATCH, write_scratch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# File systems keep times to 2 s at worst: a file as young as its remembered state may have changed since.
_RACY_NS = 2_000_000_000
_REMEMBERED = f"{SCRATCH}/stat.json"
# State, digest of everything, digest of what reads shards.
_PROGRAM = 3
_READING = ("text/", "schema/", "store/")
_PACKAGE = Path(__file__).parent.parent
_SOURCES = (".py", ".yaml", ".json", ".sql", ".toml")


def blob_id(data: bytes) -> str:
    """The id Git gives a file with these bytes."""
    return sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def digest_of(parts: Iterable[str]) -> str:
    """One digest of texts in order."""
    digest = blake2b(digest_size=16)
    for part in parts:
        encoded = part.encode("utf-8", "surrogatepass")
        digest.update(len(encoded).to_bytes(4, "big") + encoded)
    return digest.hexdigest()


class FileDigests:
    """The digests of files under ``root``, kept in ``.gridctl/stat.json``."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._files: dict[str, list[Any]] = {}
        self._program: list[str] = []
        self._at = 0
        try:
            self._at = (root / _REMEMBERED).stat().st_mtime_ns
            kept = json.loads((root / _REMEMBERED).read_text(encoding="utf-8"))
            self._files, self._program = dict(kept["files"]), list(kept["program"])
        except (OSError, ValueError, KeyError, TypeError):
            self._files, self._program = {}, []

    def of(self, paths: Iterable[str]) -> dict[str, str]:
        """The digest of each file that still exists, reading only those that may have changed."""
        found: dict[str, str] = {}
        remembered: dict[str, list[Any]] = {}
        read = False
        for path in paths:
            try:
                stat = (self._root / path).stat()
                state = [stat.st_size, stat.st_mtime_ns, stat.st_ino]
                known = self._files.get(path)
                if known is None or known[:3] != state or stat.st_mtime_ns >= self._at - _RACY_NS:
                    known = [*state, blob_id((self._root / path).read_bytes())]
                    read = True
            except FileNotFoundError:
                continue
            found[path] = known[3]
            remembered[path] = known
        if read or remembered.keys() != self._files.keys():
            self._files = remembered
            self._save()
        return found

    def program(self) -> str:
        """One digest of the program's own sources, code lists and catalogues: results depend on all of them."""
        return self._of_program()[1]

    def reader(self) -> str:
        """One digest of what reads shards: what is cached of a shard depends on that part of the program alone."""
        return self._of_program()[2]

    def _of_program(self) -> list[str]:
        state, sources = _program_on_disk()
        if len(self._program) != _PROGRAM or self._program[0] != state:
            self._program = [state, *_contents(sources)]
            self._save()
        return self._program

    def _save(self) -> None:
        kept: Mapping[str, Any] = {"files": self._files, "program": self._program}
        path = write_scratch(
            self._root, _REMEMBERED, json.dumps(kept, ensure_ascii=False).encode("utf-8", "surrogatepass")
        )
        if path is not None:
            self._at = path.stat().st_mtime_ns


# A process runs the program it started with, whatever is installed over it meanwhile.
@cache
def _program_on_disk() -> tuple[str, tuple[str, ...]]:
    """One digest of the sizes and times of the program's sources, and their paths."""
    found = sorted(_sources_in(str(_PACKAGE)))
    states = (f"{path} {size} {changed}" for path, size, changed in found)
    return digest_of([__version__, "\n".join(states)]), tuple(path for path, _, _ in found)


def _sources_in(folder: str) -> Iterator[tuple[str, int, int]]:
    """The sources below a folder, their sizes and times: with the listing, where the system tells them there."""
    with os.scandir(folder) as listing:
        for each in listing:
            if each.name.endswith(_SOURCES):
                state = each.stat()
                yield each.path, state.st_size, state.st_mtime_ns
            elif each.name != "__pycache__" and each.is_dir():
                yield from _sources_in(each.path)


@cache
def _contents(sources: tuple[str, ...]) -> tuple[str, str]:
    """One digest of all that the sources hold, and one of what those that read shards hold."""
    held = [(Path(source).relative_to(_PACKAGE).as_posix(), blob_id(Path(source).read_bytes())) for source in sources]
    reading = [each for each in held if each[0].startswith(_READING)]
    everything, what_reads = (digest_of([__version__, *chain.from_iterable(each)]) for each in (held, reading))
    return everything, what_reads
