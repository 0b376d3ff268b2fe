"""A quarter worked out by hand.

| | A1 | A6 | B1 | B2 | B3 |
|---|---|---|---|---|---|
| first grid | H1 H2 H4 of 4 houses | H4 of H1 H4 | H1 H4 of 4 | Z1: 1 of 3 cycles | no key place |
| second grid | H5 H6 H7 of 3 | none of H5 | H5 of H5 H6 | Z2: 1 of 1 | B1 of 1 |
| third grid | nothing |

H8 ended before the period and H9 was collected after it. A5 and D1 have no tables. Weights 17, 9, 17, 17, 9:

first grid: 17·(.75/.98) + 9·0 + 17·.5 + 17/3 = 27.1769 of 60 → 45.29
second grid: 17 + 9 + 8.5 + 17 + 9 = 60.5 of 69 → 87.68
community: 17·(6/7/.98) + 9·0 + 17·.5 + 17·.5 + 9 = 40.8688 of 69 → 59.23
"""

import json
import subprocess
from collections.abc import Callable
from datetime import date

import pytest
from hand_worked import COMMUNITY, G1, G2, G3, house

from gridctl.assess.bulletin import Bulletin
from gridctl.assess.measure import measure
from gridctl.assess.scoring import ranks, share_of
from gridctl.findings.message import message
from gridctl.store.faults import UsageFault
from gridctl.store.workspace import Workspace
from gridctl.text.periods import parse_period

Make = Callable[..., Workspace]
Q3 = parse_period("2026Q3")


def test_every_indicator_of_every_grid(bulletin: Bulletin) -> None:
    found = {
        unit.unit.code: {
            code: (r.numerator, r.denominator) for code, r in unit.results.items() if bulletin.basis.weight(code)
        }
        for unit in (*bulletin.units, bulletin.community)
    }
    none = (0, 0)
    assert found == {
        G1: {"A1": (3, 4), "A6": (1, 2), "A5": none, "B1": (2, 4), "B2": (1, 3), "B3": none, "D1": none},
        G2: {"A1": (3, 3), "A6": (0, 1), "A5": none, "B1": (1, 2), "B2": (1, 1), "B3": (1, 1), "D1": none},
        G3: dict.fromkeys(("A1", "A5", "A6", "B1", "B2", "B3", "D1"), none),
        "": {"A1": (6, 7), "A6": (1, 3), "A5": none, "B1": (3, 6), "B2": (2, 4), "B3": (1, 1), "D1": none},
    }


def test_scores_grades_and_ranks(bulletin: Bulletin) -> None:
    assert [(u.unit.code, u.rank, u.score, u.grade and u.grade.key) for u in bulletin.units] == [
        (G2, 1, 87.68, "good"),
        (G1, 2, 45.29, "fail"),
        (G3, None, None, None),
    ]
    assert bulletin.community.score == 59.23
    assert bulletin.findings == ()


def test_every_figure_names_its_records(bulletin: Bulletin) -> None:
    first = next(unit for unit in bulletin.units if unit.unit.code == G1)
    assert (first.results["B1"].hits, first.results["B1"].misses) == (("H1", "H4"), ("H2", "H3"))
    assert first.results["A1"].misses == ("H3",)
    assert first.results["A6"].hits == ("H4",)
    assert first.results["B2"].hits == ("Z1@2026-07-30",)
    assert first.results["B2"].misses == ("Z1@2026-08-29", "Z1@2026-09-28")


def test_weights_of_what_does_not_apply_go_to_the_others(bulletin: Bulletin) -> None:
    first = next(unit for unit in bulletin.units if unit.unit.code == G1)
    assert first.results["B3"].weight == 0
    assert first.results["B3"].reason.zh == "网格内没有重点场所，不计。"
    assert first.results["A1"].weight == pytest.approx(17 * 100 / 60)
    assert sum(each.weight for each in first.results.values()) == pytest.approx(100)
    assert any("没有 tasks 表" in each.zh for each in bulletin.warnings)


