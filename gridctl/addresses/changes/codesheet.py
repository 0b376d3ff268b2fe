"""Lists of old and new codes, or of codes and new addresses: CSV or workbook, columns found by their headings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridctl.addresses.doubles.barelist import HEADING_WITHIN, cell_of, list_headings, read_sheets
from gridctl.store.faults import UsageFault
from gridctl.text.normalize import label_key

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def read_pairs(path: Path, *, address: bool = False) -> list[tuple[str, str]]:
    """The old and new codes of a list, or with ``address`` the codes and new addresses; rows without both are left out.

    Raises NotFound when there is no such file and UsageFault when it cannot be read or lacks a column.
    """
    before, after = (list_headings()[name] for name in ("old_code", "new_address" if address else "new_code"))
    for _, rows in read_sheets(path):
        for at, row in enumerate(rows[:HEADING_WITHIN]):
            old, new = _column(row, before), _column(row, after)
            if old is not None and new is not None and old != new:
                listed = [(cell_of(cells, old), cell_of(cells, new)) for cells in rows[at + 1 :]]
                return [pair for pair in listed if all(pair)]
    raise UsageFault(
        f"{path.name} 里没有找到“{before[0]}”和“{after[0]}”两列。",
        f"{path.name} has no columns headed {_in_english(before)} and {_in_english(after)}.",
    )


def _column(row: list[str], headings: Iterable[str]) -> int | None:
    keys = [label_key(cell) for cell in row]
    return next((keys.index(key) for key in map(label_key, headings) if key in keys), None)


def _in_english(headings: Iterable[str]) -> str:
    return next(each for each in headings if each.isascii())
