"""Unified social credit codes (统一社会信用代码, GB 32100-2015)."""

from __future__ import annotations

from gridctl.text.identifier_error import IdentifierError
from gridctl.text.normalize import nfkc, squash
from gridctl.text.pattern import pattern

# The registering authority and the kind of body may be letters (N2 is a rural collective), which
# stdnum.cn.uscc.validate refuses; its check digit is right for them too.
_FORM = pattern(r"[0-9A-HJ-NP-RTUWXY]{2}[0-9]{6}[0-9A-HJ-NP-RTUWXY]{10}")


def parse(text: str) -> str:
    """Return the code in 18 capitals and digits.

    Raises IdentifierError (a ValueError) S321, with params `reason` (length, characters, check) and `length`.
    """
    # The library brings network modules along, which every command would wait for.
    from stdnum.cn import uscc

    code = uscc.compact(nfkc(squash(text)))
    if len(code) != 18:
        raise IdentifierError("S321", reason="length", length=len(code))
    if not _FORM.fullmatch(code):
        raise IdentifierError("S321", reason="characters", length=18)
    if uscc.calc_check_digit(code) != code[-1]:
        raise IdentifierError("S321", reason="check", length=18)
    return code
