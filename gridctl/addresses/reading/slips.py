"""Type words typed by their sound or read off a scan: 号漏 for 号楼, 但愿 for 单元; listed slips are in the grammar."""

from __future__ import annotations

from collections import defaultdict
from functools import cache, lru_cache
from typing import Final

from gridctl.addresses.reading.address import SIDES
from gridctl.addresses.reading.grammar import grammar
from gridctl.addresses.reading.names import is_own, spot_at
from gridctl.addresses.reading.similar import homophones, lookalikes

# Only of these is a word between numbers; others are too like what people remark.
_PARTS: Final = frozenset(("building", "unit"))
_LONGEST: Final = 3


@lru_cache(maxsize=16384)
def meant_word(typed: str, gap: str, built: bool) -> str:
    """Return the type word meant where `typed` (perhaps nothing) and `gap` stand between two numbers; "" if none is.

    Every character must sound or look like the word's. `built`: the building is named before.
    """
    whole = typed + gap
    words = grammar()
    if not gap or len(whole) > _LONGEST or whole.isascii() or gap in words.fillers or gap in SIDES:
        return ""
    if is_own(gap) or spot_at(gap) >= 0:
        return ""
    found = {words.types[word]: word for word in _words().get(len(whole), ()) if _alike(whole, word)}
    return found.get("unit" if built else "building") or found.get("unit", "")


@cache
def _words() -> dict[int, list[str]]:
    by_length: dict[int, list[str]] = defaultdict(list)
    for word, part in grammar().types.items():
        if part in _PARTS:
            by_length[len(word)].append(word)
    return by_length


def _alike(typed: str, word: str) -> bool:
    return all(a == b or homophones(a, b) or lookalikes(a, b) for a, b in zip(typed, word, strict=True))
