"""The third quarter of 2026, 92 days, worked out by hand under the default scheme.

S1 serves the first grid throughout. S2 served it for 46 days, then the second for 46. S3 left the second after 31 days.
S4 has the second grid but was away for 23 of the 92 days, in which S5, who has the empty third grid, stood in. S6 came
to the first grid for the last 21 days, too few to be graded.

What is true of a grid at the end (A1, B1, B3) counts by the days served, what has a day for who served then.

first grid: A1 H1 H2 H4 of 4 houses, B1 H1 H2 of 4, no key place. second: A1 2 of 2, B1 2 of 2, B3 1 of 1.

| | A1 | A2 | A3 | A4 | B1 | B2 | B3 | C1 | C2 | C3 | C4 | D1 | E1 | F1 |
|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|
| S1 | 3/4 | 4/5 | 0/1 | 1/2 | 2/4 | 1/3 | - | 1/2 | 1/1 | 1/1 | 0/1 | 1/2 | 1.6/2 | 90 |
| S2 | 2.5/3 | 4/4 | 1/2 | 1/2 | 2/3 | 1/1 | .5/.5 | 2/2 | 1/2 | 1/2 | 1/2 | 1/1 | 1.6/2 | 95 |
| S3 | 62/92 of as many | - | - | 1/1 | the same | - | 31/92 | - | - | - | - | - | - | 100 |
| S4 | 1.5/1.5 | - | - | 1/1 | 1.5/1.5 | - | .75/.75 | - | - | - | 1/1 | 1/1 | 0/1 | 100 |
| S5 | .5/.5 | 4/4 | 1/2 | - | .5/.5 | - | .25/.25 | 1/1 | 0/1 | 0/1 | - | - | 1/1 | 100 |
| S6 | 63/92 of 84/92 | - | - | - | 42/92 of 84/92 | 0/1 | - | - | - | - | - | - | - | 100 |

S1: 8·.75/.98 + 8·.8/.98 + 4 + 5·.5/.95 + 8·.5 + 8/3 + 8·.5/.9 + 4 + 9 + 4 + 10·.5/.95 + 10·.8/.9 + 9
    = 70.5478 of 96 → 73.49
S2: 8·(2.5/3)/.98 + 8 + 0 + 5·.5/.95 + 8·2/3 + 8 + 4 + 8 + 4·.5/.95 + 9·.5/.95 + 0 + 10 + 10·.8/.9 + 9.5
    = 77.9986 of 100 → 78; innovation 8 and a hazard 5 are capped at 10, a duplicate report −2, a yellow card −5: 81
S3: 8 + 5 + 8 + 4 + 10 of 35 → 100, but a veto is signed off
S4: 8 + 5 + 8 + 4 + 0 + 10 + 0 + 10 = 45 of 59 → 76.27
S5: 8 + 8 + 0 + 8 + 4 + 8 + 0 + 0 + 10 + 10 = 56 of 73 → 76.71
S6: 8·.75/.98 + 8·.5 + 0 + 10 = 20.1224 of 34 → 59.18

first grid, F1: 92 days of 90, 46 of 95, 21 of 100 = 14 750 of 15 900
"""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from worked_quarter import G1, G2, G3, QUARTER, put_derived

from gridctl.assess.annual import annual
from gridctl.assess.annual_tables import year_table
from gridctl.assess.bulletin import Bulletin
from gridctl.assess.explain import explain
from gridctl.assess.explain_tables import records_table, score_table, working_table
from gridctl.assess.measure import measure, place
from gridctl.assess.publishing import Manifest, frozen, read_published
from gridctl.assess.quarters import as_published, reckoned
from gridctl.assess.tables import ranking_table
from gridctl.store.workspace import Workspace
from gridctl.text.periods import parse_period

Make = Callable[..., Workspace]
Q3 = parse_period("2026Q3")
NONE = (0, 0)


def rates(bulletin: Bulletin) -> dict[str, dict[str, tuple[float, float]]]:
    return {
        each.unit.code: {
            code: (result.numerator, result.denominator)
            for code, result in each.results.items()
            if bulletin.basis.weight(code)
        }
        for each in (*bulletin.units, bulletin.community)
    }


