"""Days whose year, month and day are in columns of their own, as one text each."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from gridctl.intake.reading.book import cell_text, is_empty
from gridctl.text.normalize import squash

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gridctl.intake.columns.headings import ColumnMatch
    from gridctl.intake.reading.book import Cell


def days_in_parts(columns: Iterable[ColumnMatch]) -> dict[str, list[ColumnMatch]]:
    """The columns of each date that has several, year first."""
    found: dict[str, list[ColumnMatch]] = {}
    for each in columns:
        if each.target is not None and each.target.role == "day":
            found.setdefault(each.target.field, []).append(each)
    return {field: sorted(own, key=_part) for field, own in found.items()}


def as_days(columns: Sequence[Sequence[Cell]]) -> list[Cell]:
    """The cells of two or three columns as 2026年7月6日 or 7月6日; blank where all are."""
    units = "年月日"[-len(columns) :]
    return [_as_day(row, units) for row in zip_longest(*columns, fillvalue="")]


def _as_day(cells: Sequence[Cell], units: str) -> str:
    texts = [squash(cell_text(cell)).removesuffix(unit) for cell, unit in zip(cells, units, strict=True)]
    return "" if all(map(is_empty, texts)) else "".join(map("".join, zip(texts, units, strict=True)))


def _part(each: ColumnMatch) -> int:
    return each.target.join if each.target else 0
