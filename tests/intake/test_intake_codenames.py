"""Exports of programs: codes of values in columns of their own, names of fields below the headings."""

from __future__ import annotations

from intake_sheets import added, citizen, phone
from test_intake_as_sent import planned, told

HEADINGS = "姓名|性别代码|民族代码|婚姻状况代码|与户主关系|身份证号|现住址|建档日期|责任医生"
NUMBER = citizen("19560312", 31)


def test_codes_and_names_of_fields() -> None:
    rows = (
        "XM|XBDM|MZDM|HYZKDM|YHZGX|SFZH|XZZ|JDRQ|ZRYS",
        f"钱多|1|01|20|户主|{NUMBER}|荷塘路3号|20240111|周医生",
        f"林荷|2|03|20|配偶|{citizen('19580709', 42)}|荷塘路3号|20240111|周医生",
    )
    # Of nobody is said which special group they are of: it is no list of those.
    plan = planned("健康档案导出", HEADINGS, *rows)
    (house,) = added(plan, "households")
    people = [(each["name"], each["sex"], each["ethnicity"], each["marital"]) for each in house["members"]]
    assert people == [("钱多", "male", "han", "married"), ("林荷", "female", "hui", "married")]
    assert plan.sources[0].region.skipped == ((2, "heading"),)


def test_codes_beside_their_words_say_nothing() -> None:
    plan = planned("住户登记", "姓名|性别|性别代码|现住址|手机", f"钱多|男|1|荷塘路3号|{phone(1)}")
    (house,) = added(plan, "households")
    assert house["members"][0]["sex"] == "male"
    assert "note" not in house["members"][0]


def test_a_list_of_a_special_group_stays_one() -> None:
    plan = planned("残疾人名单", "姓名|与户主关系|现住址|帮扶人", "钱多|户主|荷塘路3号|周满")
    assert plan.sources[0].ledger == "special_groups"


def test_a_birth_date_that_is_not_the_numbers_comes_back() -> None:
    rows = (f"钱多|19560321|{NUMBER}|荷塘路3号", f"林荷|1958-07-09|{citizen('19580709', 42)}|荷塘路5号")
    plan = planned("住户登记", "姓名|出生日期|身份证号|现住址", *rows)
    assert [row.status for row in plan.sources[0].rows] == ["rejected", "added"]
    assert "I220" in told(plan)
