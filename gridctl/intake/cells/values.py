"""A column of raw cells becomes typed values. Every cleaning is noted, every value that cannot be read is a fault.

Columns are read as a whole and each distinct cell once: a list of 20 000 rows has a dozen relations and one grid.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pydantic import TypeAdapter, ValidationError

from gridctl.intake.cells.manners import (
    BOXES,
    in_full,
    is_age,
    is_lunar,
    plain_date,
    plain_number,
    ticked,
    year_of_partial,
    yes_or_no,
)
from gridctl.intake.cells.plaincells import PlainCells, read_plainly
from gridctl.intake.cells.wholedays import whole_day
from gridctl.intake.cells.yearless import in_period, in_year_of_others
from gridctl.intake.dictionary.legend import marks_in
from gridctl.intake.dictionary.vocabulary import MEASURED, Target, column_at, model_at
from gridctl.intake.reading.book import Cell, cell_text
from gridctl.intake.reading.coded import CodedColumn
from gridctl.schema.codelists import code_list
from gridctl.text.normalize import is_placeholder, squash
from gridctl.text.pattern import pattern
from gridctl.text.phones import split_phones

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from gridctl.schema.col import Column

# Of a month.
_DAYS: Final = 32
# Excel keeps 15 significant digits.
_EXACT: Final = 10**15
_BLANK_IN_NAME = pattern(r"(?<=[\u3400-\u9fff·])\s+(?=[\u3400-\u9fff·])")
_YES: Final = frozenset(("是", "有", "√", "✓", "✔", "对", "1", "y", "yes", "true", "☑"))
_NO: Final = frozenset(("否", "无", "×", "✗", "0", "n", "no", "false", "☐"))
DITTO: Final = frozenset(("同上", "同 上", "〃", "″", '"', "”", "“", "''", "同前"))
_TEXTS: Final = frozenset((str,))


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a value cannot be taken: a finding code with its parameters."""

    code: str
    params: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cleaning:
    """One kind of cleaning in one column: how often, and the first cell (its position) before and after."""

    code: str
    count: int
    first: int
    before: str
    after: str


class Cleaned(NamedTuple):
    """The values of a column that took more than a glance to read, by what tells same cells from others."""

    keys: Sequence[Any]
    values: Mapping[Any, Any]

    def where(self, wanted: Callable[[Any], bool]) -> Iterator[int]:
        """The positions of those that are wanted."""
        keys = {key for key, value in self.values.items() if value and wanted(value)}
        return (at for at, key in enumerate(self.keys) if key in keys) if keys else iter(())


class ColumnValues(NamedTuple):
    """The values of one column in their order, JSON-able, None where blank or faulty; ``faults`` by position.

    ``cleaned`` tells of those that took more than a glance: their places, each distinct value once.
    """

    values: list[Any]
    faults: dict[int, Fault]
    cleanings: tuple[Cleaning, ...]
    cleaned: Cleaned


@dataclass(slots=True)
class _Cell:
    """One distinct cell on its way: what to validate, what was done, what came of it."""

    raw: Cell
    value: Any = None
    note: str = ""
    fault: Fault | None = None
    result: Any = None


def read_column(
    ledger: str,
    target: Target,
    cells: Sequence[Cell],
    *,
    resolve: Callable[[str], str | Fault] | None = None,
    period: str = "",
) -> ColumnValues:
    """Clean and type the cells of one column.

    ``resolve`` turns the text of a grid column into a grid code, or says why it cannot; ``period`` is the
    year, or the month, of days without one. Blank cells, and those that only say that there is nothing (无, —), are
    None.
    """
    keys, cells_by_key = _distinct(cells)
    col = None if target.role == "note" else column_at(ledger, target.field)
    results, notes = read_plainly(cells_by_key, ledger, target, col) if col is not None else PlainCells({}, {})
    found = {key: _Cell(raw) for key, raw in cells_by_key.items() if key not in results}
    for each in found.values():
        _prepare(each, target, col, resolve)
    if period and col is not None and _is_day(col):
        _complete_days(found.values(), period)
    _validate([each for each in found.values() if each.value is not None and each.fault is None], ledger, target, col)
    for key, each in found.items():
        results[key] = each.result
        if each.note == "" and isinstance(each.raw, str) and each.result is not None and col is not None:
            each.note = _note(each.raw, each.result, col)
    if any(each.fault for each in found.values()) and not period and col is not None and _is_day(col):
        _complete_by_neighbours(found, results)
    faults = {}
    if any(each.fault for each in found.values()):
        bad = {key: each.fault for key, each in found.items() if each.fault}
        faults = {row: bad[key] for row, key in enumerate(keys) if key in bad}
    notes |= {key: each.note for key, each in found.items() if each.note and each.fault is None}
    cleaned = Cleaned(keys, {key: results[key] for key in found})
    values = list(map(results.__getitem__, keys))
    return ColumnValues(values, faults, _cleanings(notes, keys, cells, values, col), cleaned)


