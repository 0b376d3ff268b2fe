"""Sound records read straight to JSON-able data: what ``read_record`` and ``plain`` give together, in half the time.

A model is taken apart once: for each field the functions that read its value, which remember what they made of a text,
because values recur. A record with anything out of the ordinary is left to the model, which alone tells faults.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from inspect import signature
from types import NoneType, SimpleNamespace, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Final, NamedTuple, Union, get_args, get_origin

from pydantic import PlainSerializer

from gridctl.schema.col import Col, Column, column, columns
from gridctl.schema.reading import label_names
from gridctl.schema.types import Reads, plain_number

if TYPE_CHECKING:
    from pydantic import BaseModel

_Read = Callable[[Any], Any]
# A field's value, and the fields before it.
_Check = Callable[[Any, dict[str, Any]], Any]
# Names and places are many and seldom the same: beyond this a field forgets what it knows.
_MOST_KNOWN: Final = 20_000
_PLAIN: Final[dict[type, _Read]] = {
    str: lambda text: text,
    bool: lambda yes: yes,
    int: lambda count: count,
    date: lambda day: day.isoformat(),
    datetime: lambda moment: moment.isoformat(),
    Decimal: plain_number,
}


class Unusual(Exception):  # noqa: N818 - no fault, but a matter for the model
    """Something that only the model can judge."""


def read_sound(model: type[BaseModel], raw: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """A record as written under English names, and typed without blanks and defaults; None unless it is sound."""
    parts = _parts_of(model)
    if parts is None:
        return None
    try:
        return parts.read(raw)
    except (Unusual, ValueError):
        return None


@cache
def value_reader(model: type[BaseModel], name: str) -> _Read | None:
    """What reads one field's value as JSON has it, raising Unusual or ValueError unless it is sound.

    The field is judged alone: not by those before it, nor as one of a whole. None for one only the model can read.
    """
    info = model.model_fields[name]
    try:
        return _reader(info.annotation, info.metadata, many=column(model, name).kind == "list")
    except Unusual:
        return None


class _Field(NamedTuple):
    """How one field is read: by ``known``, by the parts of what stands inside it, or with the fields before it."""

    name: str
    known: _Known
    inside: _Parts | None = None
    many: bool = False
    check: _Check | None = None

    @property
    def alone(self) -> bool:
        """Whether its value alone says what it is read as."""
        return self.inside is None and self.check is None


class _Known(dict[str, Any]):
    """What a field's text is read as; None for blanks and the default."""

    def __init__(self, read: _Read, default: object) -> None:
        super().__init__()
        self._read = read
        self._default = default

    def __missing__(self, text: str) -> Any:
        if len(self) > _MOST_KNOWN:
            self.clear()
        found = self.of(text)
        # A list would be shared by the records.
        if found.__class__ is not list:
            self[text] = found
        return found

    def of(self, value: object) -> Any:
        """What a value is read as, each time anew."""
        if isinstance(value, str):
            value.encode()  # half of a surrogate pair is a ValueError
        found = self._read(value)
        return None if found == self._default else found


# The names of a record's fields as written, and how each is read in the model's order; None for most, read alone.
_Shape = tuple[tuple[str, ...], list[tuple[str, _Known, _Field | None]]]


