"""Exports of questionnaires: headings that are questions, choices that are none."""

from __future__ import annotations

import pytest
from intake_sheets import added, citizen, phone
from test_intake_as_sent import planned, told

from gridctl.intake.columns.asked import asked


@pytest.mark.parametrize(
    ("heading", "label"),
    [
        ("1、您的姓名：", "姓名"),
        ("Q3. 您的身份证号码是？", "身份证号码"),
        ("第5题：您居住的小区是？[单选题]", "居住小区"),
        ("请问您的民族是什么？", "民族"),
        ("请填写您的手机号码", "手机号码"),
        ("6、楼栋（只填数字，如3栋填3）", "楼栋"),
        ("(4)您与户主的关系", "与户主关系"),
        ("姓名", ""),
        ("2栋1单元", ""),
        ("是否独居", ""),
        ("3.5", ""),
    ],
)
def test_what_a_question_asks_for(heading: str, label: str) -> None:
    assert asked(heading) == label


HEADINGS = (
    "1、您的姓名：|2、您的身份证号码？|3、您的手机号码：|4、您居住的小区是？|5、楼栋（只填数字）"
    "|6、单元（没有填0）|7、房号|8、您的职业（选填）"
)
WIFE = citizen("19580709", 42)


def test_a_questionnaire_is_a_table_of_residents() -> None:
    rows = (
        f"钱多|{citizen('19560312', 31)}|{phone(1)}|荷塘小区|2|1|101|教师",
        f"林荷|{WIFE}|(跳过)|荷塘小区|3栋|0|502室|(空)",
        f"赵安|{citizen('19700809', 51)}|{phone(2)}|其他〖荷园〗|3|0|502|(空)",
    )
    plan = planned(HEADINGS, *rows, name="居民信息采集问卷")
    houses = {each["address"]: each["members"][0] for each in added(plan, "households")}
    assert [*houses] == ["荷塘小区2栋1单元101室", "荷塘小区3栋502室"]
    assert houses["荷塘小区2栋1单元101室"]["occupation"] == "教师"
    assert houses["荷塘小区3栋502室"].keys() & {"phones", "occupation"} == set()
    assert [row.status for row in plan.sources[0].rows] == ["added", "added", "rejected"]
    assert "I222" in told(plan)
