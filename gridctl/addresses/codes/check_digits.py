"""Check characters at the end of a code, by the name of their algorithm."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


class Check(NamedTuple):
    """How many check characters there are, the pattern they match, how they are worked out and verified."""

    length: int
    pattern: str
    digits: Callable[[str], str]
    valid: Callable[[str], bool]


def _standard(name: str, digits: str) -> tuple[Callable[[str], str], Callable[[str], bool]]:
    # Loaded where codes have check digits: the library brings a documentation browser and sockets with it.
    def module() -> Any:
        return import_module(f"stdnum.{name}")

    return lambda code: str(getattr(module(), digits)(code)), lambda code: bool(module().is_valid(code))


CHECKS: Final[dict[str, Check]] = {
    "none": Check(0, "", lambda _: "", lambda _: True),
    "luhn": Check(1, "(?P<check>[0-9])", *_standard("luhn", "calc_check_digit")),
    # ISO/IEC 7064, as in citizen ids
    "mod11-2": Check(1, "(?P<check>[0-9X])", *_standard("iso7064.mod_11_2", "calc_check_digit")),
    # ISO/IEC 7064, hybrid system for digits only
    "mod11-10": Check(1, "(?P<check>[0-9])", *_standard("iso7064.mod_11_10", "calc_check_digit")),
    "mod97-10": Check(2, "(?P<check>[0-9]{2})", *_standard("iso7064.mod_97_10", "calc_check_digits")),
}
