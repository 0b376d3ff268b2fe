import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc as stdnum_uscc

from gridctl.text.identifier_error import IdentifierError
from gridctl.text.uscc import parse

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@given(st.text(ALPHABET, min_size=9, max_size=9), st.sampled_from(["91", "92", "N2", "A1"]))
def test_codes_with_the_right_check_digit_pass(body: str, kind: str):
    first17 = f"{kind}513399{body}"
    code = first17 + stdnum_uscc.calc_check_digit(first17)
    assert parse(code) == code
    assert parse(f" {code[:2].lower()} {code[2:]}") == code
    wrong = ALPHABET[(ALPHABET.index(code[-1]) + 1) % 31]
    with pytest.raises(IdentifierError, match="S321"):
        parse(first17 + wrong)


@pytest.mark.parametrize(
    ("text", "reason"), [("9151", "length"), ("91513399MAIOZSV001", "characters"), ("无", "length")]
)
def test_the_reason_is_told(text: str, reason: str):
    with pytest.raises(IdentifierError) as caught:
        parse(text)
    assert caught.value.params["reason"] == reason
