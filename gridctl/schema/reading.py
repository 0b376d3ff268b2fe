"""From a record as written to a typed one, and back to what is written.

A fault never loses the record: the faulty value stays in ``data`` as it was written, is left out of the typed
record, and is reported.
"""

import copy
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple, cast

from pydantic import BaseModel, ValidationError

from gridctl.schema.codelists import code_list
from gridctl.schema.col import Column, column, columns
from gridctl.schema.ledgers import Ledger
from gridctl.schema.record import Record

Path = tuple[str | int, ...]


class FieldFault(NamedTuple):
    """A fault of one field: its code (``S101`` …), the path of names and indexes to it, and parameters."""

    code: str
    path: Path
    params: dict[str, str]


class Reading(NamedTuple):
    """A record read: ``data`` with English names and values as written, the typed ``record``, and its faults."""

    data: dict[str, Any]
    record: Record
    faults: tuple[FieldFault, ...]


def read_record(ledger: Ledger, raw: Mapping[str, Any]) -> Reading:
    """Read one record whose keys are Chinese labels or English names."""
    faults: list[FieldFault] = []
    data = _rename(ledger.model, raw, (), faults)
    # Without a fault so far every key is a field's name, in the record and in its parts.
    record = _validate(ledger.model, _only_known(ledger.model, data) if faults else data, faults)
    return Reading(data, record, tuple(faults))


def read_value(ledger: Ledger, name: str, value: Any) -> tuple[Any, tuple[FieldFault, ...]]:
    """Type one field's value; returns it as JSON-able data, or None with the faults."""
    reading = read_record(ledger, {name: value})
    return plain(reading.record).get(name), reading.faults


def plain(record: BaseModel) -> dict[str, Any]:
    """A typed record as JSON-able data with English names: no blanks, no defaults."""
    return record.model_dump(mode="json", exclude_none=True, exclude_defaults=True)


