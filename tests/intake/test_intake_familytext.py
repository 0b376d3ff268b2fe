"""Members of a household written in one cell."""

from __future__ import annotations

import pytest
from intake_sheets import added, citizen, phone
from test_intake_as_sent import planned, told

from gridctl.intake.columns.familytext import persons_in
from gridctl.intake.records.registeredaddress import as_registered

WIFE, SON = citizen("19800709", 42), citizen("20100203", 51)
BOTH = [("林荷", "wife", WIFE, phone(2)), ("钱小多", "eldest_son", SON, "")]


@pytest.mark.parametrize(
    "text",
    [
        f"妻子：林荷，{WIFE}，{phone(2)}\n长子：钱小多，{SON}",
        f"1、妻 林荷 {WIFE} {phone(2)}；2、长子 钱小多 {SON}",
        f"1.妻林荷{WIFE}电话{phone(2)} 2.长子钱小多{SON}",
        f"妻子：林荷（{WIFE}，{phone(2)}）、长子：钱小多（{SON}）",
        f"林荷（妻子，身份证号：{WIFE}，电话：{phone(2)}）；钱小多（长子，{SON}）",
        f"林荷-妻子-{WIFE}-{phone(2)};钱小多-长子-{SON}",
        f"①姓名：林荷 关系：妻子 身份证：{WIFE} 手机号：{phone(2)}②姓名：钱小多 关系：长子 身份证：{SON}",
    ],
)
def test_the_members_in_a_cell(text: str) -> None:
    plan = planned(
        "家庭信息登记", "户主姓名|户主身份证号|住址|家庭成员（关系、姓名、身份证号）", f"钱多||荷塘路3号|{text}"
    )
    (house,) = added(plan, "households")
    people = [
        (each["name"], each["relation"], each.get("id_no"), *each.get("phones", [""])) for each in house["members"]
    ]
    assert people == [("钱多", "household_head", None, ""), *BOTH]


@pytest.mark.parametrize(
    "text",
    [
        # Whose relation is whose nobody can tell; 五个数字以上 that are left over are somebody's number.
        f"林荷、长子 钱小多 {SON}",
        f"妻 林荷 {WIFE} {SON}",
        f"妻 {WIFE}",
        f"父子两人在外务工，联系 {phone(2)}",
        f"妻 林荷 {WIFE[:17]}{(int(WIFE[17].replace('X', '1')) + 1) % 10}",
        f"妻 林荷 {WIFE[:16]}",
    ],
)
def test_a_cell_that_nobody_can_read_sends_the_row_back(text: str) -> None:
    rows = (f"钱多|荷塘路3号|{text}", f"孙果|荷塘路5号|妻 周满 {citizen('19820203', 22)}", "吴青|荷塘路7号|子 吴小禾")
    plan = planned("家庭信息登记", "户主姓名|住址|家庭成员", *rows)
    assert [row.status for row in plan.sources[0].rows] == ["rejected", "added", "added"]


def test_words_that_name_nobody_go_into_the_note() -> None:
    rows = (
        "钱多|荷塘路3号|无",
        "孙果|荷塘路5号|独居",
        "吴青|荷塘路7号|儿女都在省外",
        f"郑荷|荷塘路9号|夫：王果（已故）；女：王小禾，{SON}",
        f"周满|荷塘路11号|户主：周满，{WIFE}；子 周小满 12岁",
        "赵安|荷塘路13号|妻 陈荷",
    )
    plan = planned("家庭信息登记", "户主姓名|住址|家庭成员", *rows)
    houses = {each["address"]: each for each in added(plan, "households")}
    assert [len(each["members"]) for each in houses.values()] == [1, 1, 1, 2, 2, 2]
    assert houses["荷塘路7号"]["note"] == "家庭成员: 儿女都在省外"
    assert "王果" in houses["荷塘路9号"]["note"]
    assert houses["荷塘路11号"]["members"][0]["id_no"] == WIFE
    assert houses["荷塘路11号"]["members"][1]["note"] == "12岁"
    assert {"I208", "I212", "I214"} <= {*told(plan)}


@pytest.mark.parametrize("text", ["孙志远 男", "父母健在", "三口人", "家庭和睦", "务农", "钱小多在外地读书"])
def test_what_is_no_list_of_people(text: str) -> None:
    assert not any(one.relation for one in persons_in(text) or ())


def test_a_list_with_a_row_for_each_person_is_read_as_before() -> None:
    rows = (f"钱多|户主|荷塘路3号|妻 林荷 {WIFE}", f"林荷|妻|荷塘路3号|夫 钱多 {SON}")
    plan = planned("住户登记", "姓名|与户主关系|住址|家庭成员", *rows)
    (house,) = added(plan, "households")
    assert [each["name"] for each in house["members"]] == ["钱多", "林荷"]
    assert "I208" not in told(plan)


def test_the_name_of_a_compound_set_off_by_a_dash() -> None:
    building = {"compound": "荷园", "name": "3栋", "address": "荷塘路8号荷园3栋"}
    assert as_registered("荷园-3-1-402", building) == "荷塘路8号荷园3栋1单元402"
    assert as_registered("荷园-3-402", building) == "荷塘路8号荷园3栋402"
    assert as_registered("柳园-3-402", building) == ""
