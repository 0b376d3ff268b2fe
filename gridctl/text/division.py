"""Statistical division codes (统计用区划代码) of twelve digits."""

from __future__ import annotations

from gridctl.text.identifier_error import IdentifierError
from gridctl.text.normalize import nfkc, squash
from gridctl.text.pattern import pattern

_FORM = pattern(r"[1-9][0-9]{11}")


def parse_division(text: str) -> str:
    """Return the twelve digits. Raises IdentifierError (a ValueError) S331 with param `length`."""
    code = "".join(nfkc(squash(text)).split())
    # Twelve digits survive a number cell whole.
    code = code.removesuffix(".0")
    if not _FORM.fullmatch(code):
        raise IdentifierError("S331", length=len(code))
    return code