def test_every_indicator_of_every_worker(by_staff: Bulletin) -> None:
    found = rates(by_staff)
    codes = ("A1", "A2", "A3", "A4", "B1", "B2", "B3", "C1", "C2", "C3", "C4", "D1", "E1", "F1")

    def row(*cells: tuple[float, float]) -> dict[str, object]:
        return {code: pytest.approx(cell, abs=1e-6) for code, cell in zip(codes, cells, strict=True)}

    part = 31 / 92
    expected = {
        "S1": row((3, 4), (4, 5), (0, 1), (1, 2), (2, 4), (1, 3), NONE, (1, 2), (1, 1), (1, 1), (0, 1), (1, 2),
                  (1.6, 2), (90, 100)),
        "S2": row((2.5, 3), (4, 4), (1, 2), (1, 2), (2, 3), (1, 1), (0.5, 0.5), (2, 2), (1, 2), (1, 2), (1, 2), (1, 1),
                  (1.6, 2), (95, 100)),
        "S3": row((2 * part, 2 * part), NONE, NONE, (1, 1), (2 * part, 2 * part), NONE, (part, part), NONE, NONE, NONE,
                  NONE, NONE, NONE, (100, 100)),
        "S4": row((1.5, 1.5), NONE, NONE, (1, 1), (1.5, 1.5), NONE, (0.75, 0.75), NONE, NONE, NONE, (1, 1), (1, 1),
                  (0, 1), (100, 100)),
        "S5": row((0.5, 0.5), (4, 4), (1, 2), NONE, (0.5, 0.5), NONE, (0.25, 0.25), (1, 1), (0, 1), (0, 1), NONE, NONE,
                  (1, 1), (100, 100)),
        "S6": row((63 / 92, 84 / 92), NONE, NONE, NONE, (42 / 92, 84 / 92), (0, 1), NONE, NONE, NONE, NONE, NONE, NONE,
                  NONE, (100, 100)),
        "": row((5, 6), (8, 9), (1, 3), (2, 3), (4, 6), (1, 3), (1, 1), (2, 3), (1, 2), (1, 2), (1, 2), (3, 4),
                (2.6, 4), (585, 600)),
    }  # fmt: skip
    assert found == expected


def test_scores_ranks_and_grades(by_staff: Bulletin) -> None:
    assert by_staff.findings == tuple(each for each in by_staff.findings if each.code == "A115")
    assert [
        (u.unit.code, u.rank, u.base, u.score, u.grade and u.grade.key, u.by_score and u.by_score.key)
        for u in by_staff.units
    ] == [
        ("S3", 1, 100, 100, "fail", "excellent"),
        ("S2", 2, 78, 81, "good", "good"),
        ("S5", 3, 76.71, 76.71, "pass", "pass"),
        ("S4", 4, 76.27, 76.27, "pass", "pass"),
        ("S1", 5, 73.49, 73.49, "pass", "pass"),
        ("S6", None, 59.18, 59.18, None, None),
    ]
    remarks = {each.unit.code: each.remark.zh if each.remark else "" for each in by_staff.units}
    assert remarks == {
        "S1": "",
        "S2": "",
        "S3": "一票否决",
        "S4": "",
        "S5": "",
        "S6": "在岗 21 天，不足 30 天，不定等次",
    }


def test_bonus_and_deductions_keep_to_their_limits(by_staff: Bulletin) -> None:
    second = next(each for each in by_staff.units if each.unit.code == "S2")
    assert [(group.key, group.uncapped, group.points) for group in second.adjusted] == [
        ("bonus", 13, 10),
        ("false_reports", -2, -2),
        ("cards", -5, -5),
    ]
    assert [item.records for group in second.adjusted for item in group.items] == [("J3",), ("J4",), ("J5",), ("K3",)]


def test_a_veto_nobody_signed_off_is_told(by_staff: Bulletin) -> None:
    [told] = [each for each in by_staff.findings if each.code == "A115"]
    assert (told.record, told.params["unit"]) == ("J7", "S6")
    rows = {row[1]: row[-1] for row in ranking_table(by_staff).rows}
    assert rows["S3"].zh == "一票否决"


def test_grids_count_whole_and_by_their_workers(worked: Workspace) -> None:
    found = rates(measure(worked, Q3))
    assert found[G1]["A1"] == (3, 4)
    assert found[G1]["F1"] == pytest.approx((14750 / 92, 15900 / 92), abs=1e-6)
    assert found[G2]["A1"] == (2, 2)
    assert found[G3]["A1"] == NONE
    assert found[G3]["E1"] == (1, 1)
    assert found[G2]["C3"] == (0, 1)


def test_small_samples_are_told(by_staff: Bulletin) -> None:
    assert all(each.results["E1"].small for each in by_staff.units if each.results["E1"].denominator)
    assert any("样本不足20个" in each.zh for each in by_staff.warnings)


