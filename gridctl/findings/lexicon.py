"""The lexicon: labels and masks of fields, words for coded values, and the rules' messages, in both languages.

Building the models and reading code lists and rules takes half a second. What was once looked up is kept in memory, so
that whoever keeps findings for another run can keep the words with them (`known`) and give them back (`remember`).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gridctl.schema.col import Column

Pair = tuple[str, str]


class Face(NamedTuple):
    """A field's labels, how its values are masked, its code list, and how private it is (1 to 4)."""

    zh: str
    en: str
    mask: str = "none"
    codes: str = ""
    sens: int = 1

    def label(self, language: str) -> str:
        """The label in ``zh`` or ``en``."""
        return self.zh if language == "zh" else self.en


# The first step of such a path: its labels, and where the other record's fields are.
_BESIDE = {"resident": ("居民", "resident", "households.members"), "house": ("房屋", "house", "households")}

_faces: dict[str, Face | None] = {}
_words: dict[str, Pair] = {}
_messages: dict[str, Pair] = {}


def face(ledger: str, names: Sequence[str] = ()) -> Face | None:
    """The face of a ledger, or of the field these names lead to; None where there is no such field."""
    key = ".".join((ledger, *names))
    if key not in _faces:
        _faces[key] = _from_schema(ledger).get(key) or (_beside(names) if names else None)
    return _faces[key]


def _beside(names: Sequence[str]) -> Face | None:
    """What an import's column says about another record: the resident, or the house, that a row is about."""
    above = _BESIDE.get(names[0])
    if above is None or len(names) == 1:
        return above and Face(above[0], above[1])
    return _from_schema("households").get(".".join((above[2], *names[1:])))


def word(codes: str, value: str, language: str) -> str:
    """A coded value in words; the value itself where the code list, or such a list, does not exist."""
    key = f"{codes} {value}"
    if key not in _words:
        _words[key] = _from_codes(codes, value)
    return _words[key][0 if language == "zh" else 1]


def title(codes: str, language: str) -> str:
    """The title of a code list; its name where there is none."""
    return word("", codes, language)


def message_of(code: str, language: str) -> str:
    """A rule's message, with its ``{params}``; raises ``KeyError`` for an unknown rule."""
    if code not in _messages:
        from gridctl.findings.registry import rule

        found = rule(code)
        _messages[code] = (found.zh.message, found.en.message)
    return _messages[code][0 if language == "zh" else 1]


def known() -> dict[str, Any]:
    """Everything looked up so far, as JSON-able data."""
    return {"faces": dict(_faces), "words": dict(_words), "messages": dict(_messages)}


def remember(kept: Mapping[str, Any]) -> None:
    """Take what `known` gave in an earlier run of the same program."""
    _faces.update({key: None if values is None else Face(*values) for key, values in kept["faces"].items()})
    _words.update({key: tuple(pair) for key, pair in kept["words"].items()})
    _messages.update({key: tuple(pair) for key, pair in kept["messages"].items()})


def _from_codes(codes: str, value: str) -> Pair:
    from gridctl.schema.codelists import code_list, code_list_names

    name = codes or value
    if name not in code_list_names():
        return (value, value)
    found = code_list(name)
    item = found.find(value) if codes else found
    return (value, value) if item is None else (item.zh, item.en)


def _is_code(column: Column) -> bool:
    """Whether the field names a thing: a cell's code of 18 digits must not be taken for a citizen id."""
    return column.col.ref not in (None, "persons") or column.name.endswith("_code") or column.name == "predecessors"


@cache
def _from_schema(name: str) -> dict[str, Face]:
    """The faces of a ledger, its fields and those of its parts; none where there is no such ledger."""
    from gridctl.schema.col import walk
    from gridctl.schema.ledgers import LEDGERS

    faces: dict[str, Face] = {}
    for each in LEDGERS:
        if each.name != name:
            continue
        faces[name] = Face(each.zh, each.en)
        for names, column in walk(each.model):
            col = column.col
            mask = "code" if col.mask == "none" and _is_code(column) else col.mask
            faces[".".join((name, *names))] = Face(col.zh, col.en, mask, col.codes or "", int(col.sens))
    return faces
