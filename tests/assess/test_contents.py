"""What a bulletin tells besides its scores, worked out by hand."""

import os
import subprocess
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hand_worked import COMMUNITY, G1, G2, house
from worked_quarter import QUARTER, put_derived

from gridctl.assess.bulletin import Bulletin
from gridctl.assess.case_counts import case_counts, cases_table
from gridctl.assess.distribution import movers, movers_table, spread, spread_table
from gridctl.assess.indicator_tables import indicators_table
from gridctl.assess.measure import measure
from gridctl.assess.population import population, population_table
from gridctl.assess.sections import sections
from gridctl.assess.tables import ranking_table, totals_table
from gridctl.assess.terminal_tables import terminal_table
from gridctl.assess.wording import lead
from gridctl.assess.year_ago import a_year_before
from gridctl.cli.deriving import derive_for_report
from gridctl.store.changeset import Add, ChangeSet
from gridctl.store.formatting import convert
from gridctl.store.workspace import Workspace
from gridctl.text.periods import Period, parse_period
from gridctl.work import lists

Make = Callable[..., Workspace]
Q3 = parse_period("2026Q3")


def _one(number: int, person: dict[str, Any], **more: Any) -> dict[str, Any]:
    member = {"id": f"P{number}", "name": "某人", "relation": "head"} | person
    return house(number, G1, **more) | {"members": [member]}


def _commit(ws: Workspace, day: str) -> None:
    env = {**os.environ, "GIT_AUTHOR_DATE": f"{day}T12:00:00", "GIT_COMMITTER_DATE": f"{day}T12:00:00"}
    name = ["-c", "user.name=t", "-c", "user.email=t@example.invalid"]
    for args in (["init", "-q"], ["add", "-A"], [*name, "commit", "-q", "-m", "x"]):
        subprocess.run(["git", *args], cwd=ws.root, env=env, check=True)


HOUSES = [
    _one(1, {}),
    _one(2, {"moved_in": "2026-07-05"}),
    _one(3, {"birth_date": "2026-08-01", "moved_in": "2026-08-01"}),
    _one(4, {"moved_out": "2026-08-10"}),
    _one(5, {"death_date": "2026-09-01"}),
    # First collected in the period, though nobody moved.
    _one(6, {}, collected_on="2026-07-20"),
    # From the seventh house to the eighth.
    _one(7, {"moved_out": "2026-07-31", "id_no": "513399195012274417"}),
    _one(8, {"moved_in": "2026-08-01", "id_no": "513399195012274417"}),
    _one(9, {}, status="ended", end_reason="duplicate", end_date="2026-08-01"),
    _one(10, {}, status="ended", end_reason="demolished", end_date="2026-08-01"),
    _one(11, {"moved_in": "2026-10-02"}),
]


def test_the_population_adds_up(make: Make) -> None:
    found = population(make(households=HOUSES), Q3.start, Q3.end)
    assert (found.start, found.end) == (6, 5)
    assert found.came == {"moved_in": 1, "born": 1, "moved_within": 1, "found": 1}
    assert found.gone == {"moved_out": 1, "died": 1, "moved_within": 1, "struck_off": 1, "house_ended": 1}
    assert found.start + sum(found.came.values()) - sum(found.gone.values()) == found.end
    rows = population_table(found).rows
    assert (rows[0][1], rows[-1][1]) == (6, 5)


@pytest.mark.parametrize("form", ["yaml", "xlsx"])
def test_people_entered_later_were_found_by_checking(make: Make, form: str) -> None:
    ws = make(households=HOUSES[:1])
    if form == "xlsx":
        convert(ws, ["households"], "xlsx")
    _commit(ws, "2026-06-30")
    # The second house was there all along, with somebody whom nobody had put down.
    added = _one(12, {"moved_in": "2020-01-01"})
    if form == "yaml":
        ws = make(households=[*HOUSES[:1], added])
    else:
        ws.apply(ChangeSet((Add("households", "H12", added),)))
        assert [each.path.rpartition(".")[2] for each in ws.shards() if each.ledger == "households"] == ["xlsx"]
    found = population(ws, Q3.start, Q3.end)
    assert (found.start, found.end, found.came["found"]) == (1, 2, 1)


def test_cases_by_kind_and_where_they_were_settled(make: Make) -> None:
    ws = make(shipped=True, **QUARTER)
    index = ws.index()
    assert case_counts(index, Q3.start, Q3.end) == ()
    put_derived(index)
    found = {each.key: each for each in case_counts(index, Q3.start, Q3.end)}
    assert (found["problem"].reported, found["problem"].closed, found["problem"].waiting) == (3, 2, 0)
    assert found["wish"].reported == 0
    assert found["total"].data()["closed"] == 2
    assert len(cases_table(tuple(found.values())).rows) == 6


def test_groups_of_staff_are_compared(make: Make) -> None:
    staff = [each | {"political": "cpc_member"} if each["staff_no"] == "S2" else each for each in COMMUNITY["staff"]]
    bulletin = measure(make(staff=staff), Q3, by="staff")
    assert bulletin.contents
    found = {each.key: each for each in bulletin.contents.groups}
    assert {key: each.heads for key, each in found.items()} == {"full_time": 2, "part_time": 2, "party": 1, "all": 4}
    # S2 has the second grid: H5 visited, H6 not met.
    assert found["party"].values["B1"] == pytest.approx(0.5)
    assert found["all"].score == pytest.approx(
        sum(each.base or 0 for each in bulletin.units) / len(bulletin.units), abs=0.01
    )
    # The same, whatever is ranked.
    assert measure(make(staff=staff), Q3).contents.groups == bulletin.contents.groups  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("2026Q3", "2025Q3"),
        ("2026H1", "2025H1"),
        ("2026", "2025"),
        ("2026-07", "2025-07"),
        ("2026-07-06", "2025-07-06"),
        ("2026-07-06..12", "2025-07-06..2025-07-12"),
    ],
)
def test_a_year_before(period: str, expected: str) -> None:
    assert a_year_before(parse_period(period)) == parse_period(expected)


