"""Records of a ledger, or its parts, chosen by a condition: the rows behind ``gridctl list``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gridctl.review.lookup_condition import parse_condition
from gridctl.review.lookup_scope import Scope
from gridctl.schema.ledgers import ledger
from gridctl.store.fieldtable import fields

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from gridctl.review.lookup_scope import Reference
    from gridctl.store.fieldtable import Field, TableFields
    from gridctl.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Listing:
    """Values as the index has them, a column for each field; nothing is masked yet. ``total`` is how many there are."""

    table: TableFields
    fields: tuple[Field, ...]
    rows: tuple[tuple[Any, ...], ...]
    total: int = 0


def list_records(
    ws: Workspace,
    table: TableFields,
    *,
    where: str = "",
    columns: Sequence[str] = (),
    grids: Collection[str] | None = None,
    sort: Sequence[str] = (),
    ended: bool = False,
    most: int = 0,
) -> Listing:
    """The rows that ``where`` holds for, those in use only unless ``ended``; raises ``UsageFault``.

    ``sort`` names fields; a minus before one turns its order round. Rows without a value come last. With
    ``most``, only so many rows are fetched.
    """
    scope = Scope(fields(ws), table, ws.today)
    shown = [scope.column(each) for each in columns] if columns else _usual(scope)
    conditions, params = _bounds(scope, grids, ended=ended)
    if where:
        sql, more = parse_condition(where, scope, ws.today)
        conditions.append(sql)
        params += more
    source = f'FROM "{table.name}" t'
    if conditions:
        source += f" WHERE {' AND '.join(conditions)}"
    query = f"SELECT {', '.join(each.sql for each in shown)} {source}"
    order = [_order(scope, each) for each in sort] or _usual_order(scope)
    query += f" ORDER BY {', '.join((*order, 't.path', 't.seq' if table.path else 't.row'))}"
    rows = ws.index().sql(f"{query} LIMIT {most}" if most else query, params)
    total = len(rows)
    if most and total == most:
        [(total,)] = ws.index().sql(f"SELECT count(*) {source}", params)
    return Listing(table, tuple(each.field for each in shown), tuple(rows), total)


def key_of(table: TableFields) -> str:
    """The column by which `gridctl show` finds a row: its own key, or that of the record it belongs to."""
    own = {each.sql for each in table.fields}
    return "parent" if table.path and "id" not in own else "id" if table.path else ledger(table.ledger).key


def _usual(scope: Scope) -> list[Reference]:
    """The key, who or where it is, what else is required; codes last, where a narrow screen leaves them out."""
    table = scope.table
    names = [each.sql for each in table.fields if each.column.col.need == "default" or each.owner]
    key = key_of(table)
    has = {each.sql for each in table.fields}
    first = [each for each in ("name", "visited_on", "target_name", "address") if each in has]
    codes = [each for each in names if each.endswith("_code")]
    rest = [each for each in names if each not in (*first, *codes, key)]
    chosen = dict.fromkeys((*([] if key == "parent" else [key]), *first, *rest, *codes))
    found = [scope.own(each) for each in chosen]
    if table.name == "households":
        found.insert(3, scope.people())
    return found


def _bounds(scope: Scope, grids: Collection[str] | None, *, ended: bool) -> tuple[list[str], list[Any]]:
    table = scope.table
    conditions: list[str] = []
    params: list[Any] = []
    owner = ledger(table.ledger)
    if not ended:
        has_current = not table.path or table.name == "persons"
        inside = f'SELECT o."{owner.key}" FROM "{owner.name}" o WHERE o.current'  # noqa: S608 - own names
        conditions.append("t.current" if has_current else f"t.parent IN ({inside})")
    if grids is not None:
        names = [each for each in table.fields if each.column.col.ref == "grids" or each.sql == "grid_code"]
        of_grid = [
            f'list_has_any(t."{each.sql}", ?)' if each.column.kind == "list" else f'list_contains(?, t."{each.sql}")'
            for each in names
        ]
        if of_grid:
            conditions.append(f"coalesce({' OR '.join(of_grid)}, false)")
            params += [sorted(grids)] * len(of_grid)
    return conditions, params


def _order(scope: Scope, word: str) -> str:
    down = word.startswith("-")
    return f"{scope.column(word.removeprefix('-')).sql} {'DESC' if down else 'ASC'} NULLS LAST"


def _usual_order(scope: Scope) -> list[str]:
    has = {each.sql for each in scope.table.fields}
    return [f't."{each}" NULLS LAST' for each in ("grid_code", "house_code", "visited_on") if each in has]
