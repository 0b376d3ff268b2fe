"""The sample's work against its lists: the picture of a decent community, not of an idle or a perfect one."""

from collections import Counter
from datetime import date

import pytest

from gridctl.demo.sample import sample
from gridctl.demo.write import ledger_files, settings
from gridctl.store.workspace import Workspace
from gridctl.text.periods import parse_period
from gridctl.work.lists import lists_for


@pytest.fixture(scope="module")
def lists(tmp_path_factory):
    folder = tmp_path_factory.mktemp("样例")
    for path, data in ledger_files(sample(), settings()).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)

    def of(label, day):
        return lists_for(Workspace.open(folder, today=day), parse_period(label), as_of=day).tasks

    return {"2026Q2": of("2026Q2", date(2026, 6, 30)), "2026Q3": of("2026Q3", date(2026, 9, 30))}


def share(tasks, state="done"):
    return sum(task.state == state for task in tasks) / len(tasks)


def by(tasks, name):
    groups = {}
    for task in tasks:
        groups.setdefault(getattr(task, name), []).append(task)
    return groups


def test_most_of_the_third_quarter_is_done_on_time_and_some_is_not(lists):
    tasks = lists["2026Q3"]
    assert 0.85 <= share(tasks) <= 0.92
    states = Counter(task.state for task in tasks)
    assert all(states[state] >= 3 for state in ("done_late", "overdue_yellow", "overdue_red"))


def test_the_second_quarter_was_weaker(lists):
    assert 0.7 <= share(lists["2026Q2"]) <= share(lists["2026Q3"]) - 0.03


def test_all_three_situations_are_proven(lists):
    shares = {name: share(tasks) for name, tasks in by(lists["2026Q3"], "situation").items()}
    assert shares.keys() == {"routine", "major", "emergency"}
    assert min(shares.values()) > 0.8


def test_one_worker_is_clearly_better(lists):
    shares = sorted(share(tasks) for tasks in by(lists["2026Q3"], "staff_no").values() if len(tasks) > 50)
    assert len(shares) == 2
    assert shares[1] - shares[0] > 0.04


def test_zero_reports_and_the_roll_call_prove_their_duties(lists):
    tasks = lists["2026Q3"]
    reports = [task for task in tasks if task.situation == "major" and "零报告" in task.duty]
    calls = [task for task in tasks if task.situation == "emergency" and task.target_table == "households"]
    assert share(reports) > 0.8
    assert share(calls) > 0.8
    visits = {visit["id"]: visit for visit in sample()["visits"]}
    assert {visits[task.done_by]["matter_code"] for task in reports if task.done_by} >= {"03-01-01", "11-02-01"}
    assert {visits[task.done_by]["situation"] for task in calls if task.done_by} == {"emergency"}


def test_nobody_is_written_down_twice_for_one_round():
    rounds = Counter(
        (visit["target"], visit["visited_on"], visit.get("matter_code"))
        for visit in sample()["visits"]
        if visit["target_kind"] == "grid"
    )
    assert max(rounds.values()) == 1


def test_a_hazard_found_is_looked_at_again():
    visits = sample()["visits"]
    met = {(visit["target"], visit["visited_on"]) for visit in visits}
    found = [visit for visit in visits if visit.get("hazards")]
    assert found
    assert all((visit["target"], visit["next_visit"]) in met for visit in found)


def test_the_sample_stays_small():
    assert sum(map(len, ledger_files(sample(), settings()).values())) < 1_500_000
