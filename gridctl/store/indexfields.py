"""Where the models' fields stand in the index: their tables, what names the record there, and their paths in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from gridctl.schema.col import columns
from gridctl.schema.ledgers import LEDGERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gridctl.schema.col import Column


@dataclass(frozen=True, slots=True)
class IndexField:
    """A field with a column of its own, in its ledger's table or in that of a list of parts.

    ``key`` is the key of the ledger, ``part`` the list of parts that the field stands in, "" for none.
    """

    ledger: str
    key: str
    part: str
    table: str
    column: Column

    @property
    def name(self) -> str:
        """The field's name, and its column's in the table."""
        return self.column.name

    @property
    def many(self) -> bool:
        """Whether it holds a list."""
        return self.column.kind == "list"

    @property
    def owner(self) -> str:
        """The column that names the record."""
        return "parent" if self.part else self.key

    @property
    def path(self) -> str:
        """The field's path within the record, as SQL: ``'address'``, ``'members[' || seq || '].name'``."""
        return f"'{self.part}[' || seq || '].{self.name}'" if self.part else f"'{self.name}'"


@cache
def index_fields() -> tuple[IndexField, ...]:
    """The fields of all ledgers, in their order; a list of parts is followed into its table."""
    return tuple(_index_fields())


@cache
def referring(target: str = "") -> tuple[IndexField, ...]:
    """The fields that refer to a ledger or to ``persons``; without a target, all that refer to anything."""
    return tuple(each for each in index_fields() if each.column.col.ref and target in ("", each.column.col.ref))


def _index_fields() -> Iterator[IndexField]:
    for ledger in LEDGERS:
        for column in ledger.columns:
            if column.part is None:
                yield IndexField(ledger.name, ledger.key, "", ledger.name, column)
            elif column.col.table:
                for inner in columns(column.part):
                    if inner.part is None:
                        yield IndexField(ledger.name, ledger.key, column.name, column.col.table, inner)