def test_movement_compares_what_applied_in_both_periods(bulletin: Bulletin) -> None:
    """First grid in the second quarter: A1 3/4, A6 0/1, B1 1/4, so 26.2602 of 43; in the third 21.5102 of 43."""
    first = next(unit for unit in bulletin.units if unit.unit.code == G1)
    assert first.results["B1"].previous == 0.25
    assert first.change == pytest.approx(50.02 - 61.07)


def test_staff_answer_for_their_grids_and_share_a_rank(make: Make) -> None:
    bulletin = measure(make(), Q3, by="staff")
    assert [(u.unit.code, u.rank, u.score) for u in bulletin.units] == [
        ("S2", 1, 87.68),
        ("S3", 2, 59.23),
        ("S1", 3, 45.29),
        ("S6", 3, 45.29),
    ]
    assert bulletin.units[1].unit.about == ("第一网格", "第二网格")


def test_community_alone_has_no_ranking(make: Make) -> None:
    bulletin = measure(make(), Q3, by="community")
    assert bulletin.units == ()
    assert bulletin.community.score == 59.23


def test_totals_at_the_end_of_the_period(bulletin: Bulletin) -> None:
    totals = {each.key: (each.value, each.previous) for each in bulletin.totals}
    assert totals["houses"] == (7, 7)
    assert totals["households"] == (6, 6)
    assert totals["vacant"] == (1, 1)
    assert totals["people"] == (5, 5)
    assert totals["visits"] == (6, 1)
    assert totals["home_visits"] == (4, 1)


def test_small_samples_are_marked_not_hidden(bulletin: Bulletin) -> None:
    assert bulletin.units[0].results["B2"].small
    assert any("样本不足10个" in each.zh for each in bulletin.warnings)


def test_next_steps_name_who_has_most_left(bulletin: Bulletin) -> None:
    steps = [each.zh for each in bulletin.next_steps]
    assert "第一网格、第二网格尚有3户本期未入户走访，请优先安排。" in steps
    assert "第一网格有1户走访时已知有人离开、台账未注销，请核实更新。" in steps


def test_a_period_still_running_is_counted_up_to_today(make: Make) -> None:
    bulletin = measure(make(today=date(2026, 7, 31)), Q3)
    assert bulletin.running
    assert bulletin.until == date(2026, 7, 31)
    assert bulletin.community.results["B2"].denominator == 1
    with pytest.raises(UsageFault):
        measure(make(today=date(2026, 6, 30)), Q3)


def test_tasks_count_for_who_had_them(make: Make) -> None:
    ws = make()
    columns = dict.fromkeys(("id", "grid_code", "staff_no", "until", "state", "matter_code"), "VARCHAR") | {
        "until": "DATE"
    }
    rows = [
        ("T1", G1, "S1", "2026-07-31", "done", None),
        ("T2", G1, "S6", "2026-08-31", "done_late", None),
        ("T3", G1, "S6", "2026-10-31", "due", None),
    ]
    ws.index().put("tasks", columns, rows, "test")
    units = {unit.unit.code: unit.results["D1"] for unit in measure(ws, Q3, by="staff").units}
    assert (units["S1"].numerator, units["S1"].denominator) == (1, 1)
    assert (units["S6"].numerator, units["S6"].denominator) == (0, 1)
    assert units["S2"].reason.en == "No tasks fell due: does not apply."
    grids = {unit.unit.code: unit.results["D1"] for unit in measure(ws, Q3).units}
    assert (grids[G1].numerator, grids[G1].denominator) == (1, 2)


def test_duplicates_settled_in_the_period_against_those_left(make: Make) -> None:
    ended = {"status": "ended", "end_reason": "duplicate", "end_date": "2026-08-01"}
    ws = make(households=[*COMMUNITY["households"], house(10, G1, **ended)])
    columns = {"group_no": "INTEGER", "tier": "VARCHAR", "id": "VARCHAR", "reasons": "VARCHAR[]"}
    rows = [
        (1, "confirmed", "H1", []),
        (1, "confirmed", "H4", []),
        (2, "suspected", "H5", []),
        (2, "suspected", "H6", []),
    ]
    ws.index().put("house_duplicates", columns, rows, "test")
    found = measure(ws, Q3).community.results["A5"]
    assert (found.hits, found.misses) == (("H10",), ("H4",))


