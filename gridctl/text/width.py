"""How wide text shows in a terminal or a fixed-width column."""

from __future__ import annotations

import unicodedata

_NO_WIDTH = frozenset({"Mn", "Me", "Cf", "Cc"})


def _char_width(char: str) -> int:
    if unicodedata.east_asian_width(char) in "WF":
        return 2
    return 0 if unicodedata.category(char) in _NO_WIDTH else 1


def display_width(s: str) -> int:
    """Return the columns that `s` takes: 2 for a Chinese character, 0 for combining and invisible marks."""
    if s.isascii() and s.isprintable():
        return len(s)
    return sum(map(_char_width, s))


def fit(s: str, width: int) -> str:
    """Return `s`, or as much of it as leaves room for a closing … within `width` columns (at least 0)."""
    if display_width(s) <= width:
        return s
    room, kept = width - 1, []
    for char in s:
        room -= _char_width(char)
        if room < 0:
            break
        kept.append(char)
    return "".join(kept) + "…" if width > 0 else ""
