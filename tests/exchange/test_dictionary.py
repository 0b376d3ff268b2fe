from __future__ import annotations

import pytest

from gridctl.exchange.dictionary import code_lists, dictionary
from gridctl.findings.table import Words
from gridctl.schema.codelists import code_list
from gridctl.schema.col import walk
from gridctl.schema.ledgers import LEDGERS, ledger


def rows(table):
    keys = [each.key for each in table.columns]
    return [dict(zip(keys, row, strict=True)) for row in table.rows]


@pytest.mark.parametrize("about", LEDGERS, ids=lambda each: each.name)
def test_every_field_of_every_ledger_is_listed(about):
    listed = {each["field"] for each in rows(dictionary([about]))}
    assert listed == {".".join(path) for path, _ in walk(about.model) if path != ("id",) or about.key == "id"}


def test_a_field_is_told_from_its_col():
    found = {each["field"]: each for each in rows(dictionary([ledger("households")]))}
    assert found["members.id_no"]["label"] == Words("证件号码", "document number")
    assert found["members.id_no"]["block"] == Words("成员", "members")
    assert found["members.id_no"]["sensitivity"].zh == "4 敏感个人信息"
    assert "身份证号" in found["members.id_no"]["aliases"]
    assert found["members.id_no"]["need"].zh == "国标档必填"
    assert found["occupancy"]["codes"] == "occupancy"
    assert found["occupancy"]["need"].en == "required"
    assert found["grid_code"]["ref"] == "grids"


def test_code_lists_are_those_in_use():
    found = [each for each in rows(code_lists([ledger("households")])) if each["name"] == "occupancy"]
    assert [each["label"].zh for each in found] == code_list("occupancy").zh_values()
    assert {each["source"] for each in found} == {code_list("occupancy").source}
    assert not [each for each in rows(code_lists([ledger("households")])) if each["name"] == "visit_mode"]
