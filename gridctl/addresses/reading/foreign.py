"""What a screen, a spreadsheet or a keyboard left in an address: entities and tags, 3.0栋, Building 3, 3 dong.

Only texts that hold such a thing are touched; words in Latin letters are data, in ``grammar.yaml``.
"""

from __future__ import annotations

import html
import re
from functools import cache
from string import ascii_letters
from typing import Final

from gridctl.addresses.reading.grammar import alternation, grammar

# One of these is in every text that holds something foreign.
MARKS: Final = frozenset(ascii_letters + "&<\\.")
_ENTITY = r"&(?:[A-Za-z]{2,8}|#[0-9]{1,5}|#x[0-9A-Fa-f]{1,4});"
_TAG = r"</?[A-Za-z][^<>]{0,40}>|\\[nrt]|_x000[DdAa]_"
# Whole numbers as spreadsheets keep them; 2.05 is none.
_WHOLE = r"(?<=[0-9])\.0(?![0-9.])"
# 5th floor, 5/F.
_ORDINAL = r"(?<=[0-9])(?:st|nd|rd|th|/(?=F))(?![A-Za-z]{2})"
_SIGN = re.compile(r"[A-Za-z]{2}|&|<|\\[nrt]|\.0(?![0-9.])|_x000|[0-9]/F")


@cache
def _foreign() -> re.Pattern[str]:
    words = alternation(list(grammar().latin))
    return re.compile(
        f"(?P<entity>{_ENTITY})|(?P<blank>{_TAG})|(?P<gone>{_WHOLE}|{_ORDINAL})|(?<![A-Za-z])(?P<word>{words})(?![A-Za-z])",
        re.IGNORECASE,
    )


def without_foreign(text: str) -> tuple[str, list[int]] | None:
    """Return `text` in the words of the grammar, with the place each character was typed; None if it is as it is."""
    if _SIGN.search(text) is None:
        return None
    out: list[str] = []
    at: list[int] = []
    position = 0
    for match in _foreign().finditer(text):
        put = _meant(match)
        if put == match[0]:
            continue
        out.append(text[position : match.start()])
        at += range(position, match.start())
        out.append(put)
        at += [match.start()] * len(put)
        position = match.end()
    if not position:
        return None
    out.append(text[position:])
    at += range(position, len(text))
    return "".join(out), at


def _meant(match: re.Match[str]) -> str:
    kind = match.lastgroup
    if kind == "entity":
        return html.unescape(match[0])
    if kind == "word":
        return grammar().latin[match[0].upper()]
    return " " if kind == "blank" else ""
