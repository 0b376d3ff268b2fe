"""Texts that a table guards against Excel, ="19900001234": Excel shows the number, other readers the guard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gridctl.intake.reading.book import Cell

_GUARDED: Final = pattern(r'\s*="((?:[^"]|"")*)"\s*')


def may_be_in(text: str) -> bool:
    """Whether a whole table's text may hold any; attributes of a web page look the same."""
    return '="' in text or "=&quot;" in text


def unguarded(text: str) -> str:
    """What a guarded text says; any other text as it is."""
    found = _GUARDED.fullmatch(text)
    return found[1].replace('""', '"') if found else text


def unguard(rows: Sequence[list[Cell]]) -> int:
    """Put what they say in place of guarded texts; how many there were."""
    count = 0
    for row in rows:
        for col, cell in enumerate(row):
            if isinstance(cell, str) and "=" in cell and (said := unguarded(cell)) != cell:
                row[col] = said
                count += 1
    return count
