"""Finding: something wrong or notable in data, as a value. It is rendered late, in the reader's language, masked."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

# Python 3.11 takes no mapping as a default of its own.
_NO_PARAMS: Mapping[str, str] = MappingProxyType({})


class Severity(StrEnum):
    """How much a finding matters: an error makes ``check`` fail; a warning does so with ``--strict``."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where: a file with line and column (from 1), or a workbook with sheet and cell. ``path`` is relative."""

    path: str = ""
    line: int = 0
    column: int = 0
    sheet: str = ""
    cell: str = ""

    def __str__(self) -> str:
        if self.sheet:
            return f"{self.path}!{self.sheet}!{self.cell}" if self.cell else f"{self.path}!{self.sheet}"
        parts = [self.path, *(str(n) for n in (self.line, self.column) if n)]
        return ":".join(parts)


class Fix(NamedTuple):
    """A safe correction: set ``field`` of the finding's record from ``old`` to ``new`` (data as in the ledgers)."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding.

    ``code`` names the rule; ``ledger`` and ``record`` (the record's key) say what it is about; ``field`` is the path
    of names within the record, such as ``members[1].id_no``. ``params`` fill the rule's message; personal ones are
    masked when rendered, by their name (``name``, ``phone``, ``id_no``, ``address``, ``text``) or, for ``value``, by
    the field's ``Col``.
    """

    code: str
    severity: Severity
    place: Place = dataclasses.field(default_factory=Place)
    ledger: str = ""
    record: str = ""
    field: str = ""
    params: Mapping[str, str] = dataclasses.field(default_factory=lambda: _NO_PARAMS)
    fix: Fix | None = None

    @property
    def sort_key(self) -> tuple[Any, ...]:
        """Findings are listed by place, then by code."""
        return (self.place, self.code, self.record, self.field)
