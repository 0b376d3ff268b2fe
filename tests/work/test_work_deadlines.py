from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridctl.schema.codelists import code_list
from gridctl.text.workdays import Calendar
from gridctl.work.deadlines import STEPS, Limit, due, frequencies_by, late_words, limit, tolerance

CALENDAR = Calendar()


@pytest.mark.parametrize(
    ("situation", "profile", "days"),
    [
        ("routine", "ordinary", 3),
        ("routine", "larger", 5),
        ("routine", "major", 7),
        ("major", "ordinary", 2),
        ("major", "larger", 3),
        ("major", "major", 5),
        ("routine", "", 3),
    ],
)
def test_handling_takes_as_long_as_situation_and_profile_say(situation, profile, days):
    found = limit(situation, profile, "handle")
    assert (found.amount, found.unit) == (days, "workday")


def test_an_emergency_counts_in_minutes_and_hours_whatever_the_profile():
    assert limit("emergency", "ordinary", "classify") == limit("routine", "urgent", "classify")
    assert limit("emergency", "", "classify") == Limit(15, "minute", red=0)
    assert limit("emergency", "urgent", "handle").again == 4


def test_every_step_has_a_limit_and_words_for_being_late():
    assert {item.key for item in code_list("case_step").items} == set(STEPS)
    for situation in code_list("situation").items:
        for profile in code_list("deadline_profile").items:
            for step in STEPS:
                found = limit(situation.key, profile.key, step)
                assert found.unit in ("minute", "hour", "workday")
                if found.yellow is not None and found.red is not None and found.red > 0:
                    assert found.yellow < found.red
                assert late_words(step).zh
                assert late_words(step).en


def test_every_frequency_has_a_tolerance_or_becomes_another():
    for item in code_list("frequency").items:
        if item.key == "on_declaration":
            continue  # its tasks are those of a window
        by_record = item.key in ("by_visit_level", "by_rent_grade")
        for each in frequencies_by(item.key).values() if by_record else [item.key]:
            assert tolerance(each).red >= 1


@pytest.mark.parametrize(("rhythm", "codes"), [("by_visit_level", "visit_level"), ("by_rent_grade", "rent_grade")])
def test_every_level_and_grade_has_a_frequency(rhythm, codes):
    assert set(frequencies_by(rhythm)) == {item.key for item in code_list(codes).items}


@pytest.mark.parametrize(
    ("start", "amount", "unit", "until"),
    [
        ("2026-07-06 10:00", 0, "workday", "2026-07-06 17:30"),
        ("2026-07-06 18:00", 0, "workday", "2026-07-07 17:30"),
        ("2026-07-06 09:00", 0.5, "workday", "2026-07-06 14:00"),
        ("2026-09-30 16:00", 0.5, "workday", "2026-10-08 11:00"),
        ("2026-09-30 16:00", 1, "workday", "2026-10-08 17:30"),
        ("2026-07-04 10:00", 3, "workday", "2026-07-09 17:30"),
        ("2026-07-04 23:00", 4, "hour", "2026-07-05 03:00"),
        ("2026-07-04 23:50", 15, "minute", "2026-07-05 00:05"),
    ],
)
def test_due(start, amount, unit, until):
    assert due(datetime.fromisoformat(start), Limit(amount, unit), CALENDAR) == datetime.fromisoformat(until)


@settings(max_examples=60)
@given(
    start=st.datetimes(datetime(2025, 1, 1), datetime(2026, 12, 1)),
    amount=st.sampled_from([0, 0.25, 0.5, 1, 1.5, 3, 7]),
)
def test_working_days_end_in_working_hours(start, amount):
    until = due(start, Limit(amount, "workday"), CALENDAR)
    assert until > start
    assert CALENDAR.is_workday(until.date())
    assert "09:00" <= f"{until:%H:%M}" <= "17:30"


def test_overrides_move_a_deadline():
    closed = Calendar({date(2026, 7, 7): False})
    start = datetime(2026, 7, 6, 10)
    assert due(start, Limit(1, "workday"), closed) - due(start, Limit(1, "workday"), CALENDAR) == timedelta(days=1)
