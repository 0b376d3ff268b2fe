"""Which fields of which ledgers refer to a house, a resident, a building or a grid, as the models declare it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from gridctl.schema.col import columns
from gridctl.schema.ledgers import LEDGERS
from gridctl.store.changeset import Set

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gridctl.schema.col import Column
    from gridctl.schema.ledgers import Ledger
    from gridctl.store.index import Index


class ReferringField(NamedTuple):
    """A field that refers. ``part`` is the list of parts it stands in ("" for none); ``many``: it holds a list."""

    ledger: str
    key: str
    part: str
    table: str
    column: str
    many: bool = False


class Reference(NamedTuple):
    """One place that refers: the record and the path of the field in it."""

    ledger: str
    record: str
    path: str


@cache
def code_references() -> tuple[ReferringField, ...]:
    """The fields that hold a house's code."""
    return _single("households")


@cache
def person_references() -> tuple[ReferringField, ...]:
    """The fields that hold a resident's id."""
    return _single("persons")


@cache
def references_to(target: str) -> tuple[ReferringField, ...]:
    """The fields that refer to a ledger, or to ``persons``."""
    return tuple(_referring(target))


def replacing(
    index: Index, target: str, renamed: Mapping[str, str], without: frozenset[str] = frozenset()
) -> list[Set]:
    """The changes that make every reference to these codes name the new ones, whatever ledger it is in.

    All at once, from what stands there now: codes may take each other's place. A list that would name one twice names
    it once. ``without`` are ledgers left alone.
    """
    found = []
    for field in references_to(target):
        if field.ledger in without:
            continue
        owner, path, value = _sql(field)
        wanted = f"list_has_any({value}, ?)" if field.many else f"{value} IN (SELECT unnest(?))"
        # Names come from the models, never from data.
        query = f"SELECT {owner}, {path}, {value} FROM {field.table} WHERE {wanted} ORDER BY 1, 2"  # noqa: S608
        for record, where, old in index.sql(query, [list(renamed)]):
            found.append(Set(field.ledger, record, where, old, _renamed(old, renamed)))
    return found


def _renamed(old: Any, renamed: Mapping[str, str]) -> Any:
    if isinstance(old, list):
        return list(dict.fromkeys(renamed.get(each, each) for each in old))
    return renamed[old]


def _sql(field: ReferringField) -> tuple[str, str, str]:
    """What names the record, the field's path and its value in a query."""
    if field.part:
        return "parent", f"'{field.part}[' || seq || '].{field.column}'", field.column
    return field.key, f"'{field.column}'", field.column


def find_references(index: Index, fields: tuple[ReferringField, ...], values: list[str]) -> dict[str, list[Reference]]:
    """The places that refer to each of these codes or ids, in records in use and ended ones alike."""
    found: dict[str, list[Reference]] = {}
    for field in fields:
        owner, path, column = _sql(field)
        # Names come from the models, never from data.
        query = (
            f"SELECT {owner}, {path}, {column} FROM {field.table} "  # noqa: S608
            f"WHERE {column} IN (SELECT unnest(?)) ORDER BY 1, 2"
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


def _single(target: str) -> tuple[ReferringField, ...]:
    found = references_to(target)
    many = next((each for each in found if each.many), None)
    if many is not None:
        raise TypeError(f"{many.ledger}.{many.column}: a list of houses or residents cannot be followed")
    return found


def _field(about: Ledger, part: str, table: str, column: Column) -> ReferringField:
    return ReferringField(about.name, about.key, part, table, column.name, column.kind == "list")
