"""Arguments that are words, numbers, paths or one of a few choices, read without the validation library.

Typer builds a pydantic adapter for every parameter, a third of the time of a command that answers from what is
kept. Most parameters take a word as it was typed; what is not plainly one is left to the library, with its messages.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Any, get_args, get_origin

# What makes a path more than a path, or a number more than a number: the library looks at these.
_LOOKED_AT = ("writable", "resolve_path", "allow_dash", "path_type", "parser", "click_type", "min", "max", "count")


class PlainParam:
    """Stands in for the library's coercion of one parameter.

    ``kind`` is what one value becomes; ``many`` whether the parameter takes several; ``exists`` whether a path must.
    """

    def __init__(self, kind: type, *, many: bool, exists: bool = False) -> None:
        self._kind = kind
        self._many = many
        self._exists = exists

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """The value as the command expects it; raises the library's faults."""
        if value is None:
            return () if self._many else None
        if not self._many and self._fits(value):
            return self._kind(value)
        if self._many and isinstance(value, (list, tuple)) and all(map(self._fits, value)):
            return [self._kind(each) for each in value]
        from typer._coercion import build_runtime_param

        return build_runtime_param(param.type_descriptor).coerce(value, param=param, ctx=ctx)

    def _fits(self, value: Any) -> bool:
        if issubclass(self._kind, StrEnum):
            return value in self._kind._value2member_map_
        if self._kind is int:
            # A sign, blanks or digits of other scripts are the library's.
            return type(value) is int or (isinstance(value, str) and value.isascii() and value.isdecimal())
        if self._exists and not Path(value).exists():
            return False
        # A switch that was not given is None, and one that was is read already.
        return isinstance(value, bool) if self._kind is bool else isinstance(value, (str, self._kind))


def read_plainly(param: Any) -> None:
    """Give a parameter its plain reading, if it has one; with another release of the library nothing changes."""
    descriptor = getattr(param, "type_descriptor", None)
    if descriptor is None or not hasattr(param, "_runtime_param"):
        return
    about, many = descriptor.parameter_info, get_origin(descriptor.annotation) is list
    kind = get_args(descriptor.annotation)[0] if many else descriptor.annotation
    if not (kind in (str, Path, bool, int) or (isinstance(kind, type) and issubclass(kind, StrEnum))):
        return
    if any(getattr(about, name, None) for name in _LOOKED_AT) or not getattr(about, "case_sensitive", True):
        return
    if not (getattr(about, "file_okay", True) and getattr(about, "dir_okay", True)):
        return
    # The library has no public place for it.
    param._runtime_param = PlainParam(kind, many=many, exists=bool(getattr(about, "exists", False)))
