"""One field of a record changes in the record as its file has it: other keys, spellings and their order stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from gridctl.schema.col import Column, column, columns
from gridctl.schema.reading import label_names, to_labels, written_key
from gridctl.store.fieldpath import first_step, item_index, position_of

if TYPE_CHECKING:
    from gridctl.text.yamltree import Node

_BLANK: tuple[object, ...] = (None, "", [], {})
_UNREADABLE = object()


class MismatchError(Exception):
    """The record does not hold what a change says it does; ``found`` is what it holds."""

    def __init__(self, field: str, found: object) -> None:
        super().__init__(field)
        self.field = field
        self.found = found


def set_field(model: type[BaseModel], record: dict[str, Node], field: str, old: Any, new: Any, language: str) -> None:
    """Change one field from ``old`` to ``new``; raises MismatchError if it holds something else.

    ``field`` is a path as in `Set`. ``old`` may be given as written or as typed data; None is absent.
    """
    name, item, rest = first_step(field)
    if not (item or rest):
        _set_value(model, record, name, old, new, language)
        return
    about = _column(model, name)
    if about is None or about.part is None:
        raise MismatchError(field, None)
    inner = _value_of(model, record, name)
    if inner is None:
        inner = [] if item else {}
    if item:
        if not isinstance(inner, list):
            raise MismatchError(field, inner)
        if rest:
            set_field(about.part, _part_at(about.part, inner, field, item), rest, old, new, language)
            return
        _set_part(about.part, inner, field, item, old, new, language)
    else:
        if not isinstance(inner, dict):
            raise MismatchError(field, inner)
        set_field(about.part, inner, rest, old, new, language)
    _put(model, record, name, inner or None, language)


def english(model: type[BaseModel], raw: Node) -> Any:
    """A value of a file with the English names of its fields."""
    if isinstance(raw, list):
        return [english(model, item) for item in raw]
    if not isinstance(raw, dict):
        return raw
    names = label_names(model)
    data: dict[str, Any] = {}
    for key, value in raw.items():
        name = names.get(key, key)
        about = _column(model, name)
        data[name] = english(about.part, value) if about is not None and about.part is not None else value
    return data


def _set_value(model: type[BaseModel], record: dict[str, Node], name: str, old: Any, new: Any, language: str) -> None:
    found = _value_of(model, record, name)
    if not _same(model, name, found, old):
        raise MismatchError(name, found)
    if _column(model, name) is None:
        if new is None:
            record.pop(name, None)
        else:
            record[name] = new
        return
    written = None if new is None else next(iter(to_labels(model, {name: new}, language).values()), None)
    _put(model, record, name, written, language)


def _part_at(part: type[BaseModel], items: list[Node], field: str, item: str) -> dict[str, Node]:
    """The part that a step such as ``[P3K…]`` names."""
    index = _index(part, items, item)
    found = None if index is None else items[index]
    if not isinstance(found, dict):
        raise MismatchError(field, None)
    return found


def _set_part(
    part: type[BaseModel], items: list[Node], field: str, item: str, old: Any, new: Any, language: str
) -> None:
    """Add, remove or replace a part as a whole."""
    index = _index(part, items, item)
    if old is None and new is not None:
        if index is not None and not item[1:-1].isdecimal():
            raise MismatchError(field, items[index])
        position = position_of(item)
        items.insert(len(items) if position is None else position, to_labels(part, new, language))
        return
    if index is None or not _same_part(part, items[index], old):
        raise MismatchError(field, None if index is None else items[index])
    if new is None:
        del items[index]
    else:
        items[index] = to_labels(part, new, language)


def _index(part: type[BaseModel], items: list[Node], item: str) -> int | None:
    return item_index([english(part, each) for each in items], item)


def _put(model: type[BaseModel], record: dict[str, Node], name: str, written: Node, language: str) -> None:
    """Set a field, or take it away, leaving it where it stands or putting it where the model has it."""
    key = written_key(model, record, name)
    if written in _BLANK:
        if key is not None:
            del record[key]
        return
    if key is not None:
        record[key] = written
        return
    about = _column(model, name)
    assert about is not None
    names = label_names(model)
    order = {each.name: number for number, each in enumerate(columns(model))}
    later = [each for each in record if order.get(names.get(each, ""), -1) > order[name]]
    rest: dict[str, Node] = {}
    for each in list(record)[list(record).index(later[0]) :] if later else []:
        rest[each] = record.pop(each)
    record[about.key(language)] = written
    record.update(rest)


def _same(model: type[BaseModel], name: str, found: Node, old: Any) -> bool:
    about = _column(model, name)
    data = english(about.part, found) if about is not None and about.part is not None else found
    if data == old or (data in _BLANK and old in _BLANK):
        return True
    if about is None:
        return False
    default = model.model_fields[name].default
    typed_found = default if data in _BLANK else _typed(model, name, data)
    typed_old = default if old in _BLANK else _typed(model, name, old)
    # What cannot be read equals nothing; what reads as blank, such as a worksheet's lone quote mark, is blank.
    if _UNREADABLE in (typed_found, typed_old):
        return False
    return bool(typed_found == typed_old) or (typed_found in _BLANK and typed_old in _BLANK)


def _same_part(part: type[BaseModel], found: Node, old: Any) -> bool:
    if not isinstance(found, dict) or not isinstance(old, dict):
        return bool(found == old)
    data = english(part, found)
    return all(_same(part, name, _value_of(part, found, name), old.get(name)) for name in {*data, *old})


def _value_of(model: type[BaseModel], record: dict[str, Node], name: str) -> Node:
    key = written_key(model, record, name)
    return record[key] if key is not None else None


def _typed(model: type[BaseModel], name: str, value: Any) -> Any:
    try:
        typed = model.model_validate({name: value})
    except ValidationError:
        return _UNREADABLE
    return typed.model_dump(mode="json").get(name)


def _column(model: type[BaseModel], name: str) -> Column | None:
    try:
        return column(model, name)
    except KeyError:
        return None
