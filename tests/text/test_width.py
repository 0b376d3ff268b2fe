import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridctl.text.width import display_width, fit, pad


def test_widths_of_characters():
    assert display_width("abc") == 3
    assert display_width("网格a") == 5
    assert display_width("e\u0301\u200b") == 1


@given(st.text(max_size=20), st.integers(0, 12))
def test_fitted_text_never_exceeds_its_width(text: str, width: int):
    fitted = fit(text, width)
    assert display_width(fitted) <= width
    assert fitted == text or fitted.endswith("…") or width == 0


@given(st.text("网格ab", max_size=6), st.integers(0, 14), st.sampled_from(["left", "right", "center"]))
def test_padding_fills_up_to_the_width(text: str, width: int, align):
    padded = pad(text, width, align)
    assert display_width(padded) == max(width, display_width(text))
    assert padded.strip() == text


@pytest.mark.parametrize(("align", "padded"), [("left", "网格  "), ("right", "  网格"), ("center", " 网格 ")])
def test_alignments(align, padded: str):
    assert pad("网格", 6, align) == padded
