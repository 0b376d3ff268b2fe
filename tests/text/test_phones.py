import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridctl.text.identifier_error import IdentifierError
from gridctl.text.phones import parse_phone, split_phones

MOBILES = st.integers(0, 999_999).map(lambda n: f"19900{n:06}")
LANDLINES = st.integers(2_000_000, 8_999_999).map(lambda n: f"0817-{n}")


@given(MOBILES)
def test_mobiles_are_read_however_they_are_typed(phone: str):
    spaced = f"{phone[:3]} {phone[3:7]} {phone[7:]}"  # 199 0086 0000 holds no country code
    wide = phone.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    for typed in (
        phone,
        spaced,
        spaced.replace(" ", "-"),
        "+86" + phone,
        "0086 " + phone,
        "86-" + phone,
        "0" + phone,
        phone + ".0",
        wide,
        f"(+86){phone}",
    ):
        assert parse_phone(typed) == phone


@given(LANDLINES)
def test_landlines_are_read_however_they_are_typed(phone: str):
    area, local = phone.split("-")
    for typed in (
        phone,
        area + local,
        f"{area} {local}",
        f"({area}){local}",
        f"（{area}）-{local}",
        f"{area}—{local}",
        f"+86-{area}-{local}",
    ):
        assert parse_phone(typed) == phone
    for typed in (f"{phone}转801", f"{phone}-801", f"{phone} 分机 801", f"{phone}ext801"):
        assert parse_phone(typed) == f"{phone}-801"


@pytest.mark.parametrize(
    ("typed", "phone"),
    [
        ("2223333", "2223333"),
        ("82223333", "82223333"),
        ("4008001234", "400-800-1234"),
        ("400-8001-234", "400-800-1234"),
        ("95598", "95598"),
        ("12345", "12345"),
        ("110", "110"),
        ("010-82223333", "010-82223333"),
        ("01082223333", "010-82223333"),
        ("+852 5123 4567", "+85251234567"),
    ],
)
def test_other_numbers(typed: str, phone: str):
    assert parse_phone(typed) == phone


@pytest.mark.parametrize(
    "text",
    ["", "无", "1990000123", "199000012345", "1.99E+10", "12900001234", "李小花", "9999", "0817-123", "123456789012"],
)
def test_what_is_no_number_is_refused(text: str):
    with pytest.raises(IdentifierError, match="S311"):
        parse_phone(text)


@given(
    st.lists(MOBILES | LANDLINES, min_size=1, max_size=4),
    st.sampled_from(["、", "/", ",", "，", ";", "；", " ", "\n", "或", "  ", "\r\n", " / "]),
)
def test_several_in_one_cell_come_apart(phones: list[str], between: str):
    assert [parse_phone(each) for each in split_phones(between.join(phones))] == phones


@pytest.mark.parametrize(
    ("cell", "phones"),
    [
        ("手机：19900001234 座机：0817-2223333", ["19900001234", "0817-2223333"]),
        ("19900001234（儿子）、19900005678【李小花】", ["19900001234", "19900005678"]),
        ("李小花19900001234", ["19900001234"]),
        ("199 0000 1234 19900005678", ["19900001234", "19900005678"]),
        ("1990000123419900005678", ["19900001234", "19900005678"]),
        ("0817-2223333转801/19900001234", ["0817-2223333-801", "19900001234"]),
        ("(0817)2223333、无", ["0817-2223333"]),
    ],
)
def test_labels_and_names_are_left_out(cell: str, phones: list[str]):
    assert [parse_phone(each) for each in split_phones(cell)] == phones


def test_a_cell_without_a_number_stays_so_that_its_fault_is_seen():
    assert split_phones("无") == ["无"]
    assert split_phones(" \n") == []
    assert split_phones("19900001234、123") == ["19900001234", "123"]
