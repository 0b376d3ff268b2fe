"""Headings in two languages, 业主 Owner Name: what stands in either is looked for by itself."""

from __future__ import annotations

from typing import Final

from gridctl.text.normalize import nfkc
from gridctl.text.pattern import pattern

_HAN: Final = r"[\u4e00-\u9fff]"
_LATIN: Final = r"[A-Za-z][A-Za-z0-9 .,'&#-]*[A-Za-z.]"
_BETWEEN: Final = r"[\s/|:(]*"
_CHINESE: Final = rf"{_HAN}(?:.*{_HAN})?"
_EITHER: Final = pattern(
    rf"\s*(?:({_LATIN})({_BETWEEN})({_CHINESE})|({_CHINESE})({_BETWEEN})({_LATIN}))[\s):*]*",
)
_LETTER: Final = pattern("[A-Za-z]")
_HINT: Final = pattern(r"\([^()]*\)")
# QQ号, VIP客户: letters that belong to the word they touch.
_SHORT: Final = pattern(r"[A-Z0-9 ]+|..")


def halves(text: str) -> tuple[str, ...]:
    """The Chinese and the Latin part of a heading in both, the Chinese first; () for any other."""
    plain = nfkc(text)
    if plain.isascii() or _LETTER.search(plain) is None:
        return ()
    found = _EITHER.fullmatch(plain) or _EITHER.fullmatch(_HINT.sub("", plain))
    if found is None:
        return ()
    latin, between, chinese = (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
    return () if not between.strip("(") and _SHORT.fullmatch(latin) else (chinese, latin)
