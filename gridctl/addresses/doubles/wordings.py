"""Wordings in both languages, as a package's ``words.yaml`` has them: by section and key."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from gridctl.findings.table import Words
from gridctl.text.packaged import packaged

if TYPE_CHECKING:
    from collections.abc import Iterable


class Wordings:
    """The wordings of one package; its file is read when the first is asked for."""

    def __init__(self, package: str) -> None:
        self._package = package

    def of(self, section: str, key: str) -> Words:
        """The wording of a key; one that has none is shown as it is."""
        entry = self._sections.get(section, {}).get(key)
        return Words(entry["zh"], entry["en"]) if entry else Words(key, key)

    def has(self, section: str, key: str) -> bool:
        """Whether a key has a wording of its own."""
        return key in self._sections.get(section, {})

    @cached_property
    def _sections(self) -> dict[str, dict[str, dict[str, str]]]:
        return packaged(self._package, "words.yaml")


def joined(told: Iterable[Words]) -> Words:
    """Several wordings in one."""
    each = list(told)
    return Words("；".join(one.zh for one in each), "; ".join(one.en for one in each))
