import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridctl.text.normalize import is_placeholder, label_key, squash, squash_lines


@pytest.mark.parametrize(
    ("typed", "squashed"),
    [
        ("  李小花\u3000", "李小花"),
        ("李\u200b小\ufeff花", "李小花"),
        ("'0101", "0101"),
        ("３栋\u00a0\u00a0５０１", "3栋 501"),
        ("ＡｂＣ", "AbC"),
        ("清荷苑（北区），3栋", "清荷苑（北区），3栋"),
        ("第一行_x000D_\r\n第二行", "第一行 第二行"),
        ("O'Neil", "O'Neil"),
        ("a\x00b", "ab"),
    ],
)
def test_squash_shows_text_as_read(typed: str, squashed: str):
    assert squash(typed) == squashed


@given(st.text())
def test_squashing_twice_changes_nothing_but_a_second_apostrophe(text: str):
    once = squash(text)
    assert squash(once) == once.removeprefix("'").strip()


def test_lines_are_kept_in_long_text():
    assert squash_lines("\n 第一行 \r\n\r\n第二行\n") == "第一行\n\n第二行"
    assert squash_lines("一  行") == "一 行"


@pytest.mark.parametrize(
    "heading",
    [
        "房屋编码",
        "＊房屋\n编码（必填）：",
        "房屋编码*",
        " 房屋 编码 (见说明(二))",
        "房屋编码【25位】",
        "房屋编码（25位",
    ],
)
def test_headings_that_mean_the_same_have_one_key(heading: str):
    assert label_key(heading) == "房屋编码"


def test_keys_ignore_case_and_keep_a_heading_that_is_only_a_hint():
    assert label_key("House_Code") == label_key("house code") == "housecode"
    assert label_key("（备注）") == "备注"
    assert label_key("房屋代码") != label_key("房屋编码")


def test_what_shows_nothing_is_squashed_to_nothing():
    assert not any(map(squash, ("", " ", "\u3000", "\u200b", "\n\t")))


@pytest.mark.parametrize(
    "text", ["无", "—", "——", "-", "/", "暂无", "不详", "未知", "N/A", "none", "（无）", "暂 无", "…"]
)
def test_ways_of_writing_nothing(text: str):
    assert is_placeholder(text)


@pytest.mark.parametrize("text", ["", "无锡", "张无忌", "0", "3-2-501", "×"])
def test_values_are_no_placeholders(text: str):
    assert not is_placeholder(text)
