"""``FIELD=VALUE`` as people type them: which field of the record, and the value as the ledger would write it."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from gridctl.store.faults import NotFound, UsageFault
from gridctl.text.normalize import squash

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gridctl.store.fieldtable import Field, TableFields
    from gridctl.store.workspace import Workspace

_SEPARATORS = re.compile(r"[、,，;；]+")
_NAMED = {"grids": ("grid_code", "网格", "grid"), "staff": ("staff_no", "网格员", "staff member")}


def assigned(ws: Workspace, table: TableFields, given: Iterable[str]) -> dict[str, Any]:
    """Values by the path of their field (``occupancy``, ``details.basis``), names of grids and staff as their codes.

    Raises ``UsageFault`` for a text without ``=``, an unknown field, a field twice or an empty value; ``NotFound`` for
    a grid that does not exist.
    """
    values: dict[str, Any] = {}
    for each in given:
        word, sign, text = each.replace("＝", "=", 1).partition("=")
        if not sign or not word.strip():
            raise UsageFault(
                f"“{each}”应写成 字段=值，例如 居住状态=出租。",
                f'Write "{each}" as FIELD=VALUE, e.g. occupancy=rented.',
            )
        field = field_named(table, word.strip())
        path = inner_path(table, field)
        if path in values:
            raise UsageFault(f"“{word.strip()}”写了两次。", f'"{word.strip()}" is given twice.')
        if not squash(text):
            word = word.strip()
            raise UsageFault(
                f"“{word}”没有值。要清除已有的值，用 gridctl edit … --clear {word}。",
                f'"{word}" has no value. To remove the one there is, use gridctl edit … --clear {word}.',
            )
        values[path] = referred(ws, field, text.strip())
    return values


def field_named(table: TableFields, word: str) -> Field:
    """The field of this label, name or alias; raises ``UsageFault`` with what was probably meant."""
    found = table.named(word)
    if found is not None:
        return found
    labels = [label for each in table.fields for label in (each.column.col.zh, each.sql, each.column.col.en)]
    near = get_close_matches(word, labels, 3, 0.5)
    raise UsageFault(
        f"{table.zh}没有“{word}”这个字段。"
        + (f"是不是：{'、'.join(near)}？" if near else "用 gridctl export dictionary 查看。"),
        f'{table.en} have no field "{word}". '
        + (f"Did you mean: {', '.join(near)}?" if near else "gridctl export dictionary lists every field."),
    )


def inner_path(table: TableFields, field: Field) -> str:
    """A field's path within the record or part it belongs to."""
    return field.path.removeprefix(f"{table.path}.") if table.path and not field.owner else field.path


def referred(ws: Workspace, field: Field, text: str) -> Any:
    """The value; a grid or staff member given by name is the one with that name. Raises ``NotFound`` for no grid."""
    ref = field.column.col.ref or ""
    if ref not in _NAMED:
        return text
    if field.column.kind == "list":
        return [_key(ws, ref, each) for each in _SEPARATORS.split(text) if each.strip()]
    return _key(ws, ref, text)


def _key(ws: Workspace, ref: str, text: str) -> str:
    key, zh, en = _NAMED[ref]
    text = squash(text)
    rows = ws.index().sql(
        f'SELECT "{key}" FROM {ref} WHERE current AND ("{key}" = $1 OR name = $1) ORDER BY "{key}" != $1',  # noqa: S608 - own names
        [text],
    )
    if rows and (len(rows) == 1 or rows[0][0] == text):
        return str(rows[0][0])
    if rows:
        raise UsageFault(
            f"有 {len(rows)} 个{zh}叫 {text}，请写编码。", f"{len(rows)} of {ref} are called {text}; give the code."
        )
    if ref == "grids" and ws.index().sql("SELECT 1 FROM grids LIMIT 1"):
        raise NotFound(
            f"没有{zh} {text}。用 gridctl list 网格 查看。", f"There is no {en} {text}. See gridctl list grids."
        )
    return text
