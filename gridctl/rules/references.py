"""References: every field whose ``Col`` names another ledger is looked up there, whatever ledger it is in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gridctl.findings.finding import Finding
from gridctl.schema.col import Column, columns
from gridctl.schema.ledgers import LEDGERS, Ledger, ledger
from gridctl.text.masking import mask_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gridctl.findings.finding import Severity
    from gridctl.store.index import Index

# A house is referred to by its code and a person by their id; everything else by its ledger's key.
_TARGET_KEYS = {"households": "house_code", "persons": "id"}
# Where something more telling can be said than X101.
_UNKNOWN = {"households": "C204"}
_ORPHAN_GRID = "G107"
# What is past may refer to what has ended since.
_OF_THE_PAST = frozenset(("visits", "cases", "windows"))


@dataclass(frozen=True, slots=True)
class Reference:
    """A field that refers: its table, what names the owner there, its path within the record, and its target."""

    ledger: str
    table: str
    owner: str
    path: str
    column: str
    many: bool
    target: str

    @property
    def unknown(self) -> str:
        """The code of a reference to nothing."""
        return _ORPHAN_GRID if (self.table, self.column) == ("grids", "parent") else _UNKNOWN.get(self.target, "X101")


def references() -> Iterator[Reference]:
    """Every referring field of every ledger and its parts."""
    for about in LEDGERS:
        for column in about.columns:
            if column.col.ref:
                yield _reference(about, about.name, about.key, f"'{column.name}'", column)
            if column.part is not None and column.col.table:
                for inner in columns(column.part):
                    if inner.col.ref:
                        path = f"'{column.name}[' || seq || '].{inner.name}'"
                        yield _reference(about, column.col.table, "parent", path, inner)


def check_references(index: Index, severity: Callable[[str], Severity | None]) -> Iterator[Finding]:
    """X101, C204 and G107 for references to nothing; X102 for references to what has ended."""
    filled = index.filled()
    for each in references():
        if each.table not in filled:
            continue
        unknown, ended = severity(each.unknown), severity("X102")
        if unknown is None and ended is None:
            continue
        for row in index.rows(_query(each)):
            code, level = (each.unknown, unknown) if row["status"] is None else ("X102", ended)
            if level is not None and (code != "X102" or _tells_ended(each)):
                yield _finding(each, code, level, row)


def _reference(about: Ledger, table: str, owner: str, path: str, column: Column) -> Reference:
    return Reference(about.name, table, owner, path, column.name, column.kind == "list", str(column.col.ref))


def _query(each: Reference) -> str:
    key = _TARGET_KEYS.get(each.target) or ledger(each.target).key
    current = "current" if each.table in {about.name for about in LEDGERS} else "true"
    path = f"{each.path} || '[' || (number - 1) || ']'" if each.many else each.path
    value = f"unnest({each.column})" if each.many else each.column
    number = f"generate_subscripts({each.column}, 1)" if each.many else "0"
    seq = ", seq" if "seq" in each.path else ""
    # Names come from the models and from the table above, never from data.
    return f"""
        with referring as (
            select {each.owner} as record, {value} as value, {number} as number {seq} from {each.table} where {current}
        ), known as (
            select {key} as key, if(bool_or(current), 'in use', 'ended') as status from {each.target} group by {key}
        )
        select r.record, {path} as field, r.value, k.status
        from referring r left join known k on k.key = r.value
        where r.value is not null and k.status is distinct from 'in use'
    """  # noqa: S608


def _tells_ended(each: Reference) -> bool:
    """Whether X102 speaks of it: G104 tells of ended grids which grid took over, X202 what became of the person."""
    has_own_rule = each.column == "grid_code" or (each.table, each.column) == ("special_groups", "person")
    return not has_own_rule and each.ledger not in _OF_THE_PAST


def _finding(each: Reference, code: str, severity: Severity, row: dict[str, Any]) -> Finding:
    value = str(row["value"])
    partner = value
    if each.target == "persons" and not value.isascii():
        # Somebody's name where their number belongs: the field is not masked, as numbers need not be.
        value = mask_name(value)
    target = "households" if each.target == "persons" else each.target
    params = {"value": value, "target_ledger": target, "partner": partner}
    return Finding(
        code, severity, ledger=each.ledger, record=str(row["record"] or ""), field=row["field"], params=params
    )
