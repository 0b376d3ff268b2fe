"""How two citizen ids compare where one of them is not whole: masked, cut off by Excel, or mistyped by one key."""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

from gridctl.text.citizen_id import CitizenIdError
from gridctl.text.citizen_id import parse as parse_citizen_id
from gridctl.text.normalize import nfkc

Relation = Literal["same", "differ", "slip", "fits", "misfits", "unlike", "none"]

_LENGTH: Final = 18
_TAIL: Final = 4
_MASK: Final = re.compile(r"[*?●•□■○#]|(?<=[0-9])X+(?=[0-9X])|(?<=X)X")
_SCIENTIFIC: Final = re.compile(r"([0-9])\.?([0-9]*)E\+?17")
_NOT_DIGITS: Final = re.compile(r"[^0-9X*]")


class Compared(NamedTuple):
    """What two numbers say about each other.

    "same" and "differ": both are valid. "slip": one key's difference, and the other is valid. "fits" and "misfits": one
    is valid, of the other only some digits are known. "unlike": both are written, and neither settles it. "none": one
    is missing. ``tail``: the last four are known and equal; ``birth``: the digits of the birth date are.
    """

    relation: Relation
    tail: bool = False
    birth: bool = False


def compare_ids(one: str, one_written: str, other: str, other_written: str) -> Compared:
    """Compare two people's numbers, each valid ("" if not) or as written."""
    if one and other:
        return Compared("same" if one == other else "differ")
    if one and other_written:
        return _partly(one, other_written)
    if other and one_written:
        return _partly(other, one_written)
    return Compared("unlike" if one_written and other_written else "none")


def _partly(valid: str, written: str) -> Compared:
    text = "".join(nfkc(written).upper().split()).removeprefix("'")
    try:
        return Compared("same" if parse_citizen_id(text).number == valid else "differ")
    except CitizenIdError:
        pass
    if known := _known_digits(text):
        head, tail = known
        fits = valid.startswith(head) and valid.endswith(tail) and len(head) + len(tail) > 0
        return Compared("fits" if fits else "misfits", fits and len(tail) >= _TAIL, fits and len(head) >= 14)
    positions = _MASK.sub(lambda match: "*" * len(match[0]), text)
    if "*" in positions:
        fits = len(positions) == _LENGTH and all(a in (b, "*") for a, b in zip(positions, valid, strict=True))
        return Compared("fits" if fits else "misfits", fits and "*" not in positions[-_TAIL:],
                        fits and "*" not in positions[6:14])  # fmt: skip
    return Compared("slip" if one_key_apart(_NOT_DIGITS.sub("", text), valid) else "unlike")


def _known_digits(text: str) -> tuple[str, str] | None:
    """Beginning and end of a number whose middle is hidden, or whose end a number cell cut off."""
    if match := _SCIENTIFIC.fullmatch(text):
        # The last digit shown was rounded.
        return (match[1] + match[2])[:-1], ""
    if len(text) == _LENGTH and text.endswith("000") and text.isdigit():
        return text[:15], ""
    masked = _MASK.sub("*", text)
    head, _, rest = masked.partition("*")
    tail = rest.rpartition("*")[2]
    if masked.count("*") and set(rest.removesuffix(tail)) <= {"*"}:
        return head, tail
    return None


def one_key_apart(one: str, other: str) -> bool:
    """Whether one wrong, missing or additional character, or two neighbours changed round, explain the difference."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    if len(one) == len(other):
        at = [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        return len(at) == 1 or (
            len(at) == 2 and at[1] == at[0] + 1 and (one[at[0]], one[at[1]]) == (other[at[1]], other[at[0]])
        )
    shorter, longer = sorted((one, other), key=len)
    return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))


def birth_digits(written: str) -> str:
    """The digits of a mistyped number that stand where the birth date does; "" if it is not of that length."""
    text = "".join(nfkc(written).upper().split())
    return text[6:14] if len(text) == _LENGTH and text[:17].isdigit() else ""
