"""Sheets as offices send them, made in memory: numbers with letters among their digits, and other kinds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from intake_sheets import added, citizen
from test_intake_property import Memory

from gridctl.intake.book import Book, Merge, Sheet
from gridctl.intake.plan import plan_import

if TYPE_CHECKING:
    from gridctl.intake.outcome import ImportPlan


def planned(*rows: str, name: str = "Sheet1", merges: tuple[Merge, ...] = (), ws: Any = None) -> ImportPlan:
    """The plan of a sheet whose rows have | between their cells."""
    sheet = Sheet(name, [row.split("|") for row in rows], merges=merges)
    return plan_import(ws or Memory(), [Book(Path(f"{name}.xlsx"), "xlsx", "0" * 64, (sheet,))])


def told(plan: ImportPlan) -> list[str]:
    return [each.code for each in plan.findings]


NUMBER = citizen("19430506")


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        (NUMBER.replace("0", "O", 1), ""),
        (f" {NUMBER[:6]} {NUMBER[6:14].replace('0', 'o', 1)} {NUMBER[14:]}", ""),
        (NUMBER.replace("1", "l"), ""),
        # No check digit fits: it is sent back, and never stored as the number of some other document.
        (NUMBER[:8].replace("1", "l") + NUMBER[8:17] + str((int(NUMBER[17].replace("X", "1")) + 2) % 10), "S301"),
    ],
)
def test_letters_typed_for_digits_of_a_citizen_id(typed: str, fault: str) -> None:
    plan = planned("失能老人登记表", "姓名|身份证号|家庭住址|失能程度", f"陈果|{typed}|清荷路8号1栋101|半失能")
    assert (fault or "I146") in told(plan)
    assert [each["id_no"] for each in added(plan, "special_groups")] == ([] if fault else [NUMBER])


def test_a_foreign_document_with_letters_stays_as_it_is() -> None:
    plan = planned("境外人员登记表", "姓名|证件类型|证件号码|现住地址", "乔安|护照|EO1234567|清荷路8号1栋101")
    assert added(plan, "households")[0]["members"][0]["id_no"] == "EO1234567"
