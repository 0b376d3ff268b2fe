"""References: every field whose ``Col`` names another ledger is looked up there, whatever ledger it is in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gridctl.findings.finding import Finding
from gridctl.schema.ledgers import ledger
from gridctl.store.indexfields import referring
from gridctl.text.masking import mask_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gridctl.findings.finding import Severity
    from gridctl.store.index import Index
    from gridctl.store.indexfields import IndexField

# A house is referred to by its code and a person by their id; everything else by its ledger's key.
_TARGET_KEYS = {"households": "house_code", "persons": "id"}
# Where something more telling can be said than X101.
_UNKNOWN = {"households": "C204"}
_ORPHAN_GRID = "G107"
_ENDED = "X102"
# What is past may refer to what has ended since.
_OF_THE_PAST = frozenset(("visits", "cases", "windows"))


def check_references(index: Index, severity: Callable[[str], Severity | None]) -> Iterator[Finding]:
    """X101, C204 and G107 for references to nothing; X102 for references to what has ended."""
    filled = index.filled()
    for field in referring():
        if field.table not in filled:
            continue
        to_nothing = _code(field)
        unknown, ended = severity(to_nothing), severity(_ENDED)
        if unknown is None and ended is None:
            continue
        for row in index.rows(_query(field)):
            code, level = (to_nothing, unknown) if row["status"] is None else (_ENDED, ended)
            if level is not None and (code != _ENDED or _tells_ended(field)):
                yield _finding(field, code, level, row)


def _code(field: IndexField) -> str:
    """The code of a reference to nothing."""
    orphan_grid = (field.table, field.name) == ("grids", "parent")
    return _ORPHAN_GRID if orphan_grid else _UNKNOWN.get(_target(field), "X101")


def _target(field: IndexField) -> str:
    return str(field.column.col.ref)


def _query(field: IndexField) -> str:
    target = _target(field)
    key = _TARGET_KEYS.get(target) or ledger(target).key
    current = "true" if field.part else "current"
    path = f"{field.path} || '[' || (number - 1) || ']'" if field.many else field.path
    value = f"unnest({field.name})" if field.many else field.name
    number = f"generate_subscripts({field.name}, 1)" if field.many else "0"
    seq = ", seq" if field.part else ""
    # Names come from the models and from the table above, never from data.
    return f"""
        with referring as (
            select {field.owner} as record, {value} as value, {number} as number {seq}
            from {field.table} where {current}
        ), known as (
            select {key} as key, if(bool_or(current), 'in use', 'ended') as status from {target} group by {key}
        )
        select r.record, {path} as field, r.value, k.status
        from referring r left join known k on k.key = r.value
        where r.value is not null and k.status is distinct from 'in use'
    """  # noqa: S608


def _tells_ended(field: IndexField) -> bool:
    """Whether X102 speaks of it: G104 tells of ended grids which grid took over, X202 what became of the person."""
    has_own_rule = field.name == "grid_code" or (field.table, field.name) == ("special_groups", "person")
    return not has_own_rule and field.ledger not in _OF_THE_PAST


def _finding(field: IndexField, code: str, severity: Severity, row: dict[str, Any]) -> Finding:
    target, value = _target(field), str(row["value"])
    partner = value
    if target == "persons" and not value.isascii():
        # Somebody's name where their number belongs: the field is not masked, as numbers need not be.
        value = mask_name(value)
    ledger_meant = "households" if target == "persons" else target
    params = {"value": value, "target_ledger": ledger_meant, "partner": partner}
    return Finding(
        code, severity, ledger=field.ledger, record=str(row["record"] or ""), field=row["field"], params=params
    )
