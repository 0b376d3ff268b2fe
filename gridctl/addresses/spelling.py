"""Typed text → the form the grammar is written in, with a way back to the typed characters.

Half-width, simplified, upper-case; notes in brackets set apart; blanks and strokes kept only where they divide numbers.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, NamedTuple

from gridctl.addresses import doubt, foreign, rewriting
from gridctl.addresses.address import OWN, SIDES
from gridctl.addresses.doubt import ILLEGIBLE, PLACEHOLDER, with_doubts
from gridctl.addresses.foreign import without_foreign
from gridctl.addresses.grammar import NUMERALS, alternation, grammar
from gridctl.addresses.preamble import preamble_end
from gridctl.addresses.rewriting import rewritten
from gridctl.addresses.said_again import said_again

_NUMBERISH = frozenset(NUMERALS + "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_DIGITS = frozenset("0123456789")


class Spelled(NamedTuple):
    """Text as the grammar reads it. ``at[i]`` is where its i-th character was typed; None if nothing moved."""

    text: str
    at: list[int] | None
    notes: tuple[tuple[int, int], ...] = ()


class _Table(dict[int, str]):
    """Characters by code point; each is worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = spelled = _character(chr(code))
        return spelled


def _character(char: str) -> str:
    words = grammar()
    if char == PLACEHOLDER:
        return ILLEGIBLE
    if char in words.dashes:
        return "-"
    if char in words.blanks or char.isspace():
        return " "
    if char in words.openers:
        return "("
    if char in words.closers:
        return ")"
    category = unicodedata.category(char)
    if category in {"No", "Nl"} and char != "〇":
        value = unicodedata.numeric(char, -1.0)
        if value >= 0 and value == int(value):
            return str(int(value))
    if category in {"Cf", "Cc", "Mn", "Me"}:
        return ""
    if char in "○◯":
        return "〇"
    if char == "㎡":
        return "平"
    if char in "ol":
        return char  # perhaps typed for 0 and 1; known once the digits around are
    opened = unicodedata.normalize("NFKC", char)
    if opened != char and len(opened) == 1 and opened.isascii():
        return _character(opened)
    if opened == char and category[0] in "SP" and char != "#":
        return " "  # marks that say nothing: ★, √, ?, a picture
    return "".join(words.simplified.get(each, each) for each in opened).upper()


@dataclass(frozen=True)
class _Patterns:
    odd: re.Pattern[str]
    lookalike: re.Pattern[str]
    roman: re.Pattern[str]
    among: re.Pattern[str]
    noise: re.Pattern[str]
    structure: re.Pattern[str]
    phrases: tuple[tuple[str, str], ...]
    digits: dict[str, str]


@cache
def _patterns() -> _Patterns:
    words = grammar()
    looks = "".join(words.digit_lookalikes)
    kept = [word for word, part in words.types.items() if part not in OWN]
    number = f"(?:[A-Z]?[0-9]+[A-Z]?|[{NUMERALS}]+|[A-Z])"
    sided = "".join(
        f"|^(?:{alternation(values)})(?:{alternation(after)})$" for values, after in words.word_types.values()
    )
    return _Patterns(
        # What most texts hold nothing of: then only a stroke may need a look.
        odd=re.compile(f"[() {looks}VX]"),
        lookalike=re.compile(
            f"(?<=[0-9])[{looks}]+(?![A-Za-z])|(?<![A-Za-z])[{looks}]+(?=[0-9])|(?<=[{NUMERALS}])[Oo]+|l"
        ),
        roman=re.compile("(?<![A-Z0-9])(?:(?:I{2,3}|IV|VI{1,3}|IX|XI{1,2})(?=[期栋幢座区单]|号楼)|[IVX](?=期))"),
        among=re.compile(f"(?<=[0-9])[零〇](?=[0-9])|(?<=[0-9栋幢座元])一(?=[0-9])|(?<=[{NUMERALS}])0(?=[{NUMERALS}])"),
        noise=re.compile(rf"\(([^()]*)\)?|{_STROKES}|\)"),
        structure=re.compile(
            f"{_STROKED}|^[{''.join(sorted(SIDES))}]$|{number}(?:{alternation(kept, words.guards)}){sided}"
        ),
        phrases=tuple(words.phrases.items()),
        digits=words.digit_lookalikes,
    )


