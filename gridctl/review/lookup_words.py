"""How one word of a search is compared with each kind of field, as SQL with a score of how well it fits (0 to 100)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gridctl.review.lookup_pinyin import folded, is_name
from gridctl.text.normalize import nfkc
from gridctl.text.numerals import chinese_to_int
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from gridctl.store.fieldtable import Field

_DIGITS = pattern(r"\d+")
_ID_END = pattern(r"\d{3,5}[\dXx]")
_ID_WHOLE = pattern(r"\d{14}|\d{17}")
_NUMBER = pattern(r"(\d+|[一二三四五六七八九十]+)")
_FEWEST_DIGITS, _FEWEST_LETTERS, _LONGEST_ROOM = 4, 2, 5
_CHINESE = ("", *"一二三四五六七八九十", *(f"十{each}" for each in "一二三四五六七八九"), "二十")


class Word:
    """One word typed, with the forms in which fields of each kind are compared.

    Several words in which nothing is Chinese (a telephone in groups, a name in pinyin) are one.
    ``spelled`` holds the names that the letters spell, with how well.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        plain = "".join(nfkc(text).split())
        self._digits = plain.replace("-", "").removeprefix("+86") if plain.isascii() else ""
        self._code = plain.casefold() if plain.isascii() and len(plain) >= _FEWEST_DIGITS else ""
        letters = folded([text])
        spells = letters.isascii() and letters.isalpha() and len(letters) >= _FEWEST_LETTERS
        self.letters = letters if spells else ""
        self.spelled: dict[str, int] = {}
        self._pattern = address_pattern(nfkc(text))

    def params(self) -> list[object]:
        """What stands for $1 to $6 in the SQL of `score`."""
        return [
            self.text.casefold(),
            self._digits,
            self._code,
            self._pattern,
            list(self.spelled),
            [*self.spelled.values()],
        ]

    def score(self, field: Field) -> str:
        """How well a value ``v`` of the field fits, as SQL, null where it does not; "" for a field not searched."""
        column = field.column
        if column.col.mask == "phone":
            return self._phone()
        if column.col.mask == "id":
            return self._identity()
        if is_name(field):
            return self._name()
        if column.kind == "text" and _is_address(field):
            return self._address(field)
        if is_key(field) and self._code:
            return (
                "CASE WHEN lower(v) = $3 THEN 100 WHEN length($3) >= 6 AND starts_with(lower(v), $3) THEN 72 "
                "WHEN length($3) >= 6 AND ends_with(lower(v), $3) THEN 66 END"
            )
        return ""

    def _phone(self) -> str:
        if not self._digits.isdecimal() or len(self._digits) < _FEWEST_DIGITS:
            return ""
        digits = "regexp_replace(v, '[^0-9]', '', 'g')"
        return (
            f"CASE WHEN {digits} = $2 THEN 96 WHEN ends_with({digits}, $2) THEN 84 WHEN contains({digits}, $2) THEN 70 "
            "END"
        )

    def _identity(self) -> str:
        if _ID_END.fullmatch(self._digits):
            return "CASE WHEN ends_with(upper(v), upper($2)) THEN 82 END"
        if _ID_WHOLE.fullmatch(self._digits[:-1]):
            return "CASE WHEN upper(v) = upper($2) THEN 98 END"
        return ""

    def _name(self) -> str:
        if _DIGITS.fullmatch(self.text):
            return ""
        plain = "WHEN lower(v) = $1 THEN 95 WHEN starts_with(lower(v), $1) THEN 80 WHEN contains(lower(v), $1) THEN 65"
        return f"CASE {plain} ELSE list_extract($6, list_position($5, v)) END" if self.spelled else f"CASE {plain} END"

    def _address(self, field: Field) -> str:
        # A telephone, a code or a spelled name is not looked for in every address.
        if self.text.isascii() and len(self.text) > _LONGEST_ROOM:
            return ""
        own = field.column.name == "address"
        return f"CASE WHEN lower(v) = $1 THEN 90 WHEN regexp_matches(v, $4) THEN {60 if own else 45} END"


def address_pattern(word: str) -> str:
    """A regular expression for a word of an address: 1栋 is not in 11栋, 三单元 is 3单元 and 101 may be 0101."""
    parts = []
    for each in _NUMBER.split(word):
        number = chinese_to_int(each) if _NUMBER.fullmatch(each) else None
        if number is None or (not each.isdigit() and number >= len(_CHINESE)):
            parts.append(re.sub(r"([^\w\s])", r"\\\1", each))
            continue
        spoken = f"|{_CHINESE[number]}" if 0 < number < len(_CHINESE) else ""
        # Digits said one by one (一二 for 12) are looked for as they were typed, too.
        typed = "" if each.isdigit() or each == _CHINESE[number] else f"|{each}"
        parts.append(f"(?:0*{number}{spoken}{typed})")
    before = "(?:^|[^0-9一二三四五六七八九十])" if parts[0] == "" and len(parts) > 1 else ""
    after = "(?:$|[^0-9一二三四五六七八九十])" if parts[-1] == "" and len(parts) > 1 else ""
    return f"{before}{''.join(parts)}{after}"


def is_key(field: Field) -> bool:
    """Whether a field is a record's own number: its key, a code, a credit code. Those of other records are not."""
    name = field.column.name
    if field.owner or field.column.col.ref or field.column.kind != "text":
        return False
    return name in ("id", "uscc", "code", "estate_unit_no") or name.endswith(("_code", "_no"))


def _is_address(field: Field) -> bool:
    col = field.column.col
    return not col.ref and (col.mask == "address" or "地址" in col.zh or "详址" in col.zh) and not col.codes