def to_labels(model: type[BaseModel], data: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Data with English names as it is written in a file of that language: labels, code-list labels, text values."""
    written: dict[str, Any] = {}
    for name, key, about in _in_order(model, tuple(data), language):
        value = data[name]
        # Most values are texts that are written as they are.
        if about is not None and value is not None and (value.__class__ is not str or about.col.codes):
            value = _written(about, value, language)
            if value in ([], {}):
                continue
        if value is not None and value != "":
            written[key] = value
    return written


# The records of a ledger have few sets of fields.
@lru_cache(maxsize=1 << 10)
def _in_order(
    model: type[BaseModel], names: tuple[str, ...], language: str
) -> tuple[tuple[str, str, Column | None], ...]:
    """These fields as a file has them, each with its key: in the model's order, then those it does not have."""
    known = [(each.name, each.key(language), each) for each in columns(model) if each.name in names]
    return (*known, *((name, name, None) for name in names if name not in model.model_fields))


@cache
def label_names(model: type[BaseModel]) -> dict[str, str]:
    """Every key a file may use for a field (Chinese label, English name) with the field's name."""
    return {key: each.name for each in columns(model) for key in (each.col.zh, each.name)}


def written_key(model: type[BaseModel], record: Mapping[str, Any], name: str) -> str | None:
    """The key under which a record of a file has a field: its label, or its name; None if it does not have it."""
    names = label_names(model)
    return next((key for key in record if names.get(key, key) == name), None)


def _rename(model: type[BaseModel], raw: Mapping[str, Any], path: Path, faults: list[FieldFault]) -> dict[str, Any]:
    names = label_names(model)
    # Nearly every record has known keys only, each once.
    renamed = {names.get(key): value for key, value in raw.items()}
    if len(renamed) == len(raw) and None not in renamed:
        known = cast("dict[str, Any]", renamed)
        for each in _with_parts(model):
            if known.get(each.name):
                known[each.name] = _rename_parts(each, known[each.name], (*path, each.name), faults)
        return known
    data: dict[str, Any] = {}
    for key, value in raw.items():
        name = names.get(key)
        if name is None:
            faults.append(FieldFault("S101", (*path, key), {"key": key}))
            data[key] = value
            continue
        if name in data:
            faults.append(FieldFault("S104", (*path, key), {"key": key}))
            data[f"{key} (2)"] = value
            continue
        nested = isinstance(value, (dict, list))
        data[name] = _rename_parts(column(model, name), value, (*path, name), faults) if nested else value
    return data


@cache
def _with_parts(model: type[BaseModel]) -> tuple[Column, ...]:
    return tuple(each for each in columns(model) if each.part is not None)


def _rename_parts(col: Column, value: Any, path: Path, faults: list[FieldFault]) -> Any:
    if col.part is None:
        return value
    if col.kind == "part" and isinstance(value, dict):
        return _rename(col.part, value, path, faults)
    if col.kind == "parts" and isinstance(value, list):
        return [
            _rename(col.part, each, (*path, index), faults) if isinstance(each, dict) else each
            for index, each in enumerate(value)
        ]
    return value


def _only_known(model: type[BaseModel], data: Mapping[str, Any]) -> dict[str, Any]:
    known: dict[str, Any] = {}
    for each in columns(model):
        if each.name not in data:
            continue
        value = data[each.name]
        if each.part is not None and isinstance(value, dict):
            value = _only_known(each.part, value)
        elif each.part is not None and isinstance(value, list):
            value = [_only_known(each.part, item) if isinstance(item, dict) else item for item in value]
        known[each.name] = value
    return known


def _validate(model: type[Record], data: dict[str, Any], faults: list[FieldFault]) -> Record:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        data = copy.deepcopy(data)
        errors = error.errors(include_url=False)
    places: set[Path] = set()
    for each in errors:
        place = _existing(data, tuple(each["loc"]))
        if place in places:
            continue
        places.add(place)
        coded = len(each["type"]) == 4 and each["type"][1:].isdigit()
        params = {key: str(value) for key, value in each.get("ctx", {}).items()} if coded else {}
        faults.append(
            FieldFault(each["type"] if coded else "S103", place, params or {"value": str(each["input"])[:80]})
        )
    # From the back, so that the indexes of a list's earlier items stay right.
    for place in sorted(places, key=lambda p: tuple(str(part).zfill(9) for part in p), reverse=True):
        _drop(data, place)
    return _validate(model, data, faults)


def _existing(data: Any, loc: tuple[Any, ...]) -> Path:
    """The part of an error's location that exists in the data as written."""
    place: list[Any] = []
    for step in loc:
        if (isinstance(data, dict) and step in data) or (
            isinstance(data, list) and isinstance(step, int) and step < len(data)
        ):
            data = data[step]
        else:
            break
        place.append(step)
    return tuple(place)


def _drop(data: Any, place: Path) -> None:
    for step in place[:-1]:
        data = data[step]
    if place:
        del data[place[-1]]
    else:
        data.clear()


def _written(col: Column, value: Any, language: str) -> Any:
    if value is None or col.part is None:
        return _scalars(col, value, language)
    if isinstance(value, dict):
        return to_labels(col.part, value, language)
    if isinstance(value, list):
        return [to_labels(col.part, each, language) if isinstance(each, dict) else each for each in value]
    return value


def _scalars(col: Column, value: Any, language: str) -> Any:
    if isinstance(value, list):
        return [_scalar(col, each, language) for each in value]
    return _scalar(col, value, language)


def _scalar(col: Column, value: Any, language: str) -> Any:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return ("是" if value else "否") if language == "zh" else ("yes" if value else "no")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (int, float)):
        return str(value)
    if col.col.codes and isinstance(value, str):
        return code_label(col.col.codes, value, language)
    return value


def code_label(codes: str, key: str, language: str) -> str:
    """A coded value as written in a file of that language; a value that is not on the list stays as it is."""
    if language != "zh":
        return key
    try:
        return code_list(codes).item(key).zh
    except KeyError:
        return key
