from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridctl.review.lookup_pinyin import folded, spell


@pytest.mark.parametrize(
    ("name", "full", "initials"),
    [
        ("张晓明", "zhangxiaoming", "zxm"),
        ("单雄信", "shanxiongxin", "sxx"),
        ("曾国平", "zengguoping", "zgp"),
        ("解珍", "xiezhen", "xz"),
        ("仇英", "qiuying", "qy"),
        ("尉迟恭", "yuchigong", "ycg"),
        ("欧阳若桐", "ouyangruotong", "oyrt"),
        ("吕布", "lvbu", "lb"),
        ("区小兰", "ouxiaolan", "oxl"),
        ("Anna", "anna", "a"),
        ("第一网格", "diyiwangge", "dywg"),
    ],
)
def test_the_likeliest_reading_is_first(name, full, initials):
    spelled, letters = spell(name)
    assert (spelled[0], letters[0]) == (full, initials)


def test_other_readings_are_there_too():
    assert {"lile", "liyue"} <= set(spell("李乐")[0])
    assert {"qinfang", "tanfang"} <= set(spell("覃芳")[0])
    assert "luxiang" in spell("吕祥")[0]


@given(st.text(max_size=12))
@settings(max_examples=100)
def test_any_name_can_be_spelled(name):
    full, initials = spell(name)
    assert all(each == folded([each]) for each in (*full, *initials))
    assert len(full) <= 24
