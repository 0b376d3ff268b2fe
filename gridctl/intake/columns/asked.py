"""Headings that are questions, as forms filled in on a telephone export them: 5、您居住的小区是？ asks for 居住小区.

The words are in asked.yaml.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from gridctl.intake.cells.values import Fault
from gridctl.text.normalize import label_key, nfkc
from gridctl.text.packaged import packaged
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gridctl.intake.cells.values import ColumnValues

_NUMBERED: Final = pattern(r"\s*(?:第\s*[0-9]{1,3}\s*[题问]|[Qq]?[0-9]{1,3}\s*[、.:)](?![0-9]))\s*[、.:]?\s*")
_KIND: Final = pattern(r"[(\[【](?:单选|多选|填空|必填|选填|必答|选答|矩阵|下拉|排序)题?[)\]】]")
_OTHER: Final = pattern(r"其[他它]\s*(?:[〖\[【(（:：]|$)")
_ASKS: Final = pattern(r"[您你请?]")


# Headings are compared with every ledger's words.
@cache
def asked(text: str) -> str:
    """The label key of what a question asks for; "" for a text that is none."""
    plain = nfkc(text)
    bare = _NUMBERED.sub("", plain, count=1) if _NUMBERED.match(plain) else plain
    if bare == plain and not _ASKS.search(plain):
        return ""
    key = label_key(_KIND.sub("", bare)).rstrip("?.。!")
    shorter = ""
    while key != shorter:
        shorter, key = key, _ending().sub("", _beginning().sub("", key))
    return key.replace("的", "") if len(key) > 1 else ""


def refuse_other_places(values: ColumnValues) -> None:
    """Make a fault of each place that was none of those to choose from: 其他〖荷园〗."""
    other = {text for text in {*values.values} if text and _OTHER.match(str(text))}
    for at, text in enumerate(values.values if other else ()):
        if text in other:
            values.faults[at] = Fault("I222", {"value": str(text)})
            values.values[at] = None


@cache
def _beginning() -> re.Pattern[str]:
    return re.compile(f"^(?:{'|'.join(_words('beginnings'))})")


@cache
def _ending() -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(_words('endings'))})$")


def _words(kind: str) -> Sequence[str]:
    """The words, the longest first."""
    words: list[str] = packaged("gridctl.intake.columns", "asked.yaml")[kind]
    return sorted(map(re.escape, words), key=len, reverse=True)
