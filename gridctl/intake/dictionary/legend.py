"""Headings that say what their cells' marks stand for: 居住情况（1独居 2空巢）, 见面√/未见面×."""

from __future__ import annotations

from functools import lru_cache
from string import ascii_letters, digits
from typing import TYPE_CHECKING, Final

from gridctl.text.normalize import nfkc
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORD: Final = r"[\u4e00-\u9fff][\u4e00-\u9fff/()\-]{0,11}?"
_MARK_FIRST: Final = pattern(
    rf"(?<![0-9A-Za-z])([0-9]{{1,2}}|[A-Za-z])\s*[.、:=\-—．）)]?\s*({_WORD})(?=[\s,，、;；./)|]|[0-9A-Za-z]|$)"
)
_TICKS: Final = "√✓✔×✗xXoO○△"
_TICK: Final = pattern(rf"([\u4e00-\u9fff]{{1,8}}?)\s*[打画填]?\s*([{_TICKS}])(?=[\s,，、;；/)|]|$|[\u4e00-\u9fff])")
# Nearly all headings have none.
_MARKS: Final = frozenset(ascii_letters + digits + _TICKS)
_BETWEEN: Final = pattern(r"[、,;.和及/\s+]+")
_LEAST: Final = 2
"""A legend of one mark tells nothing apart: √ 有的打√ is an instruction."""


# A sheet's headings are compared with those of every ledger.
@lru_cache(maxsize=1 << 10)
def legend(heading: str) -> Mapping[str, str]:
    """What each mark of a heading stands for; {} if it explains none."""
    text = nfkc(heading).replace("\n", " ")
    if _MARKS.isdisjoint(text):
        return {}
    found = dict(_MARK_FIRST.findall(text))
    if len(found) >= _LEAST:
        # 01 is the same mark as 1.
        return {**found, **{mark.zfill(2): word for mark, word in found.items() if mark.isdecimal()}}
    ticks = {mark: word for word, mark in _TICK.findall(text)}
    return ticks if len(ticks) >= _LEAST else {}


def marks_in(text: str, meant: Mapping[str, str]) -> list[str] | None:
    """What the marks of a cell stand for; None where it says anything but marks."""
    marks = [mark for mark in _BETWEEN.split(nfkc(text).strip()) if mark]
    return [meant[mark] for mark in marks] if marks and all(mark in meant for mark in marks) else None


def without_legend(heading: str) -> str:
    """A heading whose legend is in no brackets, as the words before it: 性别1男2女; "" if that is nothing."""
    text = nfkc(heading)
    if _MARKS.isdisjoint(text):
        return ""
    if _TICK.search(text):
        return "".join(word for word, _ in _TICK.findall(text))
    return text[: found.start()].rstrip(" :") if (found := _MARK_FIRST.search(text)) else ""
