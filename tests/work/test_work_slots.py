from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridctl.work.slots import slots

FREQUENCIES = [
    "daily",
    "weekly",
    "fortnightly",
    "monthly",
    "bimonthly",
    "quarterly",
    "half_yearly",
    "yearly",
    "by_cycle",
    "every_days",
]


@settings(max_examples=80)
@given(
    frequency=st.sampled_from(FREQUENCIES),
    start=st.dates(date(2023, 1, 1), date(2027, 12, 31)),
    length=st.integers(0, 200),
    days=st.integers(1, 90),
)
def test_slots_cover_the_days_without_gap_or_overlap(frequency, start, length, days):
    end = start + timedelta(days=length)
    found = slots(frequency, start, end, days)
    assert found[0].start <= start
    assert found[-1].start <= end <= found[-1].end
    for one, next_one in pairwise(found):
        assert next_one.start == one.end + timedelta(days=1)
    assert len({each.label for each in found}) == len(found)


@settings(max_examples=60)
@given(frequency=st.sampled_from(FREQUENCIES), day=st.dates(date(2023, 1, 1), date(2027, 12, 31)))
def test_a_slot_is_the_same_whatever_period_is_asked_for(frequency, day):
    (alone,) = slots(frequency, day, day, 20)
    assert alone in slots(frequency, day - timedelta(days=40), day + timedelta(days=40), 20)


def test_a_week_begins_on_monday_and_a_quarter_in_its_month():
    assert slots("weekly", date(2026, 7, 8), date(2026, 7, 8))[0].start == date(2026, 7, 6)
    assert slots("quarterly", date(2026, 8, 8), date(2026, 8, 8))[0][1:] == (date(2026, 7, 1), date(2026, 9, 30))


def test_a_frequency_without_slots_of_its_own_is_refused():
    with pytest.raises(KeyError):
        slots("by_visit_level", date(2026, 7, 8), date(2026, 7, 8))
