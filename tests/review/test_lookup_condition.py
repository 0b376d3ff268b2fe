"""The condition language of ``gridctl list``, and what is listed."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lookup_community import OTHER

from gridctl.review.lookup_listing import key_of, list_records
from gridctl.review.lookup_scope import Scope
from gridctl.store.faults import UsageFault
from gridctl.store.fieldtable import fields


def listed(ws, where: str, table: str = "households", **how) -> str:
    """The last letters of the keys of the rows."""
    about = fields(ws).table(table)
    found = list_records(ws, about, where=where, columns=[key_of(about)], **how)
    return " ".join(sorted(str(key)[-1] for (key,) in found.rows))


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ("居住状态=出租", "2"),
        ("occupancy = rented", "2"),
        ("居住状态 = 出租 且 建筑面积>90", "2"),
        ("居住状态=出租且建筑面积>90", "2"),
        ("居住状态=自住或(建筑面积>90)", "1 2"),
        ("occupancy = rented and floor area in m² > 90", "2"),
        ("居住状态=出租 或 居住状态=闲置", "2 3"),
        ("居住状态 in (出租、 闲置)", "2 3"),
        ("居住状态 不属于 （出租，闲置）", "1"),
        ("not occupancy in (rented, vacant)", "1"),
        ("非 (居住状态=出租 或 居住状态=闲置)", "1"),
        ("occupancy != rented", "1 3"),
        ("建筑面积 != 80", "2 3"),
        ("建筑面积 为空", "3"),
        ("area_m2 is not empty", "1 2"),
        ("隐患类型 为空", "1 3"),
        ("隐患类型 = 消防隐患", "2"),
        ("标准地址 ~ 荷塘路", "1 2"),
        ("标准地址 !~ 荷塘路", "3"),
        ("address contains 采莲街", "3"),
        ('标准地址 = "采莲街12号2栋201室"', "3"),
        ("出租时间 = 2026-08", "3"),
        ("出租时间 = 2026Q3 and 出租时间 > 2026-07", "3"),
        ("出租时间 > 2026-08", ""),
        ("出租时间 <= 2026-08", "3"),
        ("出租时间 < 今天", "3"),
        ("成员.姓名 = 单晓明", "1"),
        ("members.name ~ 晓明", "1 2"),
        ("姓名 = 吕乐", ""),
        ("人数 = 1", "1 2"),
        ("people=0", "3"),
        ("网格编码 = 513399001002002", "3"),
    ],
)
def test_conditions(known, where, found):
    assert listed(known, where) == found


@pytest.mark.parametrize(
    ("where", "found"),
    [("年龄 >= 70 且 性别=男", "1 3"), ("age < 70", ""), ("联系电话 = 19900005678", "1"), ("房屋编码 ~ 00000102", "")],
)
def test_conditions_on_people(known, where, found):
    assert listed(known, where, "persons") == found


def test_ended_ones_and_grids(known):
    assert listed(known, "") == "1 2 3"
    assert listed(known, "", ended=True) == "1 2 3 4"
    assert listed(known, "", "persons", ended=True) == "1 2 3"
    assert listed(known, "", grids={OTHER}) == "3"
    assert listed(known, "", "staff", grids={OTHER}) == ""


def test_columns_and_order(known):
    about = fields(known).table("households")
    found = list_records(known, about, columns=["编号", "建筑面积"], sort=["-建筑面积"])
    assert [row[1] for row in found.rows] == [95.5, 80, None]
    usual = [each.sql for each in list_records(known, about).fields]
    assert usual[:4] == ["id", "address", "occupancy", "people"]
    people = [each.sql for each in list_records(known, fields(known).table("persons")).fields]
    assert {"id", "name", "house_code", "grid_code"} <= set(people)


@pytest.mark.parametrize(
    ("where", "zh", "en"),
    [
        ("建筑面机=1", "是不是：建筑面积", "Did you mean"),
        ("居住状态=出借", "没有“出借”这个值；可以是：自住、出租", "it may be: owner_occupied, rented"),
        ("建筑面积=大", "“大”不是数字", "is a number"),
        ("建筑面积~9", "不能用 ~", "not ~"),
        ("出租时间=昨儿", "不是日期", "is a date"),
        ("标准地址>1", "不能比大小", "has no order"),
        ("有无消防通道=也许", "只有 是 和 否", "is yes or no"),
        ("居住状态", "这里应是 =", "is expected here"),
        ("居住状态=", "这里应是一个值", "a value is expected"),
        ("=出租", "这里应是列名", "a field is expected"),
        ("居住状态=自住 建筑面积>90", "缺少 且 或 或", "and or or is missing"),
        ("居住状态=自住)", "这里应是 且 或 或", "and or or is expected"),
        ("(居住状态=自住", "缺少右括号", "closing bracket"),
        ("居住状态 in (自住", "缺少右括号", "closing bracket"),
        ("居住状态='自住", "看不懂", "cannot be read"),
        ("  ", "条件是空的", "is empty"),
    ],
)
def test_what_is_wrong_is_told(known, where, zh, en):
    with pytest.raises(UsageFault) as fault:
        listed(known, where)
    assert zh in fault.value.zh
    assert en in fault.value.en


def test_a_column_of_several_people_is_refused(known):
    with pytest.raises(UsageFault, match="list persons"):
        list_records(known, fields(known).table("households"), columns=["姓名"])


@pytest.mark.parametrize("value", ["x' OR '1'='1", 'x"; DROP TABLE households; --', "%", "\\", "$1 ?"])
def test_values_never_become_sql(known, value):
    quoted = f"'{value}'" if '"' in value else f'"{value}"'
    assert listed(known, f"标准地址 = {quoted}") == ""
    assert listed(known, f"标准地址 ~ {quoted}") == ""
    assert known.index().sql("SELECT count(*) FROM households") == [(4,)]


@given(st.text(alphabet="居住状态=出租且或非()（）><~!,、 建筑面积90'\"in", max_size=40))
@settings(max_examples=100, deadline=None)
def test_any_text_is_a_condition_or_a_usage_fault(known, text):
    found = ""
    with contextlib.suppress(UsageFault):
        found = listed(known, text or " ")
    assert set(found.split()) <= set(listed(known, "").split())


def test_tables_by_every_name(known):
    about = fields(known)
    for word, name in (
        ("住户信息", "households"), ("household", "households"), ("业务", ""), ("business", "businesses"),
        ("走访", "visits"), ("人员", "persons"), ("person", "persons"), ("Special Groups", "special_groups"),
        ("网格", "grids"), ("网格员", "staff"),
    ):  # fmt: skip
        found = about.named(word)
        assert (found.name if found else "") == name


def test_fields_say_what_the_models_say(known):
    from gridctl.schema.ledgers import LEDGERS

    about = fields(known)
    for each in LEDGERS:
        table = about.table(each.name)
        own = {column.name: column for column in each.columns if column.part is None}
        for field in table.fields:
            if "_" in field.sql and field.sql not in own:
                continue
            assert field.column.col.zh == own[field.sql].col.zh
            assert field.column.col.sens == own[field.sql].col.sens
            assert field.column.kind == own[field.sql].kind
    scope = Scope(about, about.table("households"), known.today)
    assert scope.column("floor area in m²").field.sql == "area_m2"
