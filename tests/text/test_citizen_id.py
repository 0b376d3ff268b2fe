from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum.cn import ric

from gridctl.text.citizen_id import (
    CitizenIdError,
    area_known,
    check_digit,
    complete,
    is_valid,
    parse,
    rounded_by_excel,
    with_letters,
)

BIRTHS = st.dates(date(1900, 1, 1), date(2030, 12, 31))
ORDERS = st.integers(0, 999)


def number(birth: date, order: int, area: str = "513399") -> str:
    return complete(f"{area}{birth:%Y%m%d}{order:03}")


def code_of(text: str) -> str:
    with pytest.raises(CitizenIdError) as caught:
        parse(text)
    return caught.value.code


@given(BIRTHS, ORDERS)
def test_valid_numbers_say_birth_and_sex(birth: date, order: int):
    written = number(birth, order)
    parsed = parse(written)
    assert parsed.number == written
    assert parsed.birth_date == birth
    assert parsed.sex == ("male" if order % 2 else "female")
    assert (parsed.area, parsed.was_15, parsed.kind) == ("513399", False, "resident")
    assert not rounded_by_excel(written)


@given(BIRTHS, ORDERS, st.integers(0, 17), st.sampled_from("0123456789"))
def test_one_changed_digit_never_passes(birth: date, order: int, place: int, digit: str):
    written = number(birth, order)
    assume(written[place] != digit)
    assert code_of(written[:place] + digit + written[place + 1 :]) in {"S301", "S302", "S303", "S305"}


@given(BIRTHS, ORDERS)
def test_the_check_digit_agrees_with_another_implementation(birth: date, order: int):
    written = number(birth, order)
    assert check_digit(written[:17]) == ric.calc_check_digit(written)


@given(st.dates(date(1900, 1, 1), date(1999, 12, 31)), ORDERS)
def test_old_numbers_are_completed(birth: date, order: int):
    parsed = parse(f"513399{birth:%y%m%d}{order:03}")
    assert parsed.was_15
    assert parsed.number == number(birth, order)


@given(BIRTHS, ORDERS)
def test_numbers_are_read_however_they_are_typed(birth: date, order: int):
    written = number(birth, order)
    wide = written.translate(str.maketrans("0123456789X", "０１２３４５６７８９ｘ"))
    spaced = f" {written[:6]} {written[6:14]}-{written[14:].lower()}"
    for typed in (wide, spaced, "'" + written, written.lower(), written + "\u200b"):
        assert parse(typed).number == written


def test_a_multiplication_sign_is_an_x():
    first17 = next(f"51339919900101{n:03}" for n in range(100) if check_digit(f"51339919900101{n:03}") == "X")
    assert parse(first17 + "×").number == first17 + "X"


def test_permits_of_hong_kong_macao_and_taiwan():
    for area in ("810000", "820000", "830000"):
        assert parse(number(date(1990, 1, 1), 1, area)).kind == "hmt_permit"
        assert area_known(area)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "S301"),
        ("51339919900101001", "S301"),
        ("5133991990010100190", "S301"),
        ("51339919900101O019", "S301"),
        ("013399199001010019", "S301"),
        ("513399199001010018", "S302"),
        (complete("51339919900230001"), "S303"),
        (complete("51339902000101001"), "S303"),
        ("513399991301001", "S303"),
        ("5.13399E+17", "S305"),
        ("5.1339919900101e17", "S305"),
        ("513399199001020000", "S305"),
        ("513399199001010019.0", "S305"),
    ],
)
def test_each_fault_has_its_code(text: str, code: str):
    assert code_of(text) == code


def test_the_error_never_shows_the_number():
    with pytest.raises(CitizenIdError) as caught:
        parse("513399199001010018")
    assert "5133" not in str(caught.value)


def test_rounding_is_recognised():
    assert rounded_by_excel("5.13399E+17")
    assert rounded_by_excel("513399199001020000")
    assert not rounded_by_excel("513399199001010018")


def test_areas_are_known_or_not_and_never_refused():
    assert area_known("511302")
    assert area_known("110103")  # given up in 2010, still on people's cards
    assert not area_known("513399")


@given(st.text("0123456789X", min_size=17, max_size=19) | st.from_regex(r"513399(19|20)[0-9]{9}", fullmatch=True))
def test_valid_is_what_parse_returns_unchanged(text: str):
    tried = complete(text) if len(text) == 17 and text.isdigit() else text
    try:
        same = parse(tried).number == tried
    except CitizenIdError:
        same = False
    assert is_valid(tried) == same


def test_letters_for_digits_need_a_fitting_check_digit():
    number = complete("51339919430506809")
    assert with_letters(number.replace("0", "O", 1)) == number
    assert with_letters(number[:6] + "I" + number[7:]) == number
    assert with_letters(number[:10].replace("1", "I") + number[10:16] + "55") == ""
    assert with_letters(number) is None
    assert with_letters("SLB310012345678") is None
