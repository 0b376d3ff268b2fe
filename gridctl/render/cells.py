"""One cell's value in each form: masked, in the reader's language, as text or as data."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from gridctl.findings.table import Keyed, Words
from gridctl.text.masking import mask_address, mask_free, mask_id, mask_name, mask_phone

if TYPE_CHECKING:
    from gridctl.findings.table import Cell, TableColumn

_MASKS = {
    "name": mask_name,
    "phone": mask_phone,
    "id": mask_id,
    "address": mask_address,
    "text": mask_free,
}


def masked(column: TableColumn, value: Cell, *, reveal: bool) -> Cell:
    """The value as those may see it who need not see personal data, or as it is when ``reveal``."""
    if reveal or column.mask == "none" or not isinstance(value, str):
        return value
    return _MASKS[column.mask](value)


def as_text(column: TableColumn, value: Cell, language: str) -> str:
    """The value as a person reads it; percentages from fractions, with one decimal."""
    match value:
        case None:
            return ""
        case Words():
            return value.text(language)
        case bool():
            return str(value).lower()
        case int() | float() if column.kind == "percent":
            return f"{value:.1%}"
        case float():
            return f"{value:g}"
        case date():
            return value.isoformat()
        case _:
            return str(value)


def as_data(value: Cell) -> str | int | float | None:
    """The value for machines: ISO dates; a coded value's key, of any other wording the English, which stays stable."""
    if isinstance(value, Keyed):
        return value.key
    if isinstance(value, Words):
        return value.en
    return value.isoformat() if isinstance(value, date) else value
