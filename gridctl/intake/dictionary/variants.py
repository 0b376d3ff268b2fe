"""Headings in other words: 房东联系手机 asks for what 房东电话 asks for. The words are in variants.yaml."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from gridctl.text.normalize import label_key
from gridctl.text.packaged import packaged

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

# 户号 and 房号 are words of their own, not a number of something.
_SHORTEST: Final = 2


class _Classes(NamedTuple):
    """Words of one ledger's headings, each with the one that stands for it."""

    endings: Mapping[str, str]
    beginnings: Mapping[str, str]
    empty: frozenset[str]
    others: frozenset[str]
    longest: int
    """Of the beginnings and the empty words."""
    first: frozenset[str]
    last: frozenset[str]
    """The characters with which such words begin, and endings end: most texts of a sheet have neither."""

    def form(self, key: str) -> str:
        """A heading's key with every word as the one that stands for it."""
        key = self._beginning(key) if key[:1] in self.first else key
        if key[-1:] in self.last:
            for length in range(len(key) - _SHORTEST, 0, -1):
                if ending := self.endings.get(key[-length:]):
                    return key[:-length] + ending
        return key

    def _beginning(self, key: str) -> str:
        while (word := _longest_start(key, self.empty, self.longest)) and len(key) - len(word) >= _SHORTEST:
            key = key[len(word) :]
        if word := _longest_start(key, self.beginnings, self.longest):
            key = self.beginnings[word] + key[len(word) :]
        return key


# A sheet's rows ask for the same words again and again.
@lru_cache(maxsize=1 << 12)
def one_form(key: str, ledger: str) -> str:
    """The form in which a heading's key is compared with those that ask for the same in this ledger."""
    return _classes(ledger).form(key)


def is_of_others(key: str, ledger: str) -> bool:
    """Whether a group of headings is about somebody else than the row is."""
    return key in _classes(ledger).others


def _longest_start(key: str, words: Container[str], longest: int) -> str:
    return next((key[:length] for length in range(min(len(key), longest), 0, -1) if key[:length] in words), "")


@cache
def _classes(ledger: str) -> _Classes:
    said = _said()
    empty = _empty_anywhere().union(map(label_key, said["empty"].get(ledger, ())))
    beginnings = _first_of((*said["beginnings"]["all"], *said["beginnings"].get(ledger, ())))
    return _Classes(
        _endings(),
        beginnings,
        empty,
        frozenset(map(label_key, said["others"].get(ledger, ()))),
        max(map(len, (*beginnings, *empty)), default=0),
        frozenset(word[0] for word in (*beginnings, *empty)),
        frozenset(word[-1] for word in _endings()),
    )


@cache
def _empty_anywhere() -> frozenset[str]:
    return frozenset(map(label_key, _said()["empty"]["all"]))


@cache
def _endings() -> dict[str, str]:
    """Those of all ledgers."""
    return _first_of(_said()["endings"])


def _first_of(lines: Iterable[list[str]]) -> dict[str, str]:
    return {label_key(word): label_key(line[0]) for line in lines for word in line}


@cache
def _said() -> dict[str, Any]:
    return packaged("gridctl.intake.dictionary", "variants.yaml")
