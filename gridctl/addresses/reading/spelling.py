"""Typed text → the form the grammar is written in, with a way back to the typed characters.

Half-width, simplified, upper-case; notes set apart; blanks and strokes kept only where they divide numbers.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final, NamedTuple

from gridctl.addresses.reading import doubt, foreign, idioms
from gridctl.addresses.reading.address import DIGITS, LETTERS
from gridctl.addresses.reading.characters import SPELLED
from gridctl.addresses.reading.doubt import with_doubts
from gridctl.addresses.reading.foreign import without_foreign
from gridctl.addresses.reading.grammar import NUMERALS, grammar
from gridctl.addresses.reading.idioms import without_idioms
from gridctl.addresses.reading.postscript import postscript_start
from gridctl.addresses.reading.preamble import preamble_end
from gridctl.addresses.reading.strokes import divided

# 1 2 号: not a character without a blank.
_SINGLES: Final = re.compile(r"(?:\S )+\S ?")
_BETWEEN_WORDS: Final = re.compile(r"[^\x00-\xff] [^\x00-\xff]")
# 101房,东风社区: no 房东.
_ROOM_APART: Final = re.compile("(?<=[0-9])房(?= +[产管东屋主])")
# Texts that hold none of these are in the grammar's words and without doubts: one look for all that is unusual. Most
# capital letters are so only beside another letter, A座 is not; of some initials a digit is enough, 3D and 2U.
_LONE_LETTERS: Final = "".join(sorted(LETTERS - {*"DNUXZ"}))
_WATCHED: Final = (foreign.MARKS | doubt.MARKS | idioms.MARKS) - {*_LONE_LETTERS}
_UNUSUAL: Final = re.compile(f"[{re.escape(''.join(sorted(_WATCHED)))}]|[{_LONE_LETTERS}][A-Za-z]|{idioms.TWICE}")
_ROMANS: Final = {
    numeral: str(value)
    for value, numeral in enumerate(("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"), 1)
}


class Spelled(NamedTuple):
    """Text as the grammar reads it. ``at[i]`` is where its i-th character was typed; None if nothing moved.

    ``notes`` are the spans of the typed text that are no part of the address.
    """

    text: str
    at: list[int] | None
    notes: tuple[tuple[int, int], ...] = ()


class _Patterns(NamedTuple):
    odd: re.Pattern[str]
    lookalike: re.Pattern[str]
    roman: re.Pattern[str]
    among: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    looks = "".join(grammar().digit_lookalikes)
    return _Patterns(
        # What most texts hold nothing of: then only a stroke may need a look.
        odd=re.compile(f"[() {looks}VX]"),
        lookalike=re.compile(
            f"(?<=[0-9])[{looks}]+(?![A-Za-z])|(?<![A-Za-z])[{looks}]+(?=[0-9])|(?<=[{NUMERALS}])[Oo]+|l"
        ),
        roman=re.compile("(?<![A-Z0-9])(?:(?:I{2,3}|IV|VI{1,3}|IX|XI{1,2})(?=[期栋幢座区单]|号楼)|[IVX](?=期))"),
        among=re.compile(f"(?<=[0-9])[零〇](?=[0-9])|(?<=[0-9栋幢座元])一(?=[0-9])|(?<=[{NUMERALS}])0(?=[{NUMERALS}])"),
    )


# A list's addresses are spelled to learn its units and again to be read: the sample that units are learned from fits.
@lru_cache(maxsize=16384)
def spell(text: str) -> Spelled:
    """Return `text` as the grammar reads it. Never fails; text without an address comes back as it can be read."""
    if _UNUSUAL.search(text) is not None:
        changed = without_idioms(text) or without_foreign(text) or with_doubts(text)
        if changed is not None:
            return _moved(spell(changed[0]), changed[1], len(text))
    if end := postscript_start(text):
        address = spell(text[:end])
        return address._replace(notes=(*address.notes, (end, len(text))))
    plain, at = _characters(text)
    if before := preamble_end(plain, text):
        at = (at or list(range(len(plain))))[before:]
        plain = plain[before:]
    plain, at, odd = _numbers(_in_words(plain), at)
    if not odd and "-" not in plain:
        return Spelled(plain, at)
    return Spelled(*(divided(plain, at) or (plain, at)))


def _moved(spelled: Spelled, places: list[int], size: int) -> Spelled:
    """The spelling of a text that was changed before, with its places in the text as typed."""
    ends = [*places, size]
    at = places if spelled.at is None else [places[i] for i in spelled.at]
    return Spelled(spelled.text, at, tuple((ends[start], ends[end]) for start, end in spelled.notes))


def _characters(text: str) -> tuple[str, list[int] | None]:
    """Character by character; a text that has blanks between all of them, or is all in brackets, without those."""
    plain = text.translate(SPELLED)
    at = None if len(plain) == len(text) else [i for i, char in enumerate(text) for _ in SPELLED[ord(char)]]
    if plain.count(" ") * 3 > len(plain):
        plain, at = _closed_up(plain, at)
    if plain[:1] == "(" and plain[-1:] == ")" and plain.count("(") == 1:
        plain = f" {plain[1:-1]} "
    return plain, at


def _closed_up(plain: str, at: list[int] | None) -> tuple[str, list[int]]:
    """Take the blanks out of a text that has one after each character, as texts copied from a page do."""
    places = at or list(range(len(plain)))
    if _SINGLES.fullmatch(plain) is not None:
        return plain.replace(" ", ""), [place for place, char in zip(places, plain, strict=True) if char != " "]
    kept = [n for n, char in enumerate(plain) if char != " " or not _BETWEEN_WORDS.match(plain, n - 1 if n else 0)]
    return "".join(plain[n] for n in kept), [places[n] for n in kept]


def _in_words(plain: str) -> str:
    """In the grammar's words, as long as before."""
    if "房 " in plain:
        plain = _ROOM_APART.sub("室", plain)
    for wrong, right in grammar().phrases.items():
        if wrong in plain:
            plain = plain.replace(wrong, right)
    return plain


