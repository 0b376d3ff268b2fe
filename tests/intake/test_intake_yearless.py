"""Days without a year, on a sheet whose title names it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from intake_sheets import added, codes, statuses

from gridctl.intake.cells.yearless import in_period, period_of
from gridctl.intake.plan import plan_import

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gridctl.store.workspace import Workspace


@pytest.mark.parametrize(
    ("texts", "year"),
    [
        (["2026年7月入户走访登记表"], "2026-07"),
        (["2026年走访登记表", "10月"], "2026-10"),
        (["2026年10-11月走访登记表", "10月"], "2026-10"),
        (["2026年走访登记表（截至10月5日）"], "2026"),
        (["入户走访登记表", "Sheet1", "走访记录2026.07"], "2026-07"),
        (["2026年度走访台账"], "2026"),
        (["二〇二六年七月走访记录"], "2026-07"),
        (["走访记录2026"], "2026"),
        (["2025—2026年走访记录"], ""),
        (["走访记录"], ""),
        (["走访记录20267"], ""),
    ],
)
def test_the_year_of_a_title(texts: list[str], year: str) -> None:
    assert period_of(texts) == year


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("7月6日", "2026-07-06"),
        ("7.6", "2026-07-06"),
        ("07-06", "2026-07-06"),
        ("12/31", "2026-12-31"),
        ("7月6号", "2026-07-06"),
        ("13.1", ""),
        ("7月", ""),
        ("1990.5", ""),
        ("2026-7-6", ""),
    ],
)
def test_a_day_gets_its_year(text: str, day: str) -> None:
    assert in_period(text, "2026") == day


@pytest.mark.parametrize(
    ("text", "day"),
    [("6日", "2026-07-06"), ("31号", "2026-07-31"), ("6.0", "2026-07-06"), ("42", ""), ("7.8", "2026-07-08")],
)
def test_a_day_of_a_month_gets_the_title_s(text: str, day: str) -> None:
    assert in_period(text, "2026-07") == day


def test_visits_of_a_month(ws: Workspace, book: Callable[..., Path]) -> None:
    def rows(title: str) -> list[list[Any]]:
        return [[title], ["走访日期", "走访人员", "走访对象", "走访情况"], ["7月6日", "钱荷", "陈果", "正常"]]

    plan = plan_import(ws, [book(rows("2026年7月走访登记表"))])
    assert [each["visited_on"] for each in added(plan, "visits")] == ["2026-07-06"]
    assert "I154" in codes(plan)
    assert statuses(plan_import(ws, [book(rows("走访登记表"))])) == ["rejected"]