# What is a number, or several, in brackets: (501), (3-2-501).
_STROKED: Final = "^[0-9]{1,4}$|^(?:附|之)[0-9]{1,3}号?$|^[A-Z]$|^[A-Z]?[0-9]{1,3}(?:-[0-9]{1,4}){1,3}$"
# Blanks and strokes, but for the single stroke between two numbers that is kept as it is.
_STROKES: Final = r"(?:(?<![0-9])-| |-(?![0-9]))[- ]*"
# How many live there, at the end: 3人, 一家三口, (三口之家).
_HEADS: Final = "(?:一家|全家|共|住)?[0-9一二三四五六七八九十两]{1,2}(?:口人|口之家|口|人)"
_FAMILY: Final = re.compile(f"[(（](?:[0-9]{{1,2}}户)?{_HEADS}[)）]$|[ ,，;；、]*(?<![0-9{NUMERALS}]){_HEADS}$")
_FAMILY_ENDS: Final = frozenset("人口家)）")
# 1户2人, 2023年5月: counted or dated, and no part of the address.
_MEASURED: Final = re.compile(f"[0-9{NUMERALS}](?:人|口人|年|月|元|平)")
# 原5组, 旧: what a note says was before.
_FORMER: Final = ("原", "旧", "曾", "非", "不", "勿", "误", "别")
# 1 2 号: not a character without a blank.
_SINGLES: Final = re.compile(r"(?:\S )+\S ?")
_BETWEEN_WORDS: Final = re.compile(r"[^\x00-\xff] [^\x00-\xff]")
# A day at the end: when somebody moved in, or the row was checked.
_DATED: Final = re.compile(
    "(?:19|20)(?<![0-9-]..)[0-9]{2}(?:[-./][0-9]{1,2}[-./][0-9]{1,2}日?|年(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?)[^0-9]*$"
)
# How large the flat is, and of how many rooms: 89.5㎡, 建筑面积89.5, 三室两厅.
_AREA: Final = "(?:㎡|平方米|平方|平米|平|m2|m²|M2)"
_SIZED: Final = re.compile(
    r"[ ,，;；(（]*(?:(?:建筑|产权|使用)?面积[:：约 ]*[0-9.]+"
    rf"|(?<![0-9.-])约?[0-9]{{2,3}}(?:\.[0-9]{{1,2}})?{_AREA})[^0-9]{{0,4}}$"
    "|[ ,，;；(（]*(?:(?<![0-9])[1-6]|[一二两三四五六])[室房][0-3零一二两三]厅.*$"
)
_SIZES: Final = frozenset("㎡米方平2²)）")
# Texts that hold none of these are in the grammar's words and without doubts: one look for all that is unusual. Most
# capital letters are so only beside another letter: A座 is not.
_LONE_LETTERS: Final = "ABCEFGHIJKLMOPQRSTVWY"
_WATCHED: Final = (foreign.CHARACTERS | doubt.CHARACTERS | rewriting.CHARACTERS) - {*_LONE_LETTERS}
_UNUSUAL: Final = re.compile(f"[{re.escape(''.join(sorted(_WATCHED)))}]|[{_LONE_LETTERS}][A-Za-z]|{rewriting.DOUBLED}")
_TABLE = _Table()


def _lookalikes(match: re.Match[str]) -> str:
    found = match[0]
    if match.start() and match.string[match.start() - 1] in NUMERALS:
        return "〇" * len(found)
    before = match.string[match.start() - 1 : match.start()]
    after = match.string[match.end() : match.end() + 1]
    if (before in _DIGITS and before) or (after in _DIGITS and after):
        digits = _patterns().digits
        return "".join(digits[char] for char in found)
    return found.upper()


def _among_digits(match: re.Match[str]) -> str:
    """5零1 is 501 and 五0一 五〇一; 3一2一501 has numerals for strokes."""
    return {"一": "-", "0": "〇"}.get(match[0], "0")