def _numbers(plain: str, at: list[int] | None) -> tuple[str, list[int] | None, bool]:
    """Digits where something that looks or reads like one was typed; whether the text held anything odd."""
    patterns = _patterns()
    if "一" in plain or "零" in plain or "〇" in plain:
        plain = patterns.among.sub(_among_digits, plain)
    if patterns.odd.search(plain) is None:
        return plain, at, False
    plain = patterns.lookalike.sub(_lookalikes, plain).replace("o", "O")
    return *_romans(plain, at), True


def _lookalikes(match: re.Match[str]) -> str:
    found = match[0]
    before = match.string[match.start() - 1 : match.start()]
    if match.start() and before in NUMERALS:
        return "〇" * len(found)
    after = match.string[match.end() : match.end() + 1]
    if before in DIGITS or after in DIGITS:
        digits = grammar().digit_lookalikes
        return "".join(digits[char] for char in found)
    return found.upper()


def _among_digits(match: re.Match[str]) -> str:
    """5零1 is 501 and 五0一 五〇一; 3一2一501 has numerals for strokes."""
    return {"一": "-", "0": "〇"}.get(match[0], "0")


def _romans(plain: str, at: list[int] | None) -> tuple[str, list[int] | None]:
    """II期 is 2期: Roman numerals where a type word follows."""
    found = list(_patterns().roman.finditer(plain))
    places = list(range(len(plain))) if found and at is None else at
    for match in reversed(found):
        value = _ROMANS[match[0]]
        plain = plain[: match.start()] + value + plain[match.end() :]
        if places is not None:
            places = [*places[: match.start()], *[places[match.start()]] * len(value), *places[match.end() :]]
    return plain, places
