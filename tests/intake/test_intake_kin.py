"""Household forms with a group of columns for each member, named by what they are to the head."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from intake_sheets import added, citizen, phone, statuses

from gridctl.intake.columns.kin import says_less
from gridctl.intake.plan import plan_import
from gridctl.schema.codelists import code_list
from gridctl.text.packaged import packaged

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gridctl.store.workspace import Workspace


def test_groups_of_relatives_are_members_with_that_relation(ws: Workspace, book: Callable[..., Path]) -> None:
    rows = [
        ["住址", "户主", "", "配偶", "", "子女1", "子女2", "同住人员", ""],
        ["", "姓名", "手机", "姓名", "手机", "姓名", "姓名", "姓名", "与户主关系"],
        ["荷塘路3号", "钱多", phone(1), "林荷", phone(2), "钱小一", "", "林大山", "岳父"],
        ["荷塘路5号", "赵安", phone(3), "", "", "", "", "", ""],
    ]
    merges = ("A1:A2", "B1:C1", "D1:E1", "H1:I1")
    plan = plan_import(ws, [book(rows, merges=merges)])
    assert statuses(plan) == ["added", "added"]
    first, second = added(plan, "households")
    assert [(each["name"], each["relation"], each.get("phones")) for each in first["members"]] == [
        ("钱多", "household_head", [phone(1)]),
        ("林荷", "spouse", [phone(2)]),
        ("钱小一", "child", None),
        ("林大山", "wifes_father", None),
    ]
    assert [each["name"] for each in second["members"]] == ["赵安"]


def test_relatives_in_single_headings_beside_the_head(ws: Workspace, book: Callable[..., Path]) -> None:
    rows = [
        ["家庭住址", "户主姓名", "配偶姓名", "配偶身份证号", "子女一姓名", "子女姓名2"],
        ["荷塘路3号", "钱多", "林荷", citizen("19800102", 12), "钱小一", "钱小二"],
    ]
    (house,) = added(plan_import(ws, [book(rows)]), "households")
    assert [(each["name"], each["relation"]) for each in house["members"]] == [
        ("钱多", "household_head"),
        ("林荷", "spouse"),
        ("钱小一", "child"),
        ("钱小二", "child"),
    ]
    assert house["members"][1]["id_no"] == citizen("19800102", 12)


def test_where_rows_are_persons_relatives_go_into_their_notes(ws: Workspace, book: Callable[..., Path]) -> None:
    number, spouse = citizen("19830506"), citizen("19850607", 12)
    rows = [
        ["姓名", "与户主关系", "身份证号", "家庭住址", "父亲姓名", "配偶身份证号"],
        ["钱多", "户主", number, "荷塘路3号", "钱大山", spouse],
        ["林荷", "妻", "", "荷塘路3号", "", ""],
    ]
    plan = plan_import(ws, [book(rows)])
    (house,) = added(plan, "households")
    assert [(each["name"], each.get("note")) for each in house["members"]] == [
        ("钱多", "父亲姓名: 钱大山"),
        ("林荷", None),
    ]
    # A number stands in no note unless somebody says so.
    assert [each.params["heading"] for each in plan.findings if each.code in ("I121", "I122")] == ["配偶身份证号"]
    assert spouse not in str(house)


def test_a_group_for_a_relative_beside_a_person_stops_no_sheet(ws: Workspace, book: Callable[..., Path]) -> None:
    rows = [
        ["姓名", "身份证号", "家庭住址", "配偶", "", ""],
        ["", "", "", "姓名", "身份证号", "电话"],
        ["钱多", citizen("19830506"), "荷塘路3号", "林荷", citizen("19850607", 12), phone(2)],
    ]
    plan = plan_import(ws, [book(rows, merges=("A1:A2", "B1:B2", "C1:C2", "D1:F1"))], ledger="households")
    (house,) = added(plan, "households")
    assert [each["note"] for each in house["members"]] == [f"配偶姓名: 林荷; 配偶电话: {phone(2)}"]
    (unknown,) = plan.sources[0].heading.unknown
    assert (unknown.heading, unknown.suggestion) == ("配偶/身份证号", "")


def test_a_general_relation_takes_nothing_back(ws: Workspace, book: Callable[..., Path]) -> None:
    known = [["家庭住址", "姓名", "与户主关系"], ["荷塘路3号", "钱多", "户主"], ["荷塘路3号", "钱小一", "长子"]]
    ws.apply(plan_import(ws, [book(known)]).changes)
    rows = [["家庭住址", "户主姓名", "户主电话", "子女1姓名"], ["荷塘路3号", "钱多", "", "钱小一"]]
    assert statuses(plan_import(ws, [book(rows)])) == ["unchanged"]
    assert says_less("spouse", "wife")
    assert not says_less("wife", "spouse")


@pytest.mark.parametrize("word", packaged("gridctl.intake.dictionary", "variants.yaml")["relatives"])
def test_words_of_relatives_are_relations(word: str) -> None:
    assert code_list("relation").find(word) is not None
