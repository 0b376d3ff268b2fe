"""Code lists: the allowed values of a field, read from ``codes/<name>.yaml``.

A list is data, so adding a value needs no programmer. ``find`` is what intake and the models call for every
coded cell; it is a dictionary look-up and never guesses.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from gridctl.schema.codefile import EXTRA_FIELDS, CodeFileError, code_file_problems
from gridctl.text.normalize import nfkc, squash
from gridctl.text.packaged import shipped
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_FOLDER = "codes"
_NOT_WORD = pattern(r"[\W_]+")
_NO_EXTRA: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class CodeItem:
    """One allowed value.

    ``key`` is used in Python, SQL and JSON; ``code`` is the source standard's number ("" if it has none);
    ``zh`` is the official label written in the ledgers. ``extra`` holds what only some lists have: ``pack``
    (care or statutory) and ``parent`` (the key of the item one level up).
    """

    key: str
    code: str
    zh: str
    en: str
    aliases: tuple[str, ...] = ()
    extra: Mapping[str, str] = field(default_factory=lambda: _NO_EXTRA, hash=False)


@dataclass(frozen=True, slots=True)
class CodeList:
    """A named list of values. ``source`` names the standard or form it comes from and what of it was checked.

    ``leading_zeros`` is False where ``1`` may stand for ``01``: worksheets store codes as numbers.
    Raises CodeFileError if two items answer to the same text.
    """

    name: str
    zh: str
    en: str
    source: str
    items: tuple[CodeItem, ...]
    leading_zeros: bool = False
    _by_key: dict[str, CodeItem] = field(init=False, repr=False, compare=False)
    _by_text: dict[str, CodeItem] = field(init=False, repr=False, compare=False)
    # Made when a text is none of the usual ones: what only shows labels needs no index of all their spellings.
    _by_letters: dict[str, CodeItem] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Build the indexes that find and item read."""
        object.__setattr__(self, "_by_key", {item.key: item for item in self.items})
        object.__setattr__(self, "_by_text", self._index_of_texts())

    def find(self, text: str) -> CodeItem | None:
        """Return the item that ``text`` names, by key, code, label, alias, or code and label together.

        Full-width characters, spaces, case and punctuation are tolerated; apart from them the match is exact.
        """
        # The form already in the ledgers is by far the commonest and needs no normalising.
        item = self._by_text.get(text)
        if item is not None:
            return item
        folded = _fold(text)
        found = self._by_text.get(folded)
        if found is None:
            if not self._by_letters:
                self._by_letters.update(self._index_of_letters())
            found = self._by_letters.get(_NOT_WORD.sub("", folded))
        return found

    def item(self, key: str) -> CodeItem:
        """Return the item with this key; raises KeyError if there is none."""
        return self._by_key[key]

    def zh_values(self) -> list[str]:
        """Return the official Chinese labels, in the order of the list."""
        return [item.zh for item in self.items]

    def _index_of_texts(self) -> dict[str, CodeItem]:
        index: dict[str, CodeItem] = {}
        for item in self.items:
            for name in (item.key, item.code, item.zh, item.en, *item.aliases):
                for text in (name, _fold(name)):
                    holder = index.setdefault(text, item) if text else item
                    if holder is not item:
                        raise CodeFileError(
                            f"codes/{self.name}.yaml: {text!r} names both {holder.key} and {item.key}; "
                            f"take it from one of them"
                        )
        if not self.leading_zeros:
            for item in self.items:
                if item.code.startswith("0") and (short := item.code.lstrip("0")):
                    index.setdefault(short, item)
        return index

    def _index_of_letters(self) -> dict[str, CodeItem]:
        """Index labels without their punctuation, alone and with the code before or after them.

        A text that would name two items names neither.
        """
        index: dict[str, CodeItem] = {}
        unclear: set[str] = set()
        for item in self.items:
            for text in _letters(item, self.leading_zeros):
                if index.setdefault(text, item) is not item:
                    unclear.add(text)
        return {text: item for text, item in index.items() if text not in unclear}


def _fold(text: str) -> str:
    return "".join(nfkc(squash(text)).casefold().split())


def _letters(item: CodeItem, leading_zeros: bool) -> Iterator[str]:
    code = _NOT_WORD.sub("", _fold(item.code))
    codes = {code} if leading_zeros else {code, code.lstrip("0")}
    for name in (item.zh, item.en, *item.aliases):
        label = _NOT_WORD.sub("", _fold(name))
        # Digits alone are a code, and "1-1" is not the code 11.
        if not label or label.isdecimal():
            continue
        yield label
        for form in codes - {""}:
            yield form + label
            yield label + form


_renamed: dict[str, CodeList] = {}


def code_list(name: str) -> CodeList:
    """Return the code list called ``name``, with the community's own labels where it has any.

    Raises KeyError if there is no such list, CodeFileError if its file is not a code list.
    """
    return _renamed.get(name) or _packaged(name)


def rename_values(name: str, labels: Mapping[str, str]) -> None:
    """Let a community call a list's values by its own labels (key to Chinese label); official ones are still read.

    It holds for the whole process, which serves one community; no labels bring the official ones back. Raises KeyError
    for a key the list does not have, CodeFileError for a label that names two values.
    """
    if labels:
        _renamed[name] = renamed(name, labels)
    else:
        _renamed.pop(name, None)


def renamed(name: str, labels: Mapping[str, str]) -> CodeList:
    """The official list with a community's own labels; raises as ``rename_values``, which puts it to use."""
    official = _packaged(name)
    for key in labels:
        official.item(key)
    items = tuple(
        replace(item, zh=labels[item.key], aliases=(*item.aliases, item.zh)) if item.key in labels else item
        for item in official.items
    )
    return replace(official, items=items)


@cache
def _packaged(name: str) -> CodeList:
    """Read the list's file, once."""
    path = shipped("gridctl.schema", _FOLDER, f"{name}.yaml")
    if not name.isidentifier() or not path.is_file():
        raise KeyError(name)
    return parse_code_list(name, path.read_bytes())


def parse_code_list(name: str, data: bytes) -> CodeList:
    """Return the code list in the bytes of a file; raises CodeFileError naming everything that is wrong."""
    from gridctl.text.yamltree import read_tree

    tree = read_tree(data)
    if tree.fatal or tree.faults:
        raise CodeFileError(f"codes/{name}.yaml cannot be read as YAML: {[*tree.faults]}")
    # Its shape is checked before anything is taken from it.
    value: Any = tree.value
    if problems := code_file_problems(value):
        raise CodeFileError(f"codes/{name}.yaml: " + "; ".join(problems))
    items = tuple(
        CodeItem(
            key=row["key"],
            code=row["code"],
            zh=row["zh"],
            en=row["en"],
            aliases=tuple(row.get("aliases", ())),
            extra=MappingProxyType({field_name: row[field_name] for field_name in EXTRA_FIELDS if field_name in row}),
        )
        for row in value["items"]
    )
    return CodeList(
        name=name,
        zh=value["zh"],
        en=value["en"],
        source=value["source"],
        items=items,
        leading_zeros=value.get("leading_zeros") == "required",
    )


def code_list_names() -> list[str]:
    """Return the names of all code lists, sorted."""
    return sorted(path.stem for path in shipped("gridctl.schema", _FOLDER).glob("*.yaml"))
