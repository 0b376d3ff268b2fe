"""One rule explained."""

from io import StringIO

from rich.console import Console

from gridctl.findings.finding import Severity
from gridctl.findings.registry import Rule, Texts
from gridctl.render.rules import rule_data, rule_text

EXAMPLE = {
    "derived": {"code_faults": [{"code": "C101"}]},
    "broken": {"households": [{"编号": "H1", "成员": [{"姓名": "甲"}], "标签": ["a", "b"]}]},
    "fixed": {"households": []},
}


def page(rule: Rule, language: str) -> str:
    buffer = StringIO()
    Console(file=buffer, width=80).print(rule_text(rule, language))
    return "\n".join(line.rstrip() for line in buffer.getvalue().splitlines())


def rule(**other: object) -> Rule:
    words = {"title": "标题", "message": "说", "why": "因", "remedy": "改"}
    return Rule("X999", Severity.ERROR, "", zh=Texts(**words), en=Texts(**words), **other)


def test_an_example_shows_the_problem_and_the_correction():
    text = page(rule(example=EXAMPLE), "zh")
    assert text.startswith("X999  标题")
    assert text.endswith(
        """举例
  有问题:
    households:
      - 编号: "H1"
        成员:
          - 姓名: "甲"
        标签: ["a", "b"]
  改好后:
    households: []"""
    )
    assert "derived" not in text
    assert "with the problem:" in page(rule(example=EXAMPLE), "en")


def test_the_level_is_in_words_and_what_a_finding_fills_in_is_left_open():
    words = Texts(title="标题", message="{address}与 {other} 相同", why="因", remedy="改")
    text = page(Rule("X999", Severity.ERROR, "", zh=words, en=words), "zh")
    assert text.startswith("X999  标题  [错误]")
    assert "…与 … 相同" in text


def test_without_an_example_there_is_no_heading_for_one():
    assert "举例" not in page(rule(), "zh")
    data = rule_data(rule(), "zh")
    assert (data["example"], data["sql"], data["ledger"]) == (None, None, None)


def test_a_correction_that_leaves_nothing_is_named_alone():
    assert page(rule(example={"broken": {"a": 1}, "fixed": {}}), "en").endswith("corrected")
