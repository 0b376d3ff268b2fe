"""Where each value of a YAML text stands: findings point there, and comments stay beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from gridctl.text.yaml_events import Place, read_events
from gridctl.text.yaml_lines import Line, LineParts
from gridctl.text.yaml_node import MAX_DEPTH, ForeignError

Path: TypeAlias = "tuple[str | int, ...]"


@dataclass(slots=True)
class _Level:
    """An open container: its column, its path, and how many items it has if it is a list (else -1)."""

    column: int
    path: Path
    items: int


def places_of(text: str, known: LineParts | None = None) -> list[Place]:
    """Every value of a record's or a file's text in the order written; as far as it could be read.

    ``known`` are lines taken apart before, where many records of one file are asked about.
    """
    try:
        return _line_places(text, known or LineParts())
    except ForeignError:
        return read_events(text).places


def _line_places(text: str, known: LineParts) -> list[Place]:
    """The same walk as :meth:`LineReader.read`, keeping paths and offsets in place of values."""
    places: list[Place] = []
    levels: list[_Level] = []
    pending: _Level | None = None
    offset = 0
    for line in text.split("\n"):
        parts = known.of(line)
        if parts is not None:
            if parts.scalar is not None and parts.scalar[0] in "[{" and parts.scalar not in ("[]", "{}"):
                raise ForeignError  # values stand inside it
            if not levels:
                places.append(_bare_place((), offset + parts.column))
                levels.append(_Level(parts.column, (), 0 if parts.dash else -1))
            if parts.dash:
                level = _list_level(levels, pending, parts.column)
                path = (*level.path, level.items)
                level.items += 1
                if parts.key is None:
                    places.append(_scalar_place(path, parts, offset, offset + parts.inner))
                    pending = None
                    offset += len(line) + 1
                    continue
                places.append(_bare_place(path, offset + parts.inner))
                levels.append(_Level(parts.inner, path, -1))
            elif pending is not None and parts.column > pending.column:
                levels.append(_Level(parts.column, pending.path, -1))
            else:
                _close(levels, parts.column, in_list=False)
            if parts.key is None or len(levels) > MAX_DEPTH:
                raise ForeignError
            path = (*levels[-1].path, parts.key)
            places.append(_scalar_place(path, parts, offset, offset + parts.inner))
            pending = None if parts.scalar is not None else _Level(parts.inner, path, -1)
        offset += len(line) + 1
    return places


def _bare_place(path: Path, at: int) -> Place:
    return Place(path, at, at, at, at)


def _scalar_place(path: Path, parts: Line, offset: int, at: int) -> Place:
    key_end = at if parts.key is None else offset + parts.key_end
    if parts.scalar is None:
        return Place(path, at, key_end, at, at)
    start = offset + parts.scalar_at
    return Place(path, at, key_end, start, start + len(parts.scalar.rstrip(" ")))


def _list_level(levels: list[_Level], pending: _Level | None, column: int) -> _Level:
    if pending is not None and column >= pending.column:
        levels.append(_Level(column, pending.path, 0))
        return levels[-1]
    return _close(levels, column, in_list=True)


def _close(levels: list[_Level], column: int, *, in_list: bool) -> _Level:
    while levels and (levels[-1].column > column or (levels[-1].items >= 0) is not in_list):
        levels.pop()
    if not levels or levels[-1].column != column:
        raise ForeignError
    return levels[-1]
