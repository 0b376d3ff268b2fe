"""Names one slip apart: a homophone, a look-alike, two characters changed round, one left out or doubled."""

from __future__ import annotations

import os
from functools import cache, lru_cache, partial
from string import ascii_uppercase, digits
from typing import TYPE_CHECKING, Final

from gridctl.text.packaged import packaged

if TYPE_CHECKING:
    from collections.abc import Callable

# Characters that tell real names apart: 东路 is not 西路, 二村 not 三村. Never a slip of one another.
TELLING: Final = frozenset(
    "壹贰叁肆伍陆柒捌玖拾一二三四五六七八九十百千甲乙丙丁东西南北中上下前后左右内外大小新老旧"
    + digits
    + ascii_uppercase
)
# What a name is of: 清荷街 is not 清荷路.
_KINDS: Final = frozenset("路街巷道弄里村镇")
# Finals and initials that much of the south does not tell apart.
_BLURRED: Final = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ing", "in"), ("eng", "en"), ("ang", "an"), ("l", "n"))


def slip(typed: str, meant: str) -> str:
    """Return how `typed` is one slip away from `meant`, "" if it is not.

    "homophone", "lookalike", "other" (one character stands for another), "swap" (two neighbours changed round),
    "dropped" (one left out), "untold" (a telling one left out: 迎宾街 may be 迎宾南街 or 迎宾北街), "added" (one too
    many), "doubled" (one typed twice). Telling characters are never replaced.
    """
    if len(typed) == len(meant):
        return _same_length(typed, meant)
    if len(typed) + 1 == len(meant):
        at = _inserted(typed, meant)
        return "" if not at else "untold" if meant[at - 1] in TELLING else "dropped"
    if len(typed) == len(meant) + 1:
        at = _inserted(meant, typed)
        if not at:
            return ""
        if typed[at - 1] in (typed[at - 2 : at - 1], typed[at : at + 1]):
            return "doubled"
        return "" if typed[at - 1] in TELLING else "added"
    return ""


def _same_length(typed: str, meant: str) -> str:
    differ = [i for i, (a, b) in enumerate(zip(typed, meant, strict=True)) if a != b]
    if len(differ) == 2:
        i, j = differ
        return "swap" if j == i + 1 and typed[i] == meant[j] and typed[j] == meant[i] else ""
    if len(differ) != 1:
        return ""
    a, b = typed[differ[0]], meant[differ[0]]
    if {a, b} <= TELLING or {a, b} <= _KINDS:
        return ""
    if homophones(a, b):
        return "homophone"
    if lookalikes(a, b):
        return "lookalike"
    return "" if a in TELLING or b in TELLING else "other"


def _inserted(shorter: str, longer: str) -> int:
    """Return 1 + the place of the one character that makes `longer` of `shorter`, 0 if there is none."""
    for i in range(len(longer)):
        if longer[:i] + longer[i + 1 :] == shorter:
            return i + 1
    return 0


@cache
def _pinyin() -> Callable[[str], list[list[str]]]:
    # Phrases decide between the readings of a character in running text; they take half a second to load and
    # every reading is wanted here.
    before = os.environ.get("PYPINYIN_NO_PHRASES")
    os.environ["PYPINYIN_NO_PHRASES"] = "true"
    try:
        from pypinyin import Style, pinyin
    finally:
        if before is None:
            del os.environ["PYPINYIN_NO_PHRASES"]
        else:
            os.environ["PYPINYIN_NO_PHRASES"] = before
    return partial(pinyin, style=Style.NORMAL, heteronym=True)


@lru_cache(maxsize=16384)
def _sounds(char: str) -> frozenset[str]:
    readings = _pinyin()(char)
    found = set()
    for reading in readings[0] if readings else ():
        sound = reading
        for careful, blurred in _BLURRED:
            if careful in {"ing", "eng", "ang"}:
                sound = sound[: -len(careful)] + blurred if sound.endswith(careful) else sound
            elif sound.startswith(careful):
                sound = blurred + sound[len(careful) :]
        found.add(sound)
    return frozenset(found)


def homophones(a: str, b: str) -> bool:
    """Tell whether two characters can sound alike, tones and blurred sounds (zh/z, n/l, ing/in) aside."""
    return bool(_sounds(a) & _sounds(b))


def sounds_as(char: str, letters: str) -> bool:
    """Tell whether a character is read as these letters, without tones."""
    return any(letters in readings for readings in _pinyin()(char))


@cache
def _lookalike_groups() -> dict[str, frozenset[int]]:
    groups: dict[str, set[int]] = {}
    for number, group in enumerate(packaged("gridctl.addresses.reading", "lookalikes.yaml")["groups"].split()):
        for char in group:
            groups.setdefault(char, set()).add(number)
    return {char: frozenset(numbers) for char, numbers in groups.items()}


def lookalikes(a: str, b: str) -> bool:
    """Tell whether two characters are listed as looking alike."""
    groups = _lookalike_groups()
    return bool(groups.get(a, frozenset()) & groups.get(b, frozenset()))


def near_forms(name: str) -> set[str]:
    """Return the forms under which names one slip apart meet: the name whole, and with any one character left out."""
    forms = {name[:i] + name[i + 1 :] for i in range(len(name))}
    forms.add(name)
    return forms
