"""Whether two names may be one person's: the same but for blanks and dots, or typed otherwise by a usual slip."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Literal

from gridctl.text.normalize import nfkc, squash

Alike = Literal["same", "variant", "different", "unknown"]

# What may stand between the parts of a name: a pattern for Python and for the database.
BREAKS: Final = r"[\s·•・．.。‧∙･-]"
_BREAKS: Final = re.compile(BREAKS)
# What stands for a character that could not be typed, or was hidden.
_UNTYPED: Final = re.compile(r"[*?□■〇○●█_]|某")


def name_key(name: str) -> str:
    """The form in which names are compared: 阿依古丽·买买提 and 阿依古丽 买买提 have one."""
    return _BREAKS.sub("", nfkc(squash(name))).upper()


def alike(one: str, other: str) -> Alike:
    """How two names' keys compare.

    "variant" is only a hint: a hidden or untypable character, or the same sounds in other characters (丽 for 莉).
    """
    if not one or not other:
        return "unknown"
    if one == other:
        return "unknown" if set(_UNTYPED.sub("", one)) == set() else "same" if not _UNTYPED.search(one) else "variant"
    if len(one) != len(other) or len(one) < 2:
        return "different"
    if _UNTYPED.search(one) or _UNTYPED.search(other):
        pairs = zip(one, other, strict=True)
        return "variant" if all(a == b or _UNTYPED.match(a) or _UNTYPED.match(b) for a, b in pairs) else "different"
    # Names sound alike only where their surnames do too; of most pairs the first characters settle it.
    return "variant" if all(a == b or _sounds(a) & _sounds(b) for a, b in zip(one, other, strict=True)) else "different"


@lru_cache(maxsize=4096)
def _sounds(character: str) -> frozenset[str]:
    from pypinyin import Style, pinyin

    readings = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    return frozenset(readings[0]) if readings else frozenset()
