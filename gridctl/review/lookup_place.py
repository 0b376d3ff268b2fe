"""Where a record stands, found by looking for its key in the file's text.

Reading a shard of some thousand records as YAML to tell one line takes seconds; `Workspace.place` is asked only where
the text does not show the line.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from gridctl.store.workspace import Workspace

_KEY_LINE = pattern(rb"[ ]*-[ ]+[^\s:#]+[ ]*:[ ]*[\"']?")
_NEXT = pattern(rb"^- ", re.MULTILINE)
_REST = pattern(rb"[\"']?[ ]*(?:#.*)?\r?")


class Lines:
    """The lines of keys in the files of a workspace; each file is read once."""

    def __init__(self, ws: Workspace) -> None:
        self._ws = ws
        self._shards = {each.path: each for each in ws.shards()}
        self._texts: dict[str, bytes] = {}

    def of(self, ledger: str, record: str, path: str, part: str = "") -> int:
        """The line of a record, or of a part of it with an id, from 1; 0 where a file has no lines or not this key."""
        if path not in self._shards or not path.endswith(".yaml"):
            return 0
        if path not in self._texts:
            self._texts[path] = self._ws.read(self._shards[path])
        text = self._texts[path]
        at = _key_at(text, part or record)
        return text.count(b"\n", 0, at) + 1 if at >= 0 else self._ws.place(ledger, record).line


def record_text(text: bytes, record: str) -> bytes | None:
    """The lines of a record in a file's text, from its key on; None if it is not there."""
    at = _key_at(text, record)
    if at < 0:
        return None
    following = _NEXT.search(text, at)
    return text[at : following.start() if following else len(text)]


def _key_at(text: bytes, key: str) -> int:
    """Where the line of a key has it; -1 if there is none. One field a line, the key first: so records are written."""
    wanted = key.encode()
    at = text.find(wanted)
    while at >= 0:
        start, end = text.rfind(b"\n", 0, at) + 1, text.find(b"\n", at)
        rest = text[at + len(wanted) : end if end >= 0 else None]
        if _KEY_LINE.fullmatch(text[start:at]) and _REST.fullmatch(rest):
            return at
        at = text.find(wanted, at + 1)
    return -1