_ROMANS: Final = {
    "I": 1,
    "II": 2,
    "III": 3,
    "IV": 4,
    "V": 5,
    "VI": 6,
    "VII": 7,
    "VIII": 8,
    "IX": 9,
    "X": 10,
    "XI": 11,
    "XII": 12,
}


def _romans(plain: str, at: list[int] | None) -> tuple[str, list[int] | None]:
    """II期 is 2期: Roman numerals where a type word follows."""
    found = list(_patterns().roman.finditer(plain))
    places = list(range(len(plain))) if found and at is None else at
    for match in reversed(found):
        value = str(_ROMANS[match[0]])
        plain = plain[: match.start()] + value + plain[match.end() :]
        if places is not None:
            places = [*places[: match.start()], *[places[match.start()]] * len(value), *places[match.end() :]]
    return plain, places


def _closed_up(plain: str, at: list[int] | None) -> tuple[str, list[int]]:
    """Take the blanks out of a text that has one after each character, as texts copied from a page do."""
    places = at or list(range(len(plain)))
    if _SINGLES.fullmatch(plain) is not None:
        return plain.replace(" ", ""), [place for place, char in zip(places, plain, strict=True) if char != " "]
    kept = [n for n, char in enumerate(plain) if char != " " or not _BETWEEN_WORDS.match(plain, n - 1 if n else 0)]
    return "".join(plain[n] for n in kept), [places[n] for n in kept]


# A list's addresses are spelled to learn its units and again to be read: the sample that units are learned from fits.
@lru_cache(maxsize=16384)
def spell(text: str) -> Spelled:
    """Return `text` as the grammar reads it. Never fails; text without an address comes back as it can be read."""
    patterns = _patterns()
    if _UNUSUAL.search(text) is not None:
        changed = rewritten(text) or without_foreign(text) or with_doubts(text)
        if changed is not None:
            return _moved(spell(changed[0]), changed[1], len(text))
    if again := said_again(text):
        once = spell(text[:again])
        return once._replace(notes=(*once.notes, (again, len(text))))
    dated = _DATED.search(text) if "20" in text or "19" in text else None
    if dated is not None and dated.start():
        undated = spell(text[: dated.start()])
        return undated._replace(notes=(*undated.notes, (dated.start(), len(text))))
    family = _FAMILY.search(text) if text[-1:] in _FAMILY_ENDS else None
    if family is not None and family.start():
        alone = spell(text[: family.start()])
        return alone._replace(notes=(*alone.notes, (family.start(), len(text))))
    sized = _SIZED.search(text) if text[-1:] in _SIZES or "面积" in text or "厅" in text else None
    if sized is not None and sized.start():
        bare = spell(text[: sized.start()])
        return bare._replace(notes=(*bare.notes, (sized.start(), len(text))))
    plain = text.translate(_TABLE)
    at = None if len(plain) == len(text) else [i for i, char in enumerate(text) for _ in _TABLE[ord(char)]]
    if plain.count(" ") * 3 > len(plain):
        plain, at = _closed_up(plain, at)
    if plain[:1] == "(" and plain[-1:] == ")" and plain.count("(") == 1:
        plain = f" {plain[1:-1]} "
    before = preamble_end(plain, text)
    if before:
        at = (at or list(range(len(plain))))[before:]
        plain = plain[before:]
    if "房 " in plain:
        plain = _ROOM_APART.sub("室", plain)
    for wrong, right in patterns.phrases:
        if wrong in plain:
            plain = plain.replace(wrong, right)
    if "一" in plain or "零" in plain or "〇" in plain:
        plain = patterns.among.sub(_among_digits, plain)
    if patterns.odd.search(plain) is not None:
        plain = patterns.lookalike.sub(_lookalikes, plain).replace("o", "O")
        plain, at = _romans(plain, at)
    elif "-" not in plain:
        return Spelled(plain, at)
    first = patterns.noise.search(plain)
    if first is None:
        return Spelled(plain, at)
    return _without_noise(plain, at or list(range(len(plain))), first)


def _moved(spelled: Spelled, places: list[int], size: int) -> Spelled:
    """The spelling of a text that was changed before, with its places in the text as typed."""
    ends = [*places, size]
    at = places if spelled.at is None else [places[i] for i in spelled.at]
    return Spelled(spelled.text, at, tuple((ends[start], ends[end]) for start, end in spelled.notes))


