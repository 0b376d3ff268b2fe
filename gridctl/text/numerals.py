"""Chinese numerals, everyday (十二), formal (壹拾贰) and digit by digit (二〇二六)."""

from __future__ import annotations

from gridctl.text.normalize import nfkc

_NUMERALS = ("零〇○", "一壹", "二贰貳两兩", "三叁參", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖")
_DIGITS = {char: value for value, chars in enumerate(_NUMERALS) for char in chars} | {
    str(value): value for value in range(10)
}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_BIG = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}
_TENS = {"廿": "二十", "卄": "二十", "卅": "三十", "卌": "四十"}


def chinese_to_int(s: str) -> int | None:
    """Return the number that `s` writes as a whole, or None if it writes none.

    Understands everyday, formal and digit-by-digit numerals, 廿 卅 卌, Arabic digits of either width, and
    the spoken shortening 一百五 = 150. Malformed sequences such as 百十 are None.
    """
    s = "".join(nfkc(s).split())
    if not s:
        return None
    s = "".join(_TENS.get(char, char) for char in s)
    if all(char in _DIGITS for char in s):
        return int("".join(str(_DIGITS[char]) for char in s))
    return _with_units(s)


def arabic(s: str) -> str:
    """Return `s` in Arabic digits if the whole of it is a numeral, else unchanged. Leading zeros are kept."""
    compact = "".join(nfkc(s).split())
    if compact and all(char in _DIGITS for char in compact):
        return "".join(str(_DIGITS[char]) for char in compact)
    number = chinese_to_int(compact)
    return s if number is None else str(number)


def _with_units(s: str) -> int | None:
    """Read sections of up to four digits, each closed by 万 or 亿 in falling order."""
    total, start, last = 0, 0, 10**12
    for position, char in enumerate(s):
        if char not in _BIG:
            continue
        section = _section(s[start:position])
        if section is None or not section or _BIG[char] >= last:
            return None
        last, start = _BIG[char], position + 1
        total += section * last
    rest = s[start:]
    if not rest:
        return total
    if len(rest) == 1 and start and _DIGITS.get(rest, 0):
        return total + _DIGITS[rest] * last // 10  # 一万三 is 13 000
    section = _section(rest)
    return None if section is None else total + section


def _section(s: str) -> int | None:
    """Read a numeral below ten thousand; None if units do not fall or a digit stands loose."""
    if s and s.isascii() and s.isdigit():
        return int(s)
    total, digit, last, after_zero = 0, None, 10_000, False
    for char in s:
        if char in _UNITS:
            unit = _UNITS[char]
            if unit >= last or (digit is None and unit != 10):
                return None
            total += (1 if digit is None else digit) * unit
            digit, last, after_zero = None, unit, False
        elif (value := _DIGITS.get(char)) is None or digit is not None:
            return None
        elif value == 0:
            if after_zero:
                return None
            after_zero = True
        else:
            digit = value
    if digit is not None:
        # 一百五 is 150, 一百零五 is 105
        total += digit * last // 10 if 100 <= last < 10_000 and not after_zero else digit
    elif after_zero:
        return None
    return total if s else None
