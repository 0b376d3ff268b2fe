"""What stands before an address and is none of it: the number of the line, whose house it is, a telephone, an account.

Words are data, in ``grammar.yaml``. A person is one by a title, a telephone or a word such as 户主; a name alone may
be a compound's.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from gridctl.addresses.reading.grammar import alternation, grammar

_HAN: Final = r"[^\x00-\xff]"
_MOST: Final = 6
# Name, given name, title and the mark after them take no more characters.
_PERSON: Final = 6
_COUNTED: Final = re.compile("[0-9零〇一二三四五六七八九十百壹贰叁肆伍陆柒捌玖拾]")
_COLONS: Final = ":："


class _Patterns(NamedTuple):
    line_number: re.Pattern[str]
    said: re.Pattern[str]
    person: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    words = grammar()
    phone = r"(?:\+?86[ -]?)?(?:1[0-9]{10}|0[0-9]{2,3}-?[0-9]{7,8}|[0-9]{7,20})"
    roles, titles = alternation(words.roles), alternation(words.titles)
    person = f"[{words.surnames}]{_HAN}{{0,2}}"
    said = (
        f"(?:(?:{roles}) *)?{person}(?:(?:{titles}) *(?:{phone})?|\\(?(?:{titles})?\\)? *\\(?{phone}\\)?)",
        f"(?:{roles}) *{person}[ (]",
        f"{person}\\((?:{roles})\\)|[{words.surnames}]{_HAN}{{1,2}}家 ",
        f"(?:{alternation(words.accounts)}) *(?:NO)?[ -]*[A-Z0-9][A-Z0-9-]+",
        f"NO *[0-9]{{3,}} |{phone}",
        f"(?:{alternation(words.named_ins)}) ",
    )
    return _Patterns(
        re.compile(
            rf"(?:\([0-9]{{1,3}}\)|[0-9]{{1,3}}[ )]) *(?={_HAN}{{2}})(?!{alternation(list(words.types), words.guards)})"
        ),
        re.compile(f"(?:{'|'.join(said)})[ )-]*(?={_HAN}{{2}})"),
        re.compile(f"[{words.surnames}]{_HAN}{{1,2}} (?={_HAN}{{2}})"),
    )


@cache
def _beginnings() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Characters that something before an address begins with, those of persons, and those that titles end with."""
    words = grammar()
    said = (*words.roles, *words.accounts, *words.named_ins)
    return (
        frozenset("0123456789+(N") | {word[0] for word in said},
        frozenset(words.surnames),
        frozenset(word[-1] for word in words.titles),
    )


def preamble_end(plain: str, text: str) -> int:
    """Return where the address begins in `plain`, whose marks are blanks yet; `text` is the same as typed, if as long.

    0 if nothing stands before it.
    """
    starts, persons, titles = _beginnings()
    if plain[:1] not in starts:
        head = plain[1:_PERSON]
        # A person's name is followed by a title, a mark or a number.
        if plain[:1] not in persons or (head.isalpha() and titles.isdisjoint(head)):
            return 0
    patterns = _patterns()
    end = 0
    line = patterns.line_number.match(plain)
    if line is not None and _COUNTED.search(plain, line.end()) is not None:
        end = line.end()
    for _ in range(_MOST):
        match = patterns.said.match(plain, end)
        if match is None:
            break
        end = match.end()
    else:
        return end
    if not end and len(text) == len(plain):
        # 林敏：柳岸花园3栋501
        match = patterns.person.match(plain)
        if match is not None and text[match.end() - 1] in _COLONS:
            end = match.end()
    return end
