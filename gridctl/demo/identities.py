"""Numbers that belong to nobody, each given once.

Citizen ids lie in area 513399, which GB/T 2260 has never used; telephones in 1990000xxxx to 1990099xxxx, which
is assigned to no subscriber; credit codes carry the same area.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from gridctl.text.citizen_id import complete

if TYPE_CHECKING:
    from datetime import date
    from random import Random

AREA = "513399"
_PHONES = 1_000_000
# Coprime with a million, so that the steps reach every number once.
_STEP = 761_953
_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


class Identities:
    """Gives out citizen ids, telephones and credit codes; no two are the same."""

    def __init__(self, rng: Random) -> None:
        self._phone = rng.randrange(_PHONES)
        self._organisation = rng.randrange(100_000)
        self._sequence: Counter[date] = Counter()

    def citizen_id(self, born: date, sex: str) -> str:
        """The id of somebody born on that day; odd sequence numbers are male."""
        count = self._sequence[born]
        self._sequence[born] += 1
        number = (count * 2 + (1 if sex == "male" else 2) + born.toordinal() % 97 * 10) % 1000
        return complete(f"{AREA}{born:%Y%m%d}{number:03}")

    def phone(self) -> str:
        """A mobile number."""
        self._phone = (self._phone + _STEP) % _PHONES
        return f"19900{self._phone:06}"

    def uscc(self, kind: str) -> str:
        """The credit code of a company (``91``), a sole trader (``92``) or a civil body (``52``)."""
        self._organisation += 37
        organisation = f"MA{self._organisation:06}"[:8]
        return _with_check(f"{kind}{AREA}{organisation}{_organisation_check(organisation)}")


def _organisation_check(code: str) -> str:
    # GB 11714: the check character of the organisation code inside the credit code.
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    remainder = 11 - sum(int(char, 36) * weight for char, weight in zip(code, weights, strict=True)) % 11
    return {10: "X", 11: "0"}.get(remainder, str(remainder))


def _with_check(first17: str) -> str:
    # GB 32100: powers of 3 modulo 31.
    total = sum(_USCC_ALPHABET.index(char) * pow(3, place, 31) for place, char in enumerate(first17))
    return first17 + _USCC_ALPHABET[-total % 31]
