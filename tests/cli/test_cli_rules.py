from __future__ import annotations

import pytest
from cli_running import run

from gridctl.findings.registry import rules


def test_all_rules_are_listed(tmp_path):
    items = run("rules", "--format", "json", cwd=tmp_path).json()["items"]
    assert [each["code"] for each in items] == [each.code for each in rules()]
    text = run("rules", cwd=tmp_path, lang="en")
    assert "C101" in text.out
    assert "Rules" in text.out


def test_a_minus_for_the_file_is_the_screen(tmp_path):
    assert run("rules", "-o", "-", cwd=tmp_path).out == run("rules", cwd=tmp_path).out
    assert list(tmp_path.iterdir()) == []
    ran = run("export", "all", "-o", "-", cwd=tmp_path)
    assert (ran.code, "json" in ran.err) == (2, True)


def test_one_rule_is_explained_with_an_example(tmp_path):
    text = run("rules", "c101", cwd=tmp_path).out
    assert text.startswith("C101")
    for heading in ("它会说", "为什么", "怎么改", "举例", "有问题", "改好后"):
        assert heading in text
    for technical in ("derived", "broken", "fixed", "code_faults"):
        assert technical not in text
    english = run("rules", "H101", cwd=tmp_path, lang="en").out
    assert "with the problem:" in english
    assert "corrected:" in english
    data = run("rules", "H101", "--format", "json", cwd=tmp_path).json()
    assert data["severity"] == "error"
    assert data["example"]["broken"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_rule_can_be_shown(language):
    from io import StringIO

    from rich.console import Console

    from gridctl.render.rules import rule_text
    from gridctl.text.width import display_width

    for each in rules():
        buffer = StringIO()
        Console(file=buffer, width=80).print(rule_text(each, language))
        assert each.texts(language).title in buffer.getvalue().replace("\n", " ")
        assert max(map(display_width, buffer.getvalue().splitlines())) <= 80


def test_an_unknown_rule_is_told(tmp_path):
    ran = run("rules", "NOPE", cwd=tmp_path, lang="en")
    assert (ran.code, ran.out) == (4, "")
    assert "no rule NOPE" in ran.err
