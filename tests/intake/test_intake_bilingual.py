"""Headings in English, in both languages, and said a second time in the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from intake_sheets import added, phone, statuses

from gridctl.intake.columns.heading import Heading
from gridctl.intake.columns.headings import is_label, match_headings
from gridctl.intake.dictionary.bilingual import halves
from gridctl.intake.dictionary.vocabulary import vocabulary
from gridctl.intake.plan import plan_import
from gridctl.intake.records.registeredaddress import as_registered

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gridctl.store.workspace import Workspace


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Owner Name 业主", ("业主", "Owner Name")),
        ("姓名\nName", ("姓名", "Name")),
        ("房号Room No.", ("房号", "Room No.")),
        ("Area (sqm) 建筑面积", ("建筑面积", "Area")),
        ("QQ号", ()),
        ("月租金(RMB)", ()),
        ("户主姓名", ()),
        ("Name", ()),
    ],
)
def test_the_halves_of_a_heading_in_two_languages(text: str, parts: tuple[str, ...]) -> None:
    assert halves(text) == parts


@pytest.mark.parametrize(
    ("ledger", "heading", "field"),
    [
        ("households", "Landlord 房东姓名", "owner_name"),
        ("households", "门面情况 Owner Mobile", "owner_phones"),
        ("households", "Apartment No.", "address"),
        ("businesses", "Number of Employees", "staff_count"),
        ("special_groups", "Guardian Mobile", "guardian_phones"),
        ("visits", "Date of Visit", "visited_on"),
    ],
)
def test_either_half_is_enough(ledger: str, heading: str, field: str) -> None:
    (column,) = match_headings([Heading(0, (heading,))], vocabulary(ledger)).columns
    assert column.target is not None
    assert column.target.field == field
    assert is_label(heading)


def test_a_list_in_english(ws: Workspace, book: Callable[..., Path]) -> None:
    rows = [
        ["荷园 Owner List"],
        ["No.", "Building", "Unit", "Room", "Owner Name 业主", "Mobile", "Occupancy", "Remarks"],
        [1, 2, 1, 502, "Helen 林荷", f"0086{phone(2)}", "self", "keys at the office"],
        ["Total", 2],
    ]
    plan = plan_import(ws, [book(rows)])
    assert statuses(plan) == ["added"]
    (new,) = added(plan, "households")
    assert (new["owner_name"], new["owner_phones"], new["occupancy"], new["note"]) == (
        "Helen 林荷",
        [phone(2)],
        "owner_occupied",
        "keys at the office",
    )
    assert "2栋1单元502" in new["address"]


@pytest.mark.parametrize("order", [1, -1])
def test_headings_said_again_in_the_other_language_are_no_row(
    ws: Workspace, book: Callable[..., Path], order: int
) -> None:
    headings = [["Name", "Gender", "Address", "Mobile"], ["姓名", "性别", "家庭住址", "联系电话"]]
    plan = plan_import(ws, [book([*headings[::order], ["钱多", "男", "荷塘路3号", phone(1)]])], ledger="households")
    assert [each["members"][0]["name"] for each in added(plan, "households")] == ["钱多"]
    assert plan.counts.read == 1


def test_the_only_unit_of_a_building_is_named_where_its_houses_name_it() -> None:
    building = {"compound": "荷园", "name": "2栋", "address": "荷塘路8号荷园2栋"}
    assert as_registered("荷园2栋501室", building, unit=True) == "荷塘路8号荷园2栋1单元501室"
    assert as_registered("荷园2栋1单元501室", building, unit=False) == "荷塘路8号荷园2栋501室"
    assert as_registered("荷园2栋1单元501室", building) == "荷塘路8号荷园2栋1单元501室"
