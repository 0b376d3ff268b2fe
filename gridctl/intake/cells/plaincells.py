"""Cells that are read at a glance: most of a column, and quicker to tell than to clean."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from gridctl.intake.cells.wholedays import whole_day
from gridctl.intake.dictionary.vocabulary import model_at
from gridctl.schema.quickread import Unusual, value_reader
from gridctl.schema.types import CLEAN_TEXT
from gridctl.text.citizen_id import is_valid

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from gridctl.intake.dictionary.vocabulary import Target
    from gridctl.intake.reading.book import Cell
    from gridctl.schema.col import Column

_TEXTS: Final = frozenset((str,))
# A text as long is no word for "nothing".
_LONG: Final = 8
_MOBILE: Final = re.compile(r"1[3-9][0-9]{9}").fullmatch


class PlainCells(NamedTuple):
    """The values of such cells, and the cleaning of those that are written otherwise, by what tells cells apart."""

    values: dict[Any, Any]
    notes: dict[Any, str]


def read_plainly(cells: Mapping[Any, Cell], ledger: str, target: Target, col: Column) -> PlainCells:
    """Read those of a column's distinct cells that need no more than a glance; the others are left out."""
    if target.flag or target.values or col.col.ref or col.col.codes:
        return PlainCells({}, {})
    texts: Mapping[Any, Any] = cells
    if not {*map(type, cells.values())} <= _TEXTS:
        texts = {key: raw for key, raw in cells.items() if isinstance(raw, str)}
    if col.col.mask == "phone":
        mobiles = {
            key: [number] for key, raw in texts.items() if _MOBILE(number := raw.replace("-", "").replace(" ", ""))
        }
        return PlainCells(mobiles, {key: "I145" for key, (one,) in mobiles.items() if one != texts[key].strip()})
    if col.col.mask == "id" and col.name.endswith("id_no"):
        return PlainCells({key: raw for key, raw in texts.items() if is_valid(raw)}, {})
    if col.kind == "date":
        days = {key: day for key, raw in texts.items() if (day := whole_day(raw))}
        return PlainCells(days, {key: "I144" for key, day in days.items() if day != texts[key]})
    read = value_reader(model_at(ledger, target.field), col.name) if col.kind == "text" else None
    if read is None:
        return PlainCells({}, {})
    return PlainCells({key: raw for key, raw in texts.items() if _is_plain(raw) and _is_read_as_is(raw, read)}, {})


def _is_plain(text: str) -> bool:
    """Whether a text needs no cleaning; whether it is right the schema says."""
    return len(text) >= _LONG and text[0].isalnum() and CLEAN_TEXT.fullmatch(text) is not None


def _is_read_as_is(text: str, read: Callable[[Any], Any]) -> bool:
    try:
        return bool(read(text) == text)
    except (Unusual, ValueError):
        # Those who explain what is wrong with it read it once more.
        return False
