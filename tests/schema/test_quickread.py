"""What is read the quick way is what the models read, and whatever they find fault with is left to them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridctl.schema.col import columns
from gridctl.schema.ledgers import LEDGERS, Ledger, ledger
from gridctl.schema.quickread import read_sound
from gridctl.schema.reading import plain, read_record
from gridctl.text.yamltree import read_tree

SAMPLE = Path(__file__).parents[2] / "ledgers"
HOUSE = {
    "编号": "H1",
    "房屋编码": "5133990010020102003000203",
    "建筑面积": "80.50㎡",
    "居住状态": "自住",
    "状态": "在用",
}
PERSON = {"姓名": "王 小兰", "证件类型": "居民身份证", "证件号码": "51339919590419721 8", "出生日期": "1959.4.19"}


def both_ways(about: Ledger, raw: dict[str, Any]) -> None:
    reading = read_record(about, raw)
    slow = reading.data, plain(reading.record)
    quick = read_sound(about.model, raw)
    if quick is not None:
        assert quick == slow
        assert [list(each) for each in quick] == [list(each) for each in slow]
    assert quick is None or not reading.faults


def sample(about: Ledger) -> list[dict[str, Any]]:
    files = sorted(SAMPLE.rglob(f"{about.name}.yaml")) + sorted((SAMPLE / about.name).rglob("*.yaml"))
    read = [read_tree(file.read_bytes()).value for file in files]
    return [raw for value in read if isinstance(value, list) for raw in value if isinstance(raw, dict)]


@pytest.mark.parametrize("about", LEDGERS, ids=lambda about: about.name)
def test_the_sample_community_reads_the_same_and_no_model_is_left_to_the_slow_way(about: Ledger) -> None:
    for raw in sample(about)[:60]:
        both_ways(about, raw)
        if not read_record(about, raw).faults:
            assert read_sound(about.model, raw) is not None
    assert read_sound(about.model, {}) == ({}, {})


def test_values_are_typed_and_defaults_left_out() -> None:
    quick = read_sound(
        ledger("households").model, {**HOUSE, "成员": [PERSON, {}], "住宅电话": "19900001111、19900002222"}
    )
    assert quick is not None
    data, typed = quick
    assert data["area_m2"] == "80.50㎡"
    assert data["members"][0]["name"] == "王 小兰"
    assert "status" not in typed
    assert (typed["area_m2"], typed["occupancy"]) == (80.5, "owner_occupied")
    assert typed["household_phones"] == ["19900001111", "19900002222"]
    assert typed["members"][0]["id_no"] == "513399195904197218"
    assert typed["members"][0]["birth_date"] == "1959-04-19"
    assert typed["members"][1] == {}


def test_lists_are_not_shared_by_records() -> None:
    model = ledger("households").model
    first, second = (read_sound(model, {"住宅电话": "19900001111"}) for _ in range(2))
    assert first is not None
    assert second is not None
    assert first[1]["household_phones"] is not second[1]["household_phones"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"没有的": "1"},
        {"编号": "H1", "id": "H1"},
        {"建筑面积": "大"},
        {"居住状态": "不在表上"},
        {"房主证件类型": "居民身份证", "房主证件号码": "513399195904197219"},
        {"成员": None},
        {"成员": ["一人"]},
        {"成员": [{"姓名": ["甲"]}]},
        {"标准地址": {"路": "一"}},
        {"标准地址": "\ud800"},
    ],
)
def test_what_is_wrong_is_left_to_the_model(wrong: dict[str, Any]) -> None:
    assert read_sound(ledger("households").model, {**HOUSE, **wrong}) is None


SCALARS = st.sampled_from(
    [None, "", " ", "是", "1", "01", "2026-01-02", "2026.1", "9:30", "自住", "居民身份证", "19900001111", "甲 、乙",
     "锟斤拷", True, 3, 2.5, "513399195904197218", "1e5", "80㎡", "~", "active", "在用"]
)  # fmt: skip


ODD: tuple[Any, ...] = (
    None, "", " ", [], {}, [None], [""], ["a"], 0, 1, True, 1.5, "无", "—", "~", "是", "2026-01-01", "a、b",
    "\ufeff", "２",
)  # fmt: skip


@pytest.mark.parametrize("about", LEDGERS, ids=lambda about: about.name)
def test_every_field_reads_odd_values_the_same_or_leaves_them_to_the_model(about: Ledger) -> None:
    for each in about.columns:
        for value in ODD:
            both_ways(about, {each.col.zh: value})
        for inner in columns(each.part) if each.part is not None else ():
            for value in ODD:
                part = {inner.col.zh: value}
                both_ways(about, {each.col.zh: [part] if each.kind == "parts" else part})


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_record_reads_the_same_or_is_left_to_the_model(data: st.DataObject) -> None:
    about = data.draw(st.sampled_from(LEDGERS))
    names = [each.name for each in about.columns] + [each.col.zh for each in about.columns]
    part = st.dictionaries(st.sampled_from(["姓名", "证件号码", "证件类型", "出生日期", "x"]), SCALARS, max_size=3)
    value = SCALARS | st.lists(SCALARS | part, max_size=3) | part
    both_ways(about, data.draw(st.dictionaries(st.sampled_from(names), value, max_size=6)))
