r"""The part of YAML that canonical ledgers use, read a line at a time.

In this part every line is ``key: scalar``, ``key:``, ``- scalar``, ``- key: scalar`` or ``- key:``, blank
or a comment, and every scalar and flow collection ends on its own line; literal blocks are read too.
Whatever is not certainly in it is left to :mod:`gridctl.text.yaml_events`; nothing is guessed, so both
readers agree wherever this one answers.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, NamedTuple

from gridctl.text.pattern import pattern
from gridctl.text.yaml_growing import Growing, Step
from gridctl.text.yaml_inline import flow_value, without_literals
from gridctl.text.yaml_node import NULLS, ForeignError, Node

if TYPE_CHECKING:
    from collections.abc import Sequence

_DOUBLE = r'"[^"\\\n]*(?:\\[^\n][^"\\\n]*)*"'
_SINGLE = r"'[^'\n]*(?:''[^'\n]*)*'"
# No indicator at the start; ':' only before, and '#' only after, something that is not a space.
_PLAIN = (
    r"(?:[^\s\-?:,\[\]{}#&*!|>'\"%@`]|-(?=[^\s\-,\[\]{}]))"
    r"[^\n:#\t]*(?:(?::(?=\S)|(?<=\S)#)[^\n:#\t]*)*"
)
_KEY = r"[^\s\-?:,\[\]{}#&*!|>'\"%@`<=][^\s:#,\[\]{}]*|" + _DOUBLE

LINE: Final = pattern(
    rf"(?P<indent> *)(?P<dash>- +)?(?:(?P<key>{_KEY}):(?= |$))?"
    rf"(?: *(?P<scalar>{_DOUBLE}|{_SINGLE}|\[[^\n]*\]|\{{[^\n]*\}}|{_PLAIN}))??(?: +#.*| *)|(?P<comment> *#.*)"
)
_LONE_SURROGATE = pattern("[\ud800-\udfff]")


def plain_value(written: str) -> str | None:
    """A plain scalar as written, or None where YAML's core schema says null."""
    return None if written in NULLS else written


def scalar_value(written: str) -> Node:
    """The value of a one-line scalar, or of a flow collection on one line.

    Raises ForeignError for an escape that YAML has and JSON lacks, and for half of a surrogate pair.
    """
    first = written[0]
    if first == '"':
        if "\\" not in written:
            return written[1:-1]
        try:
            text = json.loads(written, strict=False)
        except ValueError as error:
            raise ForeignError from error
        if not isinstance(text, str) or _LONE_SURROGATE.search(text):
            raise ForeignError
        return text
    if first == "'":
        return written[1:-1].replace("''", "'")
    if first in "[{":
        return flow_value(written)
    return plain_value(written.rstrip(" "))


class Line(NamedTuple):
    """One line taken apart: ``column`` of its first token, whether a dash opens it, its key and its scalar.

    ``inner`` is the column of what follows the dash. ``key_end`` and ``scalar_at`` are offsets in the line.
    """

    column: int
    inner: int
    dash: bool
    key: str | None
    key_end: int
    scalar: str | None
    scalar_at: int


def take_apart(line: str) -> Line | None:
    """The parts of one line; None for a blank or comment line. Raises ForeignError."""
    match = LINE.fullmatch(line)
    if match is None:
        raise ForeignError
    indent, dash, written_key, scalar, _ = match.groups()
    if dash is None and written_key is None:
        if scalar is not None:
            raise ForeignError
        return None
    column = len(indent)
    inner = column + len(dash or "")
    key: str | None = None
    if written_key is not None:
        value = scalar_value(written_key) if written_key[0] == '"' else written_key
        assert isinstance(value, str)
        key = value
    elif scalar is None:
        raise ForeignError  # "- " alone: the item stands on the next line
    return Line(column, inner, dash is not None, key, match.end("key"), scalar, match.start("scalar"))


class LineParts:
    """Takes the lines of one file apart, as :func:`take_apart` does; heads of lines recur, and are taken apart once."""

    def __init__(self) -> None:
        self._heads: dict[str, Line] = {}
        self._bare: dict[str, Line] = {}

    def of(self, line: str) -> Line | None:
        """The parts of one line; None for a blank or comment line. Raises ForeignError."""
        cut = line.split('"')
        known = self._bare.get(line) if len(cut) == 1 else None
        if known is not None:
            return known
        if len(cut) == 1:
            parts = take_apart(line)
            if parts is not None and parts.scalar is None:
                self._bare[line] = parts
            return parts
        if len(cut) != 3 or cut[2] or "\\" in cut[1]:
            return take_apart(line)
        known = self._heads.get(cut[0])
        if known is not None:
            return Line(*known[:5], line[len(cut[0]) :], len(cut[0]))
        parts = take_apart(line)
        if parts is not None and parts.scalar is not None and parts.scalar_at == len(cut[0]):
            self._heads[cut[0]] = parts
        return parts


class LineReader:
    """Reads the blocks of one file. Heads of lines recur in every record, so each is taken apart once."""

    def __init__(self) -> None:
        # What stands before a line's opening quote, and whole lines that are a key alone.
        self._heads: dict[str, Step] = {}
        self._bare: dict[str, Step] = {}

    def read(self, lines: Sequence[str], root: Node) -> None:
        """Fill ``root``, an empty list or mapping at column 0, from ``lines``.

        Raises ForeignError at a line outside this part of YAML, at a duplicate key, and beyond MAX_DEPTH.
        """
        heads, bare = self._heads, self._bare
        tree = Growing(root)
        for line in without_literals(lines) or lines:
            # Cut at its quotes, a line with a plain quoted value is (head, value, "").
            cut = line.split('"')
            step = heads.get(cut[0]) if len(cut) == 3 else bare.get(line)
            if step is not None and (len(cut) != 3 or not (cut[2] or "\\" in cut[1])):
                tree.add(step, None if step.opens else cut[1])
                continue
            parts = take_apart(line)
            if parts is None:
                continue
            step = Step(parts.column, parts.inner, parts.dash, parts.key, parts.scalar is None)
            tree.add(step, None if parts.scalar is None else scalar_value(parts.scalar))
            if step.opens and len(cut) == 1:
                bare[line] = step
            elif not step.opens and len(cut) > 1 and parts.scalar_at == len(cut[0]):
                heads[cut[0]] = step
