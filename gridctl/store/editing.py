"""One field of a record changes in the record as its file has it: other keys, spellings and their order stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from gridctl.schema.col import Column, column, columns
from gridctl.schema.reading import label_names, to_labels
from gridctl.store.fieldpath import item_index, parse_path, position_of

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

    ``old`` may be given as written or as typed data; None is absent.
    """
    steps = parse_path(field)
    holder: dict[str, Node] = record
    for number, step in enumerate(steps):
        last = number + 1 == len(steps)
        following = "" if last else steps[number + 1]
        if step.startswith("["):
            raise MismatchError(field, None)
        if last:
            _set_value(model, holder, step, field, old, new, language)
            return
        about = _column(model, step)
        if about is None or about.part is None:
            raise MismatchError(field, None)
        key = _key(model, holder, step) or about.key(language)
        if following.startswith("["):
            items = holder.get(key)
            if items is None:
                items = []
            if not isinstance(items, list):
                raise MismatchError(field, items)
            index = item_index(_english(about.part, items), following)
            if number + 2 == len(steps):
                _set_part(about, items, index, following, field, old, new, language)
                _put(model, holder, step, items or None, language)
                return
            if index is None or not isinstance(inner := items[index], dict):
                raise MismatchError(field, None)
            rest = ".".join(_join(steps[number + 2 :]))
            set_field(about.part, inner, rest, old, new, language)
            return
        inner_part = holder.get(key)
        if inner_part is None:
            inner_part = {}
        if not isinstance(inner_part, dict):
            raise MismatchError(field, inner_part)
        set_field(about.part, inner_part, ".".join(_join(steps[number + 1 :])), old, new, language)
        _put(model, holder, step, inner_part or None, language)
        return


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


def _set_value(
    model: type[BaseModel], holder: dict[str, Node], name: str, field: str, old: Any, new: Any, language: str
) -> None:
    key = _key(model, holder, name)
    found = holder.get(key) if key is not None else None
    if not _same(model, name, found, old):
        raise MismatchError(field, found)
    if _column(model, name) is None:
        if new is None:
            holder.pop(name, None)
        else:
            holder[name] = new
        return
    written = None if new is None else next(iter(to_labels(model, {name: new}, language).values()), None)
    _put(model, holder, name, written, language)


def _set_part(
    about: Column, items: list[Node], index: int | None, step: str, field: str, old: Any, new: Any, language: str
) -> None:
    assert about.part is not None
    if old is None and new is not None:
        taken = index is not None and not step[1:-1].isdecimal()
        if taken:
            raise MismatchError(field, items[index or 0])
        position = position_of(step)
        items.insert(
            len(items) if position is None else min(position, len(items)), to_labels(about.part, new, language)
        )
        return
    if index is None or not _same_part(about.part, items[index], old):
        raise MismatchError(field, None if index is None else items[index])
    if new is None:
        del items[index]
    else:
        items[index] = to_labels(about.part, new, language)


def _put(model: type[BaseModel], holder: dict[str, Node], name: str, written: Node, language: str) -> None:
    """Set a field, or take it away, leaving it where it stands or putting it where the model has it."""
    key = _key(model, holder, name)
    if written in _BLANK:
        if key is not None:
            del holder[key]
        return
    if key is not None:
        holder[key] = written
        return
    about = _column(model, name)
    assert about is not None
    names = label_names(model)
    order = {each.name: number for number, each in enumerate(columns(model))}
    later = [each for each in holder if order.get(names.get(each, ""), -1) > order[name]]
    rest: dict[str, Node] = {}
    for each in list(holder)[list(holder).index(later[0]) :] if later else []:
        rest[each] = holder.pop(each)
    holder[about.key(language)] = written
    holder.update(rest)


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
    return all(_same(part, name, _raw(part, found, name), old.get(name)) for name in {*data, *old})


def _raw(part: type[BaseModel], found: dict[str, Node], name: str) -> Node:
    key = _key(part, found, name)
    return found.get(key) if key is not None else None


def _typed(model: type[BaseModel], name: str, value: Any) -> Any:
    try:
        typed = model.model_validate({name: value})
    except ValidationError:
        return _UNREADABLE
    return typed.model_dump(mode="json").get(name)


def _key(model: type[BaseModel], holder: dict[str, Node], name: str) -> str | None:
    """The key under which a record's file has a field."""
    names = label_names(model)
    return next((key for key in holder if names.get(key, key) == name), None)


def _column(model: type[BaseModel], name: str) -> Column | None:
    try:
        return column(model, name)
    except KeyError:
        return None


def _english(part: type[BaseModel], items: list[Node]) -> list[Any]:
    return [english(part, item) for item in items]


def _join(steps: tuple[str, ...]) -> list[str]:
    joined: list[str] = []
    for step in steps:
        if step.startswith("[") and joined:
            joined[-1] += step
        else:
            joined.append(step)
    return joined
