"""YAML read as written: ``0101``, ``1e5``, ``NO`` and ``2026-01-02`` stay the characters in the file.

Typing is the schema's work. A file is cut into its top-level records; each is read a line at a time
(:mod:`gridctl.text.yaml_lines`) where it is as canonical files are, and from events
(:mod:`gridctl.text.yaml_events`) where it is not. A fault in one record does not hide those in the others.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gridctl.text.pattern import pattern
from gridctl.text.yaml_bytes import decode, merge_markers
from gridctl.text.yaml_lines import LineParts, LineReader
from gridctl.text.yaml_node import MAX_BYTES, Fault, ForeignError, Node, Tree
from gridctl.text.yaml_quoted import QuotedReader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gridctl.text.yaml_events import Reading
    from gridctl.text.yaml_places import Path

__all__ = ["Fault", "Locator", "Node", "Tree", "locate", "read_tree", "split_blocks"]

# Text outside the line reader's part, in characters: beyond this a file would take minutes.
MAX_FOREIGN: Final = 4 * 1024 * 1024

_BLOCK_START: Final = pattern(r"^-(?= |$)", re.MULTILINE)
_OPENING: Final = pattern(r"(?:[ ]*(?:#[^\n]*)?\n)*")
_DOCUMENT_START: Final = pattern(r"---[ ]*(?=\n|$)")
_DOCUMENT_MARK: Final = pattern(r"^(?:---|\.\.\.)(?=\s|$)", re.MULTILINE)


def read_tree(data: bytes) -> Tree:
    """The value of a YAML file with every scalar as written, and its faults; never raises on any input.

    Quoted and block scalars are text; an empty plain scalar, ``~`` and ``null`` are None.
    """
    if len(data) > MAX_BYTES:
        return Tree(None, [Fault("F109", 1, 1, {"what": "bytes", "limit": str(MAX_BYTES)})], fatal=True)
    text, faults = decode(data)
    markers = merge_markers(text)
    if markers:
        return Tree(None, [*faults, *markers], fatal=True)
    value, found, whole = _read_text(_without_document_start(text))
    return Tree(value, faults + found, fatal=not whole)


def split_blocks(text: str) -> list[int] | None:
    """Offsets of the records of a top-level list, each at its dash; None if the text is not such a list."""
    opening = _OPENING.match(text)
    start = opening.end() if opening else 0
    marked = "---" in text or "..." in text
    if not _BLOCK_START.match(text, start) or (marked and _DOCUMENT_MARK.search(text, start)):
        return None
    starts = [start]
    # Finding a text is several times faster than the pattern.
    at = text.find("\n-", start)
    while at >= 0:
        if text[at + 2 : at + 3] in (" ", "\n", ""):
            starts.append(at + 1)
        at = text.find("\n-", at + 1)
    return starts


def _without_document_start(text: str) -> str:
    """Blank out a ``---`` before the first value, keeping every offset."""
    opening = _OPENING.match(text)
    start = opening.end() if opening else 0
    if _DOCUMENT_START.match(text, start):
        return text[:start] + "#  " + text[start + 3 :]
    return text


def _read_text(text: str) -> tuple[Node, list[Fault], bool]:
    starts = split_blocks(text)
    if starts is None:
        return _read_whole(text)
    quoted, reader = QuotedReader(), LineReader()
    records: list[Node] = []
    faults: list[Fault] = []
    whole = True
    foreign = 0
    line = text.count("\n", 0, starts[0])
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        block = text[start:end]
        try:
            records.append(_record(block, quoted, reader))
        except ForeignError:
            foreign += len(block)
            if foreign > MAX_FOREIGN:
                faults.append(Fault("F109", line + 1, 1, {"what": "foreign", "limit": str(MAX_FOREIGN)}))
                return records, faults, False
            reading = _from_events(block)
            faults.extend(_moved(reading, line))
            whole = whole and reading.whole
            sound = isinstance(reading.value, list) and len(reading.value) == 1
            records.append(reading.value[0] if sound and isinstance(reading.value, list) else None)
        line += block.count("\n")
    return records, faults, whole


def _record(block: str, quoted: QuotedReader, reader: LineReader) -> Node:
    """One record by the fastest reader that takes it; raises ForeignError if none does."""
    try:
        return quoted.read(block)
    except ForeignError:
        root: list[Node] = []
        reader.read(block.split("\n"), root)
        return root[0]


def _read_whole(text: str) -> tuple[Node, list[Fault], bool]:
    root: dict[str, Node] = {}
    try:
        LineReader().read(text.split("\n"), root)
    except ForeignError:
        if len(text) > MAX_FOREIGN:
            return None, [Fault("F109", 1, 1, {"what": "foreign", "limit": str(MAX_FOREIGN)})], False
        reading = _from_events(text)
        return reading.value, reading.faults, reading.whole
    return root or None, [], True


def _from_events(text: str) -> Reading:
    # The files of most communities need no such reader.
    from gridctl.text.yaml_events import read_events

    return read_events(text)


def _moved(reading: Reading, lines: int) -> list[Fault]:
    """The faults of one block, counted from the file's start."""
    moved: list[Fault] = []
    for fault in reading.faults:
        params = dict(fault.params)
        if "first_line" in params:
            params["first_line"] = str(int(params["first_line"]) + lines)
        moved.append(fault._replace(line=fault.line + lines, params=params))
    return moved


