"""Lists without a community: headings, encodings and ids; what reasons are called."""

from __future__ import annotations

import pytest

from gridctl.addresses.barelist import _headings_of, read_list
from gridctl.addresses.words import reason, reasons, words
from gridctl.schema.ledgers import ledger
from gridctl.store.faults import NotFound, UsageFault
from gridctl.text.normalize import label_key


@pytest.mark.parametrize(
    ("what", "name", "field"),
    [("address", "households", "address"), ("house_code", "households", "house_code"), ("alias", "addresses", "alias"),
     ("name", "addresses", "name"), ("community", "addresses", "community")],
)  # fmt: skip
def test_the_headings_of_the_ledgers_fields_are_known(what, name, field):
    column = ledger(name).column(field)
    known = {label_key(each) for each in _headings_of()[what]}
    assert {label_key(each) for each in (column.col.zh, field, *column.col.aliases)} <= known


def test_the_best_of_several_address_columns_is_taken(tmp_path):
    path = tmp_path / "清单.csv"
    path.write_text("家庭住址,标准地址\n乙路1号,甲路1号\n", encoding="utf-8")
    assert [row.address for row in read_list(path).rows] == ["甲路1号"]


def test_ids_that_repeat_give_way_to_row_numbers(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("row_id,address\n7,甲路1号\n7,甲路2号\n", encoding="utf-8")
    assert read_list(path).ids == {"2": 2, "3": 3}
    path.write_text("row_id;address\n7;甲路1号\n8;甲路2号\n", encoding="utf-8")
    assert read_list(path).ids == {"2": "7", "3": "8"}


def test_what_is_no_list_is_told(tmp_path):
    with pytest.raises(NotFound):
        read_list(tmp_path / "none.csv")
    (tmp_path / "broken.xlsx").write_bytes(b"not a workbook")
    with pytest.raises(UsageFault):
        read_list(tmp_path / "broken.xlsx")


@pytest.mark.parametrize(
    ("key", "zh", "en"),
    [("same-parts", "各部分相同", "all parts equal"), ("missing-unit", "缺单元", "unit is missing"),
     ("road-corrected", "道路按本地写法改正", "road corrected to the local spelling"),
     ("unheard-of", "unheard-of", "unheard-of")],
)  # fmt: skip
def test_reasons_in_words(key, zh, en):
    assert reason(key) == (zh, en)


def test_several_reasons_and_unknown_words():
    assert reasons(["same-text", "alias"]).zh == "写法完全一样；别名对应标准名称"
    assert words("parts", "attic") == ("attic", "attic")
