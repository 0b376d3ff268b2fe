"""What a number says that its row does not: a citizen id a person's sex and birth, a credit code the kind of business.

It fills gaps and changes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gridctl.schema.types import CITIZEN_ID_TYPES
from gridctl.text.citizen_id import is_valid
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_KNOWN: Final = ("sex", "birth_date", "birth_year")
# GB 32100-2015: the first character is the registering authority, 9 for market regulation, the second the kind of
# body. A company (91) may be of domestic or of foreign money.
_KINDS: Final = {"92": "sole_trader", "93": "farm_cooperative"}
_CERTIFICATE: Final = pattern(r"([0-9]{6}(?:19|20)[0-9]{9}[0-9Xx])[1-7][1-4](?:[Bb][0-9])?")
_BLANK: Final[tuple[Any, ...]] = (None, "")
# GB 11643 numbers stand on household books too; a row often does not say what document its number is from.
_TYPES: Final = frozenset((None, "", "household_book", *CITIZEN_ID_TYPES))


def number_of_certificate(own: Mapping[str, Any], category: object) -> str:
    """The citizen id that a disability certificate's number begins with, sound or not; "" if the row has none.

    The certificate's 20 characters are the holder's citizen id, a digit for the kind and one for the grade (中国残联
    《中华人民共和国残疾人证管理办法》); a replaced one has B and a digit behind them.
    """
    if own.get("id_no") or category != "disability":
        return ""
    found = _CERTIFICATE.fullmatch(str(own.get("basis") or ""))
    return found[1].upper() if found else ""


class FromNumber:
    """Reads the records of one sheet, whose model has these fields; with ``wanted`` false it never finds anything.

    ``found`` tells by field how many rows were filled, and the first of them; ``field`` is the number's.
    """

    def __init__(self, fields: Collection[str], *, wanted: bool = True) -> None:
        self._names = tuple(name for name in _KNOWN if name in fields) if wanted else ()
        self.field = "uscc" if "uscc" in fields else "id_no"
        self._coded = wanted and self.field == "uscc"
        self._pending: list[str] = []
        self.found: dict[str, tuple[int, int]] = {}

    def of(self, said: Mapping[str, Any], present: Mapping[str, Any]) -> dict[str, Any]:
        """The fields that neither a row nor the record has, by the row's number. It counts when `settle` is called."""
        if self._coded:
            return self._of_code(said, present)
        number = said.get("id_no")
        names = [each for each in self._names if said.get(each) in _BLANK and present.get(each) in _BLANK]
        if not names or not isinstance(number, str) or not is_valid(number):
            return {}
        if said.get("id_type", present.get("id_type")) not in _TYPES or present.get("id_no", number) != number:
            return {}
        self._pending += names
        return {name: _of_number(name, number) for name in names}

    def _of_code(self, said: Mapping[str, Any], present: Mapping[str, Any]) -> dict[str, Any]:
        kind = _KINDS.get(str(said.get("uscc") or "")[:2])
        if kind is None or said.get("category") not in _BLANK or present.get("category") not in _BLANK:
            return {}
        self._pending.append("category")
        return {"category": kind}

    def settle(self, row: int) -> None:
        """The row was taken in."""
        for name in self._pending:
            count, first = self.found.get(name, (0, row))
            self.found[name] = (count + 1, first)
        self._pending.clear()

    def drop(self) -> None:
        """The row was rejected."""
        self._pending.clear()


def _of_number(name: str, number: str) -> str | int:
    """GB 11643: the 7th to 14th digits are the birth date, an odd 17th is a man's."""
    if name == "sex":
        return "male" if number[16] in "13579" else "female"
    if name == "birth_year":
        return int(number[6:10])
    return f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
