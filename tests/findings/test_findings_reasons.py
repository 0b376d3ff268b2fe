"""Reasons that libraries word in English are told in the reader's language."""

from __future__ import annotations

import re

import pytest
from pydantic import ValidationError

from gridctl.assess.indicator import Indicator
from gridctl.findings.finding import Finding, Severity
from gridctl.findings.message import message
from gridctl.findings.reasons import reason_of, reason_words
from gridctl.store.settingsread import read_settings

ENGLISH = re.compile(r"[a-z]{3,}")


@pytest.mark.parametrize(
    "text", ["language: fr", "profile: 1", "default_deadline: [a", "bogus: 1", "- 1", "statutory_groups: 5"]
)
def test_faulty_settings_are_told_in_chinese(text: str) -> None:
    _, faults = read_settings(text.encode())
    for fault in faults:
        told = reason_words(fault.code, fault.params.get("reason", ""), "zh")
        # What may be written is quoted as it must be written.
        assert not ENGLISH.search(re.sub(r"'[^']*'", "", told)), told
    assert faults


def test_limits_are_told() -> None:
    assert reason_words("F117", reason_of("greater_than_equal", {"ge": 0}), "zh") == "不能小于 0"
    assert reason_words("F117", reason_of("literal_error", {"expected": "'zh' or 'en'"}), "zh") == "只能是 'zh' 或 'en'"
    assert (
        reason_words("F117", reason_of("literal_error", {"expected": "'zh' or 'en'"}), "en") == "must be 'zh' or 'en'"
    )


def test_what_nobody_translated_falls_to_a_general_sentence() -> None:
    assert reason_words("A107", "Binder Error: no such column", "zh") == "数据库不接受这条查询"
    assert reason_words("A107", "Binder Error: no such column", "en") == "Binder Error: no such column"
    assert reason_words("V101", "电话相同", "zh") == "电话相同"
    assert reason_words("T208", "T202", "zh") == "T202"


def test_faulty_indicators_are_told_in_chinese() -> None:
    with pytest.raises(ValidationError) as caught:
        Indicator.model_validate({"direction": "sideways", "full": "x", "nothing": 1})
    for wrong in caught.value.errors():
        params = {"field": "x", "reason": reason_of(wrong["type"], wrong.get("ctx"))}
        told = message(Finding("A101", Severity.ERROR, params=params), "zh")
        assert not ENGLISH.search(re.sub(r"'[^']*'", "", told)), told
