"""Scores given, explained and added up over the year, as the commands do it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from cli_running import AS_OF, PERIOD, run
from openpyxl import load_workbook

from gridctl.assess.publishing import Manifest, frozen

if TYPE_CHECKING:
    from pathlib import Path


def scores(root) -> str:
    return (root / "ledgers" / "assessment" / "scores.yaml").read_text(encoding="utf-8")


def test_a_score_is_recorded_with_who_gave_it_and_why(own):
    before = scores(own)
    shown = run(
        "scores", "add", "日常考评", "QH002", "92", "--reason", "走访扎实", "--by", "王书记", "--dry-run", cwd=own
    )
    assert shown.code == 0
    assert scores(own) == before
    unasked = run("scores", "add", "日常考评", "QH002", "92", "--reason", "走访扎实", cwd=own, lang="en")
    assert (unasked.code, "--yes" in unasked.err, scores(own) == before) == (3, True, True)
    ran = run(
        "scores", "add", "日常考评", "QH002", "92", "--reason", "走访扎实", "--by", "王书记", "--on", "2026-09-29",
        "--yes", cwd=own,
    )  # fmt: skip
    assert ran.code == 0
    added = scores(own)
    assert len(added) > len(before)
    assert '打分理由: "走访扎实"' in added
    items = run("scores", "list", "--staff", "QH002", "--format", "json", cwd=own).json()["items"]
    assert any("王书记" in map(str, each.values()) for each in items)


@pytest.mark.parametrize(
    "args",
    [
        ("没有的项目", "QH002", "92", "--reason", "x"),
        ("日常考评", "QH999", "92", "--reason", "x"),
        ("日常考评", "QH002", "192", "--reason", "x"),
        ("日常考评", "QH002", "92"),
    ],
)
def test_a_score_that_cannot_be_is_refused(own, args):
    before = scores(own)
    ran = run("scores", "add", *args, "--yes", cwd=own)
    assert ran.code != 0
    assert "Traceback" not in ran.err
    assert scores(own) == before


def test_a_figure_is_explained_down_to_its_records(demo):
    text = run("scores", "explain", "B2", "--staff", "QH002", *PERIOD, cwd=demo, lang="en")
    assert text.code == 0
    assert "Special" in text.out
    data = run("scores", "explain", "B2", "--staff", "QH002", *PERIOD, "--format", "json", cwd=demo).json()
    figures = run("scores", "explain", "--staff", "QH002", *PERIOD, "--format", "json", cwd=demo).json()["indicators"]
    records = {*figures["B2"]["hits"], *figures["B2"]["misses"]}
    assert records
    assert {each["record"] for each in data["records"]} == records
    assert run("scores", "explain", "Z9", *PERIOD, cwd=demo).code != 0


def test_the_scheme_adds_up_and_is_shown_in_both_languages(demo):
    for language, word in (("zh", "任务按时完成率"), ("en", "Tasks on time")):
        ran = run("scores", "scheme", cwd=demo, lang=language)
        assert ran.code == 0
        assert word in ran.out


def test_the_year_takes_what_was_published_and_says_so(published):
    """Of 2026 the first two quarters are published, the third is not, and the fourth has not begun."""
    ran = run("scores", "annual", "2026", *AS_OF, cwd=published)
    assert ran.code == 0
    told = "".join(ran.out.split())
    assert "2026Q1-staff（更正第1号）、2026Q2-staff、2026Q3（未发布，按台账计算）" in told
    items = run("scores", "annual", "2026", *AS_OF, "--format", "json", cwd=published).json()
    assert items["quarters"] == ["2026Q1", "2026Q2", "2026Q3"]
    (first,) = [each for each in items["staff"] if each["staff_no"] == "QH008"]
    third = first["parts"]["bulletins"]["points"] * 3 - 90 - 80
    assert 0 < third <= 100


def test_honours_of_a_year_published_in_full(published, tmp_path):
    """Of 2025 everything is published, so that nothing is reckoned: two of the staff, and two grids."""
    args = ("scores", "honours", "2025", *AS_OF)
    ran = run(*args, cwd=published)
    assert ran.code == 0
    assert "2025年度十佳网格员" in ran.out
    assert "五星网格" in ran.out
    data = run(*args, "--format", "json", cwd=published).json()
    assert [(each["staff_no"], each["rank"], each["score"]) for each in data["best"]] == [
        ("QH008", 1, 96.0), ("QH002", 2, 91.0),
    ]  # fmt: skip
    assert [(each["name"], each["score"], each["stars"]) for each in data["grids"]] == [
        ("第一网格", 95.5, "five"), ("第二网格", 79.0, None),
    ]  # fmt: skip
    book = tmp_path / "评优.xlsx"
    assert run(*args, "-o", book, cwd=published, lang="en").code == 0
    assert len(load_workbook(book).sheetnames) == 2


@pytest.fixture(scope="module")
def published(demo, tmp_path_factory) -> Path:
    """The demo with bulletins by hand, whose figures are not what measuring would give."""
    root = tmp_path_factory.mktemp("scores") / "清荷"
    shutil.copytree(demo, root)
    for by, quarters in PUBLISHED.items():
        for (label, correction), scores in quarters.items():
            manifest = Manifest(
                f"{label}-{by}", label, by, "", "2026-10-09", "王书记", "a", "b", "c", "gridctl", correction
            )
            units = [{"code": code, "name": NAMES.get(code, code), "score": score, "grade": "good"}
                     for code, score in scores.items()]  # fmt: skip
            for path, data in frozen(manifest, {"units": units}, {}).items():
                (root / path).parent.mkdir(parents=True, exist_ok=True)
                (root / path).write_bytes(data)
    return root


NAMES = {"513399001002001": "第一网格", "513399001002002": "第二网格"}
FULL = {(f"2025Q{number}", 0): {"QH008": 96.0, "QH002": 91.0} for number in range(1, 5)}
PUBLISHED = {
    "staff": {("2026Q1", 0): {"QH008": 10.0}, ("2026Q1", 1): {"QH008": 90.0}, ("2026Q2", 0): {"QH008": 80.0}} | FULL,
    "grid": {
        (f"2025Q{number}", 0): {"513399001002001": 95.0 + number % 2, "513399001002002": 79.0} for number in range(1, 5)
    },
}
"""Scores by unit of each bulletin and its correction, by what it ranks."""
