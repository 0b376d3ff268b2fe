"""Numbers of documents, each checked by the kind of document its own row names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pydantic_core import PydanticCustomError

from gridctl.intake.cells.values import Fault
from gridctl.intake.dictionary.vocabulary import RESIDENT
from gridctl.intake.reading.book import cell_text
from gridctl.schema.types import CITIZEN_ID_TYPES, citizen_id_no
from gridctl.text.citizen_id import is_valid, with_letters

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gridctl.intake.cells.draft import Draft, Slot
    from gridctl.intake.columns.headings import ColumnMatch
    from gridctl.intake.reading.book import Cell


_TIDIED: Final = "I146"
_CITIZEN: Final = 18
_ISO_DAY: Final = 10
_SEXES: Final = ("male", "female")


def of_other_sex(sexes: Sequence[str | None], numbers: Sequence[str | None]) -> list[int]:
    """Where a person's sex is not the one that the 17th digit of the citizen id (GB 11643) says."""
    return [
        at
        for at, (sex, number) in enumerate(zip(sexes, numbers, strict=True))
        if sex in _SEXES
        and number
        and len(number) == _CITIZEN
        # Odd numbers are men's.
        and (number[16] in "13579") is (sex == "female")
        and is_valid(number)
    ]


def of_other_birth(births: Sequence[str | None], numbers: Sequence[str | None]) -> list[int]:
    """Where a person's birth date, as ISO text, is not the one in the citizen id, its 7th to 14th digits (GB 11643)."""
    return [
        at
        for at, (birth, number) in enumerate(zip(births, numbers, strict=True))
        if birth
        and number
        and number[6:14] != birth.replace("-", "")
        and len(number) == _CITIZEN
        and len(birth) == _ISO_DAY
        and is_valid(number)
    ]


# How the fields of document numbers end (owner_id_no), and those that say of which kind of document.
_NUMBER: Final = "id_no"
_KIND: Final = "id_type"
_RESIDENT: Final = "resident_id"
_MAY_BE_CITIZEN: Final = (None, "household_book", *CITIZEN_ID_TYPES)


class IdCheck:
    """Checks the document numbers of drafts, each by the kind of document its own row names."""

    def __init__(self, columns: dict[Slot, int], cells: Mapping[int, Sequence[Cell]]) -> None:
        self._columns = columns
        self._cells = cells
        # By column: how many numbers were brought into their form here alone, the first row, as sent and after.
        self._settled: dict[int, tuple[int, int, str, str]] = {}

    def of(self, draft: Draft) -> None:
        """Put in the settled form of each number of a draft, or a fault."""
        self._check(draft, "", 0, draft.own)
        self._check(draft, f"{RESIDENT}.", 0, draft.resident)
        for name, slots in draft.parts.items():
            for slot, fields in slots.items():
                self._check(draft, f"{name}." if name else "", slot, fields)

    def add_to(
        self, cleanings: list[tuple[ColumnMatch, str, int, int, str, str]], columns: Sequence[ColumnMatch]
    ) -> None:
        """Add the numbers brought into their form to what was cleaned, each cell once."""
        known = {each.col: at for at, (each, code, *_) in enumerate(cleanings) if code == _TIDIED}
        for each in columns:
            if each.col in self._settled:
                count, row, sent, after = self._settled[each.col]
                if (at := known.get(each.col)) is not None:
                    cleanings[at] = (each, _TIDIED, cleanings[at][2] + count, row, sent, after)
                else:
                    cleanings.append((each, _TIDIED, count, row, sent, after))

    def _check(self, draft: Draft, prefix: str, slot: int, fields: dict[str, Any]) -> None:
        for name in [each for each in fields if each.endswith(_NUMBER)]:
            kind = fields.get(f"{name.removesuffix(_NUMBER)}{_KIND}")
            self._settle(draft, (f"{prefix}{name}", slot), fields, name, kind)

    def _settle(self, draft: Draft, at: Slot, fields: dict[str, Any], name: str, kind: str | None) -> None:
        number = fields[name]
        col = self._columns.get(at, self._columns.get((at[0], 0), 0))
        meant = with_letters(str(number)) if kind in _MAY_BE_CITIZEN else None
        try:
            # Letters among the digits of what can be no other document are not taken as they stand.
            settled = meant or citizen_id_no(number, kind if meant is None else _RESIDENT)
        except PydanticCustomError as error:
            params = {key: str(value) for key, value in (error.context or {}).items()}
            draft.faults.append((col, Fault(error.type, {"value": str(number), **params})))
            return
        if settled != number:
            fields[name] = settled
            cells = self._cells[draft.row]
            told = cell_text(cells[col]).strip() if col < len(cells) else ""
            count, row, sent, after = self._settled.get(col, (0, draft.row, told, str(settled)))
            # What the column made of the cell was counted there.
            self._settled[col] = (count + (told == number), row, sent, after)
