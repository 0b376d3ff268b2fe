"""Scores given, explained and added up over the year, as the commands do it."""

from __future__ import annotations

import pytest
from cli_running import AS_OF, PERIOD, run


def scores(root) -> str:
    return (root / "ledgers" / "assessment" / "scores.yaml").read_text(encoding="utf-8")


def test_a_score_is_recorded_with_who_gave_it_and_why(own):
    before = scores(own)
    shown = run(
        "scores", "add", "日常考评", "QH002", "92", "--reason", "走访扎实", "--by", "王书记", "--dry-run", cwd=own
    )
    assert shown.code == 0
    assert scores(own) == before
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
    text = run("scores", "explain", "B2", *PERIOD, cwd=demo)
    assert text.code == 0
    assert "分子 ÷ 分母" in text.out
    for language, word in (("zh", "特殊人群按期走访率"), ("en", "Special")):
        assert word in run("scores", "explain", "B2", "--staff", "QH002", *PERIOD, cwd=demo, lang=language).out
    data = run("scores", "explain", "B2", "--staff", "QH002", *PERIOD, "--format", "json", cwd=demo).json()
    figures = run("report", "--by", "staff", *PERIOD, "--format", "json", cwd=demo).json()
    (unit,) = [each for each in figures["units"] if each["code"] == "QH002"]
    told = str(data)
    assert all(record in told for record in (*unit["indicators"]["B2"]["hits"], *unit["indicators"]["B2"]["misses"]))
    assert run("scores", "explain", "Z9", *PERIOD, cwd=demo).code != 0


def test_the_scheme_adds_up_and_is_shown_in_both_languages(demo):
    for language, word in (("zh", "任务按时完成率"), ("en", "Tasks on time")):
        ran = run("scores", "scheme", cwd=demo, lang=language)
        assert ran.code == 0
        assert word in ran.out


def test_the_year_is_composed_of_its_parts(demo):
    ran = run("scores", "annual", "2026", *AS_OF, cwd=demo)
    assert ran.code == 0
    assert "QH002" in ran.out
    items = run("scores", "annual", "2026", *AS_OF, "--format", "json", cwd=demo).json()
    assert "QH008" in str(items)
