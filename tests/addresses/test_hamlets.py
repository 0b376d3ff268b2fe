"""Yards of a village's groups: named or not, the houses are the same; two yards of one group stay two."""

from gridctl.addresses.doubles.duplicates import HouseRow, find_duplicates

_YARDS = [
    f"清荷村{group}组{yard}{house}号" for group, yard in ((1, "王家院子"), (2, "瓦窑坡")) for house in range(1, 7)
]


def _groups(*texts):
    rows = [HouseRow(str(n), "", text) for n, text in enumerate((*_YARDS, *texts))]
    return {(group.tier, group.rows) for group in find_duplicates(rows)}


def test_a_yard_left_out_or_named_before_its_group_is_the_same_house():
    assert _groups("清荷村1组4号", "清荷村瓦窑坡2组3号", "清荷村2-5") == {
        ("confirmed", ("3", "12")), ("confirmed", ("8", "13")), ("confirmed", ("10", "14")),
    }  # fmt: skip


def test_two_yards_of_one_group_stay_two():
    others = [f"清荷村1组塘湾{house}号" for house in range(1, 7)]
    assert _groups(*others) == set()
