"""Lists of old and new codes, or of codes and new addresses: CSV or workbook, columns found by their headings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gridctl.addresses.barelist import read_sheets
from gridctl.store.faults import UsageFault
from gridctl.text.normalize import label_key

if TYPE_CHECKING:
    from pathlib import Path

_HEADING_WITHIN: Final = 20
_OLD: Final = ("原编码", "旧编码", "原房屋编码", "房屋编码", "old code", "house code", "house_code")
_NEW: Final = ("新编码", "新房屋编码", "改为", "new code", "new_code")
_ADDRESS: Final = ("新地址", "标准地址", "地址", "new address", "address")


def read_pairs(path: Path, *, address: bool = False) -> list[tuple[str, str]]:
    """The old and new codes of a list, or with ``address`` the codes and new addresses; rows without both are left out.

    Raises NotFound when there is no such file and UsageFault when it cannot be read or lacks a column.
    """
    wanted = _ADDRESS if address else _NEW
    for _, rows in read_sheets(path):
        for at, row in enumerate(rows[:_HEADING_WITHIN]):
            old, new = _column(row, _OLD), _column(row, wanted)
            if old is not None and new is not None and old != new:
                listed = [(_cell(cells, old), _cell(cells, new)) for cells in rows[at + 1 :]]
                return [pair for pair in listed if all(pair)]
    raise UsageFault(
        f"{path.name} 里没有找到“{_OLD[0]}”和“{wanted[0]}”两列。",
        f"{path.name} has no columns headed {_OLD[4]} and {wanted[3]}.",
    )


def _column(row: list[str], names: tuple[str, ...]) -> int | None:
    keys = [label_key(cell) for cell in row]
    return next((keys.index(key) for key in map(label_key, names) if key in keys), None)


def _cell(cells: list[str], column: int) -> str:
    return cells[column].strip() if column < len(cells) else ""
