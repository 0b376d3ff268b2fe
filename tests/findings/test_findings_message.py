"""Messages: params filled, personal values masked, labels in the reader's language."""

import re

import pytest

from gridctl.findings import lexicon
from gridctl.findings.finding import Finding, Severity
from gridctl.findings.message import field_label, ledger_label, masked_params, message, shown_value
from gridctl.findings.registry import rules

ID = "513399198503120010"


def finding(code="S302", field="members[1].id_no", **params):
    return Finding(code, Severity.ERROR, ledger="households", record="H1", field=field, params=params)


def test_labels_follow_the_path_in_either_language():
    assert field_label("households", "members[1].id_no", "zh") == "成员 2 · 证件号码"
    assert field_label("households", "members[1].id_no", "en") == "members 2 · document number"
    assert field_label("households", "members[P3K].name", "zh") == "成员 P3K · 姓名"
    assert field_label("matters", "admission.valid_to", "zh") == "准入 · 准入截止"
    assert field_label("households", "没有的字段", "zh") == "没有的字段"
    assert field_label("", "whatever", "zh") == "whatever"
    assert ledger_label("households", "zh") == "住户信息"
    assert ledger_label("", "zh") == ""


def test_every_rule_says_what_why_and_what_to_do_of_the_same_in_both_languages():
    for each in rules():
        told = []
        for language in ("zh", "en"):
            texts = each.texts(language)
            assert all((texts.title, texts.message, texts.why, texts.remedy)), (each.code, language)
            # A param may be there once for each language.
            told.append({re.sub("_(zh|en)$", "", name) for name in re.findall(r"\{([a-z_]+)\}", texts.message)})
        assert told[0] == told[1], each.code


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_value_is_masked_by_its_field(language):
    told = message(finding(value=ID), language)
    assert ID not in told
    assert "513*" in told


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        ("members[0].name", "安小禾", "安*禾"),
        ("members[0].phones[0]", "19900001234", "199****1234"),
        ("members[0].birth_date", "1985-13-45", "1985-**-**"),
        ("members[0].health", "重病卧床", "***"),
        ("members[0].household_no", "张三的户", "***"),
        ("members[0].sex", "男士们", "男士们"),
        ("members[0].ethnicity", ID, "513*************10"),
        ("occupancy", f"业主{ID}", "业主513*************10"),
        ("cell_code", "513399001002001001", "513399001002001001"),
        ("grid_code", "5.13E+17", "5.13E+17"),
    ],
)
def test_what_is_personal_is_hidden_and_what_is_not_is_shown(field, value, shown):
    assert shown_value("households", field, value) == shown


def test_params_are_masked_by_name():
    params = masked_params(finding(name="安小禾", other_name="白荷", id_no=ID, birth_date="1985-03-12", partner="H2"))
    assert params["name"] == "安*禾"
    assert params["other_name"] == "白*"
    assert ID not in params["id_no"]
    assert params["birth_date"] == "1985-**-**"
    assert "partner" not in params


def test_coded_values_are_told_in_words():
    assert "“卧室”不在“居住状态”的取值中" in message(
        finding("S201", "occupancy", value="卧室", codes="occupancy"), "zh"
    )
    told = finding("H106", "members[0].sex", name="安小禾", sex="male", id_sex="female")
    assert "性别是男，证件号码显示为女" in message(told, "zh")
    assert "sex is Male" in message(told, "en")
    assert "not-a-list" in message(finding("S201", "occupancy", value="x", codes="not-a-list"), "en")


def test_a_missing_param_and_a_long_value_leave_the_message_readable():
    assert "…" in message(finding("H106", "members[0].sex"), "zh")
    assert len(message(finding("S202", "members[0].moved_in", value="一" * 900), "zh")) < 200


def test_the_lexicon_tells_again_without_looking_anything_up(monkeypatch):
    about = finding("H106", "members[0].sex", name="安小禾", sex="male", id_sex="female")
    first = {language: message(about, language) for language in ("zh", "en")}
    kept = lexicon.known()
    for name in ("_faces", "_words", "_messages"):
        monkeypatch.setattr(lexicon, name, {})
    monkeypatch.setattr(lexicon, "_from_schema", lambda: pytest.fail("the models were asked"))
    monkeypatch.setattr(lexicon, "_from_codes", lambda *_: pytest.fail("a code list was read"))
    lexicon.remember(kept)
    assert {language: message(about, language) for language in ("zh", "en")} == first
