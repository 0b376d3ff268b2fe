"""Traces and their clearing, stratified samples, and forms read back."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from work_community import CELL, G1, G2, house

from gridctl.findings.message import message
from gridctl.findings.registry import rule, rules
from gridctl.store.changeset import Add, End, Set
from gridctl.text.periods import parse_period
from gridctl.text.workdays import Calendar
from gridctl.work.supervise_form import NotAFormError
from gridctl.work.supervise_rate import Rate
from gridctl.work.supervise_recheck import read_recheck
from gridctl.work.supervise_sample import draw, form, kinds
from gridctl.work.supervise_traces import field_days, find_traces

SPAN = parse_period("2026Q3", today=date(2026, 9, 30))
NOTE = "家中四口人都在，用电用气都看过没有问题，已讲防诈骗"


def visit(number: int, **more: Any) -> dict[str, Any]:
    return {
        "id": f"V{number:03}",
        "visited_on": "2026-07-10",
        "grid_code": G1,
        "staff": ["W1"],
        "target_kind": "household",
        "target": f"H{number:03}",
        "house_code": f"F{number:03}",
        "reason": "planned",
        "mode": "home",
        **more,
    }


def traces(community, visits: list[dict[str, Any]], **changes: Any) -> dict[str, Any]:
    ws = community(visits=visits, **changes)
    return {each.code: each for each in find_traces(ws.index(), SPAN)}


FIRES = {
    "U101": [visit(n) for n in range(1, 42)],
    "U102": [visit(n, findings=NOTE, visited_on=f"2026-07-{n:02}") for n in range(1, 6)],
    "U103": [visit(n, arrived_at=f"2026-07-10 09:30:{n:02}") for n in range(1, 4)],
    "U104": [visit(1, grid_code=G2)],
    "U105": [visit(n, target="H001", mode="not_met", visited_on=f"2026-07-{n:02}") for n in range(1, 4)],
    "U106": [visit(n, target="H001", mode="phone", visited_on=f"2026-07-{n:02}") for n in range(1, 4)],
    "U107": [visit(1, collected_on="2026-07-18")],
    "U108": [visit(n, arrived_at=f"2026-07-10 09:{n * 2:02}") for n in range(1, 8)],
}
CLEARED = {
    "U101": [*FIRES["U101"][:40], visit(41, visited_on="2026-07-13")],
    "U102": [{**each, "campaign": "FZP"} for each in FIRES["U102"]],
    "U103": [{**each, "house_code": "F001"} for each in FIRES["U103"]],
    "U104": [visit(1, grid_code=CELL)],
    "U105": [*FIRES["U105"], visit(4, target="H001")],
    "U106": [*FIRES["U106"], visit(4, target="H001")],
    "U107": [visit(1, collected_on="2026-07-17")],
    "U108": [visit(n, arrived_at=f"2026-07-10 09:{n * 5:02}") for n in range(1, 8)],
}


def test_every_trace_is_tried():
    assert FIRES.keys() == CLEARED.keys() == {each.code for each in rules("work") if each.code[0] == "U" and each.sql}


@pytest.mark.parametrize("code", FIRES)
def test_a_trace_lists_its_visits_and_says_how_it_is_cleared(community, code):
    found = traces(community, FIRES[code])
    assert set(found) == {code}
    trace = found[code]
    assert set(trace.visits) <= {each["id"] for each in FIRES[code]}
    assert len(trace.visits) >= 1
    for language in ("zh", "en"):
        told = message(trace.finding(), language)
        assert "{" not in told
        assert rule(code).texts(language).remedy


@pytest.mark.parametrize("code", CLEARED)
def test_what_clears_a_trace_does(community, code):
    assert traces(community, CLEARED[code]) == {}


def test_who_stands_in_is_not_outside_the_grids(community):
    away = [visit(1, staff=["W3"], grid_code=G1)]
    staff = [
        {"staff_no": "W1", "name": "周样一", "role": "full_time", "grids": [G1]},
        {"staff_no": "W3", "name": "郑样三", "role": "part_time", "grids": [G2]},
    ]
    assert set(traces(community, away, staff=staff)) == {"U104"}
    stands_in = {
        "id": "L1",
        "staff_no": "W1",
        "first_day": "2026-07-06",
        "last_day": "2026-07-12",
        "backup_staff": "W3",
    }
    assert traces(community, away, staff=staff, absences=[stands_in]) == {}


def test_days_in_the_courtyards_are_counted_of_the_days_in_post(community):
    days = ["2026-07-06", "2026-07-07", "2026-07-07", "2026-07-11"]  # the 11th is a Saturday
    ws = community(
        visits=[visit(n, visited_on=day) for n, day in enumerate(days, 1)]
        + [visit(9, mode="phone", visited_on="2026-07-09")],
        absences=[{"id": "L1", "staff_no": "W1", "first_day": "2026-07-13", "last_day": "2026-09-30"}],
    )
    by_worker = {each.worker: each for each in field_days(ws.index(), SPAN, Calendar())}
    assert (by_worker["W1"].days, by_worker["W1"].workdays) == (2, 8)
    assert by_worker["W2"].days == 0
    assert "W4" not in by_worker


def people(count: int, grid: str, start: int = 1) -> list[dict[str, Any]]:
    return [
        house(
            n,
            grid,
            members=[{"id": f"P{n:03}", "name": "陈样", "sex": "male", "phones": ["19900001111", "19900002222"]}],
        )
        for n in range(start, start + count)
    ]


def test_a_sample_is_repeated_by_its_seed_and_reaches_every_grid(community):
    ws = community(households=[*people(90, G1), *people(10, G2, 91)])
    kind = kinds()["people"]
    one, again = (draw(ws.index(), kind, size=20, seed=7, on=ws.today) for _ in range(2))
    other = draw(ws.index(), kind, size=20, seed=8, on=ws.today)
    assert one == again
    assert {each.part for each in one.drawn} != {each.part for each in other.drawn}
    assert Counter(each.grid_code for each in one.drawn) == {G1: 18, G2: 2}
    assert one.number == "people-20260930-7"
    assert one.population == 100
    assert len(draw(ws.index(), kind, size=500, seed=1, on=ws.today).drawn) == 100
    assert {each.grid_code for each in draw(ws.index(), kind, size=3, seed=1, on=ws.today, grids={G2}).drawn} == {G2}


def test_a_record_more_changes_no_other_s_turn(community):
    kind = kinds()["people"]
    few = draw(community(households=people(30, G1)).index(), kind, size=10, seed=3, on=date(2026, 9, 30))
    more = draw(community(households=people(31, G1)).index(), kind, size=10, seed=3, on=date(2026, 9, 30))
    assert len({each.part for each in few.drawn} - {each.part for each in more.drawn}) <= 1


@pytest.mark.parametrize("name", list(kinds()))
def test_no_form_shows_what_the_ledger_says(community, name):
    ws = community(
        households=people(5, G1), volunteers=[{"id": "V1", "name": "李样", "grid_code": G1, "phones": ["19900003333"]}]
    )
    table = form(draw(ws.index(), kinds()[name], size=5, seed=1, on=ws.today))
    assert table.rows
    asked = [n for n, column in enumerate(table.columns) if column.key in {each.name for each in kinds()[name].fields}]
    assert all(row[n] is None for row in table.rows for n in asked)
    assert "19900" not in str(table.rows)


def filled(ws, answers: dict[str, dict[str, str]], name: str = "people", size: int = 10) -> list[list[str]]:
    table = form(draw(ws.index(), kinds()[name], size=size, seed=1, on=ws.today))
    rows = [[table.title.zh], *([note.zh] for note in table.notes), [column.zh for column in table.columns]]
    keys = [column.key for column in table.columns]
    for row in table.rows:
        cells = dict(zip(keys, row, strict=True))
        told = answers.get(str(cells["part"] or cells["record"]), {})
        rows.append([str(told.get(key, value) or "") for key, value in cells.items()])
    return rows


ANSWERS = {
    "P001": {"mode": "入户", "found": "在", "sex": "男", "phones": "199 0000 2222", "checked_on": "2026.9.28"},
    "P002": {"mode": "入户", "found": "在", "sex": "女", "checked_by": "林静"},
    "P003": {"mode": "入户", "found": "搬走", "sex": "女"},
    "P004": {"mode": "未遇"},
    "P005": {"mode": "入户", "found": "在", "sex": "看不清"},
}


def test_a_form_gives_rates_a_register_and_corrections(community):
    ws = community(households=people(6, G1))
    rows = filled(ws, ANSWERS)
    found = read_recheck(ws, "复核表.xlsx", "复核表", rows, by="监督员")
    assert (found.checked, found.not_met, found.open, len(found.findings)) == (3, 1, 1, 1)
    assert (found.accuracy.part, found.accuracy.whole) == (2, 3)
    assert (found.not_deregistered.part, found.not_deregistered.whole) == (1, 3)
    (fault,) = found.findings
    assert fault.place.sheet == "复核表"
    assert rows[int(fault.place.cell[1:]) - 1][ord(fault.place.cell[0]) - 65] == "看不清"
    assert "看不清" in message(fault, "zh")
    assert found.corrections == [
        Set("households", "H002", "members[P002].sex", "male", "female"),
        Set("households", "H003", "members[P003].moved_out", None, "2026-09-30"),
        Set("households", "H003", "members[P003].leave_reason", None, "moved_away"),
    ]
    registered = {each.data["part"]: each.data for each in found.registered if isinstance(each, Add)}
    assert registered["P001"]["fields_checked"] == ["性别", "联系电话"]
    assert registered["P001"]["checked_on"] == "2026-09-28"
    assert registered["P002"]["fields_wrong"] == ["性别"]
    assert registered["P002"]["checked_by"] == "林静"
    assert registered["P003"]["gone"] is True


def test_reading_a_form_again_changes_nothing_and_tells_the_same_rates(community):
    ws = community(households=people(6, G1))
    rows = filled(ws, ANSWERS)
    first = read_recheck(ws, "f.xlsx", "s", rows, by="监督员")
    ws.apply(first.changes())
    again = read_recheck(type(ws).open(ws.root, today=ws.today), "f.xlsx", "s", rows, by="监督员")
    assert not again.changes()
    assert (again.accuracy, again.not_deregistered) == (first.accuracy, first.not_deregistered)


def test_a_business_found_closed_is_ended(community):
    ws = community()
    found = read_recheck(ws, "f", "s", filled(ws, {"B001": {"mode": "入户", "found": "停业"}}, "businesses"), by="x")
    (end,) = found.corrections
    assert isinstance(end, End)
    assert (end.ledger, end.record, end.reason) == ("businesses", "B001", "closed")


def test_a_record_that_is_not_there_any_more_is_told(community):
    ws = community(households=people(2, G1))
    rows = filled(ws, {"P001": {"mode": "入户", "found": "在"}})
    rows = [["HXXX" if cell == "H001" else cell for cell in row] for row in rows]
    (fault,) = read_recheck(ws, "f", "s", rows, by="x").findings
    assert fault.code == "U203"
    with pytest.raises(NotAFormError, match="another community"):
        read_recheck(ws, "f", "s", [["HXXX" if cell == "H002" else cell for cell in row] for row in rows], by="x")


def test_a_row_without_its_number_is_told_not_passed_over(community):
    rows = filled(community(households=people(3, G1)), {"P001": {"mode": "入户", "found": "在"}})
    rows = [["" if cell == "H001" else cell for cell in row] for row in rows]
    found = read_recheck(community(households=people(3, G1)), "f", "s", rows, by="x")
    assert ([each.code for each in found.findings], found.unreadable, found.open) == (["U203"], 1, 2)


def test_a_form_under_another_number_is_not_entered_twice(community):
    ws = community(households=people(3, G1))
    rows = filled(ws, {"P001": {"mode": "入户", "found": "在", "sex": "男"}})
    ws.apply(read_recheck(ws, "f", "s", rows, by="x").changes())
    ws = type(ws).open(ws.root, today=ws.today)
    other = [[cell.replace("-1", "-2") if "抽样编号" in cell else cell for cell in row] for row in rows]
    again = read_recheck(ws, "f", "s", other, by="x")
    assert not again.changes()
    assert [(each.code, each.params["other"]) for each in again.findings] == [("U204", rows[1][0].split("：")[1])]
    houses = [[cell.replace("people", "houses") if "抽样编号" in cell else cell for cell in row] for row in rows]
    with pytest.raises(NotAFormError, match="by its headings it is not"):
        read_recheck(ws, "f", "s", houses, by="x")


def test_days_without_a_year_and_what_may_be_written_instead(community):
    ws = community(households=people(3, G1))
    answers = {
        "P001": {"mode": "入户", "found": "在", "checked_on": "10月9日"},
        "P002": {"mode": "入户", "found": "在", "checked_on": "1.5"},
        "P003": {"mode": "入户", "found": "停业"},
    }
    found = read_recheck(ws, "f", "s", filled(ws, answers), by="x")
    assert sorted(each.data["checked_on"] for each in found.registered) == ["2026-10-09", "2027-01-05"]
    assert "“在册情况”填的是“停业”，读不出；可填：在、已搬离、已故、查无" in message(found.findings[0], "zh")


@pytest.mark.parametrize("rows", [[], [["抽样编号：nobody-1"]], [["抽样编号：people-20260930-1"], ["编号", "姓名"]]])
def test_another_table_is_no_form(community, rows):
    with pytest.raises(NotAFormError):
        read_recheck(community(), "f", "s", rows, by="x")


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 400).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
def test_an_interval_holds_its_share(counts):
    rate = Rate(*counts)
    if rate.interval is None:
        assert rate.value is None
        return
    low, high = rate.interval
    assert 0 <= low <= rate.value + 1e-12
    assert rate.value - 1e-12 <= high <= 1


def test_an_interval_is_the_published_one():
    # Wilson's interval for 8 of 10, as tables of it print it.
    low, high = Rate(8, 10).interval
    assert (round(low, 3), round(high, 3)) == (0.490, 0.943)
