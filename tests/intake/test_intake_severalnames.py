"""Cells that name several people."""

from __future__ import annotations

import pytest
from intake_sheets import added, citizen, phone
from test_intake_as_sent import planned, told

from gridctl.intake.cells.severalnames import names_in
from gridctl.intake.columns.headings import is_label


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("钱多/林荷", ("钱多", "林荷")),
        ("钱多、林荷，赵小安", ("钱多", "林荷", "赵小安")),
        ("钱多\n林 荷", ("钱多", "林荷")),
        ("钱多 林荷", ("钱多", "林荷")),
        ("阿依古丽·买买提、钱多", ("阿依古丽·买买提", "钱多")),
        ("阿依古丽·买买提", ()),
        ("阿迪力 买买提", ()),
        ("白玛 曲珍", ()),
        ("单增 罗布", ()),
        ("佴果 佴小禾", ("佴果", "佴小禾")),
        ("仉果 妫禾", ("仉果", "妫禾")),
        ("林 荷", ()),
        ("林\n荷", ()),
        ("欧阳 林荷", ()),
        ("钱多/户主", ()),
        ("钱多/租户", ()),
        ("钱多/19900001234", ()),
        ("Helen 林荷", ()),
    ],
)
def test_names_in_a_cell(text: str, names: tuple[str, ...]) -> None:
    assert names_in(text, is_label) == names


def test_each_named_in_a_cell_is_a_member() -> None:
    rows = (
        f"荷塘路3号|钱多/林荷|{phone(1)}、{phone(2)}|自住|",
        f"荷塘路5号|赵安、孙果|{phone(3)}|自住|",
        f"荷塘路7号|周 满|{phone(4)}|自住|",
        f"荷塘路9号|吴小青/郑荷|{phone(5)}|自住|{citizen('19800102')}",
    )
    plan = planned("住户通讯录", "住址|姓名|电话|居住状态|身份证号", *rows)
    houses = [
        ([(each["name"], each.get("phones")) for each in house["members"]], house.get("household_phones"))
        for house in added(plan, "households")
    ]
    assert houses == [
        ([("钱多", [phone(1)]), ("林荷", [phone(2)])], None),
        ([("赵安", None), ("孙果", None)], [phone(3)]),
        ([("周满", [phone(4)])], None),
    ]
    assert {"I197", "I198"} <= {*told(plan)}
    assert plan.counts.rejected == 1


def test_a_row_about_one_person_that_names_several_is_sent_back() -> None:
    plan = planned("独居老人名单", "姓名|住址", "钱多、林荷|荷塘路3号", "赵安|荷塘路5号")
    assert [row.status for row in plan.sources[0].rows] == ["rejected", "added"]
    assert "I198" in told(plan)
