"""One value of a record as a cell of a table, masked unless it may be seen."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from gridctl.exchange.choosing import is_personal
from gridctl.findings.coded import coded
from gridctl.findings.table import ColumnKind, TableColumn, Words, listed
from gridctl.schema.codelists import code_list
from gridctl.text.masking import mask_address, mask_free, mask_id, mask_name, mask_phone

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from gridctl.findings.table import Cell
    from gridctl.schema.col import Column
    from gridctl.schema.settings import Settings

YES, NO = Words("是", "yes"), Words("否", "no")
HIDDEN = "***"

_MASKS: dict[str, Callable[[str], str]] = {
    "name": mask_name,
    "phone": mask_phone,
    "id": mask_id,
    "address": mask_address,
    "text": mask_free,
}
_KINDS: dict[str, ColumnKind] = {"date": "date", "number": "number", "count": "count"}
_PLACES = frozenset(("business", "building", "grid"))
# Fields this long hold running text, where people write numbers that belong in other fields.
_RUNNING_TEXT = 1000


def table_column(key: str, label: Words, column: Column, *, reveal: bool) -> TableColumn:
    """How a field is set as a column. What is masked is masked in the cell already, and is text."""
    masked = is_personal(column) and not reveal
    kind = "text" if masked else _KINDS.get(column.kind, "text")
    return TableColumn(key, label.zh, label.en, kind, sens=int(column.col.sens))


def cell(column: Column, value: Any, *, reveal: bool) -> Cell:
    """A field's value as `as_read` gives it, as a cell; one that could not be read stays the text it is."""
    if value is None or value == "" or value == []:
        return None
    shown = masked(column, value, reveal=reveal)
    if is_personal(column) and not reveal:
        return listed(map(str, shown)) if isinstance(shown, list) else str(shown)
    if isinstance(shown, bool):
        return YES if shown else NO
    if isinstance(shown, list):
        if column.col.codes:
            items = [coded(column.col.codes, str(each)) for each in shown]
            return listed((each.zh for each in items), (each.en for each in items))
        return listed(map(str, shown))
    if column.col.codes:
        return coded(column.col.codes, str(shown))
    if column.kind == "date":
        return _date(str(shown))
    if column.kind == "moment":
        return str(shown).replace("T", " ")
    return shown if isinstance(shown, (str, int, float)) else str(shown)


def masked(column: Column, value: Any, *, reveal: bool) -> Any:
    """A field's value as those may see it who need not see personal data; a list stays a list."""
    if reveal or value is None:
        return value
    if isinstance(value, list):
        return [masked(column, each, reveal=reveal) for each in value]
    if not is_personal(column):
        return mask_free(value) if isinstance(value, str) and (column.col.max_length or 0) >= _RUNNING_TEXT else value
    if column.col.mask != "none":
        return _MASKS[column.col.mask](str(value))
    if column.kind == "date" and str(value)[:4].isdecimal():
        return f"{str(value)[:4]}-**-**"
    return HIDDEN


def names_place(column: Column, record: Mapping[str, Any]) -> bool:
    """Whether a field that names people names a place in this record: a visit to a shop, a building or a grid."""
    return column.name == "target_name" and record.get("target_kind") in _PLACES


def choices(column: Column, settings: Settings, *, reveal: bool) -> tuple[Words, ...]:
    """The values a cell of this column may have; none for free columns and masked ones.

    Statutory groups are on offer only where the community's settings turn them on.
    """
    if is_personal(column) and not reveal:
        return ()
    if column.kind == "yesno":
        return (YES, NO)
    if column.kind != "code" or column.col.codes is None:
        return ()
    return tuple(
        Words(item.zh, item.en)
        for item in code_list(column.col.codes).items
        if item.extra.get("pack") != "statutory" or item.key in settings.statutory_groups
    )


def _date(text: str) -> Cell:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text
