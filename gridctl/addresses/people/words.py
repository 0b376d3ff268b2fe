"""What reasons, issues and places of persons are called in both languages: data, in ``words.yaml``."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from gridctl.findings.table import Words
from gridctl.text.packaged import packaged

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
    return packaged("gridctl.addresses.people", "words.yaml")
