"""Which fields of which ledgers refer to a house, a resident, a building or a grid, as the models declare it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from gridctl.store.changeset import Set
from gridctl.store.indexfields import referring

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gridctl.store.index import Index
    from gridctl.store.indexfields import IndexField

_ONE_OF: Final = "{} IN (SELECT unnest(?))"


class Reference(NamedTuple):
    """One place that refers: the record and the path of the field in it."""

    ledger: str
    record: str
    path: str


@cache
def code_references() -> tuple[IndexField, ...]:
    """The fields that hold a house's code."""
    return _single("households")


@cache
def person_references() -> tuple[IndexField, ...]:
    """The fields that hold a resident's id."""
    return _single("persons")


def replacing(
    index: Index, target: str, renamed: Mapping[str, str], without: frozenset[str] = frozenset()
) -> list[Set]:
    """The changes that make every reference to these codes name the new ones, whatever ledger it is in.

    All at once, from what stands there now: codes may take each other's place. A list that would name one twice names
    it once. ``without`` are ledgers left alone.
    """
    found = []
    for field in referring(target):
        if field.ledger in without:
            continue
        wanted = f"list_has_any({field.name}, ?)" if field.many else _ONE_OF.format(field.name)
        for record, where, old in index.sql(_places(field, wanted), [list(renamed)]):
            found.append(Set(field.ledger, record, where, old, _renamed(old, renamed)))
    return found


def _places(field: IndexField, wanted: str) -> str:
    """The query for the records that a field refers in, its path there, and what it holds."""
    # Names come from the models, never from data.
    return f"SELECT {field.owner}, {field.path}, {field.name} FROM {field.table} WHERE {wanted} ORDER BY 1, 2"  # noqa: S608


def _renamed(old: Any, renamed: Mapping[str, str]) -> Any:
    if isinstance(old, list):
        return list(dict.fromkeys(renamed.get(each, each) for each in old))
    return renamed[old]


def find_references(index: Index, fields: tuple[IndexField, ...], values: list[str]) -> dict[str, list[Reference]]:
    """The places that refer to each of these codes or ids, in records in use and ended ones alike."""
    found: dict[str, list[Reference]] = {}
    for field in fields:
        for record, where, value in index.sql(_places(field, _ONE_OF.format(field.name)), [values]):
            found.setdefault(value, []).append(Reference(field.ledger, record, where))
    return found


def visits_of(index: Index, households: list[str]) -> dict[str, list[str]]:
    """The visits whose target is one of these records, by record."""
    found: dict[str, list[str]] = {}
    query = "SELECT target, id FROM visits WHERE target IN (SELECT unnest(?)) ORDER BY id"
    for target, visit in index.sql(query, [households]):
        found.setdefault(target, []).append(visit)
    return found


def _single(target: str) -> tuple[IndexField, ...]:
    found = referring(target)
    many = next((each for each in found if each.many), None)
    if many is not None:
        raise TypeError(f"{many.ledger}.{many.name}: a list of houses or residents cannot be followed")
    return found
