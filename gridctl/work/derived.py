"""A table that this feature puts into the index: its name and columns, each with its type and what it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class DerivedTable(NamedTuple):
    """The table's name, what it is called in Chinese and English, and by column: SQL type, meaning (zh, en)."""

    name: str
    zh: str
    en: str
    columns: Mapping[str, tuple[str, str, str]]

    @property
    def types(self) -> dict[str, str]:
        """SQL types by column."""
        return {name: kind for name, (kind, _, _) in self.columns.items()}

    @property
    def describe(self) -> dict[str, tuple[str, str]]:
        """What the index is told: the table under "", then each column, in Chinese and English."""
        return {"": (self.zh, self.en), **{name: (zh, en) for name, (_, zh, en) in self.columns.items()}}
