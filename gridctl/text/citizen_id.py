"""Citizen identity numbers (公民身份号码, GB 11643-1999) and the residence permits numbered like them."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

from gridctl.text.identifier_error import IdentifierError
from gridctl.text.normalize import nfkc
from gridctl.text.pattern import pattern

Kind = Literal["resident", "hmt_permit"]

_PLAIN = pattern(r"[1-9][0-9]{16}[0-9X]")
# With a birth date on a day that every month has.
_ANY_MONTH = pattern(
    r"[1-9][0-9]{5}(?:18[5-9][0-9]|19[0-9]{2}|20[0-9]{2})(?:0[1-9]|1[0-2])(?:0[1-9]|1[0-9]|2[0-8])[0-9]{3}[0-9X]"
)
_OLD = pattern(r"[1-9][0-9]{14}")
_NUMBER_CELL = pattern(r"[0-9](?:\.[0-9]+)?E\+?[0-9]+|[0-9]{15,18}\.0*")
_SEPARATORS = pattern(r"[\s\u200b-\u200f\u2060\ufeff'‐‑–—−-]+")
# What is typed for the last X: multiplication signs, the Cyrillic letter.
_LOOKS_LIKE_X = pattern(r"[×✕Х]$")
# The weights are powers of 2, and 13 is 2 modulo 11: reading the digits in base 13 sums them all at once. With twice
# that sum the check character, X being 10, makes 1 modulo 11.
_CHECK_DIGITS = ["0123456789X"[(1 - 2 * rest) % 11] for rest in range(11)]
# Letters that are typed, or read from a picture, for the digits they look like.
_LOOK_LIKE_DIGITS = str.maketrans("OILZSB", "011258")
_WITH_LETTERS = pattern(r"[1-9](?=(?:[A-Z]*[0-9]){13})[0-9OILZSB]{15,17}[0-9XOILZSB]?")
# Residence permits for people of Hong Kong, Macao, Taiwan (State Council decree, in force 2018-09-01).
_HMT_AREAS = frozenset({"810000", "820000", "830000"})


class CitizenIdError(IdentifierError):
    """A number that cannot be a citizen id: S301 form, S302 check digit, S303 birth date, S305 cut off."""


class CitizenId(NamedTuple):
    """A checked number, in 18 characters with a capital X, and what it says."""

    number: str
    birth_date: date
    sex: Literal["male", "female"]
    area: str
    was_15: bool
    kind: Kind


def parse(text: str) -> CitizenId:
    """Read a citizen id of 18 or, from before 1999, 15 characters; the old form is completed to 18.

    Blanks and dashes between the digits, full-width digits and a small x are accepted. The area is not
    judged: area codes come and go (see `area_known`). Raises CitizenIdError with the most telling code.
    """
    number = text if _PLAIN.fullmatch(text) else _compact(text)
    if was_15 := _OLD.fullmatch(number) is not None:
        number = complete(number[:6] + "19" + number[6:])
    elif not _PLAIN.fullmatch(number):
        if rounded_by_excel(number):
            raise CitizenIdError("S305")
        raise CitizenIdError("S301", length=len(number))
    try:
        birth_date = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise CitizenIdError("S303", birth_date=number[6:14]) from None
    if not 1850 <= birth_date.year <= 2099:
        raise CitizenIdError("S303", birth_date=number[6:14])
    if number[17] != check_digit(number[:17]):
        raise CitizenIdError("S305" if number.endswith("000") else "S302")
    area = number[:6]
    return CitizenId(
        number,
        birth_date,
        "male" if number[16] in "13579" else "female",
        area,
        was_15,
        "hmt_permit" if area in _HMT_AREAS else "resident",
    )


def is_valid(number: str) -> bool:
    """Tell whether `number` is a citizen id in the form `parse` returns; quicker than parsing."""
    # Written out: a list of 200 000 people asks of each.
    return (
        _ANY_MONTH.fullmatch(number) is not None
        or (_PLAIN.fullmatch(number) is not None and _is_birth_date(number[6:14]))
    ) and number[17] == _CHECK_DIGITS[int(number[:17], 13) % 11]


@lru_cache(maxsize=1 << 15)
def _is_birth_date(digits: str) -> bool:
    try:
        return 1850 <= date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year <= 2099
    except ValueError:
        return False


def with_letters(text: str) -> str | None:
    """The number that a text with letters among its digits is meant to be: 5133991943O506809X has an O for a 0.

    None if the text is not meant as a citizen id, or has no such letter; "" where it is, but no number with a fitting
    check digit comes of it.
    """
    number = _compact(text)
    if not _WITH_LETTERS.fullmatch(number) or number.removesuffix("X").isdigit():
        return None
    digits = number.translate(_LOOK_LIKE_DIGITS)
    return digits if is_valid(digits) else ""


def check_digit(first17: str) -> str:
    """Return the check character for the first 17 digits: ISO 7064, MOD 11-2."""
    return _CHECK_DIGITS[int(first17, 13) % 11]


def complete(first17: str) -> str:
    """Return the 18-character number that begins with these 17 digits."""
    return first17 + check_digit(first17)


def rounded_by_excel(text: str) -> bool:
    """Tell whether the number went through a number cell, which keeps 15 digits: its end is lost for good.

    So 5.13399E+17, and 18 digits that end in 000 without being a valid number.
    """
    number = _compact(text)
    if _NUMBER_CELL.fullmatch(number):
        return True
    return number.endswith("000") and _PLAIN.fullmatch(number) is not None and complete(number[:17]) != number


@lru_cache(maxsize=4096)
def area_known(area6: str) -> bool:
    """Tell whether these six digits are, or once were, a division's code (GB/T 2260, from python-stdnum)."""
    if area6 in _HMT_AREAS:
        return True
    from stdnum import numdb

    parts = numdb.get("cn/loc").info(area6)
    return len(parts) == 2 and "county" in parts[1][1]


def _compact(text: str) -> str:
    return _LOOKS_LIKE_X.sub("X", _SEPARATORS.sub("", nfkc(text).upper()))
