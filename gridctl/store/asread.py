"""A record's values as the program understands them, with what it could not understand left as it was written.

Two files that spell one value differently (``自住`` and ``owner_occupied``, 15 and 18 digits of one id) then hold
the same value, and nothing that a person wrote is lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gridctl.schema.codelists import code_list
from gridctl.store.shapes import shape_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import BaseModel

    from gridctl.schema.col import Column
    from gridctl.store.shapes import Shape

BLANK: tuple[Any, ...] = (None, "", [], {})


def as_read(model: type[BaseModel], data: Mapping[str, Any], typed: Mapping[str, Any]) -> dict[str, Any]:
    """The typed value of each field; where there is none because it is faulty or unknown, the one in ``data``.

    ``data`` and ``typed`` are those of an ``Entry``. Blank values and defaults are left out.
    """
    return as_shaped(shape_of(model), data, typed)


def as_shaped(shape: Shape, data: Mapping[str, Any], typed: Mapping[str, Any]) -> dict[str, Any]:
    """As `as_read`, by the shape of the records."""
    values: dict[str, Any] = {}
    for name, written in data.items():
        if written in BLANK:
            continue
        about = shape.named.get(name)
        if about is None:
            values[name] = written
            continue
        value = _value(about, shape.parts.get(name), written, typed.get(name))
        if value != shape.defaults.get(name):
            values[name] = value
    return values


def _value(about: Column, part: Shape | None, written: Any, typed: Any) -> Any:
    if typed is not None and not isinstance(written, (list, dict)):
        return typed
    if part is not None and isinstance(written, dict):
        return as_shaped(part, written, typed if isinstance(typed, dict) else {})
    if part is not None and isinstance(written, list):
        return _parts(part, written, typed if isinstance(typed, list) else [])
    if typed is None:
        # A value equal to the field's default is not among the typed ones either.
        item = code_list(about.col.codes).find(written) if about.col.codes and isinstance(written, str) else None
        return item.key if item and about.kind == "code" else written
    if isinstance(written, list) and isinstance(typed, list):
        # Typing drops a faulty item of a list; then the whole list stays as written.
        kept = [each for each in written if each not in BLANK]
        return kept if len(typed) < len(kept) else typed
    return typed


def _parts(part: Shape, written: list[Any], typed: list[Any]) -> list[Any]:
    """Typing drops items that are no blocks, and keeps the order of the others."""
    blocks = [each for each in written if isinstance(each, dict)]
    if len(blocks) != len(typed):
        typed = [{}] * len(blocks)
    rest = iter(typed)
    return [as_shaped(part, each, next(rest)) if isinstance(each, dict) else each for each in written]
