"""Spans of days against the sets of days that they are."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from gridctl.assess.days import Days, common, merged, without

spans = st.builds(lambda first, length: Days(first, first + length), st.integers(1, 30), st.integers(0, 9))
lists = st.lists(spans, max_size=6)


def days_of(*listed: Days) -> set[int]:
    return {day for each in listed for day in range(each.first, each.last + 1)}


@settings(max_examples=60)
@given(spans, lists)
def test_common_days_are_those_of_both(days: Days, others: list[Days]) -> None:
    assert days_of(*common(days, others)) == days_of(days) & days_of(*others)


@settings(max_examples=60)
@given(lists, lists)
def test_days_taken_out_are_gone_and_no_others(some: list[Days], away: list[Days]) -> None:
    assert days_of(*without(some, away)) == days_of(*some) - days_of(*away)


@settings(max_examples=60)
@given(lists)
def test_merged_spans_are_the_same_days_with_a_break_between_them(some: list[Days]) -> None:
    found = merged(some)
    assert days_of(*found) == days_of(*some)
    assert all(one.last + 1 < other.first for one, other in pairwise(found))


def test_a_span_of_dates_counts_both_ends() -> None:
    first, last = date(2026, 7, 1), date(2026, 9, 30)
    days = Days.of(first, last)
    assert (days.length, days.dates) == (92, (first, last))
    assert days.within(Days.of(date(2026, 10, 1), date(2026, 10, 8))) is None