class Locator:
    """Finds lines and columns in one file; the records asked about are taken apart once."""

    def __init__(self, data: bytes) -> None:
        text, _ = decode(data)
        self._text = _without_document_start(text)
        self._starts = split_blocks(self._text)
        self._known: dict[int, dict[Path, int]] = {}
        self._parts = LineParts()
        # An offset and its line: those after it are counted from there.
        self._counted = (0, 1)

    def locate(self, path: Sequence[str | int]) -> tuple[int, int]:
        """Line and column, from 1, of the value at ``path``, or of its nearest ancestor in the file."""
        block, base, inner = -1, 0, tuple(path)
        if self._starts is not None and inner and isinstance(inner[0], int) and inner[0] < len(self._starts):
            block, base = inner[0], self._starts[inner[0]]
            inner = (0, *inner[1:])
        places = self._places(block)
        while inner and inner not in places:
            inner = inner[:-1]
        offset = base + places.get(inner, 0)
        return self._line(offset), offset - self._text.rfind("\n", 0, offset)

    def has(self, path: Sequence[str | int]) -> bool:
        """Whether the file has a value at ``path``, which begins with a record's index."""
        first, *rest = path
        assert isinstance(first, int)
        return (0, *rest) in self._places(first) if self._starts is not None else tuple(path) in self._places(-1)

    def block(self, number: int) -> str | None:
        """The text of one record of a top-level list; None where the text is not cut into records."""
        if self._starts is None or not 0 <= number < len(self._starts):
            return None
        return self._text[self._starts[number] : self._starts[number + 1] if number + 1 < len(self._starts) else None]

    def _line(self, offset: int) -> int:
        before, line = self._counted if self._counted[0] <= offset else (0, 1)
        line += self._text.count("\n", before, offset)
        self._counted = (offset, line)
        return line

    def _places(self, block: int) -> dict[Path, int]:
        known = self._known.get(block)
        if known is None:
            # Sound files have nothing that is to be located.
            from gridctl.text.yaml_places import places_of

            # -1 is the whole text, or in a list the list itself: its records are asked for by index
            text = self._text if self._starts is None else self.block(block) or ""
            known = {place.path: place.start for place in places_of(text, self._parts)}
            self._known[block] = known
        return known


def locate(data: bytes, path: Sequence[str | int]) -> tuple[int, int]:
    """Line and column, from 1, of one value (see :class:`Locator`, which is the one to use for many)."""
    return Locator(data).locate(path)
