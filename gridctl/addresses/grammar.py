"""The grammar of addresses, read once from ``grammar.yaml``: word lists as tables and patterns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from gridctl.text.yamltree import read_tree

if TYPE_CHECKING:
    from gridctl.text.yamltree import Node

# Everyday, formal and digit-by-digit numerals; chinese_to_int gives their value.
NUMERALS: Final = "〇零一二三四五六七八九十百千两壹贰叁肆伍陆柒捌玖拾佰仟廿卅"


@dataclass(frozen=True)
class Grammar:
    """Word lists of the grammar; patterns are built from them where they are used.

    ``types`` gives the part each type word numbers, ``labels`` those that stand before it, ``guards`` the characters
    that may not follow a type word, ``own`` the words by kind of what has numbers of its own, ``spots`` places in or
    beside a house with their usual word,
    ``word_types`` for a part the words that stand in place of a number and the type words after them.
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


class GrammarError(Exception):
    """The packaged grammar file is damaged; an installation fault, not the user's."""


@cache
def grammar() -> Grammar:
    """Return the packaged grammar. Raises GrammarError if its file does not have the expected shape."""
    file = resources.files("gridctl.addresses").joinpath("grammar.yaml")
    tree = read_tree(file.read_bytes())
    if tree.fatal or tree.faults:
        raise GrammarError(f"grammar.yaml: {tree.faults}")
    root = _mapping(tree.value)
    types: dict[str, str] = {}
    guards: dict[str, str] = {}
    for part, entry in _mapping(root["types"]).items():
        lists = _mapping(entry)
        for word in (*_words(lists["words"]), *_words(lists["slips"])):
            types.setdefault(word, part)
        guards.update(_pairs(lists["not_before"]))
    leads = {name: _words(words) for name, words in _mapping(root["leads"]).items()}
    own = {kind: _words(words) for kind, words in _mapping(root["own"]).items()}
    return Grammar(
        types=types,
        guards=guards,
        word_types={
            part: (_words(_mapping(entry)["values"]), _words(_mapping(entry)["words"]))
            for part, entry in _mapping(root["word_types"]).items()
        },
        labels={word: part for part, words in _mapping(root["labels"]).items() for word in _words(words)},
        leads={word: name for name, words in leads.items() if name != "below_letter" for word in words},
        below_letter=leads["below_letter"][0],
        own=own,
        spots={word: words[0] for words in (*map(_words, _list(root["spots"])), *own.values()) for word in words},
        fillers=frozenset(_words(root["fillers"])),
        admin={name: _words(words) for name, words in _mapping(root["admin"]).items()},
        phrases=_pairs(root["phrases"]),
        digit_lookalikes=_pairs(root["digit_lookalikes"]),
        surnames=_text(root["surnames"]),
        heavenly_stems=_text(root["heavenly_stems"]),
        latin=_pairs(root["latin"]),
        dashes=frozenset(_words(root["dashes"])),
        blanks=frozenset(_words(root["blanks"])),
        openers=frozenset(_words(root["openers"])),
        closers=frozenset(_words(root["closers"])),
        simplified={pair[0]: pair[1] for line in _list(root["simplified"]) for pair in _words(line)},
        **{
            name: _words(root[name])
            for name in (
                "lead_ins", "lead_in_subjects", "lead_in_verbs", "lead_in_ends", "named_ins",
                "name_tails", "gate_ends", "crossings", "roles", "titles", "accounts", "surveys", "aliased",
                "measured",
                "measures",
                "storeys",
                "road_endings", "numbered_endings", "village_endings", "compound_endings", "optional_endings"
            )
        },
    )  # fmt: skip


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


def _mapping(node: Node) -> dict[str, Node]:
    if not isinstance(node, dict):
        raise GrammarError(f"a mapping is expected, not {node!r:.40}")
    return node


def _list(node: Node) -> list[Node]:
    if not isinstance(node, list):
        raise GrammarError(f"a list is expected, not {node!r:.40}")
    return node


def _text(node: Node) -> str:
    if not isinstance(node, str):
        raise GrammarError(f"text is expected, not {node!r:.40}")
    return node


def _words(node: Node) -> tuple[str, ...]:
    return tuple(_text(node).split())


def _pairs(node: Node) -> dict[str, str]:
    return dict(word.rsplit(":", 1) for word in _words(node))
