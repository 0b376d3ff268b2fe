import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridctl.text.numerals import arabic, chinese_to_int

EVERYDAY = ("零一二三四五六七八九", "十百千", "万亿")
FORMAL = ("零壹贰叁肆伍陆柒捌玖", "拾佰仟", "萬億")


def section(n: int, digits: str, units: str) -> str:
    written, zero = "", False
    for power in (3, 2, 1, 0):
        digit = n // 10**power % 10
        if digit == 0:
            zero = bool(written)
            continue
        written += (digits[0] if zero else "") + digits[digit] + (units[power - 1] if power else "")
        zero = False
    return written


def in_chinese(n: int, style: tuple[str, str, str]) -> str:
    """Write a number in full, as a cheque does."""
    digits, units, big = style
    if n == 0:
        return digits[0]
    written = ""
    for power, name in ((8, big[1]), (4, big[0]), (0, "")):
        part = n // 10**power % 10_000
        if part:
            written += (digits[0] if written and part < 1000 else "") + section(part, digits, units) + name
    return written


@given(st.integers(0, 10**12 - 1), st.sampled_from([EVERYDAY, FORMAL]))
def test_numbers_written_in_full_are_read_back(n: int, style: tuple[str, str, str]):
    assert chinese_to_int(in_chinese(n, style)) == n


@given(st.integers(0, 10**9))
def test_digit_by_digit_is_read_back(n: int):
    assert chinese_to_int("".join("〇一二三四五六七八九"[int(digit)] for digit in str(n))) == n


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("十", 10),
        ("十二", 12),
        ("一百零五", 105),
        ("壹拾贰", 12),
        ("〇", 0),
        ("廿", 20),
        ("廿三", 23),
        ("２", 2),
        ("卅一", 31),
        ("一百五", 150),
        ("一万三", 13_000),
        ("两千零三", 2003),
        ("一百一十二", 112),
        ("一百十二", 112),
        ("1万2千", 12_000),
        (" 二 十 ", 20),
    ],
)
def test_usual_ways_of_writing(written: str, number: int):
    assert chinese_to_int(written) == number


@pytest.mark.parametrize(
    "text", ["", "张", "百十", "十零", "二三十", "一零零百", "万", "一万一亿", "一百零零五", "三栋", "-3", "3.5"]
)
def test_what_is_no_number_is_none(text: str):
    assert chinese_to_int(text) is None


def test_arabic_replaces_whole_numerals_only():
    assert arabic("〇一二") == "012"
    assert arabic("二十一") == "21"
    assert arabic("０５") == "05"
    assert arabic("三元街") == "三元街"
