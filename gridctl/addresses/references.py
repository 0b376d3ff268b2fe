"""Which fields of which ledgers refer to a house or to one of its residents, as the models declare it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from gridctl.schema.col import columns
from gridctl.schema.ledgers import LEDGERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gridctl.schema.col import Column
    from gridctl.schema.ledgers import Ledger
    from gridctl.store.index import Index


class ReferringField(NamedTuple):
    """A field that refers. ``part`` is the list of parts it stands in ("" for none)."""

    ledger: str
    key: str
    part: str
    table: str
    column: str


class Reference(NamedTuple):
    """One place that refers: the record and the path of the field in it."""

    ledger: str
    record: str
    path: str


@cache
def code_references() -> tuple[ReferringField, ...]:
    """The fields that hold a house's code."""
    return tuple(_referring("households"))


@cache
def person_references() -> tuple[ReferringField, ...]:
    """The fields that hold a resident's id."""
    return tuple(_referring("persons"))


def find_references(index: Index, fields: tuple[ReferringField, ...], values: list[str]) -> dict[str, list[Reference]]:
    """The places that refer to each of these codes or ids, in records in use and ended ones alike."""
    found: dict[str, list[Reference]] = {}
    for field in fields:
        owner = "parent" if field.part else field.key
        path = f"'{field.part}[' || seq || '].{field.column}'" if field.part else f"'{field.column}'"
        # Names come from the models, never from data.
        query = (
            f"SELECT {owner}, {path}, {field.column} FROM {field.table} "  # noqa: S608
            f"WHERE {field.column} IN (SELECT unnest(?)) ORDER BY 1, 2"
        )
        for record, where, value in index.sql(query, [values]):
            found.setdefault(value, []).append(Reference(field.ledger, record, where))
    return found


def visits_of(index: Index, households: list[str]) -> dict[str, list[str]]:
    """The visits whose target is one of these records, by record."""
    found: dict[str, list[str]] = {}
    query = "SELECT target, id FROM visits WHERE target IN (SELECT unnest(?)) ORDER BY id"
    for target, visit in index.sql(query, [households]):
        found.setdefault(target, []).append(visit)
    return found


def _referring(target: str) -> Iterator[ReferringField]:
    for about in LEDGERS:
        for column in about.columns:
            if column.col.ref == target:
                yield _field(about, "", about.name, column)
            if column.part is not None and column.col.table:
                for inner in columns(column.part):
                    if inner.col.ref == target:
                        yield _field(about, column.name, column.col.table, inner)


def _field(about: Ledger, part: str, table: str, column: Column) -> ReferringField:
    if column.kind == "list":
        raise TypeError(f"{about.name}.{column.name}: a list of houses or residents cannot be followed")
    return ReferringField(about.name, about.key, part, table, column.name)