def _without_noise(plain: str, at: list[int], first: re.Match[str]) -> Spelled:
    patterns = _patterns()
    out: list[str] = []
    places: list[int] = []
    notes: list[tuple[int, int]] = []
    position = 0
    match: re.Match[str] | None = first
    while match is not None:
        out.append(plain[position : match.start()])
        places += at[position : match.start()]
        position = match.end()
        if match[1] is not None:
            noted = match[1][:1] in _FORMER or _MEASURED.search(match[1]) is not None
            if not noted and (patterns.structure.search(match[1]) or _names_place(plain, match)):
                position = match.start() + 1  # read on inside the bracket
                if _PLACE_NAME.fullmatch(match[1]) is not None and match[1][0] in NUMERALS:
                    out.append(" ")  # 202（千禧小区）
                    places.append(at[match.start()])
                else:
                    _divide(plain, match.start(), position, out, places, at)
                if match.start() and _ROAD_NUMBER.match(match[1]) is not None and plain[match.start() - 1] > "\xff":
                    out.append(" ")  # 柳岸花园（清荷路97号）: two names
                    places.append(at[match.start()])
            elif match[1]:
                notes.append((at[match.start()], at[match.end() - 1] + 1))
        else:
            _divide(plain, match.start(), position, out, places, at)
        match = patterns.noise.search(plain, position)
    out.append(plain[position:])
    places += at[position:]
    return Spelled("".join(out), places, tuple(notes))


def _names_place(plain: str, match: re.Match[str]) -> bool:
    """Tell whether what stands in brackets is the compound's or the road's name that is nowhere else."""
    named = _PLACE_NAME.fullmatch(match[1])
    if named is None:
        return False
    before = plain[: match.start()].rstrip(" -")
    after = plain[match.end() : match.end() + 1]
    if not after:
        return before[:1] in _NUMBERISH and _HAN_NAME.search(before) is None
    return (after in _NUMBERISH or after in SIDES) and (not before or before[-1] in "省市区县镇乡道")


def _divide(plain: str, start: int, end: int, out: list[str], places: list[int], at: list[int]) -> None:
    """Keep one stroke where blanks and strokes stand between two numbers, or before a floor below ground."""
    after = plain[end : end + 1]
    before = next((piece[-1] for piece in reversed(out) if piece), "")
    if before == "-" or after not in _NUMBERISH or not after:
        return
    bracket = plain[start] in "()"
    if bracket and before in _DIGITS and _TYPED.match(plain, end) is not None:
        # 501(2单元): two numbers, not one with a stroke.
        out.append(" ")
        places.append(at[start])
        return
    stroke = "-" in plain[start:end] or bracket
    between = before in _NUMBERISH and before != ""
    if not stroke:
        between = between and (before in NUMERALS) == (after in NUMERALS)
    below = plain[start:end].endswith("-") and _BELOW.match(plain, end) is not None
    if below and (before == "#" or len(_SET_APART.findall(plain)) > 1):
        below = False  # 3栋-2单元-5层 has strokes between all its parts
    if between or below:
        out.append("-")
        places.append(at[start])


# 101房,东风社区: no 房东.
_ROOM_APART: Final = re.compile("(?<=[0-9])房(?= +[产管东屋主])")
_ROAD_NUMBER: Final = re.compile(
    r"[^\x00-\xff]{2,}(?:路|街|巷|道|段)(?:[0-9零〇一二三四五六七八九十百]{1,6})(?:号|#)?(?:附[0-9]{1,3}号?)?$"
)
_PLACE_NAME: Final = re.compile(r"[^\x00-\xff0-9()]{2,}")
# A name of a place outside the brackets; type words are shorter.
_HAN_NAME: Final = re.compile(r"[^\x00-\xff]{4,}")
_TYPED = re.compile(f"(?:[0-9]{{1,3}}|[{NUMERALS}]+)(?:栋|幢|座|号楼|单元|期|区|组)")
_BELOW = re.compile("[1-5][层楼F](?![0-9]{1,2}(?:单元|门))")
_SET_APART: Final = re.compile(r"[^\x00-\xff] *-+(?=[0-9])")
