"""Where text is broken on a terminal."""

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.text import Text

from gridctl.render.prose import lines_of, widest_piece
from gridctl.text.width import display_width


@settings(max_examples=80, deadline=None)
@given(st.text("甲乙，。（）a1. ", max_size=80), st.integers(20, 60), st.integers(0, 4), st.integers(0, 8))
def test_lines_fit_and_nothing_but_blanks_is_lost(text, width, first, further):
    lines = [line.plain for line in lines_of(Text(text), width, first=first, further=further)]
    assert all(display_width(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert not any(line.rstrip() != line for line in lines if line.strip())


def test_marks_stay_with_their_words_and_further_lines_are_indented():
    lines = [line.plain for line in lines_of(Text("新增清荷社区，第一网格（基础）。"), 14, first=2, further=4)]
    assert lines == ["  新增清荷社", "    区，第一网", "    格（基", "    础）。"]


def test_one_long_word_widens_a_column_only_so_far():
    assert widest_piece("网格 513399001002001、第一") == 17
    assert widest_piece("a" * 90) == 24
