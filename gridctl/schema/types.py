"""Types of the models' fields: they read what people write and say what is wrong with a finding code.

Every type reads None and blank text as None, so a field is ``Annotated[Text | None, Col(...)] = None``.
A value that cannot be read raises PydanticCustomError whose type is the finding's code and whose context
holds ``value`` as given; messages of these errors never hold it. `PhoneList`, `TextList` and `CodeList`
also read a cell that holds several values.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, NamedTuple

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, PlainSerializer
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from gridctl.text import citizen_id, uscc
from gridctl.text.dates import parse_date, parse_moment
from gridctl.text.division import parse_division
from gridctl.text.identifier_error import IdentifierError
from gridctl.text.normalize import nfkc, squash, squash_lines
from gridctl.text.numerals import chinese_to_int
from gridctl.text.pattern import pattern
from gridctl.text.phones import parse_phone, split_phones

# A replacement character, UTF-8 read as GBK and back, or a worksheet's error value.
_DAMAGED = pattern("\ufffd|锟斤拷|^#(?:REF!|VALUE!|NAME\\?|N/A|DIV/0!|NUM!|NULL!)$")
_NUMBER_CELL = pattern(r"[+-]?[0-9](?:\.[0-9]+)?[Ee]\+?[0-9]+|[0-9]+\.0+")
_PLAIN_CODE = pattern(r"[0-9A-Za-z-]+")
_UNIT = pattern(
    "(?:人|户|个|名|位|次|间|栋|幢|层|套|家|岁|件|条|台|处|天|日|年|年生|小时|时|元|m2|平方米|平方|平米|平)$"
)
_LIST_BREAK = pattern(r"[、,，;；\n\r]+")
_PHRASE_BREAK = pattern(r"[、;；\n\r]+")
_TRUE = frozenset(("是", "有", "√", "✓", "✔", "☑", "对", "true", "t", "yes", "y", "1", "1.0"))
_FALSE = frozenset(("否", "无", "没有", "不是", "×", "✗", "✘", "☐", "false", "f", "no", "n", "0", "0.0"))
# Keys of the code list id_type whose numbers follow GB 11643.
CITIZEN_ID_TYPES = ("resident_id", "temporary_id", "hong_kong_macao_residence", "taiwan_residence")
_MEANT_AS_CITIZEN_ID = pattern(r"(?:[0-9][\s-]?){14,}[0-9Xx]?")
CLEAN_TEXT = pattern(r"[\u4e00-\u9fffA-Za-z0-9（），。、；：·—#.+-]+")
"""Text with nothing to squash: no blanks, nothing invisible, nothing of full width. 锟 in it hints at damage."""
_ISO_DAY = pattern(r"[12][0-9]{3}-[01][0-9]-[0-3][0-9]")
# Beyond this a number cell no longer holds every digit.
_EXACT = 10**15


class Reads(NamedTuple):
    """Puts a reading function before a type and lets the type be None, in whatever field it stands."""

    read: Callable[[Any], object]

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        inner = core_schema.nullable_schema(handler(source))
        return core_schema.no_info_before_validator_function(self.read, inner)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        nullable: Any = schema
        return handler(nullable["schema"]["schema"])


def _wrong(code: str, message: str, value: object, **params: object) -> PydanticCustomError:
    return PydanticCustomError(code, message, {"value": value, **params})


def _as_text(value: object) -> str | None:
    """What a scalar looks like as text; None if it is blank."""
    if isinstance(value, str):
        return value if value and not value.isspace() else None
    if value is None:
        return None
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _EXACT else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(" ").removesuffix(" 00:00:00")
    if isinstance(value, (int, date, Decimal)):
        return str(value)
    raise _wrong("S103", "must be a single value", value)


def _text(value: object) -> str | None:
    if isinstance(value, str) and CLEAN_TEXT.fullmatch(value) and "锟" not in value:
        return value
    written = _as_text(value)
    if written is None:
        return None
    if _DAMAGED.search(written):
        raise _wrong("S206", "the text is damaged", value)
    return squash(written) or None


def _long_text(value: object) -> str | None:
    written = _as_text(value)
    if written is None:
        return None
    if _DAMAGED.search(written):
        raise _wrong("S206", "the text is damaged", value)
    return squash_lines(written) or None


def _id_no(value: object) -> str | None:
    written = _text(value)
    if written is None:
        return None
    number = nfkc(written).upper()
    if _NUMBER_CELL.fullmatch(number):
        raise _wrong("S305", "the end of the number was cut by a number cell", value)
    return number


def _identifier(parse: Callable[[str], str], message: str) -> Callable[[object], str | None]:
    def read(value: object) -> str | None:
        written = _as_text(value)
        if written is None:
            return None
        try:
            return parse(written)
        except IdentifierError as error:
            if not squash(written):
                return None
            raise _wrong(error.code, message, value, **error.params) from None

    return read


def _citizen_id(text: str) -> str:
    return citizen_id.parse(text).number


def _one_phone(text: str) -> str:
    """Parse a number that may carry a label or a name: 手机：…, …（儿子）."""
    try:
        return parse_phone(text)
    except IdentifierError:
        numbers = split_phones(text)
        if len(numbers) != 1 or numbers[0] == text:
            raise
        return parse_phone(numbers[0])


def _code(value: object) -> str | None:
    if isinstance(value, str) and _PLAIN_CODE.fullmatch(value) and not _NUMBER_CELL.fullmatch(value):
        return value
    written = _as_text(value)
    if written is None:
        return None
    code = "".join(nfkc(squash(written)).split())
    if _NUMBER_CELL.fullmatch(code) or (isinstance(value, (int, float)) and abs(value) >= _EXACT):
        raise _wrong("S333", "the code was damaged by a number cell", value)
    if _DAMAGED.search(code):
        raise _wrong("S206", "the text is damaged", value)
    return code or None


def _date(value: object) -> date | None:
    if isinstance(value, str) and _ISO_DAY.fullmatch(value):
        with suppress(ValueError):
            return date.fromisoformat(value)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, float) and 1900 <= value < 2101 and f"{value}"[4:] == ".1":
        # 2026.10 in a number cell is 2026.1: January or October, nobody can tell.
        raise _wrong("S202", "January or October, the cell does not tell", value)
    written = None if isinstance(value, bool) else _as_text(value)
    if written is None and not isinstance(value, bool):
        return None
    try:
        return parse_date(written or "").value
    except ValueError:
        if written is not None and not squash(written):
            return None
        raise _wrong("S202", "not a date", value) from None


def _moment(value: object) -> datetime | None:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001 - clock time where the ledger is kept
    written = _as_text(value)
    if written is None or not squash(written):
        return None
    try:
        return parse_moment(written)
    except ValueError:
        raise _wrong("S202", "not a date and time", value) from None


def _yes_no(value: object) -> bool | None:
    if isinstance(value, bool):
        return value
    if value == "是":
        return True
    if value == "否":
        return False
    written = _as_text(value)
    if written is None:
        return None
    word = nfkc(squash(written)).casefold()
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    if not word:
        return None
    raise _wrong("S204", "neither yes nor no", value)


def _decimal(value: object) -> Decimal | None:
    written = None if isinstance(value, bool) else _as_text(value)
    if written is None and not isinstance(value, bool):
        return None
    text = _UNIT.sub("", "".join(nfkc(squash(written or "?")).casefold().split()))
    if re.fullmatch(r"\+?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?", text):
        text = text.replace(",", "")
    try:
        number = Decimal(text)
    except InvalidOperation:
        chinese = chinese_to_int(text)
        if chinese is None:
            if written is not None and not squash(written):
                return None
            raise _wrong("S203", "not a number", value) from None
        number = Decimal(chinese)
    if not number.is_finite() or number < 0 or "_" in text or "e" in text:
        raise _wrong("S203", "not a number of 0 or more", value)
    return abs(number)


def _points(value: object) -> Decimal | None:
    written = None if isinstance(value, bool) else _as_text(value)
    if written is None:
        return _decimal(value)
    text = nfkc(squash(written)).removesuffix("分").strip()
    if text[:1] not in ("-", "\u2212", "扣", "减"):
        return _decimal(text.removeprefix("加"))
    try:
        number = _decimal(text[1:])
    except PydanticCustomError:
        raise _wrong("S203", "not a number", value) from None
    return None if number is None else -number


def _count(value: object) -> int | None:
    if isinstance(value, str) and len(value) < 10 and value.isascii() and value.isdigit():
        return int(value)
    number = _decimal(value)
    if number is None:
        return None
    if number != number.to_integral_value():
        raise _wrong("S203", "not a whole number", value)
    return int(number)


def _listed(split: Callable[[str], list[str]]) -> Callable[[object], object]:
    """Read a list, or a cell with several values, into a list without blanks; its items are judged later."""

    def read(value: object) -> object:
        if isinstance(value, (list, tuple)):
            items = [item for item in value if item is not None and item != "" and not str(item).isspace()]
            return [part for item in items for part in (split(item) if isinstance(item, str) else (item,))]
        written = _as_text(value)
        return [] if written is None else split(written)

    return read


def _split_list(written: str) -> list[str]:
    return [item for item in map(squash, _LIST_BREAK.split(written)) if item]


def _split_phrases(written: str) -> list[str]:
    return [item for item in map(squash, _PHRASE_BREAK.split(written)) if item]


def plain_number(number: Decimal | None) -> int | float | None:
    """A number as JSON has it: without a decimal point where there is nothing behind it."""
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else float(number)


def citizen_id_no(value: str | None, id_type: str | None) -> str | None:
    """Check a document number as a citizen id where the document is one, and return it in 18 characters.

    `id_type` is a key of the code list id_type. Without one, and for a household register, the number is
    checked if it can only be meant as a citizen id: 14 digits or more with at most a closing X. Raises
    PydanticCustomError S301, S302, S303 or S305.
    """
    if value is None or id_type not in (None, "household_book", *CITIZEN_ID_TYPES):
        return value
    if id_type not in CITIZEN_ID_TYPES and not _MEANT_AS_CITIZEN_ID.fullmatch(value):
        return value
    return value if citizen_id.is_valid(value) else _read_citizen_id(value)


_read_citizen_id = _identifier(_citizen_id, "not a valid citizen id")

Text = Annotated[str, Reads(_text)]
"""One line of text, squashed."""
LongText = Annotated[str, Reads(_long_text)]
"""Text whose line breaks are kept."""
IdNo = Annotated[str, Reads(_id_no)]
"""The number of any document, in capitals; only damage is refused."""
Uscc = Annotated[str, Reads(_identifier(uscc.parse, "not a unified social credit code"))]
"""A unified social credit code."""
Phone = Annotated[str, Reads(_identifier(_one_phone, "not a telephone number"))]
"""One telephone number."""
DivisionCode = Annotated[str, Reads(_identifier(parse_division, "not a division code of 12 digits"))]
"""A division code of 12 digits."""
Code = Annotated[str, Reads(_code)]
"""A code kept as text: no blanks, half-width; never one that went through a number cell."""
Date = Annotated[date, Reads(_date)]
"""A day; a month or year alone means its first day."""
Moment = Annotated[datetime, Reads(_moment)]
"""A day and a clock time, local; a day alone means its beginning."""
YesNo = Annotated[bool, Reads(_yes_no)]
"""是/否, 有/无, √/×, yes/no, true/false, 1/0."""
Count = Annotated[int, Reads(_count)]
"""A whole number of 0 or more, with or without a unit."""
Number = Annotated[
    Decimal,
    Reads(_decimal),
    PlainSerializer(plain_number, return_type=int | float | None, when_used="json"),
]
"""A number of 0 or more, with or without a unit; exact in Python, a plain number in JSON."""

Points = Annotated[
    Decimal,
    Reads(_points),
    PlainSerializer(plain_number, return_type=int | float | None, when_used="json"),
]
"""Points added or, below 0, taken off: -5, 扣5分, 加 2."""

PhoneList = Annotated[list[Phone], Reads(_listed(split_phones))]
"""Telephone numbers: a list, or a cell that holds several."""
TextList = Annotated[list[Text], Reads(_listed(_split_list))]
"""Texts: a list, or a cell with 、 , ; or line breaks between them."""
PhraseList = Annotated[list[Text], Reads(_listed(_split_phrases))]
"""Phrases: a list, or a cell with 、 ; or line breaks between them; a comma is part of what somebody says."""
CodeList = Annotated[list[Code], Reads(_listed(_split_list))]
"""Codes: as TextList."""