def test_the_year_before_is_compared_where_the_ledgers_reach_back(make: Make, bulletin: Bulletin) -> None:
    assert bulletin.contents.year_ago is None  # type: ignore[union-attr]
    visit = {"id": "W90", "visited_on": "2025-08-01", "grid_code": G2, "staff": ["S2"], "target_kind": "household"}
    visit |= {"target": "H5", "mode": "home", "reason": "planned"}
    houses = [each | {"collected_on": "2025-01-01"} for each in COMMUNITY["households"]]
    bulletin = measure(make(households=houses, visits=[*COMMUNITY["visits"], visit]), Q3)
    assert bulletin.contents
    year = bulletin.contents.year_ago
    assert year
    assert year.period.label == "2025Q3"
    # Of H1 H2 H3 H4, H5 H6, H8 and H9, all of them in use then, one was visited.
    assert year.values["B1"] == pytest.approx(1 / 8)
    assert "year_ago" in {each.key for each in indicators_table(bulletin).columns}
    assert "year_change" in {each.key for each in ranking_table(bulletin).columns}
    assert bulletin.data()["year_ago"]["units"].keys() == {each.unit.code for each in bulletin.units}
    # The period itself is measured as without it.
    assert bulletin.community.results["B1"].value == pytest.approx(3 / 7)


def test_a_first_period_is_compared_with_nothing(make: Make) -> None:
    ws = make()
    first = measure(ws, parse_period("2026Q2"))
    assert {each.previous for each in first.totals} == {None}
    assert {row[2].zh for row in totals_table(first).rows} == {"无上期"}  # type: ignore[union-attr]
    assert {each.change for each in (*first.units, first.community)} == {None}
    assert first.contents
    assert first.contents.population is None
    assert "没有上期可比" in lead(first).zh
    assert "no earlier period" in lead(first).en
    assert "change" not in {each.key for each in terminal_table(first).columns}
    # The next one is, though the population of the first is what was collected in it.
    second = measure(ws, Q3)
    assert not second.first
    assert second.contents
    assert second.contents.population


def test_work_is_compared_only_where_work_of_the_period_before_is_on_record(make: Make) -> None:
    visits = [each for each in COMMUNITY["visits"] if each["visited_on"] >= "2026-07-01"]
    bulletin = measure(make(visits=visits), Q3)
    totals = {each.key: each.previous for each in bulletin.totals}
    assert (totals["houses"], totals["visits"]) == (7, None)
    assert bulletin.community.change is None
    assert bulletin.community.results["B1"].previous is None


@pytest.mark.parametrize(("visited", "first"), [("2025-08-01", "2025-07-01"), ("2026-05-01", "2026-04-01")])
def test_tasks_are_derived_for_all_periods_compared(
    make: Make, monkeypatch: pytest.MonkeyPatch, visited: str, first: str
) -> None:
    spans: list[Period] = []
    monkeypatch.setattr(lists, "derive", lambda _, period: spans.append(period))
    derive_for_report(make(visits=[COMMUNITY["visits"][0] | {"visited_on": visited}]), Q3)
    assert [(str(each.start), each.end) for each in spans] == [(first, Q3.end)]


def test_grades_and_movement(bulletin: Bulletin) -> None:
    assert [(each.band.key, each.quota, each.by_score, each.given) for each in spread(bulletin)] == [
        ("excellent", None, 0, 0),
        ("good", None, 1, 1),
        ("pass", None, 0, 0),
        ("fail", None, 1, 1),
    ]
    assert [row[-1] for row in spread_table(bulletin).rows] == [0, 0.5, 0, 0.5]
    up, down = movers(bulletin)
    assert [each.unit.code for each in up + down] == [each.unit.code for each in bulletin.units if each.change]
    assert [each.unit.code for each in down] == [G1]
    assert movers_table(bulletin).rows[-1][3] == pytest.approx(-11.05)


def test_quotas_stand_beside_the_grades_of_staff(make: Make) -> None:
    ws = make(shipped=True, **QUARTER)
    put_derived(ws.index())
    graded = {each.band.key: each for each in spread(measure(ws, Q3, by="staff"))}
    # Five are graded; one of them by score alone excellent, who was vetoed.
    assert (graded["excellent"].quota, graded["excellent"].by_score, graded["excellent"].given) == (1, 1, 0)
    assert graded["fail"].quota is None


def test_sections_without_anything_in_them_are_left_out(make: Make, bulletin: Bulletin) -> None:
    assert [each.title.zh for each in sections(bulletin)] == [
        "一、基本情况", "二、指标完成情况", "三、考评排名", "四、数据质量", "五、下一步工作",
    ]  # fmt: skip
    alone = measure(make(), Q3, by="community", as_of=date(2026, 9, 30))
    assert [each.key for each in sections(alone)] == ["community", "indicators", "quality", "next"]
