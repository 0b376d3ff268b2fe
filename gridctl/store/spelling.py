"""The label nearest to a field name nobody knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import process

from gridctl.schema.col import column, columns

if TYPE_CHECKING:
    from pydantic import BaseModel

    from gridctl.store.fieldpath import Path


def nearest_label(model: type[BaseModel], path: Path) -> str:
    """The label or English name nearest to the last step of ``path``; a heading of real forms counts as its label."""
    for step in path[:-1]:
        part = column(model, step).part if isinstance(step, str) else model
        if part is None:
            return ""
        model = part
    written = str(path[-1])
    known: dict[str, str] = {}
    for each in columns(model):
        known[each.name] = each.name
        for name in (each.col.zh, *each.col.aliases):
            known.setdefault(name, each.col.zh)
    found = process.extractOne(written, list(known))
    return known[found[0]] if found else ""
