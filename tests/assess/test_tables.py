"""Tables of a bulletin, and its words."""

from collections.abc import Callable

import pytest
from hand_worked import COMMUNITY, G1, G2, G3, house

from gridctl.assess.bulletin import Bulletin, period_words
from gridctl.assess.measure import measure
from gridctl.assess.tables import evidence_table
from gridctl.assess.terminal_tables import terminal_indicators, terminal_table
from gridctl.findings.finding import Finding, Severity
from gridctl.render.html_bulletin import bulletin_page
from gridctl.render.xlsx_bulletin import bulletin_sheets
from gridctl.store.workspace import Workspace
from gridctl.text.periods import parse_period

Make = Callable[..., Workspace]
Q3 = parse_period("2026Q3")


@pytest.mark.parametrize(
    ("label", "zh", "en"),
    [
        ("2026Q3", "2026年第三季度", "Q3 2026"),
        ("2026H1", "2026年上半年", "H1 2026"),
        ("2026", "2026年度", "2026"),
        ("2026-07", "2026年7月", "2026-07"),
        ("2026-07-06", "2026年7月6日", "2026-07-06"),
        ("2026-07-06..12", "2026年7月6日至2026年7月12日", "2026-07-06 to 2026-07-12"),
    ],
)
def test_periods_in_titles(label: str, zh: str, en: str) -> None:
    assert period_words(parse_period(label)) == (zh, en)


def test_the_ranking_on_a_terminal_has_bars(bulletin: Bulletin) -> None:
    table = terminal_table(bulletin)
    assert [(row[0], row[1], row[3]) for row in table.rows] == [
        (1, "第二网格", "█████████·"),
        (2, "第一网格", "█████·····"),
        (None, "<b>第三网格</b>", ""),
        (None, "清荷社区", "██████····"),
    ]
    assert table.rows[1][5] == "-11.05"
    assert table.footer == bulletin.next_steps


def test_the_indicators_on_a_terminal(bulletin: Bulletin) -> None:
    rows = {row[0]: row[2:] for row in terminal_indicators(bulletin).rows}
    assert rows["B1"] == (0.5, "█████·····", "3/6", "100%", 12.3)
    assert rows["A6"][3] == "≤2%"
    assert rows["D1"] == (None, "", "-", "≥95%", None)


def test_records_of_no_grid_count_for_the_community_and_are_told(make: Make) -> None:
    bulletin = measure(make(households=[*COMMUNITY["households"], house(11, "999")]), Q3)
    assert bulletin.community.results["A1"].denominator == 8
    assert "A109" in {each.code for each in bulletin.findings}
    lost = [row for row in evidence_table(bulletin).rows if row[1] is None]
    assert {(row[0], row[3]) for row in lost} == {("A1", "H11"), ("B1", "H11")}


def test_an_empty_community_has_no_score(make: Make) -> None:
    bulletin = measure(make(households=[], businesses=[], special_groups=[], visits=[]), Q3)
    assert bulletin.community.score is None
    assert {each.score for each in bulletin.units} == {None}
    assert bulletin.next_steps == ()
    assert "本期没有可以计分的指标" in bulletin_page(bulletin, "zh")
    names = [each.name for each in bulletin_sheets(bulletin, "zh")]
    assert names == ["摘要", "基本情况", "排名", "各项结果", "等次", "分组比较", "F1", "提示", "佐证"]


def test_without_ranking_the_sections_are_numbered_on(make: Make) -> None:
    quality = [Finding("F101", Severity.ERROR), Finding("F105", Severity.WARNING), Finding("F101", Severity.ERROR)]
    bulletin = measure(make(), Q3, by="community", quality=quality)
    text = bulletin_page(bulletin, "zh")
    assert "四、下一步工作" in text
    assert "台账检查发现错误2条，提醒1条。" in text


def test_an_indicator_of_staff_counts_for_their_grids(make: Make) -> None:
    own = (
        'code: "F1"\nunit: "staff"\ndirection: "up"\ntarget: "100%"\nzero: "full"\n'
        'zh: {name: "到岗率", explain: "b", zero: "无"}\nen: {name: "in post", explain: "b", zero: "none"}\n'
        'denominator: "SELECT staff_no AS unit, staff_no AS record FROM staff"\n'
        "numerator: \"SELECT staff_no AS record FROM staff WHERE current AND staff_no <> 'S2'\"\n"
    )
    scheme = (
        'name_zh: "a"\nname_en: "a"\nindicators: {F1: {weight: "100"}}\n'
        'bands: [{key: "x", zh: "x", en: "x", least: "0"}]\n'
    )
    ws = make({"indicators/F1.yaml": own, "scheme.yaml": scheme})
    by_staff = measure(ws, Q3, by="staff")
    assert {each.unit.code: each.score for each in by_staff.units} == {"S1": 100, "S2": 0, "S3": 100, "S6": 100}
    # A grid counts by its workers; where nobody serves, this indicator calls it full marks.
    assert {each.unit.code: each.score for each in measure(ws, Q3).units} == {G1: 100, G2: 50, G3: 100}
