"""Bringing typed text into one form before it is compared or parsed."""

from __future__ import annotations

import re
import unicodedata

from gridctl.text.pattern import pattern

# Characters that take no room on paper: zero-width marks, soft hyphen, byte order mark, direction marks.
_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_CONTROL = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
_DROP = pattern(f"[{_INVISIBLE}{_CONTROL}]")
_NEEDS_WORK = pattern(rf"[\s{_INVISIBLE}{_CONTROL}０-９Ａ-Ｚａ-ｚ]|^'|_x000D_")
# Only letters, digits: full-width punctuation is the right one in Chinese text and stays.
_WIDE = "".join(map(chr, (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))))
_TO_HALF = str.maketrans(_WIDE, unicodedata.normalize("NFKC", _WIDE))

_HINT = pattern(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕|<[^<>]*>")
_UNCLOSED_HINT = pattern(r"[(\[【〔].*$", re.DOTALL)
_LABEL_NOISE = pattern(rf"[\s{_INVISIBLE}{_CONTROL}*★☆※:;_]+")

_PLACEHOLDERS = frozenset(
    re.split(
        "、",
        "无、没有、暂无、空、无数据、无信息、无资料、不详、不明、不清楚、未知、未填、未填写、未登记、"
        "未采集、待定、待补、待补充、待查、待核、待核实、n/a、na、none、null、nil、nan、#n/a、unknown",
    )
)
# As programs for questionnaires write it; 空 without brackets is an empty house.
_NOT_ANSWERED = frozenset(("(空)", "(跳过)", "(未填)", "(未填写)", "(未作答)", "(未答)"))
_ONLY_STROKES = pattern(r"[-‐‑‒–—―−_/\\|.。·…~～]+")


def nfkc(s: str) -> str:
    """Return `s` in Unicode normal form KC: full-width becomes half-width, circled digits open up."""
    return s if s.isascii() else unicodedata.normalize("NFKC", s)


def squash(s: str) -> str:
    """Return `s` as a person reads it: one line, single blanks, nothing invisible.

    Full-width letters and digits become half-width; full-width punctuation stays as typed. The apostrophe
    by which Excel marks a number kept as text is removed from the front.
    """
    if not _NEEDS_WORK.search(s):
        return s
    # Some workbook readers leave Excel's escape for a carriage return as it is.
    s = _DROP.sub("", s.replace("_x000D_", " "))
    return " ".join(s.removeprefix("'").translate(_TO_HALF).split())


def squash_lines(s: str) -> str:
    """Return `s` squashed line by line, without empty lines at either end; line breaks inside are kept."""
    s = s.replace("_x000D_", "")
    return "\n".join(map(squash, s.splitlines())).strip("\n") if "\n" in s or "\r" in s else squash(s)


def label_key(s: str) -> str:
    """Return the form in which headings and field labels are compared.

    Blanks, line breaks, stars, colons, underscores and bracketed hints do not count, nor do case and width:
    `＊房屋\\n编码（必填）：` and `房屋编码` have one key. A label that is nothing but a hint keeps its words.
    """
    s = nfkc(s).casefold()
    bare = s
    while (shorter := _HINT.sub("", bare)) != bare:
        bare = shorter
    bare = _LABEL_NOISE.sub("", _UNCLOSED_HINT.sub("", bare))
    return bare or _LABEL_NOISE.sub("", s).strip("()[]【】〔〕")


def is_placeholder(s: str) -> bool:
    """Tell whether `s` is a way of writing "nothing here": 无, 不详, —, /, N/A; an empty text is not."""
    s = "".join(nfkc(squash(s)).casefold().split())
    if s in _NOT_ANSWERED:
        return True
    s = s.strip("()")
    return s in _PLACEHOLDERS or _ONLY_STROKES.fullmatch(s) is not None
