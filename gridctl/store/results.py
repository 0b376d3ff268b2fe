"""Results of whole commands, kept under the digest of everything they were computed from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from gridctl.store.digests import digest_of
from gridctl.store.scratch import SCRATCH, write_scratch

if TYPE_CHECKING:
    from pathlib import Path


class ResultCache:
    """One JSON value a name: a second run on unchanged files need not compute it again.

    The digest must stand for all input: files and program (`Workspace.digest`), and also options, the rules chosen
    and the day, where the result depends on them. Ask the workspace for the digest again before `put`: a file
    that changed while the result was computed then gives another one.
    """

    def __init__(self, root: Path) -> None:
        self._root = root

    def get(self, name: str, digest: str) -> Any | None:
        """What was put under this name and digest; None if there is nothing."""
        try:
            kept = json.loads((self._root / _path(name)).read_bytes())
            return kept["value"] if kept["name"] == name and kept["digest"] == digest else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, name: str, digest: str, value: Any) -> None:
        """Keep a JSON value, in place of what the name held before."""
        data = json.dumps({"name": name, "digest": digest, "value": value}, ensure_ascii=False)
        write_scratch(self._root, _path(name), data.encode("utf-8", "surrogatepass"))


def _path(name: str) -> str:
    return f"{SCRATCH}/results/{digest_of([name])}.json"
