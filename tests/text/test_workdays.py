from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from gridctl.text.workdays import Calendar

CALENDAR = Calendar()
DAYS = st.dates(date(2005, 1, 1), date(2026, 9, 1))


def test_published_holidays_and_swapped_days_count():
    assert not CALENDAR.is_workday(date(2026, 10, 1))
    assert CALENDAR.is_workday(date(2026, 9, 20))  # a Sunday worked in exchange for the National Day week
    assert CALENDAR.add_workdays(date(2026, 9, 30), 1) == date(2026, 10, 8)


def test_beyond_the_published_years_weekdays_decide_and_are_told_apart():
    assert CALENDAR.known(date(2026, 12, 31))
    assert not CALENDAR.known(date(2027, 1, 4))
    assert CALENDAR.is_workday(date(2027, 1, 4))
    assert not CALENDAR.is_workday(date(2027, 1, 2))
    assert not CALENDAR.is_workday(date(2027, 1, 1)), "New Year does not wait for the published calendar"
    assert not any(CALENDAR.is_workday(date(2029, 10, day)) for day in (1, 2, 3))


def test_overrides_come_first():
    calendar = Calendar({date(2027, 1, 4): False, date(2026, 10, 1): True})
    assert calendar.known(date(2027, 1, 4))
    assert not calendar.is_workday(date(2027, 1, 4))
    assert calendar.is_workday(date(2026, 10, 1))


@given(DAYS, st.integers(0, 40))
def test_adding_and_counting_agree(day: date, n: int):
    later = CALENDAR.add_workdays(day, n)
    assert CALENDAR.between(day, later) == n
    assert CALENDAR.between(later, day) == -n
    assert n == 0 or CALENDAR.is_workday(later)


@given(DAYS, st.integers(1, 40))
def test_going_back_lands_on_a_workday_before(day: date, n: int):
    earlier = CALENDAR.add_workdays(day, -n)
    assert earlier < day
    assert CALENDAR.is_workday(earlier)