def test_ties_at_the_edge_of_the_quota(by_staff: Bulletin) -> None:
    """Of five ranked one may be excellent. Equal in score, S5 has E1 1/1 and S2 has 0.8/0.9; S1 has C3 1/1, S2 1/2."""

    def graded(**scores: float) -> dict[str, str]:
        units = [replace(each, score=scores.get(each.unit.code, each.score)) for each in by_staff.units]
        placed, _ = place(by_staff.basis, units, "staff")
        return {each.unit.code: each.grade.key for each in placed if each.unit.code in scores and each.grade}

    assert graded(S2=95, S5=95) == {"S2": "good", "S5": "excellent"}
    assert graded(S1=95, S2=95) == {"S1": "excellent", "S2": "good"}
    # With the same results the tie-break tells nothing: neither is excellent, and both share the rank.
    second = next(each for each in by_staff.units if each.unit.code == "S2")
    units = [
        replace(each, score=95, results=second.results) if each.unit.code in ("S2", "S5") else each
        for each in by_staff.units
    ]
    placed, _ = place(by_staff.basis, units, "staff")
    tied = {each.unit.code: each for each in placed if each.unit.code in ("S2", "S5")}
    assert {each.grade.key for each in tied.values() if each.grade} == {"good"}
    assert {each.rank for each in tied.values()} == {2}
    assert all(each.remark and "并列跨过优秀名额边缘" in each.remark.zh for each in tied.values())


def test_departments_and_verdicts_on_cases(make: Make) -> None:
    """K3 was handled by a department: accepted after two working days, closed late, reopened, and judged fairly good.

    K1 was handled by S1 and judged bad. S1 has of E1: the answers 1 and 0.6 of July, and 0. The department also leads
    the matter that both refused K2 and T1 to T4 are of.
    """
    matter = {"code": "02-01-01", "name": "走访", "lead_department": "区城管局"}
    ws = make(shipped=True, **(QUARTER | {"matters": [matter]}))
    index = ws.index()
    put_derived(index)
    index.sql("UPDATE case_status SET handler = '区城管局', satisfaction = 'fairly', evaluated_at = '2026-09-27' "
              "WHERE case_id = 'K3'")  # fmt: skip
    index.sql("UPDATE case_status SET satisfaction = 'dissatisfied', evaluated_at = '2026-07-10' WHERE case_id = 'K1'")
    index.sql("UPDATE case_status SET matter_code = '02-01-01' WHERE case_id = 'K2'")
    by_department = measure(ws, Q3, by="department")
    [department] = by_department.units
    assert department.unit.code == "区城管局"
    assert {code: (r.numerator, r.denominator) for code, r in department.results.items() if r.denominator} == {
        "C1": (0, 1), "C2": (0, 1), "C3": (0, 1), "C4": (1, 1), "D1": (3, 4), "E1": (0.6, 1),
    }  # fmt: skip
    assert department.results["B1"].reason.en == "counted for the community only"
    assert by_department.community.results["B1"].denominator == 6
    whole = by_department.community.results["E1"]
    assert (whole.numerator, whole.denominator) == (pytest.approx(3.2), 6)
    staff = {each.unit.code: each.results["E1"] for each in measure(ws, Q3, by="staff").units}
    assert (staff["S1"].numerator, staff["S1"].denominator) == (pytest.approx(1.6), 3)
    assert (staff["S2"].numerator, staff["S2"].denominator) == (pytest.approx(1.6), 2)
    grids = {each.unit.code: each.results["E1"] for each in measure(ws, Q3).units}
    assert (grids[G2].numerator, grids[G2].denominator) == (pytest.approx(0.6), 2)


def test_an_explanation_shows_the_working_and_the_records(worked: Workspace, by_staff: Bulletin) -> None:
    found = explain(worked, by_staff, "a1", "S2")
    data = json.loads(json.dumps(found.data()))
    assert (data["numerator"], data["denominator"], data["weight"]) == (2.5, 3, 8)
    assert {each["record"]: (each["met"], each["days"]) for each in data["records"]} == {
        "H1": (1, 46), "H2": (1, 46), "H3": (0, 46), "H4": (1, 46), "H5": (1, 46), "H6": (1, 46),
    }  # fmt: skip
    steps = [working.zh for _, working in working_table(found).rows]
    assert f"{G1}：2026-07-01 至 2026-08-15，46 天" in steps
    assert "2.5 ÷ 3 = 83.33%" in steps
    assert "min(1, 83.33% ÷ 0.98) = 0.8503" in steps
    assert "8.00 × 0.8503 = 6.80" in steps
    assert records_table(found).rows[0][0] == "H3"


def test_an_explanation_names_who_was_stood_in_for(worked: Workspace, by_staff: Bulletin) -> None:
    steps = [working.zh for _, working in working_table(explain(worked, by_staff, "C3", "S5")).rows]
    assert f"{G2}：2026-09-01 至 2026-09-23，23 天（代 S4）" in steps
    assert "9 × 100 ÷ 73 = 12.33（不适用指标的权重按比例分摊）" in steps


def test_a_scored_input_names_the_scores(worked: Workspace, by_staff: Bulletin) -> None:
    found = explain(worked, by_staff, "F1", "S1")
    assert [(each.record, each.met) for each in found.records] == [("J1", -10), ("S1", 100)]


