"""How a ledger's records lie in a workbook: one sheet for the records, one more for each list of parts.

A part's row names its record by the record's id; a record without an id of its own is named by its row, ``#7``. The
fields of a single part (准入) are columns with its label before theirs (准入/准入日期).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from gridctl.schema.col import Column, columns

if TYPE_CHECKING:
    from pydantic import BaseModel

    from gridctl.schema.ledgers import Ledger

BETWEEN = "/"


@dataclass(frozen=True, slots=True)
class Slot:
    """One heading: its text, the names that lead to its field, and the field."""

    heading: str
    path: tuple[str, ...]
    column: Column

    @property
    def many(self) -> bool:
        """Whether its cells hold lists."""
        return self.column.kind == "list"


def key_heading(ledger: Ledger) -> str:
    """The heading under which every sheet names the record."""
    return ledger.column(ledger.key).col.zh


@cache
def slots(model: type[BaseModel]) -> tuple[Slot, ...]:
    """The headings of a model's sheet, in order; lists of parts are on sheets of their own."""
    found: list[Slot] = []
    for column in columns(model):
        if column.kind == "part" and column.part is not None:
            found += [
                Slot(f"{column.col.zh}{BETWEEN}{each.col.zh}", (column.name, each.name), each)
                for each in columns(column.part)
            ]
        elif column.kind != "parts":
            found.append(Slot(column.col.zh, (column.name,), column))
    return tuple(found)


def part_sheets(ledger: Ledger) -> list[Column]:
    """The fields whose parts have a sheet of their own, named by the field's label."""
    return [column for column in columns(ledger.model) if column.kind == "parts"]
