"""What holds for every plan, whatever the cohorts, windows and calendar."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridctl.schema.matter import Admission, Duty, Matter
from gridctl.schema.window import Window
from gridctl.store.index import Index
from gridctl.text.periods import parse_period
from gridctl.text.workdays import Calendar
from gridctl.work.duties import Duties
from gridctl.work.occurrences import Planner
from gridctl.work.spells import spells
from gridctl.work.staging import stage
from gridctl.work.targets import TARGET_COLUMNS
from gridctl.work.workforce import Area, Worker, Workforce

GRIDS = ["G1", "G2"]
INDEX = Index(duckdb.connect())


@pytest.fixture(scope="module", autouse=True)
def index_closed():
    yield
    INDEX.close()


class Target(NamedTuple):
    key: str
    grid: str
    position: float
    born: date | None = None
    died: date | None = None


class Occurrence(NamedTuple):
    id: str
    matter_code: str
    duty: str
    situation: str
    target: str
    grid_code: str
    due: date
    until: date
    opens: date
    closes: date
    window_no: str


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
        lambda number, grid, place, born, died: Target(f"H{number}", grid, place, born, died),
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
    Duty(situation="routine", item=f, frequency=f, target="households", every_days=9, times=5)
    for f in (
        "daily",
        "weekly",
        "fortnightly",
        "monthly",
        "bimonthly",
        "quarterly",
        "half_yearly",
        "yearly",
        "by_visit_level",
        "by_rent_grade",
        "by_cycle",
        "every_days",
        "times_a_quarter",
        "once",
        "on_declaration",
    )
] + [
    Duty(situation=situation, item=f, frequency=f, target="households")
    for situation in ("major", "emergency")
    for f in ("daily", "weekly", "once", "on_declaration")
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
WORKFORCE = Workforce([Worker("W1", "full_time", ("G1", "G2"))], [Area(g, "grid") for g in GRIDS])
CALENDAR = Calendar({date(2026, 7, 8): False, date(2026, 7, 11): True})


def planned(period, targets, windows, *, matters=MATTERS, calendar=CALENDAR, level="key", grade="watched"):
    span, declared = parse_period(period), spells(windows)
    stage(INDEX, "plan_targets", TARGET_COLUMNS, [(0, *each, level, 20, grade, 1) for each in targets])
    duties = Duties(span, declared, lambda _table, _condition: 0)
    duties.add_matters(matters)
    Planner(INDEX, span, calendar, WORKFORCE, declared).plan(duties.items)
    return [
        Occurrence(*row)
        for row in INDEX.sql(f"select {', '.join(Occurrence._fields)} from plan_tasks order by due, id")
    ]


# One plan of the quarter serves all that holds for it: planning is what takes the time.
@settings(max_examples=25, deadline=None)
@given(targets=TARGETS, windows=WINDOWS)
def test_what_holds_for_every_quarter(targets, windows):
    tasks = planned("2026Q3", targets, windows)
    due_days_lie_where_work_is_done(tasks, targets, windows)
    an_emergency_takes_the_place_of_other_work(tasks, windows)
    the_months_are_its_parts(tasks, targets, windows)


def due_days_lie_where_work_is_done(tasks, targets, windows):
    declared = {each.window_no: each for each in windows}
    lives = {each.key: each for each in targets}
    assert len({each.id for each in tasks}) == len(tasks)
    called = [(each.matter_code, each.duty, each.situation, each.target, each.due) for each in tasks if each.window_no]
    assert len(set(called)) == len(called), "what two windows ask for on a day is done once"
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


def the_months_are_its_parts(tasks, targets, windows):
    quarter = {(each.id, each.due) for each in tasks}
    months = {
        (each.id, each.due) for month in ("2026-07", "2026-08", "2026-09") for each in planned(month, targets, windows)
    }
    assert months == quarter


def an_emergency_takes_the_place_of_other_work(tasks, windows):
    for task in tasks:
        if task.situation == "routine":
            assert not any(
                each.situation == "emergency"
                and each.starts_at.date() <= task.due <= each.ends_at.date()
                and (not each.grids or task.grid_code in each.grids)
                for each in windows
            )


def one(frequency, situation="routine", **more):
    duty = Duty(situation=situation, item="一项", frequency=frequency, target="households", **more)
    return [Matter(code="01-01-01", admission=MATTERS[0].admission, duties=[duty])]


def test_load_is_level_and_follows_the_round():
    targets = [Target(f"H{n:03}", "G1", (n + 0.5) / 400) for n in range(400)]
    tasks = planned("2026Q3", targets, [], matters=one("quarterly"), calendar=Calendar())
    by_day: dict[date, list[int]] = {}
    for task in tasks:
        by_day.setdefault(task.due, []).append(int(task.target[1:]))
    assert len(tasks) == 400
    assert max(map(len, by_day.values())) - min(map(len, by_day.values())) <= 1
    for numbers in by_day.values():
        assert max(numbers) - min(numbers) == len(numbers) - 1, "a day's houses are neighbours"


WORKDAYS = 66


@pytest.mark.parametrize(
    ("frequency", "more", "count"),
    [
        ("daily", {}, WORKDAYS),
        ("weekly", {}, 14),
        ("fortnightly", {}, 7),
        ("monthly", {}, 3),
        ("bimonthly", {}, 2),
        ("quarterly", {}, 1),
        ("every_days", {"every_days": 30}, 4),
        ("times_a_quarter", {"times": 5}, 5),
        ("times_a_quarter", {"times": 1}, 1),
        ("by_cycle", {}, 4),
        ("on_declaration", {}, 0),
    ],
)
def test_how_often(frequency, more, count):
    tasks = planned("2026Q3", [Target("H1", "G1", 0.5)], [], matters=one(frequency, **more), calendar=Calendar())
    assert len(tasks) == count


@pytest.mark.parametrize(("frequency", "yearly"), [("half_yearly", 2), ("yearly", 1), ("once", 1)])
def test_how_often_in_a_year(frequency, yearly):
    targets = [Target("H1", "G1", 0.5)]
    assert len(planned("2026", targets, [], matters=one(frequency), calendar=Calendar())) == yearly


@pytest.mark.parametrize(("level", "count"), [("key", 12), ("attention", 4), ("ordinary", 2), (None, 2)])
def test_the_visit_level_says_how_often(level, count):
    tasks = planned("2026", [Target("H1", "G1", 0.5)], [], matters=one("by_visit_level"), level=level)
    assert len(tasks) == count


@pytest.mark.parametrize(("grade", "count"), [("trusted", 2), ("ordinary", 4), ("watched", 12), (None, 4)])
def test_the_grade_of_a_rented_dwelling_says_how_often(grade, count):
    tasks = planned("2026", [Target("H1", "G1", 0.5)], [], matters=one("by_rent_grade"), grade=grade)
    assert len(tasks) == count


def test_on_declaration_falls_due_on_the_windows_first_day():
    window = Window(
        window_no="N1", situation="major", starts_at=datetime(2026, 8, 15, 8), ends_at=datetime(2026, 8, 20, 18)
    )
    (task,) = planned("2026Q3", [Target("H1", "G1", 0.9)], [window], matters=one("on_declaration", "major"))
    assert (task.due, task.closes, task.window_no) == (date(2026, 8, 15), date(2026, 8, 20), "N1")