def test_the_whole_score_adds_up(by_staff: Bulletin) -> None:
    second = next(each for each in by_staff.units if each.unit.code == "S2")
    rows = score_table(by_staff, second).rows
    points = sum(row[5] for row in rows if row[0])
    assert points == pytest.approx(78, abs=0.04)
    assert rows[-1][5] == 81


def test_the_year(worked: Workspace, by_staff: Bulletin) -> None:
    """S1: 40·85 + 30·73.49 + 12·90 + 9·80 of 91 = 81.37; nothing but the bulletin for the others."""
    year = annual(worked, by_staff.basis, parse_period("2026"), [reckoned(by_staff)])
    found = {each.unit.code: (each.score, each.grade and each.grade.key) for each in year.staff}
    assert found == {
        "S1": (81.37, "good"),
        "S2": (81, "good"),
        "S3": (100, "fail"),
        "S4": (76.27, "pass"),
        "S5": (76.71, "pass"),
        "S6": (None, None),
    }
    first = next(each for each in year.staff if each.unit.code == "S1")
    assert {each.key: each.sources for each in first.parts} == {
        "daily": ("J10", "J11"), "bulletins": ("2026Q3",), "organisation": ("J12",), "community": ("J13",),
        "residents": (),
    }  # fmt: skip
    assert sum(each.weight for each in first.parts) == pytest.approx(100)


def test_what_was_published_counts_for_the_year(worked: Workspace, by_staff: Bulletin, tmp_path: Path) -> None:
    """S1: the first quarter's 40 was corrected to 86, the second's is 70, the third is reckoned as 73.49: 76.50.

    40·85 + 30·76.4967 + 12·90 + 9·80 of 91 = 82.36. S4 was too short in post in the second to be graded.
    """
    publish(tmp_path, "2026Q1", {"S1": 40.0, "S4": 90.0})
    publish(tmp_path, "2026Q1", {"S1": 86.0, "S4": 90.0}, correction=1)
    publish(tmp_path, "2026Q2", {"S1": 70.0, "S4": 10.0}, ungraded=("S4",))
    first, second = (as_published(each) for each in read_published(tmp_path))
    year = annual(worked, by_staff.basis, parse_period("2026"), [first, second, reckoned(by_staff)])
    found = {each.unit.code: each for each in year.staff}
    assert found["S1"].score == 82.36
    parts = {each.key: each for each in found["S4"].parts}
    assert parts["bulletins"].points == pytest.approx((90 + 76.27) / 2)
    assert year.data()["bulletins"] == [
        {"period": "2026Q1", "bulletin": "2026Q1-staff", "correction": 1},
        {"period": "2026Q2", "bulletin": "2026Q2-staff", "correction": 0},
        {"period": "2026Q3", "bulletin": None, "correction": 0},
    ]
    [note] = year_table(year).footer
    assert note.zh.startswith("计入的通报：2026Q1-staff（更正第 1 号）、2026Q2-staff、2026Q3（未发布，按台账计算）。")
    assert year.findings == ()
    # Somebody touches a published figure: it is told.
    path = tmp_path / "ledgers/assessment/bulletins/2026Q2-staff/figures.json"
    path.write_bytes(path.read_bytes().replace(b"70.0", b"99.0"))
    touched = [as_published(each) for each in read_published(tmp_path)]
    assert [each.code for each in annual(worked, by_staff.basis, parse_period("2026"), touched).findings] == ["A201"]


def publish(
    root: Path, label: str, scores: dict[str, float], *, correction: int = 0, ungraded: tuple[str, ...] = ()
) -> None:
    """An edition with these scores and nothing else."""
    number = f"{label}-staff"
    manifest = Manifest(number, label, "staff", "", "2026-10-09", "王书记", "a", "b", "c", "gridctl", correction)
    units = [
        {"code": code, "name": code, "score": score, "grade": None if code in ungraded else "good"}
        for code, score in scores.items()
    ]
    for path, data in frozen(manifest, {"units": units}, {}).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)


def test_scores_that_cannot_count_are_told(make: Make) -> None:
    scores = [
        {**QUARTER["scores"][0], "id": "J91", "input": "不知何项"},
        {**QUARTER["scores"][0], "id": "J92", "unit": "S99"},
        {**QUARTER["scores"][0], "id": "J93", "period": "去年"},
        {**QUARTER["scores"][7], "id": "J94", "points": 120},
        {key: value for key, value in QUARTER["scores"][7].items() if key != "points"} | {"id": "J95"},
    ]
    ws = make(shipped=True, today=date(2026, 10, 8), **(QUARTER | {"scores": scores}))
    found = {each.record: each.code for each in measure(ws, Q3, by="staff").findings}
    assert found == {"J91": "A112", "J92": "A113", "J93": "A116", "J94": "A116", "J95": "A116"}
