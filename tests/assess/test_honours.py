"""The year's honours, and pay: worked out by hand."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from worked_quarter import G1, G2, G3, QUARTER

from gridctl.assess.annual import annual
from gridctl.assess.bulletin import Bulletin
from gridctl.assess.honours import best_table, honours, stars_table
from gridctl.assess.measure import measure
from gridctl.assess.pay import pay, pay_table, work_table
from gridctl.assess.pay_rates import PATH, Rates, load_rates
from gridctl.assess.quarters import reckoned
from gridctl.assess.scheme import Honours, Stars
from gridctl.render.xlsx import SheetSpec, write_workbook
from gridctl.store.faults import UsageFault
from gridctl.store.workspace import Workspace
from gridctl.text.periods import parse_period

Q3 = parse_period("2026Q3")
RATES = """
base: {full_time: "3000", part_time: "1200"}
staff: {S4: "1000.50"}
most: "80"
pieces:
  - {key: "visits", zh: "走访", en: "visits", rate: "2", quality: "B1",
     sql: "SELECT unnest(staff) AS staff, id AS record FROM visits WHERE visited_on BETWEEN $from AND $to"}
hours:
  - {key: "duty", zh: "值班", en: "duty", rate: "15.5",
     sql: "SELECT staff_no AS staff, id AS record, 1.5 AS amount FROM absences"}
"""


def rates(root: Path, text: str = RATES) -> Rates:
    (root / PATH).parent.mkdir(parents=True, exist_ok=True)
    (root / PATH).write_text(text, encoding="utf-8")
    return load_rates(root)


def test_the_best_of_the_staff_and_stars_of_grids(worked: Workspace, by_staff: Bulletin) -> None:
    by_grid = measure(worked, Q3)
    year = annual(worked, by_staff.basis, parse_period("2026"), [reckoned(by_staff)])
    scheme = by_staff.basis.scheme
    # Of the year: S1 has the daily scores 80 and 90, the bulletin, 90 and 80; S2, S4 and S5 the bulletin alone.
    graded = [each.unit.code for each in year.staff if each.grade and each.grade.key in ("excellent", "good")]
    found = honours(scheme, year, [reckoned(by_grid)])
    assert [each.unit.code for each in found.best] == graded
    scores = {each.unit.code: each.score for each in by_grid.units}
    assert [(each.unit.code, each.score) for each in found.grids] == sorted(
        ((code, score) for code, score in scores.items() if score is not None), key=lambda one: -one[1]
    ) + [(code, None) for code, score in scores.items() if score is None]
    levels = Honours(best=1, stars=(Stars(key="x", zh="一星", en="one star", least=scores[G2] or 0),))
    chosen = honours(scheme.model_copy(update={"honours": levels}), year, [reckoned(by_grid)])
    assert {each.unit.code: each.stars.key if each.stars else None for each in chosen.grids}[G2] == "x"
    assert len(chosen.best) == 1
    assert best_table(found, scheme).title.zh == "2026年度十佳网格员"
    assert len(stars_table(found).rows) == len({G1, G2, G3})
    assert found.data()["grids"][0]["periods"] == ["2026Q3"]


def test_nobody_of_those_equal_at_the_last_place_is_among_the_best(worked: Workspace, by_staff: Bulletin) -> None:
    year = annual(worked, by_staff.basis, parse_period("2026"), [reckoned(by_staff)])
    band = by_staff.basis.scheme.bands[0]
    three = [
        replace(each, score=score, grade=band) for each, score in zip(year.staff, (90.0, 85.0, 85.0), strict=False)
    ]
    scheme = by_staff.basis.scheme.model_copy(update={"honours": Honours(best=2)})
    assert [each.score for each in honours(scheme, replace(year, staff=tuple(three)), []).best] == [90.0]


def test_pay_by_score_days_pieces_and_hours(worked: Workspace, by_staff: Bulletin, tmp_path: Path) -> None:
    found = {each.staff_no: each for each in pay(worked.index(), by_staff, rates(tmp_path))}
    # 73.49 points for all 92 days, and five visits at 2 yuan, of which B1 reached 2 of 4.
    assert found["S1"].performance == Decimal("2204.70")
    assert [(each.amount, each.quality, each.pay) for each in found["S1"].work] == [
        (5, Decimal("0.5"), Decimal("5.00"))
    ]
    assert found["S1"].total == Decimal("2209.70")
    # 81 points count as 80.
    assert found["S2"].performance == Decimal("2400.00")
    # 100 points, above the most, for 31 of 92 days: 3000 × 0.8 × 31 / 92.
    assert found["S3"].performance == Decimal("808.70")
    # A base of their own, 76.27 points for 69 of 92 days; an hour and a half of duty.
    assert found["S4"].performance == Decimal("572.31")
    assert [each.pay for each in found["S4"].work] == [Decimal("23.25")]
    assert found["S6"].performance == Decimal("405.25")


def test_the_pay_sheet_is_masked_and_adds_up(worked: Workspace, by_staff: Bulletin, tmp_path: Path) -> None:
    found = pay(worked.index(), by_staff, rates(tmp_path))
    sheets = [SheetSpec(pay_table(by_staff, found), "绩效"), SheetSpec(work_table(found), "明细")]
    write_workbook(tmp_path / "绩效.xlsx", sheets, "zh")
    book = load_workbook(tmp_path / "绩效.xlsx")
    names = {row[1].value for page in book for row in page.iter_rows(min_row=3)}
    assert not names & {each["name"] for each in QUARTER["staff"]}
    assert "赵*" in names
    rows = [[cell.value for cell in row] for row in book["绩效"].iter_rows(min_row=4)]
    assert rows[-1][-1] == pytest.approx(sum(row[-1] for row in rows[:-1]))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("base: {full_time: '多'}", "base.full_time"),
        ("pieces: [{key: a, zh: a, en: a, rate: '1', sql: 'SELECT 1', more: 2}]", "pieces"),
    ],
)
def test_rates_that_cannot_be_used_are_told_by_place(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(UsageFault) as caught:
        rates(tmp_path, text)
    assert f"{PATH}:1:" in caught.value.zh
    assert told in caught.value.en


@pytest.mark.parametrize("sql", ["DROP TABLE visits", "SELECT nothing FROM visits", "SELECT * FROM read_csv('a')"])
def test_a_harmful_query_is_refused(worked: Workspace, by_staff: Bulletin, tmp_path: Path, sql: str) -> None:
    text = f'pieces: [{{key: "a", zh: "a", en: "a", rate: "1", sql: "{sql}"}}]'
    with pytest.raises(UsageFault):
        pay(worked.index(), by_staff, rates(tmp_path, text))


def test_without_rates_it_says_where_they_go(tmp_path: Path) -> None:
    with pytest.raises(UsageFault) as caught:
        load_rates(tmp_path)
    assert PATH in caught.value.en
