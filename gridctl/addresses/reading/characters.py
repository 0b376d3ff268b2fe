"""Characters as the grammar has them: half-width, simplified, upper-case; one kind of blank, stroke and bracket."""

from __future__ import annotations

import unicodedata
from typing import Final

from gridctl.addresses.reading.doubt import ILLEGIBLE, PLACEHOLDER
from gridctl.addresses.reading.grammar import grammar


class _Table(dict[int, str]):
    """Characters by code point; each is worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = spelled = _spelled(chr(code))
        return spelled


def _spelled(char: str) -> str:
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
        return _spelled(opened)
    if opened == char and category[0] in "SP" and char != "#":
        return " "  # marks that say nothing: ★, √, ?, a picture
    return "".join(words.simplified.get(each, each) for each in opened).upper()


# For `str.translate`: what each character is spelled as, perhaps none or several.
SPELLED: Final = _Table()
