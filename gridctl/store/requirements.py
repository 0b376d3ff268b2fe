"""Which fields a record lacks under the community's profile."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from gridctl.schema.col import Column, Profile, columns, required

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic import BaseModel

    from gridctl.schema.reading import Path


def missing(model: type[BaseModel], data: Mapping[str, Any], profile: Profile) -> Iterator[tuple[Path, Column]]:
    """The required fields without a value, with their paths; a faulty value is a value."""
    asked, parts = _asked(model, profile)
    for column in asked:
        value = data.get(column.name)
        if not value and value in (None, "", [], {}):
            yield (column.name,), column
    for column in parts:
        value = data.get(column.name)
        if isinstance(value, dict):
            for path, field in missing(_part(column), value, profile):
                yield (column.name, *path), field
        elif isinstance(value, list):
            for index, item in enumerate(value):
                if isinstance(item, dict):
                    for path, field in missing(_part(column), item, profile):
                        yield (column.name, index, *path), field


@cache
def _asked(model: type[BaseModel], profile: Profile) -> tuple[tuple[Column, ...], tuple[Column, ...]]:
    fields = columns(model)
    return tuple(c for c in fields if required(c, profile)), tuple(c for c in fields if c.part is not None)


def _part(column: Column) -> type[BaseModel]:
    assert column.part is not None
    return column.part
