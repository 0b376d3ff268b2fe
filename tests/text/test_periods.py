from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridctl.text.periods import parse_period, quarter_of

TODAY = date(2026, 7, 15)
LABELS = ["2026", "2026H1", "2026H2", "2026Q1", "2026Q3", "2026-07", "2026-12", "2026-07-06", "2026-07-06..2026-08-01"]


@pytest.mark.parametrize("label", LABELS)
def test_labels_are_read_back(label: str):
    assert parse_period(label).label == label


@pytest.mark.parametrize("label", LABELS)
def test_previous_ends_the_day_before(label: str):
    period = parse_period(label)
    assert period.previous().end == period.start - timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "label", "start", "end"),
    [
        ("2026Q3", "2026Q3", date(2026, 7, 1), date(2026, 9, 30)),
        ("2026年第三季度", "2026Q3", date(2026, 7, 1), date(2026, 9, 30)),
        ("2026年上半年", "2026H1", date(2026, 1, 1), date(2026, 6, 30)),
        ("2026年2月", "2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2026-07-06..12", "2026-07-06..2026-07-12", date(2026, 7, 6), date(2026, 7, 12)),
        ("2026-07-06..8-1", "2026-07-06..2026-08-01", date(2026, 7, 6), date(2026, 8, 1)),
        ("2026年7月6日至12日", "2026-07-06..2026-07-12", date(2026, 7, 6), date(2026, 7, 12)),
        ("today", "2026-07-15", TODAY, TODAY),
        ("yesterday", "2026-07-14", date(2026, 7, 14), date(2026, 7, 14)),
        ("本周", "2026-07-13..2026-07-19", date(2026, 7, 13), date(2026, 7, 19)),
        ("last-week", "2026-07-06..2026-07-12", date(2026, 7, 6), date(2026, 7, 12)),
        ("本月", "2026-07", date(2026, 7, 1), date(2026, 7, 31)),
        ("上月", "2026-06", date(2026, 6, 1), date(2026, 6, 30)),
        ("quarter", "2026Q3", date(2026, 7, 1), date(2026, 9, 30)),
        ("上季度", "2026Q2", date(2026, 4, 1), date(2026, 6, 30)),
        ("今年", "2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("去年", "2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("明天", "2026-07-16", date(2026, 7, 16), date(2026, 7, 16)),
        ("下周", "2026-07-20..2026-07-26", date(2026, 7, 20), date(2026, 7, 26)),
        ("next-month", "2026-08", date(2026, 8, 1), date(2026, 8, 31)),
        ("下季度", "2026Q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("明年", "2027", date(2027, 1, 1), date(2027, 12, 31)),
        ("2月", "2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2026-W01", "2025-12-29..2026-01-04", date(2025, 12, 29), date(2026, 1, 4)),
        ("2026年第53周", "2026-12-28..2027-01-03", date(2026, 12, 28), date(2027, 1, 3)),
    ],
)
def test_ways_of_naming_a_period(text: str, label: str, start: date, end: date):
    assert parse_period(text, TODAY) == (label, start, end)


@pytest.mark.parametrize(
    ("label", "before"),
    [
        ("2026", "2025"),
        ("2026H1", "2025H2"),
        ("2026Q1", "2025Q4"),
        ("2026-01", "2025-12"),
        ("2026-07-06..12", "2026-06-29..2026-07-05"),
    ],
)
def test_previous_is_of_the_same_kind(label: str, before: str):
    assert parse_period(label).previous() == parse_period(before)
    assert parse_period(before).following() == parse_period(label)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "today",
        "2026Q5",
        "2026-13",
        "2026-07-12..06",
        "2026-07-06..x",
        "next",
        "2026-07..08",
        "7月",
        "2025-W53",
        "2026-W00",
    ],
)
def test_what_is_no_period_is_refused(text: str):
    with pytest.raises(ValueError):  # noqa: PT011 - any wording will do
        parse_period(text)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_a_day_lies_in_its_quarter(day: date):
    quarter = quarter_of(day)
    assert day in quarter
    assert parse_period(quarter.label) == quarter
    assert day not in quarter.previous()
