"""Rented dwellings graded by the sheet, and their plates."""

from __future__ import annotations

import pytest
from work_community import G1, house

from gridctl.store.faults import UsageFault
from gridctl.work.plates import plates, plates_table
from gridctl.work.rent_grading import changes_of, grade_dwellings, read_sheet

GOOD = {"occupancy": "rented", "fire_exit": True, "safety_exit": True, "owner_name": "房样东",
        "owner_phones": ["19900001234"], "area_m2": "80",
        "members": [{"id": "P1", "name": "租样客", "relation": "household_head"}]}  # fmt: skip


def graded(community, **more):
    return grade_dwellings(community(households=[house(1, G1, **{**GOOD, **more})]), read_sheet())[0]


@pytest.mark.parametrize(
    ("more", "points", "grade"),
    [
        ({}, 100, "trusted"),
        ({"hazards": ["fire"]}, 80, "ordinary"),
        ({"hazards": ["fire"], "safety_exit": False}, 65, "watched"),
        ({"hazards": ["fire", "public_order"], "safety_exit": False, "members": []}, 40, "barred"),
        ({"hazards": ["hazardous_goods"]}, 100, "barred"),
        ({"fire_exit": False, "safety_exit": False}, 65, "barred"),
        ({"area_m2": "4"}, 85, "ordinary"),
        ({"fire_exit": None}, 95, "trusted"),
    ],
)
def test_points_come_off_and_make_the_grade(community, more, points, grade):
    found = graded(community, **more)
    assert (found.points, found.grade) == (points, grade)


def test_only_what_differs_is_written(community):
    ws = community(households=[house(1, G1, **GOOD), house(2, G1, **GOOD, rent_grade="trusted"), house(3, G1)])
    changes = changes_of(grade_dwellings(ws, read_sheet()))
    assert [(each.record, each.new) for each in changes.changes] == [("H001", "trusted")]
    ws.apply(changes)
    assert not changes_of(grade_dwellings(ws, read_sheet())).changes


BANDS = 'bands: {trusted: "9", ordinary: "8", watched: "7", barred: "0"}\n'


@pytest.mark.parametrize(
    "text",
    [
        "full: 100\n",
        "- 1\n",
        "full: x\ncohort: a\nbands: {}\nitems: []\n",
        f'full: "1"\ncohort: "true"\n{BANDS}items: [{{key: a, points: "1", when: "no_such = 1", zh: a, en: a}}]\n',
        f'full: "1"\ncohort: "true); drop table households; --"\nitems: []\n{BANDS}',
    ],
)
def test_a_faulty_sheet_is_told(community, tmp_path, text):
    path = tmp_path / "sheet.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageFault):
        grade_dwellings(community(), read_sheet(path))


def test_plates_hold_nothing_of_residents(community):
    ws = community(households=[house(1, G1, **GOOD, rent_grade="watched"), house(2, G1)])
    (plate,) = plates(ws)
    assert (plate.house_code, plate.grade, plate.frequency, plate.staff_no) == ("F001", "watched", "monthly", "W1")
    told = repr(plates_table([plate]).rows)
    assert not any(secret in told for secret in ("租样客", "房样东", "1990000", "清荷路"))
