"""Numbers and the type words around them, found in spelled text."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from gridctl.addresses.reading.doubt import EITHER, ILLEGIBLE
from gridctl.addresses.reading.grammar import NUMERALS, alternation, grammar
from gridctl.text.numerals import chinese_to_int

if TYPE_CHECKING:
    from collections.abc import Sequence

_DIGIT_BY_DIGIT = str.maketrans("〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖", "00123456789123456789")


class Number(NamedTuple):
    """One number as a value ("12", "3A", "-1", "东") and its span in the spelled text."""

    value: str
    start: int
    end: int


class Token(NamedTuple):
    """Numbers divided by strokes, with the word after the last that says its ``part`` ("" if there is none).

    ``lead`` is what stands before: "sub" (附), "below" (负), "ordinal" (第) or "".
    """

    start: int
    end: int
    lead: str
    numbers: tuple[Number, ...]
    word: str
    part: str


@lru_cache(maxsize=65536)
def number_value(typed: str) -> str:
    """Return the value of a number as typed: 〇三 and 03 are "3", 十二 is "12", 3a is "3A"; odd numerals stay."""
    if typed.isdigit() and typed.isascii():
        return typed.lstrip("0") or "0"
    if EITHER in typed:
        return EITHER.join(map(number_value, typed.split(EITHER)))
    if ILLEGIBLE in typed:
        return typed
    if typed[0] in NUMERALS:
        if len(typed) > 1 and (digits := typed.translate(_DIGIT_BY_DIGIT)).isdigit():
            return digits.lstrip("0") or "0"
        value = chinese_to_int(typed)
        return typed if value is None else str(value)
    head = typed.rstrip("0123456789")
    if head and len(head) < len(typed):
        return head + (typed[len(head) :].lstrip("0") or "0")
    return typed.lstrip("0") if typed[0] == "0" and len(typed) > 2 else typed


class _Scanner(NamedTuple):
    pattern: re.Pattern[str]
    types: dict[str, str]
    labels: dict[str, str]
    word_parts: dict[str, str]
    leads: dict[str, str]
    below_letter: str
    number: re.Pattern[str]


@cache
def _scanner() -> _Scanner:
    words = grammar()
    number = (
        f"(?:(?:(?<![A-EG-Z])|(?<=NO))(?!NO[0-9])[A-Z]{{0,2}}[0-9]+[A-EG-Z]?(?![A-EG-Z])(?:{EITHER}[0-9]+)*"
        f"|[{NUMERALS}]+(?:{EITHER}[{NUMERALS}]+)*|(?<![A-Z])[A-Z](?![A-Z])"
        f"|[{words.heavenly_stems}])"
    )
    # 388号 单元:1 房号:203: the plate's 号 before labels is no 号单元.
    doors = alternation([label for label, part in words.labels.items() if part in {"floor", "room"}])
    units = alternation([label for label, part in words.labels.items() if part == "unit"])
    no_label = f"(?!-?[0-9]{{1,4}}(?:-?(?:{units})-?[0-9]{{1,4}})?-?(?:{doors})-?[0-9])"
    labelled = {word: no_label for word in words.types if word[1:] in words.labels and word[0] == "号"}
    typed = "|".join(
        alternation([word], words.guards) + labelled.get(word, "")
        for word in sorted(words.types, key=lambda word: (-len(word), word))
    )
    leads = alternation(list(words.leads))
    labels = f"(?:{alternation(list(words.labels))})"
    below = alternation([word for word, lead in words.leads.items() if lead == "below"])
    floors = alternation([word for word, part in words.types.items() if part == "floor"], words.guards)
    named = []
    word_parts: dict[str, str] = {}
    for part, (values, suffixes) in words.word_types.items():
        named.append(f"(?:{alternation(values)})(?:{alternation(suffixes)})(?!间)")
        word_parts.update({value + suffix: part for value in values for suffix in suffixes})
    pattern = (
        # A label's number has no type word of its own; in 楼栋3单元2 the next word is a label too.
        f"(?:(?P<label>{labels})-?(?P<labelled>(?>{number}))"
        f"(?:(?={labels}-?{number})|(?!-|(?>{typed})(?!{number}))))"
        f"|(?:(?P<below>{below}|-)(?P<cellar>{number})(?P<floor>{floors}))"
        f"|(?P<lead>{leads})?(?P<numbers>{number}(?:-{number})*)(?P<type>{typed})?"
        f"|(?P<named>{'|'.join(named)})"
    )
    return _Scanner(
        re.compile(pattern), words.types, words.labels, word_parts, words.leads, words.below_letter, re.compile("[^-]+")
    )


def scan(text: str, start: int = 0) -> list[Token]:
    """Return the numbers of spelled `text` from `start` on, in the order typed."""
    scanner = _scanner()
    found: list[Token] = []
    for match in scanner.pattern.finditer(text, start):
        kind = match.lastgroup
        if kind == "named":
            word = match[0]
            part = scanner.word_parts[word]
            cut = match.start() + next(n for n in (2, 1) if word[n:] and word[:n] in _values(part))
            number = Number(text[match.start() : cut], match.start(), cut)
            found.append(Token(match.start(), match.end(), "", (number,), text[cut : match.end()], part))
        elif kind == "labelled":
            number = Number(number_value(match[kind]), match.start(kind), match.end(kind))
            label = match["label"]
            found.append(Token(match.start(), match.end(), "", (number,), label, scanner.labels[label]))
        elif kind == "floor":
            value = number_value(match["cellar"])
            number = Number("-" + value, match.start("cellar"), match.end("cellar"))
            found.append(Token(match.start(), match.end(), "below", (number,), match["floor"], "floor"))
        else:
            token = _typed(match, scanner)
            found += _lost_section(text, token) if len(token.numbers) == 1 else [token]
    return found


def _lost_section(text: str, token: Token) -> list[Token]:
    """寺前街二三百三十八号: two numerals in one, the first a road section's whose 段 was left out."""
    (number,) = token.numbers
    if number.value.isdigit() or EITHER in number.value or len(number.value) < 3 or text[number.start] not in NUMERALS:
        return [token]
    rest = number_value(text[number.start + 1 : number.end])
    if not rest.isdigit():
        return [token]
    first = Number(number_value(text[number.start]), number.start, number.start + 1)
    second = Number(rest, number.start + 1, number.end)
    return [
        Token(token.start, first.end, token.lead, (first,), "", ""),
        token._replace(start=first.end, numbers=(second,)),
    ]


@cache
def _values(part: str) -> frozenset[str]:
    return frozenset(grammar().word_types[part][0])


def _typed(match: re.Match[str], scanner: _Scanner) -> Token:
    at = match.start("numbers")
    written = match["numbers"]
    numbers: Sequence[Number]
    if "-" in written:
        numbers = [
            Number(number_value(each[0]), at + each.start(), at + each.end())
            for each in scanner.number.finditer(written)
        ]
    else:
        numbers = (Number(number_value(written), at, match.end("numbers")),)
    word = match["type"] or ""
    part = scanner.types[word] if word else ""
    lead = scanner.leads[match["lead"]] if match["lead"] else ""
    if part == "floor" and numbers[-1].value[0] == scanner.below_letter and len(numbers[-1].value) > 1:
        last = numbers[-1]
        numbers = (*numbers[:-1], Number("-" + last.value[1:], last.start, last.end))
    return Token(match.start(), match.end(), lead, tuple(numbers), word, part)
