"""The words of words.yaml: other headings of a ledger's fields, and what becomes of headings and values without one."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from gridctl.text.normalize import label_key
from gridctl.text.packaged import packaged

if TYPE_CHECKING:
    from collections.abc import Mapping

SERIALS: Final = frozenset(map(label_key, ("序号", "序列号", "行号", "项次", "No.", "no", "№", "#", "序")))
"""Headings of columns that only count the rows."""

COUNTING: Final = SERIALS | {label_key("编号")}
"""Those, and the one that may count them."""


class Words(NamedTuple):
    """One ledger's words, headings as label keys; words.yaml says what each is for."""

    fields: Mapping[str, tuple[str, ...]]
    choose: frozenset[str]
    fallback: Mapping[str, str]
    note: frozenset[str]
    ignore: frozenset[str]
    spare: Mapping[str, frozenset[str]]
    unclear: Mapping[str, frozenset[str]]
    likely: Mapping[str, Mapping[str, str]]
    either: Mapping[str, Mapping[str, list[str]]]


@cache
def words_of(ledger: str) -> Words:
    """The words of the ledger with this name; empty if there are none."""
    said = _all().get(ledger) or {}

    def of(name: str) -> dict[str, Any]:
        return said.get(name) or {}

    return Words(
        {field: tuple(map(label_key, headings)) for field, headings in of("fields").items()},
        frozenset(said.get("choose") or ()),
        {label_key(heading): field for heading, field in of("fallback").items()},
        frozenset(map(label_key, said.get("note") or ())),
        frozenset(map(label_key, said.get("ignore") or ())) | of_platforms(),
        {label_key(heading): frozenset(fields) for heading, fields in of("spare").items()},
        {field: frozenset((*values, *of("likely").get(field, ()))) for field, values in of("unclear").items()},
        of("likely"),
        of("either"),
    )


@cache
def of_platforms() -> frozenset[str]:
    """The columns that platforms of online forms add (``platforms.yaml``), as label keys."""
    listed = packaged("gridctl.intake.dictionary", "platforms.yaml")["columns"].values()
    return frozenset(label_key(heading) for headings in listed for heading in headings)


@cache
def _all() -> dict[str, Any]:
    return packaged("gridctl.intake.dictionary", "words.yaml")
