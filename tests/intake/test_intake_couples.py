"""Rows of lists of persons that are about two, a man and a woman."""

from __future__ import annotations

import pytest
from intake_sheets import added, citizen, phone
from test_intake_as_sent import planned, told

HUSBAND, WIFE = citizen("19560312", 31), citizen("19580709", 42)


@pytest.mark.parametrize(
    "headings",
    [
        ("序号|男方|||女方|||家庭住址|备注", "|姓名|身份证号|联系电话|姓名|身份证号|联系电话||"),
        ("序号|男方姓名|男方身份证号|男方电话|女方姓名|女方身份证号码|女方联系电话|家庭住址|备注",),
        ("序号|姓名（丈夫）|身份证号（丈夫）|电话（丈夫）|姓名（妻子）|身份证号（妻子）|电话（妻子）|家庭住址|备注",),
        ("序号|丈夫|身份证号|联系电话|妻子|身份证号|联系电话|家庭住址|备注",),
    ],
)
def test_a_row_about_two_is_a_record_each(headings: tuple[str, ...]) -> None:
    plan = planned(
        "失独家庭台账",
        *headings,
        f"1|钱多|{HUSBAND}|{phone(1)}|林荷|{WIFE}||荷塘路3号|常联系",
        f"2|赵安|||周满||{phone(2)}|荷塘路5号|",
    )
    people = {each["name"]: each for each in added(plan, "special_groups")}
    assert [*people] == ["钱多", "林荷", "赵安", "周满"]
    assert people["钱多"]["id_no"] == HUSBAND
    assert people["钱多"]["phones"] == [phone(1)]
    assert people["林荷"]["id_no"] == WIFE
    assert "phones" not in people["林荷"]
    assert people["周满"]["phones"] == [phone(2)]
    assert {"sex": "female", "address": "荷塘路3号", "note": "常联系"}.items() <= people["林荷"].items()
    assert [row.status for row in plan.sources[0].rows] == ["added", "added"]


def test_who_died_or_left_is_nobody() -> None:
    plan = planned(
        "失独家庭台账",
        "男方姓名|男方身份证号|女方姓名|女方身份证号|家庭住址",
        f"已故|{HUSBAND}|林荷|{WIFE}|荷塘路3号",
        "赵安（2019年病故）||周满||荷塘路5号",
        "吴青||离异||荷塘路7号",
        "—||郑荷||荷塘路9号",
        f"王果||离异|{WIFE}|荷塘路11号",
        "已故||去世||荷塘路13号",
        f"孙禾|||{WIFE}|荷塘路15号",
    )
    people = {each["name"]: each for each in added(plan, "special_groups")}
    assert [*people] == ["林荷", "周满", "吴青", "郑荷"]
    assert people["林荷"]["note"] == "男方: 已故"
    assert people["林荷"]["id_no"] == WIFE
    assert people["周满"]["note"] == "男方: 赵安（2019年病故）"
    assert people["吴青"]["note"] == "女方: 离异"
    assert [row.status for row in plan.sources[0].rows] == ["added"] * 4 + ["rejected"] * 3
    assert {"I202", "I204", "I206", "S102"} <= {*told(plan)}


def test_the_wrong_number_of_one_of_the_two_sends_the_row_back() -> None:
    wrong = WIFE[:17] + ("1" if WIFE[17] != "1" else "2")
    headings = "男方姓名|男方身份证号|女方姓名|女方身份证号|家庭住址"
    plan = planned("失独家庭台账", headings, f"/||林荷|{wrong}|荷塘路3号")
    faults = [fault for row in plan.sources[0].rows for fault in row.findings]
    assert [(each.code, each.place.cell) for each in faults] == [("S302", "D3")]
    assert not added(plan, "special_groups")


def test_parents_beside_a_name_are_no_couple() -> None:
    plan = planned(
        "留守儿童名单", "姓名|住址|父亲姓名|父亲电话|母亲姓名|母亲电话", f"钱小多|荷塘路3号|钱多|{phone(1)}|林荷|"
    )
    assert [each["name"] for each in added(plan, "special_groups")] == ["钱小多"]
    assert "I206" not in told(plan)
