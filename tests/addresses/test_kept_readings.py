"""Readings kept by their text: the same as read anew, whatever became of the file."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest

from gridctl.addresses.places.entry import HouseRow
from gridctl.addresses.places.gazetteer import Gazetteer
from gridctl.addresses.reading.kept import KeptReadings

ROWS = [
    HouseRow(str(number), "", text)
    for number, text in enumerate(
        [f"云州市青禾区柳溪街道柳岸花园3栋{unit}单元{floor}01室" for unit in (1, 2) for floor in range(1, 7)]
        + ["柳岸花园3-2-501", "柳岸花园3栋夹层2号", "清荷村3组12-1号", "柳岸花园3-1-5左", "柳岸花园3栋共7层"]
    )
]
CHANGED = [*ROWS[:-1], ROWS[-1]._replace(address="青禾区柳溪街道柳岸花园3栋1单元302室")]


def keys(rows, root, program="1", rev=None):
    kept = KeptReadings(SimpleNamespace(root=root, program=program, rev=rev))
    found = Gazetteer.learn(rows, (), kept)[1]
    kept.keep()
    return found


def kept_file(root):
    return root / ".gridctl" / "addresses.json"


def test_kept_readings_give_what_reading_anew_gives(tmp_path):
    for rows in (ROWS, ROWS, CHANGED, ROWS):
        assert keys(rows, tmp_path) == Gazetteer.learn(rows)[1]


def test_what_is_gone_from_the_ledger_is_not_kept(tmp_path):
    keys(ROWS, tmp_path)
    keys(CHANGED, tmp_path)
    kept = json.loads(kept_file(tmp_path).read_text(encoding="utf-8"))
    assert kept["read"].keys() == {row.address for row in CHANGED}


@pytest.mark.parametrize("damage", [b"", b"[]", b"\xff", b'{"program": "1"}'])
def test_a_damaged_file_costs_time_only(tmp_path, damage):
    keys(ROWS, tmp_path)
    kept_file(tmp_path).write_bytes(damage)
    assert keys(ROWS, tmp_path) == Gazetteer.learn(ROWS)[1]


def test_another_program_reads_anew_and_a_revision_leaves_the_file_alone(tmp_path):
    keys(ROWS, tmp_path)
    before = kept_file(tmp_path).read_bytes()
    keys(CHANGED, tmp_path, rev="HEAD~1")
    assert kept_file(tmp_path).read_bytes() == before
    keys(ROWS, tmp_path, program="2")
    assert json.loads(kept_file(tmp_path).read_bytes())["program"] == "2"
