"""Frozen editions and the comparison of figures, without measuring anything."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridctl.assess.figures import HEADLINES, difference_table, differences
from gridctl.assess.publishing import (
    FOLDER,
    SUMS,
    Manifest,
    check_files,
    find_published,
    frozen,
    lost_editions,
    number_of,
    read_published,
)
from gridctl.findings.table import Words
from gridctl.store.faults import NotFound, Refused

MANIFEST = Manifest(
    number="2026Q3-staff",
    period="2026Q3",
    by="staff",
    until="2026-09-30",
    published_on="2026-10-09",
    published_by="王书记",
    data_revision="a" * 40,
    inputs_revision="b" * 40,
    scheme="c" * 64,
    program="gridctl 0.1.0",
)


def unit(code: str, score: float | None = 90.0, **figures: Any) -> dict[str, Any]:
    result = {"numerator": 9, "denominator": 10, "score": 7.2, "hits": ["H1", "H2"], "misses": ["H3"], **figures}
    return {"code": code, "name": "周样一", "score": score, "rank": 1, "grade": "good", "indicators": {"B1": result}}


def data(*units: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"community": unit(""), "units": list(units), "totals": {"visits": {"value": 10, "previous": 8}}, **more}


def put(root: Path, files: dict[str, bytes]) -> None:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(text)


@pytest.fixture
def published(tmp_path: Path) -> Path:
    put(tmp_path, frozen(MANIFEST, data(unit("W1")), {"通报.html": b"<p>", "通报.xlsx": b"PK"}))
    return tmp_path


def test_an_edition_is_read_as_it_was_frozen(published):
    (found,) = read_published(published)
    assert found.first.manifest == MANIFEST
    assert found.first.figures == data(unit("W1"))
    assert found.last is found.first
    assert check_files(found.first) == []


def test_the_sums_are_those_of_sha256sum(published):
    folder = published / FOLDER / MANIFEST.number
    subprocess.run(["sha256sum", "--strict", "-c", SUMS], cwd=folder, check=True, capture_output=True)


def test_what_was_touched_is_told(published):
    folder = published / FOLDER / MANIFEST.number
    (folder / "通报.html").write_bytes(b"<p>!")
    (folder / "通报.xlsx").unlink()
    (folder / "附件.txt").write_bytes(b"x")
    found = {each.code: each.params["file"] for each in check_files(read_published(published)[0].first)}
    assert found == {
        "A201": "2026Q3-staff/通报.html", "A202": "2026Q3-staff/通报.xlsx", "A203": "2026Q3-staff/附件.txt",
    }  # fmt: skip


def test_corrections_stand_beside_and_leave_the_bulletin_whole(published):
    before = {each.name: each.read_bytes() for each in (published / FOLDER / MANIFEST.number).iterdir()}
    corrected = Manifest(**{**_fields(), "correction": 1, "reason": "补录"})
    put(published, frozen(corrected, data(unit("W1", 91.0)), {}))
    (found,) = read_published(published)
    assert [each.manifest.correction for each in found.editions] == [0, 1]
    assert found.last.figures["units"][0]["score"] == 91.0
    assert check_files(found.first) == check_files(found.last) == []
    folder = published / FOLDER / MANIFEST.number
    assert {each.name: each.read_bytes() for each in folder.iterdir() if each.is_file()} == before


def test_a_bulletin_not_published_and_a_damaged_one_are_told(published):
    with pytest.raises(NotFound):
        find_published(published, "2026Q4-staff")
    for damage in (lambda path: path.write_text("{", encoding="utf-8"), Path.unlink):
        damage(published / FOLDER / MANIFEST.number / "manifest.json")
        with pytest.raises(Refused):
            read_published(published)


def test_editions_that_history_knows_and_that_are_gone(published):
    there, gone = f"{FOLDER}/{MANIFEST.number}", f"{FOLDER}/2026Q2-grid"
    ever = {f"{each}/{name}" for each in (there, gone) for name in ("figures.json", "manifest.json", "通报.html")}
    assert lost_editions(published, ever) == ["2026Q2-grid"]
    ever |= {f"{each}/correction-1/SHA256SUMS" for each in (there, gone)}
    assert lost_editions(published, ever) == ["2026Q2-grid", f"{MANIFEST.number}/correction-1"]


def test_an_edition_is_not_taken_for_whole_without_its_sums(published):
    (edition,) = read_published(published)[0].editions
    for text in (b"", b"\xff\x00", b"0  other.txt\n"):
        (edition.folder / SUMS).write_bytes(text)
        assert [each.code for each in check_files(edition)] == ["A201"]
    (edition.folder / SUMS).unlink()
    assert [each.code for each in check_files(edition)] == ["A202"]


@pytest.mark.parametrize(("label", "number"), [("2026Q3", "2026Q3-grid"), ("2026-07-06..12", "2026-07-06_12-grid")])
def test_a_number_is_a_file_name(label, number):
    assert number_of(label, "grid") == number


def test_every_figure_that_differs_is_named():
    before = data(unit("W1"), unit("W2"), data_revision="a")
    after = data(unit("W1", 88.5, numerator=8, hits=["H1"], misses=["H2", "H3"]), unit("W3"), data_revision="b")
    after["totals"]["visits"]["value"] = 11
    found = {(each.unit, each.indicator, each.what): (each.before, each.after) for each in differences(before, after)}
    assert found["W1", "", "score"] == (90.0, 88.5)
    assert found["W1", "B1", "numerator"] == (9, 8)
    assert found["W1", "B1", "hits"] == (["H2"], [])
    assert found["W1", "B1", "misses"] == ([], ["H2"])
    assert found["W2", "", "score"] == (90.0, None)
    assert found["W3", "", "score"] == (None, 90.0)
    assert found["", "", "totals.visits.value"] == (10, 11)
    assert not any("revision" in what for _, _, what in found)
    assert {"score", "numerator"} <= HEADLINES


def test_the_table_of_differences_is_in_words():
    found = differences(data(unit("W1")), data({**unit("W1", 59.5), "grade": "fail"}))
    names = {"good": Words("良好", "good"), "fail": Words("不合格", "failed")}
    table = difference_table(found, Words("更正", "correction"), names)
    assert ("W1", "", Words("得分", "score"), "90", "59.5") in table.rows
    assert ("W1", "", Words("等次", "grade"), names["good"], names["fail"]) in table.rows


@given(st.floats(0, 110), st.integers(0, 50), st.lists(st.text("HSP0123456789", min_size=1, max_size=4), max_size=5))
def test_the_same_figures_do_not_differ(score, numerator, hits):
    one = data(unit("W1", score, numerator=numerator, hits=hits))
    other = data(unit("W1", score, numerator=numerator, hits=list(reversed(hits))))
    assert [each for each in differences(one, other) if each.what != "hits"] == []
    assert differences(one, one) == []


def _fields() -> dict[str, Any]:
    return {name: getattr(MANIFEST, name) for name in MANIFEST.__slots__}
