"""Schemes and indicators as files: what is shipped is sound, and faults are findings with their place."""

from collections.abc import Callable
from pathlib import Path

from gridctl.assess.lint import lint_quotas, lint_samples
from gridctl.assess.sources import load_basis
from gridctl.findings.message import message
from gridctl.findings.registry import rules
from gridctl.store.workspace import Workspace

Make = Callable[..., Workspace]

SCHEME = """
name_zh: "本社区方案"
name_en: "our scheme"
indicators:
  A1: {weight: "50"}
  B1: {weight: "40", target: "90%"}
  Q9: {weight: "5"}
bands:
  - {key: "good", zh: "良好", en: "good", least: "80"}
  - {key: "best", zh: "优秀", en: "best", least: "90"}
  - {key: "rest", zh: "其他", en: "rest", least: "10"}
"""


def test_what_is_shipped_is_sound(make: Make) -> None:
    basis = load_basis(make(shipped=True))
    assert basis.findings == ()
    assert sum(entry.weight for entry in basis.scheme.indicators.values()) == 100
    assert set(basis.scheme.indicators) == set(basis.indicators)
    assert [band.key for band in basis.scheme.bands] == ["excellent", "good", "pass", "fail"]
    assert [basis.scheme.grade(score).key for score in (100, 90, 89.99, 60, 59.99, 0)] == [
        "excellent",
        "excellent",
        "good",
        "pass",
        "fail",
        "fail",
    ]


def test_faults_of_a_scheme(make: Make) -> None:
    basis = load_basis(make({"scheme.yaml": SCHEME}))
    assert basis.target("B1") == 0.9
    assert basis.target("A1") == 0.98
    found = [(each.code, dict(each.params)) for each in basis.findings if each.code != "A105"]
    assert found == [
        ("A102", {"total": "95"}),
        ("A103", {"band": "优秀", "least": "90"}),
        ("A103", {"band": "其他", "least": "10"}),
        ("A104", {"indicator": "Q9"}),
    ]
    assert {each.params["indicator"] for each in basis.findings if each.code == "A105"} == {
        "A2",
        "A3",
        "A4",
        "A5",
        "A6",
        "B2",
        "B3",
        "C1",
        "C2",
        "C3",
        "C4",
        "D1",
        "E1",
        "F1",
    }
    assert all(each.place.path == "ledgers/assessment/scheme.yaml" for each in basis.findings if each.code != "A105")


def test_an_unusable_scheme_leaves_the_shipped_one(make: Make) -> None:
    text = SCHEME.replace('weight: "50"', 'weight: "much"').replace("name_en", "nome")
    basis = load_basis(make({"scheme.yaml": text}))
    assert basis.scheme.name_en == "default scheme"
    faults = [each for each in basis.findings if each.code == "A101"]
    assert {each.params["field"] for each in faults} == {"indicators.A1.weight", "name_en", "nome"}
    assert next(each.place.line for each in faults if each.params["field"] == "indicators.A1.weight") == 5


def test_direction_must_be_declared_and_targets_possible(make: Make) -> None:
    text = (
        'code: "X1"\nunit: "grid"\ntarget: "120%"\nzh: {name: "a", explain: "b", zero: "c"}\n'
        'en: {name: "a", explain: "b", zero: "c"}\ndenominator: "DROP TABLE visits"\nnumerator: "SELECT 1 AS record"\n'
    )
    basis = load_basis(make({"indicators/X1.yaml": text}))
    assert "X1" not in basis.indicators
    assert {each.params["field"] for each in basis.findings} == {"direction", "target", "denominator"}


def test_a_target_without_effect(make: Make) -> None:
    text = (
        'code: "X1"\nunit: "grid"\ndirection: "up"\ntarget: "0%"\nzh: {name: "a", explain: "b", zero: "c"}\n'
        'en: {name: "a", explain: "b", zero: "c"}\ndenominator: "SELECT 1"\nnumerator: "SELECT 1 AS record"\n'
    )
    assert [each.code for each in load_basis(make({"indicators/X1.yaml": text})).findings] == ["A105", "A106"]


def test_a_scheme_given_by_path(make: Make, tmp_path: Path) -> None:
    path = tmp_path / "方案.yaml"
    path.write_text(SCHEME, encoding="utf-8")
    assert load_basis(make(), path).scheme.name_zh == "本社区方案"


def test_a_file_that_is_no_yaml(make: Make) -> None:
    codes = [each.code for each in load_basis(make({"scheme.yaml": "a: [1\n"})).findings]
    assert codes[0] == "F108"
    assert "A101" in codes


def test_every_finding_has_a_rule_in_both_languages(make: Make) -> None:
    known = {each.code for each in rules()}
    for each in load_basis(make({"scheme.yaml": SCHEME})).findings:
        assert each.code in known
        assert "{" not in message(each, "zh") + message(each, "en")


def test_the_year_and_other_names_of_a_scheme_are_looked_at(make: Make) -> None:
    text = SCHEME.replace('  Q9: {weight: "5"}\n', '  F1: {weight: "10"}\n') + (
        'tie_break: ["Z9"]\nveto: "nothing"\n'
        'annual: [{key: "daily", zh: "日", en: "daily", weight: "40", source: "input", name: "daily"}]\n'
    )
    found = [(each.code, dict(each.params)) for each in load_basis(make({"scheme.yaml": text})).findings]
    assert ("A111", {"total": "40"}) in found
    assert {params["part"]: params["named"] for code, params in found if code == "A117"} == {
        "tie_break": "Z9", "veto": "nothing", "annual.daily": "daily", "indicators.F1": "discipline",
    }  # fmt: skip


def test_quotas_and_samples_are_held_against_what_there_is(make: Make) -> None:
    basis = load_basis(make(shipped=True))
    assert [each.params["heads"] for each in lint_quotas(basis.scheme, 4, basis.source)] == ["4"]
    assert list(lint_quotas(basis.scheme, 5, basis.source)) == []
    found = list(lint_samples(basis.indicators, {"A2": 12, "A3": 30, "E1": 0}))
    assert [each.params for each in found] == [{"indicator": "A2", "least": "30", "count": "12"}]


def test_an_indicator_has_queries_or_an_input(make: Make) -> None:
    text = (
        'code: "X1"\nunit: "staff"\ndirection: "up"\ntarget: "100%"\nzh: {name: "a", explain: "b", zero: "c"}\n'
        'en: {name: "a", explain: "b", zero: "c"}\n'
    )
    assert "X1" not in load_basis(make({"indicators/X1.yaml": text})).indicators
    own = text + 'input: {name: "daily", combine: "mean"}\n'
    assert "X1" in load_basis(make({"indicators/X1.yaml": own})).indicators
