"""Col: what one field is called, who may see it and which code list it follows, declared once.

Everything that shows or recognises a field reads its ``Col``: workbook headings, YAML keys, messages, masks,
JSON Schema, the data dictionary and SQL columns. A command that only looks at the index needs ``Col`` without the
models: the validation library is imported where a model is asked about.
"""

from __future__ import annotations

import types
from enum import IntEnum
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pydantic import BaseModel, GetCoreSchemaHandler
    from pydantic_core import CoreSchema


class Sensitivity(IntEnum):
    """Who may see a value.

    SENSITIVE are id numbers, health, offences and children under 14, after articles 28 to 32 of the Personal
    Information Protection Law (个人信息保护法). What that means for lists and exports: the guide's topic ``privacy``.
    """

    PUBLIC = 1
    INTERNAL = 2
    PERSONAL = 3
    SENSITIVE = 4


PUBLIC, INTERNAL, PERSONAL, SENSITIVE = Sensitivity

Profile = Literal["default", "gbt31000-strict"]
Need = Literal["optional", "default", "gbt31000-strict"]
Kind = Literal["text", "code", "date", "moment", "number", "count", "yesno", "list", "part", "parts"]

_SEPARATORS = pattern(r"[、,，;；|/\n]+")


class Col(NamedTuple):
    """Metadata of one field.

    ``zh`` is the official label, used as YAML key and workbook heading; ``en`` a readable English label.
    ``aliases`` are headings seen in real forms. ``codes`` names the code list the values come from. ``need`` is
    the least strict profile that requires the field. ``ref`` names the ledger whose key the value must be.
    ``mask`` says how a personal value is shown to those who need not see it. ``table`` names the index table
    that holds a list of parts. ``max_length`` is the standard's length in characters.
    """

    zh: str
    en: str
    aliases: tuple[str, ...] = ()
    sens: Sensitivity = INTERNAL
    codes: str | None = None
    need: Need = "optional"
    ref: str | None = None
    mask: Literal["name", "phone", "id", "address", "text", "none"] = "none"
    table: str | None = None
    max_length: int | None = None

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Add the code list's lookup; a cell with several values is split at its separators."""
        schema = handler(source)
        if self.codes is None:
            return schema
        from pydantic_core import core_schema

        return core_schema.no_info_before_validator_function(self.reader(many=_kind(source) == "list"), schema)

    def reader(self, *, many: bool) -> Callable[[Any], Any]:
        """What finds the code list's key of a value, or the keys of a list; raises PydanticCustomError."""
        codes = self.codes or ""
        # A column has few values, repeated in every record.
        seen: dict[str, str] = {}

        def find(value: Any) -> Any:
            if value is None or value == "":
                return [] if many else None
            if not many:
                found = seen.get(value) if value.__class__ is str else None
                if found is None:
                    found = _key(codes, value)
                    seen[str(value)] = found
                return found
            parts = value if isinstance(value, list) else _SEPARATORS.split(str(value))
            return [_key(codes, part) for part in parts if part is not None and str(part).strip()]

        return find


def _key(name: str, value: Any) -> str:
    from gridctl.schema.codelists import code_list

    item = code_list(name).find(str(value))
    if item is None:
        from pydantic_core import PydanticCustomError

        raise PydanticCustomError(
            "S201", "{value} is not on the code list {codes}", {"value": str(value), "codes": name}
        )
    return item.key


class Column(NamedTuple):
    """One field of a model as the rest of the program sees it: its name, ``Col`` and shape."""

    name: str
    col: Col
    kind: Kind
    part: type[BaseModel] | None = None

    def label(self, language: str) -> str:
        """The label in ``zh`` or ``en``."""
        return self.col.zh if language == "zh" else self.col.en

    def key(self, language: str) -> str:
        """The YAML key in a file of that language."""
        return self.col.zh if language == "zh" else self.name


def required(column: Column, profile: Profile) -> bool:
    """Whether a profile asks for the field."""
    need = column.col.need
    return need == "default" or (need == "gbt31000-strict" and profile == "gbt31000-strict")


@cache
def columns(model: type[BaseModel]) -> tuple[Column, ...]:
    """A model's fields in writing order: the id, the model's own fields, then those every record has."""
    ordered = sorted(model.model_fields, key=lambda name: getattr(model, "TAIL", ()).count(name))
    return tuple(_column(model, name) for name in ordered)


@cache
def column(model: type[BaseModel], name: str) -> Column:
    """One field by name; raises ``KeyError`` for a field the model does not have."""
    for each in columns(model):
        if each.name == name:
            return each
    raise KeyError(name)


def walk(model: type[BaseModel], prefix: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Column]]:
    """Every field of a model and of its parts, with the path of names that leads to it."""
    for each in columns(model):
        yield (*prefix, each.name), each
        if each.part is not None:
            yield from walk(each.part, (*prefix, each.name))


def _column(model: type[BaseModel], name: str) -> Column:
    info = model.model_fields[name]
    col = next((m for m in info.metadata if isinstance(m, Col)), None)
    if col is None:
        raise TypeError(f"{model.__name__}.{name} has no Col")
    kind = _kind(info.annotation)
    if kind == "text" and col.codes:
        kind = "code"
    return Column(name, col, kind, _part(info.annotation))


_KINDS: dict[str, Kind] = {
    "date": "date",
    "datetime": "moment",
    "float": "number",
    "Decimal": "number",
    "int": "count",
    "bool": "yesno",
}


def _kind(annotation: Any) -> Kind:
    from pydantic import BaseModel

    inner = _inner(annotation)
    if get_origin(inner) is list:
        return "parts" if _part(inner) else "list"
    if isinstance(inner, type) and issubclass(inner, BaseModel):
        return "part"
    return _KINDS.get(getattr(inner, "__name__", ""), "text")


def _part(annotation: Any) -> type[BaseModel] | None:
    from pydantic import BaseModel

    inner = _inner(annotation)
    if get_origin(inner) is list:
        inner = _inner(get_args(inner)[0])
    return inner if isinstance(inner, type) and issubclass(inner, BaseModel) else None


def _inner(annotation: Any) -> Any:
    """The type itself, without ``Annotated`` and ``| None``."""
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation = get_args(annotation)[0]
        elif origin in (Union, types.UnionType):
            annotation = next(arg for arg in get_args(annotation) if arg is not type(None))
        else:
            return annotation
