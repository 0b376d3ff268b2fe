"""House codes of a bare list, read for the few rows that are shown: the list itself is held without them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridctl.addresses.doubles.barelist import cell_of, list_table

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path


def codes_of(path: Path, rows: Collection[int]) -> dict[int, str]:
    """The house codes of these rows (counted from 0 among those with an address); {} without a column of codes."""
    _, columns, body = list_table(path, "address")
    code, address = columns.get("house_code"), columns["address"]
    if code is None:
        return {}
    found: dict[int, str] = {}
    number = -1
    for cells in body:
        number += bool(cell_of(cells, address))
        if number in rows and number not in found:
            found[number] = cell_of(cells, code)
    return found
