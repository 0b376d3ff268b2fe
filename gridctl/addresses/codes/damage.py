"""What spreadsheets do to long codes: fifteen digits kept, the rest zeros; scientific notation; ".0"; full width."""

from __future__ import annotations

import re
from typing import Final

from gridctl.text.normalize import nfkc

# Excel keeps fifteen significant digits of a number.
KEPT_DIGITS: Final = 15
_SCIENTIFIC: Final = re.compile(r"[0-9](?:\.[0-9]+)?[Ee]\+?[0-9]+")
_DECIMAL: Final = re.compile(r"[0-9]+\.0+")


def half_width(code: str) -> str:
    """Return `code` without blanks and the marks of cells kept as text, in half-width capitals."""
    return "".join(nfkc(code).split()).strip("'`\u200b\ufeff").upper()


def excel_damage(code: str, pattern: re.Pattern[str]) -> str:
    """Return how Excel damaged a half-width code, "" if it shows no such damage.

    "scientific" (1.1E+24), "decimal" (a trailing .0), "zeros" (nothing but zeros after the fifteenth digit of a code
    that otherwise fits `pattern`). What was lost cannot be restored.
    """
    if _SCIENTIFIC.fullmatch(code):
        return "scientific"
    if _DECIMAL.fullmatch(code):
        return "decimal"
    tail = code[KEPT_DIGITS:]
    if len(tail) > 1 and not tail.strip("0") and code.isdigit() and pattern.fullmatch(code):
        return "zeros"
    return ""
