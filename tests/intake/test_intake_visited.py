"""Lists of visits: two people of one house on one day, days whose year the others say, boxes to tick."""

from __future__ import annotations

import pytest
from intake_sheets import GRID_1, added
from test_intake_as_sent import planned, told
from test_intake_property import Memory

from gridctl.intake.cells.severalnames import two_people
from gridctl.intake.cells.yearless import in_year_of_others

CODE = "5133990010020010001010301"


def visits(*rows: str) -> tuple[Memory, str, list[str]]:
    """A community with one house, and the rows of a list of visits to it."""
    ws = Memory()
    house = planned("住户登记", "房屋编码|网格编码|住址|姓名", f"{CODE}|{GRID_1}|荷塘路3号|钱多", ws=ws)
    ws.apply(house.changes)
    return (
        ws,
        "走访日期|老人姓名|房屋编码|走访情况|身体状况",
        [f"{row}|{CODE}|{at}|☑良好 □一般" for at, row in enumerate(rows)],
    )


def test_two_people_of_a_house_are_visited_on_one_day() -> None:
    ws, headings, rows = visits("2026-10-09|钱多", "2026-10-09|林荷", "2026-10-09|钱夕")
    plan = planned("老人探访记录", headings, *rows, ws=ws)
    found = added(plan, "visits")
    assert [each["target_name"] for each in found] == ["钱多", "林荷"]
    assert found[0]["note"] == "身体状况: 良好"
    # May be a slip of the pen: it is sent back, as before.
    assert [row.status for row in plan.sources[0].rows] == ["added", "added", "rejected"]
    ws.apply(plan.changes)
    again = planned("老人探访记录", headings, *rows[:2], ws=ws)
    assert [row.status for row in again.sources[0].rows] == ["unchanged", "unchanged"]


@pytest.mark.parametrize(
    ("one", "other", "two"),
    [
        ("钱多", "林荷", True),
        ("钱小多", "钱安禾", True),
        ("钱小多", "钱小夕", False),
        ("钱多", "钱多家", False),
        ("钱多", "钱多多", False),
        ("钱多", "老人", False),
        ("钱多", "钱多、林荷", False),
    ],
)
def test_names_that_cannot_be_one(one: str, other: str, two: bool) -> None:
    assert two_people(one, other) is two
    assert two_people(other, one) is two


def test_days_with_the_year_of_the_others() -> None:
    near = ["2026-10-09", "2026-10-14"]
    assert in_year_of_others(["10月12日", "9月1日", "10月32日", "10.12", "3月1日"], near) == [
        "2026-10-12",
        "2026-09-01",
        "",
        "",
        "",
    ]
    assert in_year_of_others(["12月30日"], ["2026-01-04", "2026-01-05"]) == [""]
    assert in_year_of_others(["12月30日"], ["2025-12-29", "2026-01-04"]) == [""]
    assert in_year_of_others(["2月29日"], ["2026-02-27", "2026-02-26"]) == [""]
    assert in_year_of_others(["2月25日"], ["2026-02-27", "2026-02-27"]) == [""]
    assert in_year_of_others(["12月30日"], []) == [""]


def test_a_list_says_its_year_here_and_there() -> None:
    ws, headings, rows = visits("2026.10.9|钱多", "10月12日|钱多", "10月32日|钱多", "2026-10-14|钱多")
    plan = planned("老人探访记录", headings, *rows, ws=ws)
    assert [each["visited_on"] for each in added(plan, "visits")] == ["2026-10-09", "2026-10-12", "2026-10-14"]
    assert plan.counts.rejected == 1
    assert "I218" in told(plan)
