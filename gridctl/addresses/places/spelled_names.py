"""Names with one character spelled out: as it sounds (柳an花园), or in two halves as scanning parts it (木卯岸花园)."""

from __future__ import annotations

import re
from typing import Final

from gridctl.addresses.reading.similar import TELLING, sounds_as

# Halves that stand at the left of a character and seldom begin a word.
_LEFT: Final = "氵木土钅忄亻讠火王女口扌艹竹纟石日月车禾又米衤礻阝犭饣虫足"
# A character in Latin letters, or its left half with what follows.
_SPELLED: Final = re.compile(f"[A-Z]{{2,6}}|[{_LEFT}][^\x00-\xff]")


def forms_without(name: str) -> list[str]:
    """The name without each run that may stand for one character: names of that many more characters may be meant."""
    return [name[: match.start()] + name[match.end() :] for match in _SPELLED.finditer(name)]


def spells(typed: str, meant: str) -> bool:
    """Tell whether `typed` is `meant` with one character spelled out."""
    for match in _SPELLED.finditer(typed):
        run, at = match[0], match.start()
        if (
            len(meant) == len(typed) - len(run) + 1
            and meant[:at] + meant[at + 1 :] == typed[:at] + typed[match.end() :]
        ):
            if run.isascii() and sounds_as(meant[at], run.lower()):
                return True
            if not run.isascii() and meant[at] not in TELLING:
                return True
    return False
