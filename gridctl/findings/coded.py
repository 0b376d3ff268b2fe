"""Coded values as their official labels in both languages."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from gridctl.findings.table import Keyed, Words, listed
from gridctl.schema.codelists import code_list

if TYPE_CHECKING:
    from collections.abc import Iterable


@cache
def coded(codes: str, key: str) -> Words:
    """The labels of a value of a code list; one that is not on the list stays as it is."""
    try:
        item = code_list(codes).item(key)
    except KeyError:
        return Words(key, key)
    return Keyed.of(item.key, item.zh, item.en)


def coded_list(codes: str, keys: Iterable[str]) -> Words:
    """The labels of several values, one after the other."""
    labels = [coded(codes, each) for each in keys]
    return listed((each.zh for each in labels), (each.en for each in labels))
