"""The shape of a ledger's records: fields in writing order, their defaults and parts.

To show one record the models need not be built, which takes longer than all the rest: their shapes are kept for the
version of the program that reads shards.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from gridctl.schema.col import Col, Column, Sensitivity, columns
from gridctl.schema.ledgers import ledger
from gridctl.store.results import ResultCache

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import BaseModel

    from gridctl.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Shape:
    """``columns`` in writing order; ``defaults`` of fields that have one; ``parts`` of fields that hold blocks."""

    columns: tuple[Column, ...]
    defaults: Mapping[str, Any] = field(default_factory=dict)
    parts: Mapping[str, Shape] = field(default_factory=dict)
    named: Mapping[str, Column] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "named", {each.name: each for each in self.columns})


@cache
def shape_of(model: type[BaseModel]) -> Shape:
    """The shape of a model's records."""
    found = columns(model)
    defaults = {each.name: model.model_fields[each.name].get_default() for each in found}
    known = {name: default for name, default in defaults.items() if default is not None}
    return Shape(found, known, {each.name: shape_of(each.part) for each in found if each.part is not None})


def kept_shape(ws: Workspace, name: str) -> Shape:
    """The shape of a ledger's records as an earlier run kept it, otherwise from its model."""
    results, kept_as = ResultCache(ws.root), f"shape {name}"
    if (kept := results.get(kept_as, ws.reader)) is not None:
        with suppress(ValueError, KeyError, TypeError):
            return _from_data(kept)
    shape = shape_of(ledger(name).model)
    results.put(kept_as, ws.reader, _to_data(shape))
    return shape


def _to_data(shape: Shape) -> list[dict[str, Any]]:
    return [
        {
            "name": each.name,
            "kind": each.kind,
            "col": each.col._asdict(),
            "default": shape.defaults.get(each.name),
            "part": _to_data(shape.parts[each.name]) if each.name in shape.parts else None,
        }
        for each in shape.columns
    ]


def _from_data(data: list[dict[str, Any]]) -> Shape:
    made = tuple(Column(each["name"], _col(each["col"]), each["kind"]) for each in data)
    defaults = {each["name"]: each["default"] for each in data if each["default"] is not None}
    return Shape(made, defaults, {each["name"]: _from_data(each["part"]) for each in data if each["part"] is not None})


def _col(data: dict[str, Any]) -> Col:
    return Col(**{**data, "aliases": tuple(data["aliases"]), "sens": Sensitivity(data["sens"])})
