"""A comparison of one field with typed values, as SQL with parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gridctl.schema.codelists import code_list
from gridctl.store.faults import UsageFault
from gridctl.text.normalize import nfkc, squash

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from gridctl.review.lookup_scope import Reference
    from gridctl.schema.codelists import CodeItem
    from gridctl.schema.col import Column

Sql = tuple[str, list[Any]]

_YES = {"是": True, "有": True, "yes": True, "true": True, "y": True, "1": True}
_NO = {"否": False, "无": False, "没有": False, "no": False, "false": False, "n": False, "0": False}
_CHOICES_SHOWN = 15


def comparison(reference: Reference, operator: str, values: Sequence[str], today: date) -> Sql:
    """``operator`` is one of = != > < >= <= ~ !~; with several values the field equals any of them.

    An empty field equals nothing and differs from everything. Raises ``UsageFault`` for a value the field cannot have.
    """
    column = reference.field.column
    negative = operator in ("!=", "!~")
    plain = {"!=": "=", "!~": "~"}.get(operator, operator)
    found = [_single(column, reference.sql, plain, squash(value), today) for value in values]
    sql = " OR ".join(each for each, _ in found)
    params = [value for _, listed in found for value in listed]
    return f"{'NOT ' if negative else ''}coalesce({sql}, false)", params


def emptiness(reference: Reference, *, filled: bool) -> Sql:
    """Whether the field has a value."""
    empty = f"{reference.sql} IS NULL"
    if reference.field.column.kind == "list":
        empty = f"coalesce(len({reference.sql}), 0) = 0"
    return f"{'NOT ' if filled else ''}({empty})", []


def _single(column: Column, sql: str, operator: str, value: str, today: date) -> Sql:
    if column.kind in ("date", "moment"):
        return _of_time(column, sql, operator, value, today)
    if column.kind in ("number", "count"):
        return f"{sql} {_ordered(column, operator, '~')} ?", [_number(column, value)]
    if operator not in ("=", "~"):
        raise UsageFault(
            f"“{column.col.zh}”不能比大小，只有数字和日期可以。",
            f'"{column.col.en}" has no order: only numbers and dates can be compared with {operator}.',
        )
    if column.kind == "yesno":
        return f"{sql} = ?", [_yesno(column, value)]
    if column.col.codes:
        keys = [each.key for each in _items(column, value, operator)]
        return (f"list_has_any({sql}, ?)" if column.kind == "list" else f"list_contains(?, {sql})"), [keys]
    if column.kind == "list":
        inside = f"array_to_string({sql}, chr(10))"
        return (f"list_contains({sql}, ?)" if operator == "=" else f"contains({inside}, ?)"), [value]
    return (f"{sql} = ?" if operator == "=" else f"contains(lower({sql}), lower(?))"), [value]


def _of_time(column: Column, sql: str, operator: str, value: str, today: date) -> Sql:
    """A month, quarter or year is all its days: after July is from August on."""
    from gridctl.text.periods import parse_period

    operator = _ordered(column, operator, "=")
    try:
        period = parse_period(value, today)
    except ValueError:
        raise UsageFault(
            f"“{column.col.zh}”要和日期比，“{value}”不是日期；可写 2026-07-01、2026-07、2026Q3、2026 或 今天。",
            f'"{column.col.en}" is a date and "{value}" is none: write 2026-07-01, 2026-07, 2026Q3, 2026 or today.',
        ) from None
    day = f"CAST({sql} AS DATE)" if column.kind == "moment" else sql
    if operator == "=":
        return f"{day} BETWEEN ? AND ?", [period.start, period.end]
    return f"{day} {operator} ?", [period.end if operator in (">", "<=") else period.start]


def _ordered(column: Column, operator: str, instead: str) -> str:
    if operator == "~" and instead == "~":
        raise UsageFault(
            f"“{column.col.zh}”是数字，不能用 ~；用 = > < >= <=。",
            f'"{column.col.en}" is a number: use = > < >= <=, not ~.',
        )
    return instead if operator == "~" else operator


def _number(column: Column, value: str) -> float:
    try:
        return float(nfkc(value).replace(",", ""))
    except ValueError:
        raise UsageFault(
            f"“{column.col.zh}”要和数字比，“{value}”不是数字。",
            f'"{column.col.en}" is a number and "{value}" is none.',
        ) from None


def _yesno(column: Column, value: str) -> bool:
    found = (_YES | _NO).get(value.casefold())
    if found is None:
        raise UsageFault(f"“{column.col.zh}”只有 是 和 否。", f'"{column.col.en}" is yes or no.')
    return found


def _items(column: Column, value: str, operator: str) -> list[CodeItem]:
    codes = code_list(str(column.col.codes))
    one = codes.find(value)
    if operator == "=" and one is not None:
        return [one]
    if operator == "~":
        part = value.casefold()
        if found := [each for each in codes.items if part in each.zh or part in each.en.casefold() or part in each.key]:
            return found
    more = len(codes.items) > _CHOICES_SHOWN
    zh = "、".join(each.zh for each in codes.items[:_CHOICES_SHOWN]) + ("…" if more else "")
    en = ", ".join(each.key for each in codes.items[:_CHOICES_SHOWN]) + ("…" if more else "")
    raise UsageFault(
        f"“{column.col.zh}”没有“{value}”这个值；可以是：{zh}。",
        f'"{column.col.en}" has no value "{value}"; it may be: {en}.',
    )
