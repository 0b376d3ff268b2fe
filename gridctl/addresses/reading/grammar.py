"""The grammar of addresses, read once from ``grammar.yaml``: word lists as tables and patterns."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from gridctl.text.packaged import packaged

if TYPE_CHECKING:
    from collections.abc import Callable

# Everyday, formal and digit-by-digit numerals; chinese_to_int gives their value.
NUMERALS: Final = "〇零一二三四五六七八九十百千两壹贰叁肆伍陆柒捌玖拾佰仟廿卅"


@dataclass(frozen=True)
class Grammar:
    """Word lists of the grammar; patterns are built from them where they are used.

    ``types`` gives the part each type word numbers, ``labels`` those that stand before it, ``guards`` the characters
    that may not follow a type word, ``own`` the words by kind of what has numbers of its own, ``spots`` places in or
    beside a house with their usual word, ``word_types`` for a part the words that stand in place of a number and the
    type words after them. What any other list is for stands in the file.
    """

    types: dict[str, str]
    guards: dict[str, str]
    word_types: dict[str, tuple[tuple[str, ...], tuple[str, ...]]]
    labels: dict[str, str]
    leads: dict[str, str]
    lead_ins: tuple[str, ...]
    lead_in_subjects: tuple[str, ...]
    lead_in_verbs: tuple[str, ...]
    lead_in_ends: tuple[str, ...]
    named_ins: tuple[str, ...]
    roles: tuple[str, ...]
    titles: tuple[str, ...]
    surnames: str
    aliased: tuple[str, ...]
    accounts: tuple[str, ...]
    surveys: tuple[str, ...]
    measured: tuple[str, ...]
    measures: tuple[str, ...]
    below_letter: str
    own: dict[str, tuple[str, ...]]
    spots: dict[str, str]
    storeys: tuple[str, ...]
    road_endings: tuple[str, ...]
    numbered_endings: tuple[str, ...]
    village_endings: tuple[str, ...]
    compound_endings: tuple[str, ...]
    optional_endings: tuple[str, ...]
    name_tails: tuple[str, ...]
    gate_ends: tuple[str, ...]
    crossings: tuple[str, ...]
    fillers: frozenset[str]
    admin: dict[str, tuple[str, ...]]
    phrases: dict[str, str]
    digit_lookalikes: dict[str, str]
    heavenly_stems: str
    latin: dict[str, str]
    dashes: frozenset[str]
    blanks: frozenset[str]
    openers: frozenset[str]
    closers: frozenset[str]
    simplified: dict[str, str]


@cache
def grammar() -> Grammar:
    """Return the packaged grammar."""
    root = packaged("gridctl.addresses.reading", "grammar.yaml")
    types: dict[str, str] = {}
    guards: dict[str, str] = {}
    for part, lists in root["types"].items():
        for word in (*_words(lists["words"]), *_words(lists["slips"])):
            types.setdefault(word, part)
        guards.update(_pairs(lists["not_before"]))
    leads = {name: _words(words) for name, words in root["leads"].items()}
    own = {kind: _words(words) for kind, words in root["own"].items()}
    made: dict[str, Any] = {
        "types": types,
        "guards": guards,
        "word_types": {part: (_words(e["values"]), _words(e["words"])) for part, e in root["word_types"].items()},
        "labels": {word: part for part, words in root["labels"].items() for word in _words(words)},
        "leads": {word: name for name, words in leads.items() if name != "below_letter" for word in words},
        "below_letter": leads["below_letter"][0],
        "own": own,
        "spots": {word: words[0] for words in (*map(_words, root["spots"]), *own.values()) for word in words},
        "admin": {name: _words(words) for name, words in root["admin"].items()},
        "simplified": {pair[0]: pair[1] for line in root["simplified"] for pair in _words(line)},
    }
    # Any other list stands in the file under its own name.
    plain = {each.name: _LISTS[str(each.type)](root[each.name]) for each in fields(Grammar) if each.name not in made}
    return Grammar(**plain, **made)


def alternation(words: tuple[str, ...] | list[str], guards: dict[str, str] | None = None) -> str:
    """Return a pattern matching any of the words, longest first, each with the characters that may not follow."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(
        re.escape(word) + (_not_before(guards[word]) if guards and word in guards else "") for word in ordered
    )


def _not_before(characters: str) -> str:
    """A guard as a pattern; $ at its end stands for the end of the text. After ^ are the only ones that may follow."""
    if characters.startswith("^") and characters.endswith("$"):
        return f"(?=[{characters[1:-1]}])"
    if characters.startswith("^"):
        return f"(?![{characters}])"
    # One by one: a set of characters takes ten times as long to compile, at every start.
    return "".join(f"(?!{char})" for char in characters)


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _pairs(text: str) -> dict[str, str]:
    return dict(word.rsplit(":", 1) for word in _words(text))


# How a list of words is written, by what it is in `Grammar`.
_LISTS: Final[dict[str, Callable[[str], Any]]] = {
    "str": str,
    "tuple[str, ...]": _words,
    "frozenset[str]": lambda text: frozenset(_words(text)),
    "dict[str, str]": _pairs,
}
