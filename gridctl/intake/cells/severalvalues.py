"""Cells that say several categories at once: 低保、残疾 is somebody on two lists, and two records."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from gridctl.intake.dictionary.vocabulary import CATEGORY, column_at
from gridctl.schema.codelists import code_list
from gridctl.text.normalize import squash
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gridctl.intake.reading.book import Cell

_BETWEEN: Final = pattern(r"[、,，;；/+＋\n]+")


def several_of(cells: Sequence[Cell], ledger: str) -> list[Sequence[Cell]]:
    """A column of categories as columns of one each, as many as a cell says at most; the cells as they are if one."""
    known = code_list(column_at(ledger, CATEGORY).col.codes or "")
    split: dict[str, list[str]] = {}
    for text in {cell for cell in cells if isinstance(cell, str) and _BETWEEN.search(cell)}:
        parts = [part for each in _BETWEEN.split(text) if (part := squash(each))]
        if len(parts) > 1 and known.find(text) is None and all(map(known.find, parts)):
            split[text] = parts
    if not split:
        return [cells]
    rows = [split.get(cell, [cell]) if isinstance(cell, str) else [cell] for cell in cells]
    return [list(column) for column in zip_longest(*rows, fillvalue="")]
