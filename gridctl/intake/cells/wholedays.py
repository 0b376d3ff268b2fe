"""Days in full, 1985年3月12日, 1985.3.12 and 19850312: most dates are, and no other manner need be tried on them."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

# GB/T 7408.1 as typed: one separator, or the words of it; each number may lack its leading zero. Or nothing between.
_WHOLE: Final = re.compile(
    r"((?:19|20)[0-9]{2})(?:([-/.])([0-9]{1,2})\2([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})日|([0-9]{2})([0-9]{2}))"
).fullmatch
# On a day that every month has.
_ISO: Final = re.compile("(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])").fullmatch
_TWO: Final = {f"{number:0{width}}": f"{number:02}" for width in (1, 2) for number in range(32)}


def whole_day(text: str) -> str:
    """A day of this or the last century that is written in full, as 1985-03-12; "" for any other text."""
    if _ISO(text):
        return text
    found = _WHOLE(text)
    if found is None:
        return ""
    year, month, day = filter(None, found.group(1, 3, 4, 5, 6, 7, 8))
    iso = f"{year}-{_TWO.get(month, '')}-{_TWO.get(day, '')}"
    try:
        date.fromisoformat(iso)
    except ValueError:
        return ""
    return iso
