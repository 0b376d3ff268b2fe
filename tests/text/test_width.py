from hypothesis import given
from hypothesis import strategies as st

from gridctl.text.width import display_width, fit


def test_widths_of_characters():
    assert display_width("abc") == 3
    assert display_width("网格a") == 5
    assert display_width("e\u0301\u200b") == 1


@given(st.text(max_size=20), st.integers(0, 12))
def test_fitted_text_never_exceeds_its_width(text: str, width: int):
    fitted = fit(text, width)
    assert display_width(fitted) <= width
    assert fitted == text or fitted.endswith("…") or width == 0
