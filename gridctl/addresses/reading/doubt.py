"""Numbers that nobody can tell: a digit that cannot be read (4?1, □01), or one of two (401或402, 3或4单元).

Such a number stays one number in the spelled text, "4?1" or "401或402", and agrees with each that it may stand for.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gridctl.addresses.reading.grammar import NUMERALS
from gridctl.addresses.reading.rewriting import Way, marks_of, rewritten, sign_of

if TYPE_CHECKING:
    from collections.abc import Sequence

# Stands for a digit that cannot be read until the text is spelled, "?" from then on. Nobody types it.
PLACEHOLDER: Final = "\ue000"
ILLEGIBLE: Final = "?"
EITHER: Final = "或"

_DIGITS: Final = "0-9０-９"
_BLOTS: Final = "?？□■▢◻⬜〓�●◆"
# These divide numbers too: only a door with one of them in place of a digit cannot be read.
_STROKES: Final = "某*＊_＿×✕XxＸｘ"
_ANY: Final = f"{_BLOTS}{_STROKES}"
_ANY_MARK: Final = re.compile(f"[{_ANY}]")
_DOOR_WORD: Final = re.compile("号?[室房]|房间")
_TYPE_WORD: Final = re.compile("号|栋|幢|座|单元|组|排|弄|巷|层|楼")
# The last digit of any other number: 1*号.
_STRUCK_LAST: Final = re.compile(f"[{_DIGITS}]{{1,3}}[{_STROKES}]")
# After an entrance a stroke within a number as long as a door's stands for a digit: C座1_08.
_STRUCK_DOOR: Final = re.compile(f"[{_DIGITS}]+[{_STROKES}][{_DIGITS}]*|[{_STROKES}][{_DIGITS}]{{2}}")
_DOOR_SIZES: Final = (3, 4)
_ENTRANCES: Final = frozenset("座元塔")
_STRUCK: Final = re.compile(f"[{_DIGITS}]{{1,3}}[{_STROKES}][{_DIGITS}]?|[{_STROKES}][{_DIGITS}]{{2}}")
# 501? doubts a door that can be read; 150?室 may be 1501 or 150.
_DOUBTED: Final = re.compile(f"[{_DIGITS}]{{3,}}[?？]+")

_NUMBER: Final = f"(?:[{_DIGITS}]+|[{NUMERALS}]+)"
_WORD: Final = "(?:号?[室房户]|号楼?|栋|幢|座|单元|门|组|期|排|弄|层|楼)?"
_DOOR: Final = re.compile("[0-9]{3,4}")
_DOORS: Final = f"{_DOOR.pattern}[室房]?"
_CHOICE: Final = "[(（,， ]?(?:其中(?:之一|[一1][户间家套处])?|之一|二选一|任一[户间家套]?)[)）]?"


def _marked(match: re.Match[str]) -> str:
    """A run of digits and marks with placeholders for its marks, if they stand for digits."""
    run = match[0]
    if run.isdigit():
        return run
    if any(char in _STROKES for char in run):
        return _ANY_MARK.sub(PLACEHOLDER, run) if _is_struck(match) else run
    doubted = _DOUBTED.fullmatch(run) and not (
        len(run) in _DOOR_SIZES and _DOOR_WORD.match(match.string, match.end()) is not None
    )
    unknown = not any(char.isdigit() for char in run)
    return run if doubted or unknown else _ANY_MARK.sub(PLACEHOLDER, run)


def _is_struck(match: re.Match[str]) -> bool:
    """Tell whether a mark that may divide numbers too stands for a digit here."""
    run, text, end = match[0], match.string, match.end()
    long_as_door = len(run) in _DOOR_SIZES and _STRUCK_DOOR.fullmatch(run) is not None
    if _DOOR_WORD.match(text, end) is not None:
        return long_as_door or _STRUCK.fullmatch(run) is not None
    if _TYPE_WORD.match(text, end) is not None:
        return _STRUCK_LAST.fullmatch(run) is not None
    entrance = text[match.start() - 1 : match.start()] in _ENTRANCES
    return entrance and end == len(text) and long_as_door


_WAYS: Final[Sequence[Way]] = (
    Way(
        _ANY,
        f"[{_DIGITS}][{_ANY}]|[{_ANY}][{_DIGITS}]",
        re.compile(f"(?<![A-Za-z/|~-])[{_DIGITS}{_ANY}]+(?![A-Za-z])"),
        _marked,
    ),
    # A whole number lost: □栋2单元501.
    Way(
        _ANY,
        f"[{_BLOTS}某*×Xx](?:栋|幢|号楼|单元|组|弄|排|室)",
        re.compile(
            f"(?<=[^\x00-\xff])(?:[{_BLOTS}某*×]{{1,2}}|[Xx](?=栋|幢|号楼|单元))(?=栋|幢|号楼|单元|组|弄|排|室)"
        ),
        lambda match: PLACEHOLDER * len(match[0]),
    ),
    # A plate's sub-number lost: 18号附?号, 9号之□.
    Way(
        _ANY,
        f"[附之][{_ANY}]",
        re.compile(f"(?:(?<=附)|(?<=号之)|(?<=[{_DIGITS}]之))[{_ANY}]{{1,2}}(?![{_DIGITS}])"),
        lambda _: PLACEHOLDER,
    ),
    Way(
        "其选任",
        "其中|二选一|任一",
        re.compile(f"({_NUMBER}){_WORD} ?[、,，/和及与] ?({_NUMBER}{_WORD}){_CHOICE}"),
        lambda match: match[1] + EITHER + match[2],
    ),
    # Doors of any storeys where a word says so: 501和503室, 501室与601室.
    Way(
        "和及与跟",
        "[0-9]{3}[室房]? ?(?:以及|[和及与跟])",
        re.compile(f"(?<![0-9-]){_DOORS}(?:、 ?{_DOORS})* ?(?:以及|[和及与跟]) ?[0-9]{{3,4}}(?![0-9])"),
        lambda match: EITHER.join(_DOOR.findall(match[0])),
    ),
    # Doors of one storey: 501、503室 may be any of them, or all made one.
    Way(
        "、/／",
        "(?<![0-9])(?P<storey>[0-9]{1,2})[0-9]{2}[室房]?[、/／] ?(?P=storey)[0-9]{2}(?![0-9])",
        re.compile("(?<![0-9-])([0-9]{1,2})[0-9]{2}[室房]?(?:[、/／] ?\\1[0-9]{2}(?![0-9])(?:[室房](?=[、/／]))?)+"),
        lambda match: EITHER.join(_DOOR.findall(match[0])),
    ),
    Way(
        "或还",
        "或|还是",
        re.compile(f"({_NUMBER}){_WORD} ?(?:或者|或是|还是|或) ?第?(?={_NUMBER})"),
        lambda match: match[1] + EITHER,
    ),
)
# One of these is in every text that doubts a number.
MARKS: Final = marks_of(_WAYS)
_SIGN: Final = sign_of(_WAYS)


def with_doubts(text: str) -> tuple[str, list[int]] | None:
    """Return `text` with marks for its doubts, and the place each character was typed; None if there are none."""
    return None if _SIGN.search(text) is None else rewritten(text, _WAYS)


def is_doubtful(value: str) -> bool:
    """Tell whether a number may stand for several."""
    return ILLEGIBLE in value or EITHER in value


def agrees(value: str, known: str) -> bool:
    """Tell whether a number, perhaps doubtful, may be `known`."""
    if EITHER in value:
        return known in value.split(EITHER)
    if not value.strip(ILLEGIBLE):
        return True
    if value[-1] == ILLEGIBLE and value[:-1] == known and len(value) in _DOOR_SIZES:
        return len(value) > len("501")  # 501? may be 5012, or 501 with a doubt
    if ILLEGIBLE in value:
        return len(value) == len(known) and all(a in (ILLEGIBLE, b) for a, b in zip(value, known, strict=True))
    return value == known
