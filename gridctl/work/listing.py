"""Tasks as lines for machines, personal values masked unless asked for."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

from gridctl.text.masking import mask_address, mask_name

if TYPE_CHECKING:
    from collections.abc import Sequence

OF_RESIDENTS = ("households", "special_groups")
"""Tables of targets whose names and places are personal."""


class Masker:
    """Hides names of residents and where they live; each value is worked out once."""

    def __init__(self, *, reveal: bool) -> None:
        self._reveal = reveal
        self._known: dict[tuple[str, str], str] = {}

    def line(self, names: Sequence[str], row: Sequence[object]) -> str:
        """One task as a line of JSON."""
        data = self.data(dict(zip(names, row, strict=True)))
        return json.dumps(data, ensure_ascii=False, default=_plain) + "\n"

    def data(self, task: dict[str, object]) -> dict[str, object]:
        """A task's fields by name, masked, in place."""
        if not self._reveal and task["target_table"] in OF_RESIDENTS:
            task["name"] = self._masked("name", str(task["name"] or ""))
            task["place"] = self._masked("place", str(task["place"] or ""))
        return task

    def _masked(self, kind: str, value: str) -> str:
        known = self._known.get((kind, value))
        if known is None:
            known = self._known[kind, value] = mask_name(value) if kind == "name" else mask_address(value)
        return known


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} is no value of a task")
