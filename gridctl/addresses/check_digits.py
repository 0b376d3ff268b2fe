"""Check characters at the end of a code, by the name of their algorithm."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from stdnum import luhn
from stdnum.iso7064 import mod_11_2, mod_11_10, mod_97_10

if TYPE_CHECKING:
    from collections.abc import Callable


class Check(NamedTuple):
    """How many check characters there are, the pattern they match, how they are worked out and verified."""

    length: int
    pattern: str
    digits: Callable[[str], str]
    valid: Callable[[str], bool]


CHECKS: Final[dict[str, Check]] = {
    "none": Check(0, "", lambda _: "", lambda _: True),
    "luhn": Check(1, "(?P<check>[0-9])", luhn.calc_check_digit, luhn.is_valid),
    # ISO/IEC 7064, as in citizen ids
    "mod11-2": Check(1, "(?P<check>[0-9X])", mod_11_2.calc_check_digit, mod_11_2.is_valid),
    # ISO/IEC 7064, hybrid system for digits only
    "mod11-10": Check(1, "(?P<check>[0-9])", mod_11_10.calc_check_digit, mod_11_10.is_valid),
    "mod97-10": Check(2, "(?P<check>[0-9]{2})", mod_97_10.calc_check_digits, mod_97_10.is_valid),
}
