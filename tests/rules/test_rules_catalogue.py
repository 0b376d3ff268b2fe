"""Every rule's texts, and its example: it fires on the broken records and not on the fixed ones."""

import re
from pathlib import Path

import pytest
from example import community, derive

import gridctl.rules
from gridctl.findings.message import masked_params, message
from gridctl.findings.registry import Rule, rules
from gridctl.rules.check import check, fix
from gridctl.schema.ledgers import ledger

PARAM = re.compile(r"\{([a-z_]+)\}")
LANGUAGES = ("zh", "en")
OWN = {path.stem for path in (Path(gridctl.rules.__file__).parent / "catalogue").glob("*.yaml")}
OWN |= {each.code for each in rules() if each.code[:2] in ("S2", "S3")}
BY_CODE = [pytest.param(each, id=each.code) for each in rules() if each.code in OWN]


@pytest.mark.parametrize("each", BY_CODE)
def test_texts_are_whole_in_both_languages(each: Rule) -> None:
    for language in LANGUAGES:
        texts = each.texts(language)
        assert all((texts.title, texts.message, texts.why, texts.remedy))
        assert not texts.title.endswith(("。", "."))
        assert texts.message.endswith(("。", "."))
    assert re.search("[\u4e00-\u9fff]", each.zh.message)
    assert not re.search("[\u4e00-\u9fff]", re.sub(r"[（）“”、]", "", each.en.message))
    assert not each.ledger or ledger(each.ledger)
    assert each.example.get("broken")


@pytest.mark.parametrize("each", BY_CODE)
def test_example_fires_and_neither_its_correction_nor_what_is_offered_does(each: Rule, tmp_path) -> None:
    example = each.example
    put = derive(example["derived"]) if "derived" in example else None
    broken = community(tmp_path / "broken", example["broken"], example.get("settings"))
    found = check(broken, select=[each.code], derive=put)
    assert found
    for finding in found:
        assert finding.code == each.code
        assert finding.severity is each.severity
        assert finding.place.path.startswith("ledgers/")
        assert finding.place.line
        assert {key for key in ("ledger", "record", "field") if not getattr(finding, key)} == set()
        for language in LANGUAGES:
            told = message(finding, language)
            assert "…" not in told
            assert "{" not in told
            assert "*" in told or not used_personal(each, language, masked_params(finding))
    fixed = community(tmp_path / "fixed", {**example["broken"], **example["fixed"]}, example.get("settings"))
    assert check(fixed, select=[each.code], derive=put) == []
    changes = fix(found)
    assert bool(changes) == any(finding.fix for finding in found)
    if changes and put is None:
        broken.apply(changes)
        assert check(broken, select=[each.code]) == []


def used_personal(each: Rule, language: str, params: dict[str, str]) -> bool:
    """Whether the message names a person, so that something in it must be masked."""
    used = set(PARAM.findall(each.texts(language).message))
    return bool(used & {"name", "other_name", "id_no"} & {key for key, value in params.items() if value})
