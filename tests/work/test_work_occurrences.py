"""What holds for every plan, whatever the cohorts, windows and calendar."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from gridctl.schema.grid import Grid
from gridctl.schema.matter import Admission, Duty, Matter
from gridctl.schema.staff import Staff
from gridctl.schema.window import Window
from gridctl.text.periods import parse_period
from gridctl.text.workdays import Calendar
from gridctl.work.occurrences import Planner
from gridctl.work.spells import spells
from gridctl.work.targets import Target
from gridctl.work.workforce import Workforce

GRIDS = ["G1", "G2"]
DAYS = st.dates(date(2026, 6, 1), date(2026, 10, 31))
WINDOWS = st.lists(
    st.builds(
        lambda number, situation, day, length, grids: Window(
            window_no=f"N{number}",
            situation=situation,
            starts_at=datetime(day.year, day.month, day.day, 8),
            ends_at=datetime(day.year, day.month, day.day, 18) + timedelta(days=length),
            grids=grids,
        ),
        st.integers(0, 10**6),
        st.sampled_from(["major", "emergency"]),
        DAYS,
        st.integers(0, 15),
        st.lists(st.sampled_from(GRIDS), max_size=1),
    ),
    max_size=2,
    unique_by=lambda each: each.window_no,
)
TARGETS = st.lists(
    st.builds(
        lambda number, grid, place, born, died: Target(f"H{number}", grid, "", "", place, born, died, "key", 20),
        st.integers(0, 99),
        st.sampled_from(GRIDS),
        st.floats(0, 1, exclude_max=True),
        st.none() | DAYS,
        st.none() | DAYS,
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda each: each.key,
)
DUTIES = [
    Duty(situation="routine", item=f, frequency=f, target="households", every_days=9)
    for f in ("daily", "weekly", "monthly", "quarterly", "by_visit_level", "by_cycle", "every_days", "once")
] + [
    Duty(situation=situation, item=f, frequency=f, target="households")
    for situation in ("major", "emergency")
    for f in ("daily", "weekly", "once")
]
MATTERS = [
    Matter(
        code=f"01-01-{n:02}",
        name="m",
        duties=DUTIES[n::2],
        admission=Admission(approved_by="区", valid_from=date(2026, 1, 1), valid_to=date(2026, 9, 20) if n else None),
    )
    for n in range(2)
]
WORKFORCE = Workforce(
    [Staff(staff_no="W1", role="full_time", grids=["G1", "G2"])], [Grid(grid_code=g, level="grid") for g in GRIDS]
)
CALENDAR = Calendar({date(2026, 7, 8): False, date(2026, 7, 11): True})


class FixedCohorts:
    def __init__(self, targets):
        self._targets = targets

    def targets(self, _table, _condition):
        return self._targets


def planned(period, targets, windows):
    planner = Planner(parse_period(period), CALENDAR, WORKFORCE, spells(windows), FixedCohorts(targets))
    return planner.plan(MATTERS).tasks


@settings(max_examples=60, deadline=None)
@given(targets=TARGETS, windows=WINDOWS)
def test_due_days_lie_where_work_is_done(targets, windows):
    declared = {each.window_no: each for each in windows}
    lives = {each.key: each for each in targets}
    tasks = planned("2026Q3", targets, windows)
    assert len({each.id for each in tasks}) == len(tasks)
    for task in tasks:
        assert date(2026, 7, 1) <= task.due <= date(2026, 9, 30)
        assert task.opens <= task.due <= task.until <= task.closes
        if task.window_no:
            window = declared[task.window_no]
            assert window.starts_at.date() <= task.due <= window.ends_at.date()
            assert not window.grids or task.grid_code in window.grids
        else:
            assert CALENDAR.is_workday(task.due)
        life = lives[task.target]
        assert life.born is None or task.due >= life.born
        assert life.died is None or task.due <= life.died
        assert task.matter_code == "01-01-00" or task.due <= date(2026, 9, 20)


@settings(max_examples=40, deadline=None)
@given(targets=TARGETS, windows=WINDOWS)
def test_the_months_of_a_quarter_are_its_parts(targets, windows):
    quarter = {(each.id, each.due) for each in planned("2026Q3", targets, windows)}
    months = {
        (each.id, each.due) for month in ("2026-07", "2026-08", "2026-09") for each in planned(month, targets, windows)
    }
    assert months == quarter


@settings(max_examples=40, deadline=None)
@given(targets=TARGETS, windows=WINDOWS)
def test_an_emergency_takes_the_place_of_other_work(targets, windows):
    for task in planned("2026Q3", targets, windows):
        if task.situation == "routine":
            assert not any(
                each.situation == "emergency"
                and each.starts_at.date() <= task.due <= each.ends_at.date()
                and (not each.grids or task.grid_code in each.grids)
                for each in windows
            )


def test_load_is_level_and_follows_the_round():
    targets = [Target(f"H{n:03}", "G1", "", "", (n + 0.5) / 400, None, None) for n in range(400)]
    matter = Matter(
        code="01-01-01",
        admission=MATTERS[0].admission,
        duties=[Duty(situation="routine", item="入户", frequency="quarterly", target="households")],
    )
    planner = Planner(parse_period("2026Q3"), Calendar(), WORKFORCE, [], FixedCohorts(targets))
    tasks = planner.plan([matter]).tasks
    by_day: dict[date, list[int]] = {}
    for task in tasks:
        by_day.setdefault(task.due, []).append(int(task.target[1:]))
    assert len(tasks) == 400
    assert max(map(len, by_day.values())) - min(map(len, by_day.values())) <= 1
    for numbers in by_day.values():
        assert max(numbers) - min(numbers) == len(numbers) - 1, "a day's houses are neighbours"