class _Parts:
    """One model taken apart; ``_shapes`` has its fields in the model's order by the keys of a record as written."""

    def __init__(self, model: type[BaseModel], fields: Mapping[str, _Field]) -> None:
        self._names = label_names(model)
        self._fields = fields
        self._shapes: dict[tuple[str, ...], _Shape] = {}

    def read(self, raw: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """As `read_sound`; raises Unusual or ValueError."""
        keys = tuple(raw)
        names, fields = self._shapes.get(keys) or self._shape(keys)
        data = dict(zip(names, raw.values(), strict=True))
        typed: dict[str, Any] = {}
        for name, known, field in fields:
            value = data[name]
            if field is None and value.__class__ is str:
                found = known[value]
            elif field is None:
                found = known.of(value)
            else:
                data[name], found = _read_with(field, value, typed)
            if found is not None:
                typed[name] = found
        return data, typed

    def _shape(self, keys: tuple[str, ...]) -> _Shape:
        names = tuple(self._names.get(key, "") for key in keys)
        if "" in names or len(set(names)) < len(names):
            raise Unusual
        used = [field for name, field in self._fields.items() if name in names]
        shape = names, [(each.name, each.known, None if each.alone else each) for each in used]
        if len(self._shapes) < _MOST_KNOWN:
            self._shapes[keys] = shape
        return shape


def _read_with(field: _Field, value: Any, before: dict[str, Any]) -> tuple[Any, Any]:
    """A field that holds parts, or that is judged by those before it: as written and typed."""
    if field.check is not None:
        return value, field.check(field.known[value] if value.__class__ is str else field.known.of(value), before)
    assert field.inside is not None
    if not field.many:
        if not isinstance(value, dict):
            raise Unusual
        return field.inside.read(value)
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise Unusual
    both = [field.inside.read(each) for each in value]
    return [each[0] for each in both], [each[1] for each in both] or None


@cache
def _parts_of(model: type[BaseModel]) -> _Parts | None:
    """A model taken apart; None for one with a field that only the model can read."""
    found = {each.name: each for each in columns(model)}
    try:
        checks = _checks(model)
        return _Parts(model, {name: _field(model, found[name], checks.get(name)) for name in model.model_fields})
    except Unusual:
        return None


def _checks(model: type[BaseModel]) -> dict[str, _Check]:
    """What a model asks of a field once it is read, by the field's name."""
    about = model.__pydantic_decorators__
    others = (about.validators, about.root_validators, about.model_validators, about.field_serializers)
    if any((*others, about.model_serializers, about.computed_fields)):
        raise Unusual
    checks: dict[str, _Check] = {}
    for each in about.field_validators.values():
        for name in each.info.fields:
            if each.info.mode != "after" or name in checks:
                raise Unusual
            checks[name] = _check(each.func)
    return checks


def _check(validator: Callable[..., Any]) -> _Check:
    if len(signature(validator).parameters) == 1:
        return lambda value, _: validator(value)
    return lambda value, before: validator(value, SimpleNamespace(data=before))


def _field(model: type[BaseModel], column: Column, check: _Check | None) -> _Field:
    info = model.model_fields[column.name]
    if column.part is not None:
        inside = _parts_of(column.part)
        if inside is None or check is not None:
            raise Unusual
        return _Field(column.name, _Known(_never, None), inside, column.kind == "parts")
    read = _reader(info.annotation, info.metadata, many=column.kind == "list")
    default = info.get_default(call_default_factory=True)
    return _Field(column.name, _Known(read, default), check=check)


def _reader(annotation: Any, metadata: Sequence[Any] = (), *, many: bool = False, blank: bool = False) -> _Read:
    """How values of a type are read, and given as JSON has them; ``metadata`` as the model applies it.

    ``blank``: what the type stands in allows None.
    """
    kind = _without_none(annotation)
    blank = blank or kind is not annotation or any(isinstance(each, Reads) for each in metadata)
    if kind in _PLAIN:
        read = _exactly(kind, blank=blank)
    elif get_origin(kind) is list:
        read = _each(_reader(get_args(kind)[0]))
    elif get_origin(kind) is Annotated:
        read = _reader(get_args(kind)[0], get_args(kind)[1:], blank=blank)
    else:
        raise Unusual
    for each in metadata:
        if isinstance(each, Reads):
            read = _after(each.read, read)
        elif isinstance(each, Col):
            read = _after(each.reader(many=many), read) if each.codes else read
        elif not isinstance(each, PlainSerializer) or each.func is not plain_number:
            raise Unusual
    return read


def _without_none(annotation: Any) -> Any:
    kinds = [each for each in get_args(annotation) if each is not NoneType]
    return kinds[0] if get_origin(annotation) in (Union, UnionType) and len(kinds) == 1 else annotation


def _exactly(kind: type, *, blank: bool) -> _Read:
    plain = _PLAIN[kind]
    if kind is str:
        return _text if not blank else _text_or_none

    def read(value: Any) -> Any:
        if value is None and blank:
            return None
        if value.__class__ is not kind:
            raise Unusual
        return plain(value)

    return read


def _text(value: Any) -> Any:
    if value.__class__ is not str:
        raise Unusual
    return value


def _text_or_none(value: Any) -> Any:
    if value is not None and value.__class__ is not str:
        raise Unusual
    return value


def _each(item: _Read) -> _Read:
    def read(values: Any) -> Any:
        if values.__class__ is not list:
            raise Unusual
        return [item(each) for each in values]

    return read


def _after(first: _Read, then: _Read) -> _Read:
    return lambda value: then(first(value))


def _never(_: Any) -> Any:
    raise Unusual
