"""Headings nobody listed: other words for the same, marks they explain, columns about somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from intake_sheets import GRID_1, added, citizen, codes, phone, statuses

from gridctl.intake.cells.manners import yes_or_no
from gridctl.intake.columns.heading import Heading
from gridctl.intake.columns.headings import match_headings
from gridctl.intake.dictionary.legend import legend
from gridctl.intake.dictionary.vocabulary import vocabulary
from gridctl.intake.plan import plan_import

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gridctl.store.workspace import Workspace


def field_of(ledger: str, *texts: str) -> str:
    (column,) = match_headings([Heading(0, texts)], vocabulary(ledger)).columns
    return column.target.field if column.target else ""


@pytest.mark.parametrize(
    ("ledger", "heading", "field"),
    [
        ("households", "产权人联系手机", "owner_phones"),
        ("households", "租住人公民身份号码", "members.id_no"),
        ("households", "迁入年月", "members.moved_in"),
        ("special_groups", "患者身份证件号", "id_no"),
        ("special_groups", "照护人手机号码", "guardian_phones"),
        ("special_groups", "与学生的关系", "guardian_relation"),
        ("special_groups", "包联人移动电话", "helper_phones"),
        ("businesses", "门店名", "name"),
        ("businesses", "消防责任人手机", "safety_phones"),
        ("visits", "敲门时间", "visited_on"),
        ("visits", "家访形式", "mode"),
        ("visits", "下次巡访时间", "next_visit"),
        ("volunteers", "义工手机号", "phones"),
        ("staff", "网格员学历", "education"),
        ("staff", "社会保障号码", "id_no"),
        ("businesses", "是否已建立工会", "has_union"),
        ("businesses", "是否涉危险化学品", "hazmat"),
        ("businesses", "是否成立团组织", "has_youth_league"),
        ("buildings", "是否安装电梯", "elevator"),
        # Nobody can tell what these ask for: a registered place or an address there.
        ("households", "户籍详情", ""),
        ("households", "本人", ""),
    ],
)
def test_other_words_for_the_same(ledger: str, heading: str, field: str) -> None:
    assert field_of(ledger, heading) == field


@pytest.mark.parametrize(
    ("answer", "meant"),
    [("已成立", "是"), ("未建", "否"), ("不涉及", "否"), ("尚未安装", "否"), ("均有", "是"), ("无", None)],
)
def test_an_answer_may_take_up_the_verb_of_the_question(answer: str, meant: str | None) -> None:
    assert yes_or_no(answer) == meant


def test_columns_of_somebody_else_are_not_the_rows_own(ws: Workspace, book: Callable[..., Path]) -> None:
    rows = [
        ["留守儿童情况表"],
        ["姓名", "身份证号", "父亲", "", "母亲", ""],
        ["", "", "姓名", "手机号", "姓名", "手机号"],
        ["林小满", citizen("20150607"), "林大山", phone(1), "钱秋", phone(2)],
    ]
    (child,) = added(plan_import(ws, [book(rows, merges=("C2:D2", "E2:F2"))]), "special_groups")
    assert child["name"] == "林小满"
    assert "phones" not in child
    assert all(said in child["note"] for said in ("林大山", phone(1), "钱秋", phone(2)))


def test_the_note_takes_what_every_column_for_it_says(ws: Workspace, book: Callable[..., Path]) -> None:
    rows = [
        ["留守儿童名单"],
        ["姓名", "身份证号", "班级", "备注", "情况说明"],
        ["钱小满", citizen("20150607"), "三班", "住校", "已家访"],
    ]
    plan = plan_import(ws, [book(rows)])
    assert added(plan, "special_groups")[0]["note"] == "班级: 三班; 住校; 情况说明: 已家访"
    assert not {"I123", "I124"} & {*codes(plan)}


def test_of_two_columns_for_one_field_the_one_in_its_own_words_counts(ws: Workspace, book: Callable[..., Path]) -> None:
    rows = [
        ["姓名", "与户主关系", "家庭住址", "入住日期", "到本地时间"],
        ["钱多", "户主", "荷塘路3号", "2020-03-01", "2019-05-06"],
    ]
    plan = plan_import(ws, [book(rows)])
    assert statuses(plan) == ["added"]
    (member,) = added(plan, "households")[0]["members"]
    assert (member["moved_in"], member["note"]) == ("2020-03-01", "到本地时间: 2019-05-06")


@pytest.mark.parametrize(
    ("heading", "meant"),
    [
        ("居住情况（1独居 2空巢 3与子女同住）", {"1": "独居", "2": "空巢", "3": "与子女同住"}),
        ("性别1男2女", {"1": "男", "2": "女"}),
        ("类别\nA.低保；B.特困", {"A": "低保", "B": "特困"}),
        ("见面√/未见面×", {"√": "见面", "×": "未见面"}),
        ("隐患（有的打√）", {}),
        ("联系电话2", {}),
        ("80岁以上", {}),
    ],
)
def test_marks_that_a_heading_explains(heading: str, meant: dict[str, str]) -> None:
    assert {mark: word for mark, word in legend(heading).items() if not mark.startswith("0")} == meant


def test_numbers_are_the_headings_own_and_no_codes(ws: Workspace, book: Callable[..., Path]) -> None:
    rows: list[list[Any]] = [
        ["姓名", "手机号", "所属网格", "服务队", "特长（1维修 2法律咨询 3其他）", "见面"],
        ["甲乙", phone(1), "第一网格", "清荷志愿队", "1、2"],
        ["丙丁", phone(2), "第一网格", "清荷志愿队", 2.0],
        ["戊己", phone(3), "第一网格", "清荷志愿队", "7"],
    ]
    plan = plan_import(ws, [book(rows)])
    found = {each["name"]: each for each in added(plan, "volunteers")}
    assert found["甲乙"]["skills"] == ["repair", "law"]
    assert found["丙丁"]["skills"] == ["law"]
    # 07 is another skill in the standard's list: the heading has no 7.
    assert "skills" not in found["戊己"]
    assert "7" in found["戊己"]["note"]
    assert found["甲乙"]["grid_code"] == GRID_1
    assert "I143" in codes(plan)


def test_ticks_say_whether_anybody_was_met(ws: Workspace, book: Callable[..., Path]) -> None:
    rows = [
        ["走访时间", "走访人", "被访户", "住址", "见面√/未见面×", "了解到的情况"],
        ["2026-06-02", "方网格", "钱多", "荷塘路3号", "√", "都好"],
        ["2026-06-03", "方网格", "林雨", "荷塘路5号", "×", "门锁着"],
    ]
    found = added(plan_import(ws, [book(rows)]), "visits")
    assert [each["mode"] for each in found] == ["home", "not_met"]