def test_data_is_plain(bulletin: Bulletin) -> None:
    data = json.loads(json.dumps(bulletin.data()))
    assert data["period"] == {"label": "2026Q3", "from": "2026-07-01", "to": "2026-09-30"}
    assert data["units"][0]["indicators"]["B1"]["hits"] == ["H5"]


def test_a_revision_is_measured_as_it_was(make: Make) -> None:
    ws = make()
    git = ("git", "-c", "user.name=t", "-c", "user.email=t@example.org", "-C", str(ws.root))
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "ledgers"], check=True)
    subprocess.run([*git, "commit", "-qm", "one"], check=True)
    for path in ws.root.glob("ledgers/visits/*/*.yaml"):
        path.unlink()
    assert measure(Workspace.open(ws.root, today=date(2026, 10, 8)), Q3).community.results["B1"].numerator == 0
    old = Workspace.open(ws.root, rev="HEAD", today=date(2026, 10, 8))
    (ws.root / "ledgers" / "assessment" / "scheme.yaml").write_text("spoilt", encoding="utf-8")
    assert measure(old, Q3).community.score == 59.23
    assert measure(old, Q3).findings == ()


def test_an_indicator_is_added_without_python(make: Make) -> None:
    own = """
code: "X1"
unit: "community"
direction: "up"
target: "50%"
zh: {name: "出租登记率", explain: "说明", zero: "没有房屋", action: ""}
en: {name: "rented", explain: "what", zero: "none", action: ""}
denominator: "SELECT grid_code AS unit, id AS record FROM households WHERE current"
numerator: "SELECT id AS record FROM households UNION SELECT 'elsewhere'"
"""
    bulletin = measure(make({"indicators/X1.yaml": own}), Q3)
    found = bulletin.community.results["X1"]
    assert (found.numerator, found.denominator, found.score) == (8, 8, None)
    assert bulletin.units[0].results["X1"].reason.en == "counted for the community only"
    codes = {each.code: each for each in bulletin.findings}
    assert codes["A108"].params["count"] == "2"
    assert "A105" in codes


def test_a_failing_query_is_a_finding(make: Make) -> None:
    own = (
        'code: "B1"\nunit: "grid"\ndirection: "up"\ntarget: "50%"\n'
        'zh: {name: "a", explain: "b", zero: "c"}\nen: {name: "a", explain: "b", zero: "c"}\n'
        'denominator: "SELECT nothing FROM nowhere"\nnumerator: "SELECT 1 AS record"\n'
    )
    bulletin = measure(make({"indicators/B1.yaml": own}), Q3)
    [fault] = [each for each in bulletin.findings if each.code == "A107"]
    assert fault.place.path == "ledgers/assessment/indicators/B1.yaml"
    assert "nowhere" in message(fault, "zh")
    assert bulletin.community.results["B1"].score is None
    assert bulletin.community.score is not None


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([90.0, 90.0, 80.0], [1, 1, 3]),
        ([None, 1.0], [None, 1]),
        ([], []),
        ([5.0, 7.0, 5.0, 5.0, 1.0], [2, 1, 2, 2, 5]),
    ],
)
def test_ranks_with_ties(scores: list[float | None], expected: list[int | None]) -> None:
    assert ranks(scores) == expected


@pytest.mark.parametrize(
    ("value", "target", "direction", "expected"),
    [
        (0.49, 0.98, "up", 0.5),
        (1.0, 0.98, "up", 1.0),
        (0.3, 0.0, "up", 1.0),
        (0.02, 0.02, "down", 1.0),
        (0.06, 0.02, "down", 0.5),
        (0.1, 0.02, "down", 0.0),
        (0.5, 0.02, "down", 0.0),
        (0.0, 0.0, "down", 1.0),
        (0.1, 0.0, "down", 0.0),
    ],
)
def test_share_of_the_target(value: float, target: float, direction: str, expected: float) -> None:
    assert share_of(value, target, direction) == pytest.approx(expected)
