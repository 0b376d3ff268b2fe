from __future__ import annotations

from datetime import date, time

import pytest
from intake_sheets import citizen, phone

from gridctl.intake.cells.values import Fault, read_column
from gridctl.intake.dictionary.vocabulary import Target


def read(path: str, *cells: object, ledger: str = "households", **target: object):
    return read_column(ledger, Target(path, **target), list(cells))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("path", "cell", "value", "code"),
    [
        ("members.name", "王 小明", "王小明", "I140"),
        ("members.name", "王　小明", "王小明", "I140"),
        ("members.name", "'王小明", "王小明", "I140"),
        ("members.name", "Anna Maria", "Anna Maria", None),
        ("members.name", "—", None, "I141"),
        ("members.relation", "本人", "household_head", "I143"),
        ("members.relation", "01", "household_head", "I143"),
        ("members.relation", "户主", "household_head", None),
        ("members.birth_date", "1990.1.2", "1990-01-02", "I144"),
        ("members.birth_date", "1990年1月2日", "1990-01-02", "I144"),
        ("members.birth_date", "19900102", "1990-01-02", "I144"),
        ("members.birth_date", date(1990, 1, 2), "1990-01-02", None),
        ("members.birth_date", 32875.0, "1990-01-02", None),
        ("members.phones", f"{phone(1)}/{phone(2)}", [phone(1), phone(2)], "I145"),
        ("members.phones", 19900000001.0, [phone(1)], None),
        ("members.phones", "无", None, "I141"),
        ("members.id_no", "51339919900101123x", "51339919900101123X", "I146"),
        ("members.id_no", f"'{citizen('19900102')}", citizen("19900102"), "I146"),
        ("area_m2", "89.5㎡", 89.5, "I147"),
        ("area_m2", 89.5, 89.5, None),
        ("fire_exit", "无", False, None),
        ("fire_exit", "√", True, None),
        ("hazards", "无", ["none"], None),
        ("hazards", "火灾、治安", ["fire", "public_order"], None),
        ("house_code", "００12", "0012", "I140"),
        ("members.note", "甲\n乙", "甲\n乙", None),
        ("members.name", "", None, None),
    ],
)
def test_one_cell(path: str, cell: object, value: object, code: str | None) -> None:
    found = read(path, cell)
    assert found.values == [value]
    assert found.faults == {}
    assert [cleaning.code for cleaning in found.cleanings] == ([code] if code else [])


@pytest.mark.parametrize(
    ("path", "cell", "code"),
    [
        ("members.id_no", 5.133991990010212e17, "S305"),
        ("house_code", 5.133990010020012e24, "S333"),
        ("household_no", 1.2345678901234567e17, "I150"),
        ("address", date(2026, 3, 2), "I151"),
        ("members.name", time(3, 2), "I151"),
        ("members.relation", "表舅爷", "S201"),
        ("members.birth_date", "1990-02-30", "S202"),
        ("area_m2", "很大", "S203"),
        ("fire_exit", "也许", "S204"),
        ("members.phones", "张三", "S311"),
    ],
)
def test_what_cannot_be_read_is_a_fault_and_no_guess(path: str, cell: object, code: str) -> None:
    found = read(path, cell)
    assert found.values == [None]
    assert found.faults[0].code == code


def test_a_value_off_the_code_list_names_those_on_it() -> None:
    assert "户主" in read("members.relation", "表舅爷").faults[0].params["allowed"]


def test_cleanings_are_counted_with_their_first_cell() -> None:
    (cleaning,) = read("members.relation", "户主", "本人", "妻", "本人").cleanings
    assert (cleaning.count, cleaning.first, cleaning.before, cleaning.after) == (2, 1, "本人", "户主")


def test_faults_in_one_column_do_not_hide_the_sound_cells() -> None:
    found = read("members.birth_date", "1990-1-1", "x", "1991-1-1", "x")
    assert found.values == ["1990-01-01", None, "1991-01-01", None]
    assert sorted(found.faults) == [1, 3]


def test_cells_that_are_translated_first() -> None:
    assert read("occupancy", "是", "否", values={"是": "出租", "否": ""}).values == ["rented", None]


def test_a_column_that_stands_for_one_text() -> None:
    assert read("honours", "是", "否", "无", "", flag="五好家庭").values == [["五好家庭"], None, None, None]


def test_grids_are_resolved_and_unknown_ones_are_faults() -> None:
    def resolve(text: str) -> str | Fault:
        return "513399001002001" if text == "第一网格" else Fault("I162", {"value": text})

    found = read_column("households", Target("grid_code"), ["第一网格", "第九网格"], resolve=resolve)
    assert found.values == ["513399001002001", None]
    assert found.faults[1].code == "I162"
    assert [cleaning.code for cleaning in found.cleanings] == ["I148"]


@pytest.mark.parametrize(
    "path", ["members.name", "members.id_no", "members.birth_date", "members.phones", "house_code"]
)
def test_a_column_reads_each_cell_as_it_reads_it_alone(path: str) -> None:
    cells = [
        "王小明", "清荷路1号1单元101室", "清荷路1号１单元101室", "513399198001021234", citizen("19800102"),
        citizen("19820304").lower(), "1980-01-02", "1980年1月2日", "1980-13-01", phone(7), phone(8) + " ", "1990",
        "1980/1/2", "1980.01.2", "19800102", "19801302", "18800102", "199-0000-0007", "199 0000 0008 ", "1-99000-00007",
        "无", "暂无数据", "————————", "ABCDEFGH", "锟斤拷锟斤拷锟斤拷", "5.13399E+17", 19900000009.0, 5.1e17, 1, "",
    ]  # fmt: skip
    together = read(path, *cells)
    for position, cell in enumerate(cells):
        alone = read(path, cell)
        assert together.values[position] == alone.values[0]
        assert together.faults.get(position) == alone.faults.get(0)
    # Read by themselves, cells that need no cleaning take the short way too: the slow way must say the same.
    slow = read_column("households", Target(path, values={"x": "y"}), cells)
    assert (slow.values, slow.faults) == (together.values, together.faults)
    assert slow.cleanings == together.cleanings
