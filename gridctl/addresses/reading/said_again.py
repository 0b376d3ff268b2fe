"""An address said twice, whole (3栋501 3栋501) or without its head: 清荷街道柳岸花园3栋501；柳岸花园3栋501."""

from __future__ import annotations

import re
from typing import Final

from gridctl.addresses.reading.grammar import NUMERALS

_QUOTES: Final = ("“", '"', "‘", "'")
# With fewer characters in common the second may be another house's: 3栋501 5栋501.
_LEAST_SAID: Final = 4
_LAST_SAID: Final = 3
_LAST_MARKS: Final = ")） "
_COUNTED: Final = re.compile(f"[0-9０-９{NUMERALS}]")
_APART: Final = re.compile("[;；/|,，、。 (（]+")
_BETWEEN: Final = " ,，、;；。/|-—(（\t\r\n"


def said_again(text: str) -> int:
    """Return where an address is said once more, word for word and with nothing else to it; 0 if it is not."""
    if not _may_repeat(text):
        return 0
    return _from_its_head(text) or _without_its_head(text)


def _may_repeat(text: str) -> bool:
    """Tell whether how a text begins or ends stands in it once more: else nothing in it is said twice."""
    end = text[-_LAST_SAID:]
    return (
        text.find(end) + _LAST_SAID < len(text)
        or text.find(text[:_LEAST_SAID], _LEAST_SAID) >= 0
        or end[-1:] in _LAST_MARKS
        or text[:1] in _QUOTES
    )


def _from_its_head(text: str) -> int:
    start = 1 if text[:1] in _QUOTES else 0
    at = text.find(text[start : start + _LEAST_SAID], start + _LEAST_SAID)
    if at < 0:
        return 0
    said = text[start:at].rstrip(_BETWEEN)
    rest = text[at + len(said) :]
    if not text.startswith(said, at) or _COUNTED.search(said) is None or _COUNTED.search(rest) is not None:
        return 0
    return at


def _without_its_head(text: str) -> int:
    bare = text.rstrip(_LAST_MARKS)
    if text.find(bare[-_LAST_SAID:]) >= len(bare) - _LAST_SAID:
        return 0
    for match in _APART.finditer(bare):
        rest = bare[match.end() :]
        if len(rest) >= _LEAST_SAID and _COUNTED.search(rest) and text[: match.start()].endswith(rest):
            return match.start()
    return 0
