"""Ways of typing as data: how a text typed so is noticed quickly, the pattern of it, and what is meant by it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class Way(NamedTuple):
    """One way of typing.

    Most texts are typed in none, so all of them are looked for at once: ``marks`` are characters of which every text
    typed so has one, ``sign`` is the source of a pattern, quicker than ``pattern``, that it matches too.
    """

    marks: str
    sign: str
    pattern: re.Pattern[str]
    meant: Callable[[re.Match[str]], str]


def marks_of(ways: Iterable[Way]) -> frozenset[str]:
    """Characters of which a text typed in any of these ways has one."""
    return frozenset("".join(way.marks for way in ways))


def sign_of(ways: Iterable[Way]) -> re.Pattern[str]:
    """What a text typed in any of these ways matches."""
    return re.compile("|".join(way.sign for way in ways))


def rewritten(text: str, ways: Iterable[Way]) -> tuple[str, list[int]] | None:
    """Return `text` as it is meant and the place each character was typed; None if it means what it says."""
    plain, at = text, list(range(len(text)))
    for way in ways:
        for match in reversed(list(way.pattern.finditer(plain))):
            put = way.meant(match)
            places = at[match.start() : match.end()]
            spread = [places[min(n, len(places) - 1)] for n in range(len(put))]
            at = [*at[: match.start()], *spread, *at[match.end() :]]
            plain = plain[: match.start()] + put + plain[match.end() :]
    return None if plain == text else (plain, at)
