"""Telephone numbers as they stand in a cell: several, labelled, spaced, with extensions."""

from __future__ import annotations

import re

from gridctl.text.identifier_error import IdentifierError
from gridctl.text.normalize import nfkc, squash
from gridctl.text.pattern import pattern

_PLAIN_MOBILE = pattern(r"1[3-9][0-9]{9}")
_DASHES = pattern(r"[‐‑‒–—―−－_]")
_COUNTRY = pattern(r"^(?:\+|00)86-?(?=[0-9]{3})|^86-?(?=1[3-9][0-9]{9}$)")
_EXTENSION = pattern(r"(?:转|分机|EXT\.?|#|X)[号:]?([0-9]{1,6})$", re.IGNORECASE)
_LANDLINE = pattern(r"(0(?:10|2[0-9]))-?([1-9][0-9]{7})|(0[3-9][0-9]{2})-?([1-9][0-9]{6,7})")
_LANDLINE_EXT = pattern(r"(.*[0-9]{7,8})-([0-9]{1,6})")
_LOCAL = pattern(r"[2-9][0-9]{2,3}-?[0-9]{4}")
_TOLL = pattern(r"([48]00)-?([0-9]{3})-?([0-9]{4})|([48]00)-?([0-9]{4})-?([0-9]{3})")
_SHORT = pattern(r"9[56][0-9]{3,6}|1[0-2][0-9]{3}|1[0-2][0-9]")
_ABROAD = pattern(r"\+(?!86)[1-9][0-9-]{6,16}")

_HARD_BREAK = pattern(r"[、,;/|\\\n\r\t]+|或者?|和|及")
_TWO_MOBILES = pattern(r"(1[3-9][0-9]{9})[-—]?(?=1[3-9][0-9]{9}(?![0-9]))")
_BRACKETED_AREA = pattern(r"[(\[【]\s*((?:\+?86-?)?0[0-9]{2,3}|\+?86)\s*[)\]】]\s*-?")
_BRACKETED_WORDS = pattern(r"[(\[【][^()\[\]【】]*[)\]】]")
# All but digits, + and the marks that may follow digits: labels and names before or behind a number.
_WORDS = pattern(r"(?!转|分机|ext)[^\W\d_]+(?:\s*[.:])?", re.IGNORECASE)


def parse_phone(text: str) -> str:
    """Return one number in its usual form.

    Mobile: 11 digits. Landline: 0817-2223333, with an extension 0817-2223333-801. Local: 7 or 8 digits.
    Service: 400-800-1234, 95598, 12345. From abroad (Hong Kong, Macao, Taiwan among them): + and digits.
    Country code 86, blanks and dashes are dropped. Raises IdentifierError (a ValueError) S311 otherwise.
    """
    if _PLAIN_MOBILE.fullmatch(text):
        return text
    number = _DASHES.sub("-", nfkc(squash(text)))
    number = _BRACKETED_AREA.sub(r"\1-", number)
    number = re.sub(r"\s*-\s*", "-", number)
    number = "".join(number.split()).removesuffix(".0")
    number = _COUNTRY.sub("", number, count=1)
    digits = number.replace("-", "")
    # A 0 before a mobile was once dialled from other towns.
    if _PLAIN_MOBILE.fullmatch(digits.removeprefix("0")):
        return digits.removeprefix("0")
    extension = ""
    if match := _EXTENSION.search(number):
        number, extension = number[: match.start()].rstrip("-"), "-" + match[1]
    elif (match := _LANDLINE_EXT.fullmatch(number)) and not _LANDLINE.fullmatch(number):
        number, extension = match[1], "-" + match[2]
    if match := _LANDLINE.fullmatch(number):
        return f"{match[1] or match[3]}-{match[2] or match[4]}{extension}"
    if match := _TOLL.fullmatch(number):
        return "-".join((match[1] or match[4], digits[3:6], digits[6:10])) + extension
    if _LOCAL.fullmatch(number):
        return number.replace("-", "") + extension
    if not extension and _SHORT.fullmatch(number):
        return number
    if not extension and _ABROAD.fullmatch(number):
        return "+" + digits[1:]
    raise IdentifierError("S311")


def split_phones(text: str) -> list[str]:
    """Return the numbers in a cell as written, one an item, without labels and names; nothing is judged.

    A cell with no digit comes back as one item, so that parsing it says what is wrong; a blank one as none.
    """
    if _PLAIN_MOBILE.fullmatch(text):
        return [text]
    cleaned = _DASHES.sub("-", nfkc(text).replace("_x000D_", "\n")).replace("'", " ")
    if not squash(cleaned):
        return []
    cleaned = _TWO_MOBILES.sub(r"\1、", cleaned)
    found: list[str] = []
    for chunk in _HARD_BREAK.split(cleaned):
        bare = _BRACKETED_WORDS.sub(" ", _BRACKETED_AREA.sub(r"\1-", chunk))
        bare = squash(_WORDS.sub(" ", bare)).strip(" :.")
        if any(char.isdigit() for char in bare):
            found += _split_at_blanks(bare.replace(":", " ").split())
    return found or [squash(text)]


def _split_at_blanks(words: list[str]) -> list[str]:
    """Join words into the longest runs that are numbers: a blank may part two numbers or lie inside one."""
    found: list[str] = []
    while words:
        for length in range(len(words), 0, -1):
            run = " ".join(words[:length])
            if length == 1 or _is_phone(run):
                found.append(run)
                words = words[length:]
                break
    return found


def _is_phone(text: str) -> bool:
    try:
        parse_phone(text)
    except IdentifierError:
        return False
    return True
