import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridctl.text.division import parse_division
from gridctl.text.identifier_error import IdentifierError


@given(st.integers(10**11, 10**12 - 1))
def test_codes_are_read(number: int):
    code = str(number)
    assert parse_division(code) == parse_division(f" {code[:6]} {code[6:]}.0") == code


@pytest.mark.parametrize("text", ["", "513399", "013399001002", "5133990010020", "51339900100X", "5.1E+11"])
def test_others_are_refused(text: str):
    with pytest.raises(IdentifierError, match="S331"):
        parse_division(text)
