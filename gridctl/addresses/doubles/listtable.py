"""The groups of a bare list as a table, a row a row: nothing of it is read back, there is no ledger to change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gridctl.addresses.doubles.words import reasons, words
from gridctl.findings.table import Table, TableColumn, Words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gridctl.addresses.doubles.barelist import BareList
    from gridctl.addresses.doubles.blocks import ListGroup
    from gridctl.findings.table import Cell

_COLUMNS: Final = (
    TableColumn("group", "组", "group", "count", 4),
    TableColumn("tier", "把握", "tier", width=6),
    TableColumn("row", "行", "row", width=10),
    TableColumn("house_code", "房屋编码", "house code", width=27),
    TableColumn("community", "社区", "community", width=16),
    TableColumn("address", "地址", "address", width=50),
    TableColumn("reasons", "理由", "reasons", width=30),
)
_TITLE: Final = Words("清单里的同一处房屋", "Rows of one house")


def list_table_of(listed: BareList, groups: Sequence[ListGroup], codes: Mapping[int, str]) -> Table:
    """The groups of a list with an empty row between them; ``codes`` are the house codes by row."""
    rows: list[tuple[Cell, ...]] = []
    for number, group in enumerate(groups, 1):
        if rows:
            rows.append((None,) * len(_COLUMNS))
        rows += [
            (
                number, words("tiers", group.tier), str(listed.ids[row]), codes.get(row, ""),
                listed.communities[row], listed.addresses[row], reasons(group.reasons),
            )
            for row in group.rows
        ]  # fmt: skip
    return Table(_TITLE, _COLUMNS, tuple(rows))