def _distinct(cells: Sequence[Cell]) -> tuple[Sequence[Any], Mapping[Any, Cell]]:
    """A key for each cell, the same for the same cell, and the distinct cells by key, in order.

    Where all are text, a text is its own key; 1 and True need their types beside them.
    """
    if isinstance(cells, CodedColumn):
        return cells.codes, cells.distinct()
    if {*map(type, cells)} <= _TEXTS:
        return cells, {cell: cell for cell in cells}
    keys = [cell if type(cell) is str else (type(cell), cell) for cell in cells]
    return keys, dict(zip(keys, cells, strict=True))


def _prepare(each: _Cell, target: Target, col: Column | None, resolve: Callable[[str], str | Fault] | None) -> None:
    raw = each.raw
    if raw == "" and isinstance(raw, str):
        return
    if target.flag:
        _prepare_flag(each, target.flag, many=col is not None and col.kind == "list")
        return
    if target.values and col is not None and (col.col.codes or col.kind == "yesno") and _put_marked(each, target, col):
        return
    kind = "text" if col is None else col.kind
    if kind == "date" and isinstance(raw, str) and (day := whole_day(raw)):
        each.result, each.note = day, "I144" if day != raw else ""
        return
    if kind in ("number", "count") and col is not None and _is_in_other_unit(each, col, target.unit):
        return
    if isinstance(raw, dt.timedelta | dt.time) or (isinstance(raw, dt.date) and kind != "date" and col is not None):
        each.fault = Fault("I151", {"value": str(raw)})
        return
    if isinstance(raw, float | int) and not isinstance(raw, bool) and abs(raw) >= _EXACT and kind in ("text", "list"):
        each.fault = _rounded(col, raw)
        return
    if isinstance(raw, str):
        text = squash(raw)
        if not text:
            return
        if target.values and text in target.values:
            each.value = target.values[text] or None
            return
        if _says_nothing(text, col):
            each.note = "I141"
            return
        if col is not None and _is_masked(text, col):
            each.fault = Fault("I153", {"value": text})
            return
        if col is not None and (meant := _as_meant(text, col)) is not None:
            each.note = "I143" if kind == "yesno" else ""
            raw = text = meant
            if not meant:
                each.note = "I141"
                return
    else:
        text = cell_text(raw)
        if col is not None and col.col.codes and not isinstance(raw, bool):
            raw = text = _code_of(text, col.col.codes)
    if kind == "date" and not isinstance(raw, dt.date) and (unsure := _unsure_day(text, col)):
        each.fault = Fault(unsure, {"value": text})
        return
    if col is None:
        # ☑良好 □一般: what is not ticked is not said.
        each.value = (ticked(text) if text[:1] in BOXES else "") or text
    elif col.col.ref == "grids" and resolve is not None:
        _prepare_grid(each, text, col, resolve)
    elif col.col.mask == "phone":
        each.value = split_phones(in_full(text) if not isinstance(raw, str) else in_full(raw))
    elif col.col.mask == "name" and isinstance(raw, str):
        each.value = _BLANK_IN_NAME.sub("", text) if " " in text else text
    elif isinstance(raw, bool) and kind != "yesno":
        each.value = text
    else:
        each.value = raw


