"""Columns that mean something because of each other, and remarks behind names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from intake_sheets import added, citizen, codes, phone, statuses

from gridctl.findings.finding import Severity
from gridctl.findings.registry import rule
from gridctl.intake.cells.manners import in_full
from gridctl.intake.cells.nameremarks import remarks_of
from gridctl.intake.dictionary.titleplaces import team_in
from gridctl.intake.drafts.addresstext import joined
from gridctl.intake.plan import plan_import
from gridctl.intake.records.registeredaddress import as_registered
from gridctl.rules.check import check

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gridctl.store.workspace import Workspace


def test_owners_without_residents_have_the_numbers_and_telephones(ws: Workspace, book: Callable[..., Path]) -> None:
    rows = [
        ["房号", "产权人", "证件号码", "联系电话", "房屋状态"],
        ["荷塘里3栋201", "钱多", citizen("19700102"), phone(1), "空置"],
    ]
    (house,) = added(plan_import(ws, [book(rows)]), "households")
    assert (house["owner_name"], house["owner_id_no"], house["owner_phones"]) == (
        "钱多",
        citizen("19700102"),
        [phone(1)],
    )
    assert "members" not in house
    rows[1][2] = citizen("19700102")[:-1] + ("1" if citizen("19700102")[-1] != "1" else "2")
    plan = plan_import(ws, [book(rows)])
    assert plan.counts.rejected == 1
    assert [each.field for each in plan.findings if each.code == "S302"] == ["owner_id_no"]


@pytest.mark.parametrize(
    ("headings", "cells", "day"),
    [
        (["月", "日"], [6, 3], "2026-06-03"),
        (["年", "月", "日"], ["2025年", "12月", "31日"], "2025-12-31"),
        (["走访时间", "", ""], ["2025", 2, 1], "2025-02-01"),
    ],
)
def test_days_in_columns_of_their_own(
    ws: Workspace, book: Callable[..., Path], headings: list[str], cells: list[Any], day: str
) -> None:
    rows: list[list[Any]] = [["2026年走访台账"], [*headings, "走访人", "走访对象", "走访情况"]]
    merges: tuple[str, ...] = ()
    if not headings[-1]:
        rows.append(["年", "月", "日"])
        merges = ("A2:C2", "D2:D3", "E2:E3", "F2:F3")
    plan = plan_import(ws, [book([*rows, [*cells, "赵青", "钱多", "都好"]], merges=merges)])
    assert [each["visited_on"] for each in added(plan, "visits")] == [day]


def test_a_day_that_does_not_exist_is_given_back(ws: Workspace, book: Callable[..., Path]) -> None:
    rows = [["年", "月", "日", "走访人", "走访对象", "走访情况"], [2026, 2, 30, "赵青", "钱多", "都好"]]
    plan = plan_import(ws, [book(rows)])
    assert statuses(plan) == ["rejected"]
    assert "S202" in codes(plan)


def test_licences_by_the_words_of_their_headings(ws: Workspace, book: Callable[..., Path]) -> None:
    one = [["商户名称", "负责人", "烟草证号", "有效期至"], ["清荷烟酒店", "钱多", "YC0001", "2027-01-31"]]
    (shop,) = added(plan_import(ws, [book(one)]), "businesses")
    assert shop["licences"] == [{"kind": "tobacco", "number": "YC0001", "expiry": "2027-01-31"}]
    two = [
        ["商户名称", "负责人", "食品经营许可证编号", "食品经营许可证有效期至", "卫生许可证号"],
        ["清荷饭馆", "钱多", "JY0001", "2027-01-31", "WS0001"],
    ]
    (shop,) = added(plan_import(ws, [book(two)]), "businesses")
    assert shop["licences"] == [
        {"kind": "food", "number": "JY0001", "expiry": "2027-01-31"},
        {"kind": "sanitation", "number": "WS0001"},
    ]


def test_what_members_of_a_team_offer(ws: Workspace, book: Callable[..., Path]) -> None:
    rows = [["姓名", "手机", "服务队", "服务项目"], ["钱多", phone(1), "银杏守望队", "义剪"]]
    (one,) = added(plan_import(ws, [book(rows)]), "volunteers")
    assert one["service_intent"] == ["repair"]
    assert "services" not in one
    rows = [[*rows[0], "服务日期"], [*rows[1], "2026-05-04"]]
    (one,) = added(plan_import(ws, [book(rows)]), "volunteers")
    assert one["services"] == [{"date": "2026-05-04", "activity": "义剪"}]


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("荷园2座501室", "荷塘路8号荷园2栋501室"),
        ("荷塘路8号荷园2号楼1单元501", "荷塘路8号荷园2栋1单元501"),
        ("荷园12栋2座501", ""),
        ("荷塘路9号荷园2栋501", ""),
        ("荷塘路8号荷园2栋501", ""),
    ],
)
def test_addresses_as_the_register_of_buildings_writes_them(address: str, written: str) -> None:
    building = {"compound": "荷园", "name": "2栋", "address": "荷塘路8号荷园2栋"}
    assert as_registered(address, building) == written


def test_what_stands_behind_a_name(ws: Workspace, book: Callable[..., Path]) -> None:
    rows = [
        ["房号", "姓名", "与户主关系", "性别"],
        ["荷塘里3栋201", "钱多（户主）", "", "男"],
        ["", "林雨(外出务工)", "配偶", "女"],
        ["荷塘里3栋202", "刘洋（大）", "户主", "男"],
        ["荷塘里3栋203", "周青（女，31岁，藏族）", "户主", ""],
    ]
    first, second, third = added(plan_import(ws, [book(rows)]), "households")
    head, spouse = first["members"]
    assert (head["name"], head["relation"]) == ("钱多", "household_head")
    assert (spouse["name"], spouse["note"]) == ("林雨", "外出务工")
    person = third["members"][0]
    assert [person[name] for name in ("name", "sex", "note")] == ["周青", "female", "31岁"]
    assert person["ethnicity"]
    # Who can tell whether it is what tells two of one name apart?
    assert second["members"][0]["name"] == "刘洋（大）"


def test_a_sex_that_is_not_the_numbers(ws: Workspace, book: Callable[..., Path]) -> None:
    man, woman = citizen("19800101", 11), citizen("19800101", 12)
    rows = [
        ["房号", "姓名", "与户主关系", "性别", "身份证号"],
        ["荷塘里3栋201", "钱多", "户主", "男", man],
        ["荷塘里3栋202", "林雨", "户主", "男", woman],
        ["荷塘里3栋203", "周青", "户主", "", woman],
    ]
    plan = plan_import(ws, [book(rows)])
    assert statuses(plan) == ["added", "added", "added"]
    (told,) = [each for each in plan.findings if each.code == "I179"]
    assert (told.params["count"], told.place.cell) == ("1", "D3")
    # Taken as the sheet has it; whose number it is, check asks.
    ws.apply(plan.changes)
    assert [each.code for each in check(ws) if each.code in ("H106", "I179")] == ["H106"]


def test_import_and_check_take_what_a_number_contradicts_alike() -> None:
    """A birth date comes back and is an error (many rules count by age), a sex is told and is a warning."""
    assert rule("I179").severity is rule("H106").severity is Severity.WARNING
    assert rule("I220").severity is rule("H105").severity is Severity.ERROR


def test_remarks_that_are_none() -> None:
    assert remarks_of(["刘洋（小）", "阿依古丽·买买提", None, "SMITH (JOHN)", "钱（户主）"]) == {}


def test_a_room_counted_on_its_floor() -> None:
    assert joined({"building": "2", "floor": "11", "room": "02"}) == "2栋1102室"
    assert joined({"building": "2", "floor": "3", "room": "302"}) == "2栋302室"
    assert joined({"building": "2", "floor": "5F", "room": "503"}) == "2栋503室"
    assert joined({"building": "2", "floor": "第十一层", "room": "1104"}) == "2栋1104室"
    assert joined({"building": "2", "floor": "3F", "room": "甲"}) == "2栋3层甲室"


def test_only_a_number_that_shows_all_its_digits_is_written_out() -> None:
    assert in_full("1.9900000001E10") == "19900000001"
    assert in_full("1.99E+10") == "1.99E+10"


def test_teams_by_the_title_of_their_list() -> None:
    assert team_in(["第二网格银杏守望队队员花名册"], ()) == "银杏守望队"
    assert team_in(["清荷社区志愿服务队花名册", "志愿者名单"], ()) == ""


def test_a_house_in_which_somebody_rents_is_let(ws: Workspace, book: Callable[..., Path]) -> None:
    head = ["现居住地址", "姓名", "与户主关系", "居住处所"]
    rows = [
        head,
        ["荷塘里3栋201", "钱多", "户主", "租赁房屋"],
        ["荷塘里3栋201", "林荷", "配偶", "租赁房屋"],
        ["荷塘里3栋202", "林禾", "户主", "自购房屋"],
    ]
    plan = plan_import(ws, [book(rows)])
    assert [(each.get("occupancy"), len(each["members"])) for each in added(plan, "households")] == [
        ("rented", 2),
        (None, 1),
    ]
    assert "I223" in codes(plan)
    said = [[*head, "居住状态"], [*rows[1], "自住"]]
    assert [each["occupancy"] for each in added(plan_import(ws, [book(said)]), "households")] == ["owner_occupied"]
