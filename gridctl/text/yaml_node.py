"""What a YAML file is read into: scalars as written, and the faults met on the way."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias, Union

Node: TypeAlias = Union[str, "list[Node]", "dict[str, Node]", None]

MAX_BYTES = 64 * 1024 * 1024
MAX_DEPTH = 32
NULLS = frozenset({"", "~", "null", "Null", "NULL"})


class Fault(NamedTuple):
    """Something wrong in a file's bytes or its YAML; ``line`` and ``column`` count characters from 1.

    Codes, with the keys of ``params``:

    - F101 a key twice in one mapping: ``key``, ``first_line``, ``first_column``; the first value is kept
    - F102 a conflict marker that Git left: ``marker``
    - F103 a tab in the indentation
    - F104 a byte order mark: ``encoding``
    - F105 lines ending in CR LF or CR
    - F106 not UTF-8 but readable: ``encoding``
    - F107 an anchor, alias, tag or merge key: ``what`` (anchor, alias, tag, merge), ``mark``
    - F108 a syntax error: ``reason``
    - F109 too large or too deep: ``what`` (bytes, depth, foreign), ``limit``
    - F110 a second document in the file
    - F111 damaged bytes, a control character, or half of a surrogate pair: ``found``; read as U+FFFD
    """

    code: str
    line: int
    column: int
    params: dict[str, str]


class Tree(NamedTuple):
    """A file's value and its faults.

    ``fatal`` says that the value is not the whole file and must not be written back. A list whose records
    could partly be read still carries them, with None for each that could not, so that indexes stay right.
    """

    value: Node
    faults: list[Fault]
    fatal: bool


def place_of(text: str, offset: int) -> tuple[int, int]:
    """Line and column, from 1, of a character offset."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


class ForeignError(Exception):
    """A line is outside the part of YAML that is read a line at a time."""
