"""What reasons, issues and places of persons are called in both languages: data, in ``words.yaml``."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from gridctl.findings.table import Words
from gridctl.text.yamltree import read_tree

if TYPE_CHECKING:
    from collections.abc import Iterable


def person_words(section: str, key: str) -> Words:
    """The wording of a key; one that has none is shown as it is."""
    entry = _packaged().get(section, {}).get(key)
    return Words(entry["zh"], entry["en"]) if entry else Words(key, key)


def listed(section: str, keys: Iterable[str]) -> Words:
    """Several in one wording."""
    told = [person_words(section, key) for key in keys]
    return Words("；".join(each.zh for each in told), "; ".join(each.en for each in told))


@cache
def _packaged() -> dict[str, dict[str, Any]]:
    tree = read_tree(resources.files("gridctl.addresses.people").joinpath("words.yaml").read_bytes())
    if tree.faults or not isinstance(tree.value, dict):
        raise ValueError(f"words.yaml: {tree.faults}")
    found: Any = tree.value
    return dict(found)
