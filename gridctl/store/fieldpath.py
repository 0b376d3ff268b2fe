"""Paths of fields within a record, such as ``members[1].id_no`` and ``members[P3K…].name``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pydantic import BaseModel

    from gridctl.text.yamltree import Node

Path = tuple[str | int, ...]

_FIRST = pattern(r"([^.\[\]]*)(\[[^\]]*\])?\.?(.*)", re.DOTALL)
_STEP = pattern(r"(?:^|\.)([^.\[\]]+)|\[([^\]]*)\]")


def path_text(path: Sequence[str | int]) -> str:
    """A path as text."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def parse_path(text: str) -> tuple[str, ...]:
    """The steps of a path: names, and what stands in brackets with its brackets."""
    return tuple(name or f"[{item}]" for name, item in _STEP.findall(text))


def first_step(text: str) -> tuple[str, str, str]:
    """A path's first name, what stands in brackets behind it with its brackets, and the path from there on.

    Of ``members[P3K…].name`` these are ``members``, ``[P3K…]`` and ``name``.
    """
    match = _FIRST.match(text)
    assert match is not None
    return match[1], match[2] or "", match[3]


def item_index(items: Sequence[Any], step: str) -> int | None:
    """The index that ``[1]``, ``[P3K…]`` or ``[P3K…@1]`` means in a list of parts whose names are English.

    An id stands before an index: a part is then found wherever it has moved to.
    """
    wanted, _, position = step[1:-1].partition("@")
    for index, item in enumerate(items):
        if isinstance(item, dict) and wanted and item.get("id") == wanted:
            return index
    if not position and wanted.isdecimal() and int(wanted) < len(items):
        return int(wanted)
    return None


def position_of(step: str) -> int | None:
    """Where a part is put that is not there yet: ``[P3K…@1]`` or ``[1]``; None means at the end."""
    wanted, _, position = step[1:-1].partition("@")
    number = position or wanted
    return int(number) if number.isdecimal() else None


def written_path(model: type[BaseModel], raw: Mapping[str, Node], path: Path) -> Path:
    """A path of field names as the keys a file uses for them, as far as the file has them."""
    from gridctl.schema.col import column
    from gridctl.schema.reading import label_names

    written: list[str | int] = []
    now: Node | Mapping[str, Node] = raw
    part: type[BaseModel] | None = model
    for step in path:
        if isinstance(step, int):
            if not isinstance(now, list) or step >= len(now):
                break
            now = now[step]
            written.append(step)
            continue
        if not isinstance(now, dict) or part is None:
            break
        names = label_names(part)
        key = step if step in now else next((each for each in now if names.get(each) == step), None)
        if key is None:
            break
        written.append(key)
        now = now[key]
        part = column(part, names[key]).part if key in names else None
    return tuple(written)
