"""Statistical division codes (统计用区划代码) of twelve digits."""

from __future__ import annotations

from typing import NamedTuple

from gridctl.text.identifier_error import IdentifierError
from gridctl.text.normalize import nfkc, squash
from gridctl.text.pattern import pattern

_FORM = pattern(r"[1-9][0-9]{11}")


class DivisionParts(NamedTuple):
    """The code's segments, 2 + 2 + 2 + 3 + 3 digits."""

    province: str
    prefecture: str
    county: str
    subdistrict: str
    community: str


def parse_division(text: str) -> str:
    """Return the twelve digits. Raises IdentifierError (a ValueError) S331 with param `length`."""
    code = "".join(nfkc(squash(text)).split())
    # Twelve digits survive a number cell whole.
    code = code.removesuffix(".0")
    if not _FORM.fullmatch(code):
        raise IdentifierError("S331", length=len(code))
    return code


def parts(code: str) -> DivisionParts:
    """Cut a code into its segments. Raises IdentifierError S331 if it is no code."""
    code = parse_division(code)
    return DivisionParts(code[:2], code[2:4], code[4:6], code[6:9], code[9:])
