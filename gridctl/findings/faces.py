"""Faces: what a message needs to know of a field (labels, mask, code list), without the models.

Building the models takes a third of a second. Whoever keeps findings for another run keeps their faces with them
(`faces_of`, `remember`), so that a second run can tell them without it.
"""

from __future__ import annotations

import re
from dataclasses import astuple, dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gridctl.findings.finding import Finding
    from gridctl.schema.col import Column

_STEP = re.compile(r"([^.\[\]]+)(?:\[([^\]]*)\])?\.?")


@dataclass(frozen=True, slots=True)
class Face:
    """A field's labels, how its values are masked, its code list, and how private it is (1 to 4)."""

    zh: str
    en: str
    mask: str = "none"
    codes: str = ""
    sens: int = 1

    def label(self, language: str) -> str:
        """The label in ``zh`` or ``en``."""
        return self.zh if language == "zh" else self.en


_remembered: dict[str, Face] = {}


def face(ledger: str, names: Sequence[str] = ()) -> Face | None:
    """The face of a ledger, or of the field these names lead to; None where there is no such field."""
    key = ".".join((ledger, *names))
    return _remembered.get(key) or _from_schema().get(key)


def remember(kept: Mapping[str, Sequence[Any]]) -> None:
    """Take faces that `faces_of` gave in an earlier run."""
    _remembered.update({key: Face(*values) for key, values in kept.items()})


def faces_of(findings: Iterable[Finding]) -> dict[str, list[Any]]:
    """The faces needed to tell these findings, as JSON-able data."""
    keys: dict[str, list[Any]] = {}
    places = {(finding.ledger, tuple(name for name, _ in steps(finding.field))) for finding in findings}
    for ledger, names in places:
        for length in range(len(names) + 1):
            found = face(ledger, names[:length]) if ledger else None
            if found is not None:
                keys[".".join((ledger, *names[:length]))] = list(astuple(found))
    return keys


def steps(field: str) -> Iterator[tuple[str, str]]:
    """The steps of a field path: ``members[1].id_no`` gives (members, 1) and (id_no, "")."""
    for match in _STEP.finditer(field):
        yield match[1], match[2] or ""


def _is_code(column: Column) -> bool:
    """Whether the field names a thing: a cell's code of 18 digits must not be taken for a citizen id."""
    return column.col.ref not in (None, "persons") or column.name.endswith("_code") or column.name == "predecessors"


@cache
def _from_schema() -> dict[str, Face]:
    from gridctl.schema.col import walk
    from gridctl.schema.ledgers import LEDGERS

    faces = {each.name: Face(each.zh, each.en) for each in LEDGERS}
    for each in LEDGERS:
        for names, column in walk(each.model):
            col = column.col
            mask = "code" if col.mask == "none" and _is_code(column) else col.mask
            faces[".".join((each.name, *names))] = Face(col.zh, col.en, mask, col.codes or "", int(col.sens))
    return faces
