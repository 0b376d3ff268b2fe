"""Blanks, strokes and brackets in spelled text: kept as one stroke where they divide numbers, notes set apart.

What is an address too, or the only name of its place, is read on inside the brackets.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from gridctl.addresses.reading.address import DIGITS, LETTERS, OWN, SIDES
from gridctl.addresses.reading.grammar import NUMERALS, alternation, grammar

_NUMBERISH: Final = DIGITS | LETTERS | {*NUMERALS}
# What is a number, or several, in brackets: (501), (3-2-501).
_STROKED: Final = "^[0-9]{1,4}$|^(?:附|之)[0-9]{1,3}号?$|^[A-Z]$|^[A-Z]?[0-9]{1,3}(?:-[0-9]{1,4}){1,3}$"
# Blanks and strokes, but for the single stroke between two numbers that is kept as it is.
_STROKES: Final = r"(?:(?<![0-9])-| |-(?![0-9]))[- ]*"
# 1户2人, 2023年5月: counted or dated, and no part of the address.
_MEASURED: Final = re.compile(f"[0-9{NUMERALS}](?:人|口人|年|月|元|平)")
# 原5组, 旧: what a note says was before.
_FORMER: Final = ("原", "旧", "曾", "非", "不", "勿", "误", "别")
_ROAD_NUMBER: Final = re.compile(
    r"[^\x00-\xff]{2,}(?:路|街|巷|道|段)(?:[0-9零〇一二三四五六七八九十百]{1,6})(?:号|#)?(?:附[0-9]{1,3}号?)?$"
)
_PLACE_NAME: Final = re.compile(r"[^\x00-\xff0-9()]{2,}")
# A name of a place outside the brackets; type words are shorter.
_HAN_NAME: Final = re.compile(r"[^\x00-\xff]{4,}")
_TYPED: Final = re.compile(f"(?:[0-9]{{1,3}}|[{NUMERALS}]+)(?:栋|幢|座|号楼|单元|期|区|组)")
_BELOW: Final = re.compile("[1-5][层楼F](?![0-9]{1,2}(?:单元|门))")
_SET_APART: Final = re.compile(r"[^\x00-\xff] *-+(?=[0-9])")


class Divided(NamedTuple):
    """A text with strokes only between numbers, the place of each character, and the spans of its notes, as typed."""

    text: str
    at: list[int]
    notes: tuple[tuple[int, int], ...]


class _Patterns(NamedTuple):
    noise: re.Pattern[str]
    structure: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    words = grammar()
    kept = [word for word, part in words.types.items() if part not in OWN]
    number = f"(?:[A-Z]?[0-9]+[A-Z]?|[{NUMERALS}]+|[A-Z])"
    sided = "".join(
        f"|^(?:{alternation(values)})(?:{alternation(after)})$" for values, after in words.word_types.values()
    )
    return _Patterns(
        noise=re.compile(rf"\(([^()]*)\)?|{_STROKES}|\)"),
        structure=re.compile(
            f"{_STROKED}|^[{''.join(sorted(SIDES))}]$|{number}(?:{alternation(kept, words.guards)}){sided}"
        ),
    )


def divided(plain: str, at: list[int] | None) -> Divided | None:
    """Return a spelled text without what divides nothing; None if there is none. ``at`` is where it was typed."""
    first = _patterns().noise.search(plain)
    return None if first is None else _Dividing(plain, at or list(range(len(plain)))).all_from(first)


class _Dividing:
    """The text so far: its pieces and their places, and the notes met."""

    def __init__(self, plain: str, at: list[int]) -> None:
        self._plain, self._at = plain, at
        self._out: list[str] = []
        self._places: list[int] = []
        self._notes: list[tuple[int, int]] = []

    def all_from(self, first: re.Match[str]) -> Divided:
        """Take one piece of noise after the other, with what stands before each."""
        plain, at = self._plain, self._at
        position = 0
        match: re.Match[str] | None = first
        while match is not None:
            self._out.append(plain[position : match.start()])
            self._places += at[position : match.start()]
            position = match.end()
            if match[1] is None:
                self._divide(match.start(), position)
            elif self._is_read_on(match):
                position = match.start() + 1
                self._open(match)
            elif match[1]:
                self._notes.append((at[match.start()], at[match.end() - 1] + 1))
            match = _patterns().noise.search(plain, position)
        self._out.append(plain[position:])
        self._places += at[position:]
        return Divided("".join(self._out), self._places, tuple(self._notes))

    def _is_read_on(self, match: re.Match[str]) -> bool:
        """Tell whether what stands in brackets is part of the address."""
        inside = match[1]
        if inside[:1] in _FORMER or _MEASURED.search(inside) is not None:
            return False
        return _patterns().structure.search(inside) is not None or self._names_place(match)

    def _names_place(self, match: re.Match[str]) -> bool:
        """Tell whether what stands in brackets is the compound's or the road's name that is nowhere else."""
        if _PLACE_NAME.fullmatch(match[1]) is None:
            return False
        before = self._plain[: match.start()].rstrip(" -")
        after = self._plain[match.end() : match.end() + 1]
        if not after:
            return before[:1] in _NUMBERISH and _HAN_NAME.search(before) is None
        return (after in _NUMBERISH or after in SIDES) and (not before or before[-1] in "省市区县镇乡道")

    def _open(self, match: re.Match[str]) -> None:
        """What comes of a bracket that is read on inside."""
        start, inside = match.start(), match[1]
        if _PLACE_NAME.fullmatch(inside) is not None and inside[0] in NUMERALS:
            self._put(" ", start)  # 202（千禧小区）
        else:
            self._divide(start, start + 1)
        if start and _ROAD_NUMBER.match(inside) is not None and self._plain[start - 1] > "\xff":
            self._put(" ", start)  # 柳岸花园（清荷路97号）: two names

    def _divide(self, start: int, end: int) -> None:
        """Keep one stroke where blanks and strokes stand between two numbers, or before a floor below ground."""
        plain = self._plain
        after = plain[end : end + 1]
        before = next((piece[-1] for piece in reversed(self._out) if piece), "")
        if before == "-" or after not in _NUMBERISH or not after:
            return
        bracket = plain[start] in "()"
        if bracket and before in DIGITS and _TYPED.match(plain, end) is not None:
            self._put(" ", start)  # 501(2单元): two numbers, not one with a stroke
            return
        between = before in _NUMBERISH and before != ""
        if not (bracket or "-" in plain[start:end]):
            between = between and (before in NUMERALS) == (after in NUMERALS)
        below = plain[start:end].endswith("-") and _BELOW.match(plain, end) is not None
        if below and (before == "#" or len(_SET_APART.findall(plain)) > 1):
            below = False  # 3栋-2单元-5层 has strokes between all its parts
        if between or below:
            self._put("-", start)

    def _put(self, char: str, at: int) -> None:
        self._out.append(char)
        self._places.append(self._at[at])