def _put_marked(each: _Cell, target: Target, col: Column) -> bool:
    """Put in what a cell's marks stand for where the heading explains them; whether the cell is settled."""
    text = squash(cell_text(each.raw))
    if (meant := marks_in(text, target.values)) is not None and (len(meant) == 1 or col.kind == "list"):
        each.value = "、".join(meant) or None
        each.note = "I143" if each.value else ""
        return True
    if text.isdecimal() and any(mark.isdecimal() for mark in target.values):
        # Not the code of a list: the heading's own numbers are others.
        each.fault = _explained("S201", {"mark": text}, text, col)
        return True
    return False


def _is_in_other_unit(each: _Cell, col: Column, unit: str) -> bool:
    """Whether a number is in another unit than the field's; then it is put into that."""
    if not unit and (isinstance(each.raw, float | int) or col.name not in MEASURED):
        return False
    from gridctl.intake.cells.units import in_own_unit

    said = in_own_unit(col.name, each.raw, unit)
    if said is not None:
        each.value, each.note = said, "I203"
    return said is not None


def _unsure_day(text: str, col: Column | None) -> str:
    """The code that tells why a text is no certain day, though it is no slip; "" if it may be one."""
    if is_lunar(text):
        return "I189"
    aged = col is not None and col.name == "birth_date" and is_age(text)
    return "I157" if aged or year_of_partial(text) is not None else ""


def _code_of(number: str, codes: str) -> str:
    """A code that went through a number cell, with the zero it lost there: 3 is 03."""
    padded = number.zfill(2)
    return padded if code_list(codes).find(number) is None and code_list(codes).find(padded) else number


def _as_meant(text: str, col: Column) -> str | None:
    """A text as the field's type reads it, "" where nothing is ticked; None where it is to be read as it stands."""
    if (col.col.codes or col.kind == "yesno") and (choice := ticked(text)) is not None:
        return choice
    if col.kind == "yesno" and (answer := yes_or_no(text)):
        return answer
    if col.kind in ("number", "count") and (number := plain_number(text)) != text:
        return number
    if col.kind == "date" and (day := plain_date(text, birth=col.name == "birth_date")) != text:
        return day
    return None


def _is_day(col: Column) -> bool:
    """Whether a column's days may be of the year of others; a birthday is of a year of its own."""
    return col.kind == "date" and col.name != "birth_date"


def _complete_by_neighbours(found: Mapping[Any, _Cell], results: dict[Any, Any]) -> None:
    """Give days without a year that of all other days of the column."""
    faulty = {key: each for key, each in found.items() if each.fault and isinstance(each.raw, str)}
    days = in_year_of_others([squash(str(each.raw)) for each in faulty.values()], filter(None, results.values()))
    for (key, each), day in zip(faulty.items(), days, strict=True):
        if day:
            each.result = results[key] = day
            each.fault, each.note = None, "I218"


def _complete_days(found: Iterable[_Cell], period: str) -> None:
    for each in found:
        written = isinstance(each.raw, str) or (isinstance(each.raw, int | float) and 0 < each.raw < _DAYS)
        if written and (day := in_period(squash(cell_text(each.raw)), period)):
            each.value, each.note = day, "I154"


def _prepare_flag(each: _Cell, flag: str, *, many: bool) -> None:
    text = squash(cell_text(each.raw))
    if text.casefold() in _YES or text == flag:
        each.value = [flag] if many else flag
    elif text and text.casefold() not in _NO and not is_placeholder(text):
        if many:
            each.value = [f"{flag}:{text}"]
        else:
            each.fault = Fault("S204", {"value": text})


def _prepare_grid(each: _Cell, text: str, col: Column, resolve: Callable[[str], str | Fault]) -> None:
    parts = [part for part in re.split(r"[、,,;;\n]+", text) if part.strip()] if col.kind == "list" else [text]
    codes = []
    for part in parts:
        code = resolve(part.strip())
        if isinstance(code, Fault):
            each.fault = code
            return
        codes.append(code)
    each.value = codes if col.kind == "list" else codes[0]
    if codes != parts and isinstance(each.raw, str):
        each.note = "I148"


def _rounded(col: Column | None, raw: float) -> Fault:
    if col is not None and (col.col.mask == "id" or col.name in ("uscc", "id_no")):
        return Fault("S305", {"value": repr(raw)})
    if col is not None and (col.col.ref or "code" in col.name):
        return Fault("S333", {"value": repr(raw)})
    return Fault("I150", {"value": repr(raw)})


