"""Hiding personal values in messages, reviews and exports. What is hidden cannot be computed back."""

from __future__ import annotations

from gridctl.text.normalize import nfkc, squash
from gridctl.text.pattern import pattern

_CJK = "\u3400-\u9fff"
_BLANK_IN_NAME = pattern(rf"(?<=[{_CJK}])\s+(?=[{_CJK}])")
_GRID = ("网格", "方格")
_NAME = pattern(r"[^、,，;；/\s]+")
_MOBILE = pattern(r"(?:\+?86-?)?1[3-9]\d{9}")
_AREA_CODE = pattern(r"0(?:10|2\d|[3-9]\d{2})-")

_NUMERAL = r"[0-9０-９〇零一二三四五六七八九十百壹贰叁肆伍陆柒捌玖拾]"
_MARK = rf"(?:{_NUMERAL}|[A-Za-zＡ-Ｚａ-ｚ①-⑳])"
# Up to where an address stays readable: the first of these that occurs.
_BUILDING = (
    pattern(rf"{_MARK}+\s*(?:号楼|栋|幢|座|[#＃]楼?)"),
    pattern(rf"{_MARK}+(?=\s*[-—－–]\s*{_MARK})"),
    pattern(rf"{_MARK}+\s*楼(?=\s*{_MARK}+\s*单元)"),
    pattern(rf"(?:路|街|巷|道|弄|胡同)\s*{_MARK}+\s*号(?:\s*附\s*{_MARK}+\s*号)?"),
    pattern(rf"{_MARK}+\s*(?:组|队|社|排)"),
)
# Behind the last of these, numerals may count rooms; before it, they belong to names of places (三元街).
_PLACE = pattern(r"(?s:.*)(?:社区|小区|街道|村|镇|乡|苑|园|里|城|院|路|街|巷|道)")
_INSIDE = pattern(_MARK)

_IDS = (
    pattern(r"(?<!\d)[1-9]\d{5}[ -]?(?:1[89]|20)\d{2}[ -]?\d{4}[ -]?\d{3}[\dXx](?!\d)"),
    pattern(r"(?<!\d)[1-9]\d{16}[\dXx](?!\d)"),
    # Born from 1930 on: with earlier years, grid codes of 15 digits would look like old ids.
    pattern(r"(?<!\d)[1-9]\d{5}[3-9]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?!\d)"),
)
_FREE_MOBILE = r"(?<!\d)(?:(?:\+|00)?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)"
_PHONES = (pattern(_FREE_MOBILE), pattern(r"(?<!\d)0(?:10|2\d|[3-9]\d{2})[-—– ]?[1-9]\d{6,7}(?!\d)"))

_PHONE_BREAK = pattern(r"([、,，;；/|\n或]+)")
_MOBILE_OR_DIGIT = pattern(rf"{_FREE_MOBILE}|\d")
_DIGIT = pattern(r"\d")

# From this sensitivity on a field is about a person (``gridctl.schema.col.Sensitivity``).
_PERSONAL = 3


def is_hidden(sensitivity: int, mask: str) -> bool:
    """Tell whether a field's values are masked for those who need not see them: the one rule for all that shows values.

    Personal ones are, and numbers that reach or identify a person, also those of staff. The names of staff and the
    addresses of houses, which are for internal use, are not: a list of houses to go to is of no use without them.
    """
    return sensitivity >= _PERSONAL or mask in ("phone", "id")


def mask_name(s: str) -> str:
    """Keep the first character, and the last of three or more: 李*, 李*花, 欧**花. Lists stay lists.

    A grid, which a visit may go to instead of a person, keeps its name.
    """
    names = _BLANK_IN_NAME.sub("", squash(s))
    return _NAME.sub(lambda match: _masked_name(match[0]), names)


def mask_phone(s: str) -> str:
    """Keep three digits in front and four behind of a mobile, the area code and two behind of others.

    Several in one cell are masked one by one; where they cannot be told apart, only mobiles keep digits.
    """
    pieces = _PHONE_BREAK.split(s)
    if len(pieces) > 1:
        return "".join(piece if at % 2 else mask_phone(piece) for at, piece in enumerate(pieces))
    compact = "".join(nfkc(squash(s)).split())
    if _MOBILE.fullmatch(compact):
        return compact[:-8] + "****" + compact[-4:]
    if len(compact) > 16:
        return _MOBILE_OR_DIGIT.sub(lambda match: mask_phone(match[0]) if len(match[0]) > 1 else "*", nfkc(s))
    area = match[0] if (match := _AREA_CODE.match(compact)) else ""
    rest = compact[len(area) :]
    return area + _DIGIT.sub("*", rest[:-2]) + rest[-2:] if len(rest) > 4 else area + "*" * len(rest)


def mask_id(s: str) -> str:
    """Keep three characters in front and two behind, of short numbers less.

    The usual six and four would show the county, and with a birth date from elsewhere leave too few to guess.
    """
    compact = "".join(nfkc(squash(s)).split())
    if len(compact) >= 8:
        return _ends(compact, 3, 2)
    return _ends(compact, 1, 1) if len(compact) >= 5 else "*" * len(compact)


def mask_address(s: str) -> str:
    """Keep the address up to the building; behind it, the numerals and letters of unit and room become stars.

    Without a building, up to the road number or the village group; else all behind the last place name.
    """
    s = squash(s)
    for each in _BUILDING:
        if match := each.search(s):
            kept = match.end()
            break
    else:
        kept = match.end() if (match := _PLACE.match(s)) else 0
    return s[:kept] + _INSIDE.sub("*", s[kept:])


def mask_free(s: str) -> str:
    """Mask every citizen id and telephone number found in a running text; the rest stays."""
    for each in _IDS:
        s = each.sub(lambda match: mask_id(match[0]), s)
    for each in _PHONES:
        s = each.sub(lambda match: mask_phone(match[0]), s)
    return s


def _masked_name(name: str) -> str:
    return name if name.endswith(_GRID) else _ends(name, 1, 1 if len(name) > 2 else 0)


def _ends(s: str, front: int, behind: int) -> str:
    hidden = max(len(s) - front - behind, 1)
    return s[:front] + "*" * hidden + s[len(s) - behind :] if len(s) > 1 else "*"
