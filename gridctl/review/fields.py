"""What changed between two states of one record, field by field, as paths that a ``Set`` takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gridctl.schema.col import column
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pydantic import BaseModel

FieldChange = tuple[str, Any, Any]

_NAME = pattern(r"[^.\[\]]+")
_ID = pattern(r"[^\[\]@]+")


class InexpressibleError(Exception):
    """A field that no path can name, such as an unknown one with a dot in it."""


def field_changes(
    model: type[BaseModel], before: Mapping[str, Any], after: Mapping[str, Any], above: str = ""
) -> Iterator[FieldChange]:
    """The changed fields as (path, old, new), in an order in which they can be applied.

    Both states are as `as_read` gives them; None is absent. Blocks with ids are matched by id, wherever they stand,
    and their order is no difference; blocks without are matched by place. Raises InexpressibleError.
    """
    order = [*model.model_fields, *sorted(before.keys() | after.keys())]
    for name in dict.fromkeys(order):
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        if not _NAME.fullmatch(name):
            raise InexpressibleError(name)
        path = f"{above}.{name}" if above else name
        part = column(model, name).part if name in model.model_fields else None
        if part is None:
            yield path, old, new
        elif isinstance(old or {}, dict) and isinstance(new or {}, dict):
            yield from field_changes(part, old or {}, new or {}, path)
        elif _blocks(old) and _blocks(new):
            yield from _part_changes(part, path, old or [], new or [])
        else:
            yield path, old, new


def _blocks(value: Any) -> bool:
    return value is None or (isinstance(value, list) and all(isinstance(each, dict) for each in value))


def _part_changes(
    part: type[BaseModel], path: str, old: Sequence[dict[str, Any]], new: Sequence[dict[str, Any]]
) -> Iterator[FieldChange]:
    before, after = _by_id(old), _by_id(new)
    if before is None or after is None:
        yield from _by_place(part, path, old, new)
        return
    standing = [key for key in before if key in after]
    for key in before:
        if key not in after:
            yield f"{path}[{key}]", before[key], None
    for key in standing:
        yield from field_changes(part, before[key], after[key], f"{path}[{key}]")
    for place, key in enumerate(after):
        if key not in before:
            # The place is told where it is not the end, or where the id could be taken for a place.
            told = place < len(standing) or key.isdecimal()
            yield f"{path}[{key}@{place}]" if told else f"{path}[{key}]", None, after[key]
            standing.insert(place, key)


def _by_id(items: Sequence[dict[str, Any]]) -> dict[str, dict[str, Any]] | None:
    """The blocks by id; None if one has none, or one that a path cannot hold, or two the same."""
    found: dict[str, dict[str, Any]] = {}
    for each in items:
        key = each.get("id")
        if not isinstance(key, str) or not _ID.fullmatch(key) or key in found:
            return None
        found[key] = each
    return found


def _by_place(
    part: type[BaseModel], path: str, old: Sequence[dict[str, Any]], new: Sequence[dict[str, Any]]
) -> Iterator[FieldChange]:
    """Equal blocks at the front and at the end stay; those between are changed in place, then added or removed."""
    front = 0
    while front < min(len(old), len(new)) and old[front] == new[front]:
        front += 1
    end = 0
    while end < min(len(old), len(new)) - front and old[-1 - end] == new[-1 - end]:
        end += 1
    both = min(len(old), len(new)) - end
    for place in range(front, both):
        if old[place] and new[place] and "id" not in old[place] | new[place]:
            yield from field_changes(part, old[place], new[place], f"{path}[{place}]")
        elif old[place] != new[place]:
            yield f"{path}[{place}]", old[place], new[place]
    for place in range(len(old) - end - 1, both - 1, -1):
        yield f"{path}[{place}]", old[place], None
    for place in range(both, len(new) - end):
        yield f"{path}[{place}]", None, new[place]
