"""What reasons, issues and places of persons are called in both languages: data, in ``words.yaml``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridctl.addresses.doubles.wordings import Wordings, joined

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gridctl.findings.table import Words

person_words = Wordings("gridctl.addresses.people").of


def listed(section: str, keys: Iterable[str]) -> Words:
    """Several of one section in one wording."""
    return joined(person_words(section, key) for key in keys)