def _says_nothing(text: str, col: Column | None) -> bool:
    """Whether the text only says that there is nothing to say; 无 is a real answer to 有无 and on some code lists."""
    if not is_placeholder(text):
        return False
    if col is None:
        return True
    if col.kind == "yesno":
        return text not in _NO
    return not (col.col.codes and code_list(col.col.codes).find(text))


def _is_masked(text: str, col: Column) -> bool:
    """Whether stars stand for what an export hid: taken in, they would overwrite what the ledger knows."""
    stars = "**" if col.col.mask == "address" else "*"
    return col.col.mask in ("name", "phone", "id", "address") and stars in text.replace("＊", "*")


def _validate(found: list[_Cell], ledger: str, target: Target, col: Column | None) -> None:
    if col is None:
        for each in found:
            each.result = each.value
        return
    adapter = _adapter(ledger, target.field)
    try:
        typed = adapter.validate_python([each.value for each in found])
    except ValidationError as error:
        for fault in error.errors(include_url=False, include_input=False):
            each = found[int(fault["loc"][0])]
            coded = len(fault["type"]) == 4 and fault["type"][1:].isdigit()
            params = {key: str(value) for key, value in fault.get("ctx", {}).items()} if coded else {}
            each.fault = each.fault or _explained(fault["type"] if coded else "S103", params, cell_text(each.raw), col)
        found = [each for each in found if each.fault is None]
        typed = adapter.validate_python([each.value for each in found])
    for each, value in zip(found, adapter.dump_python(typed, mode="json"), strict=True):
        each.result = None if value in (None, "", []) else value


def _explained(code: str, params: dict[str, str], value: str, col: Column) -> Fault:
    params.setdefault("value", value)
    if code == "S201" and col.col.codes:
        labels = code_list(col.col.codes).zh_values()
        params["allowed"] = "、".join(labels[:12]) + ("…" if len(labels) > 12 else "")
    return Fault(code, params)


@cache
def _adapter(ledger: str, path: str) -> TypeAdapter[list[Any]]:
    annotation: Any = model_at(ledger, path).model_fields[path.rsplit(".", maxsplit=1)[-1]].rebuild_annotation()
    return TypeAdapter(list[annotation])


def _note(raw: str, result: Any, col: Column) -> str:
    """The code of the cleaning that lies between a cell and its value, if any."""
    text = raw.strip()
    if col.col.codes:
        items = result if isinstance(result, list) else [result]
        labels = [code_list(col.col.codes).item(key).zh for key in items]
        return "" if "、".join(labels) == text else "I143"
    if col.kind == "date":
        return "" if text == result else "I144"
    if col.col.mask == "phone":
        return "" if "、".join(result) == text else "I145"
    if col.col.mask == "id" or col.name in ("uscc", "id_no"):
        return "" if text == result else "I146"
    if col.kind in ("number", "count"):
        return "" if text == str(result) else "I147"
    if col.kind == "text" and raw != result:
        return "I140"
    return ""


def _cleanings(
    notes: Mapping[Any, str], keys: Sequence[Any], cells: Sequence[Cell], values: Sequence[Any], col: Column | None
) -> tuple[Cleaning, ...]:
    """What was done, ``notes`` by the keys of cells."""
    if not notes:
        return ()
    done = list(map(notes.get, keys))
    cleanings = []
    for note, count in Counter(filter(None, done)).items():
        first = done.index(note)
        cleanings.append(Cleaning(note, count, first, cell_text(cells[first]), _shown(values[first], col)))
    return tuple(cleanings)


def _shown(result: Any, col: Column | None) -> str:
    items = result if isinstance(result, list) else [] if result is None else [result]
    if col is not None and col.col.codes:
        items = [code_list(col.col.codes).item(item).zh for item in items]
    return "、".join(("是" if item else "否") if isinstance(item, bool) else str(item) for item in items)


def missing(ledger: str, path: str) -> Fault:
    """The fault of a field that must be there."""
    col = column_at(ledger, path).col
    return Fault("S102", {"label": col.zh, "label_en": col.en})
