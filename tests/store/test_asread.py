from __future__ import annotations

import pytest

from gridctl.schema.ledgers import LEDGERS, ledger
from gridctl.schema.reading import plain, read_record
from gridctl.store.asread import as_read
from gridctl.store.shapes import Shape, kept_shape, shape_of
from gridctl.store.workspace import Workspace

HOUSEHOLDS = ledger("households")


def read(**raw):
    reading = read_record(HOUSEHOLDS, raw)
    return as_read(HOUSEHOLDS.model, reading.data, plain(reading.record))


def test_values_are_those_the_schema_reads_and_blanks_and_defaults_go():
    assert read(编号="H1", 居住状态="自住", 建筑面积="80", 状态="在用", 备注="", 住宅电话=[]) == {
        "id": "H1",
        "occupancy": "owner_occupied",
        "area_m2": 80,
    }


def test_what_cannot_be_read_stays_as_written():
    assert read(编号="H1", 居住状态="半空", 不认识="一") == {"id": "H1", "occupancy": "半空", "不认识": "一"}


def test_a_list_with_a_faulty_item_stays_whole():
    assert read(住宅电话=["199 0000 0001", "坏"])["household_phones"] == ["199 0000 0001", "坏"]
    assert read(住宅电话="199 0000 0001")["household_phones"] == ["19900000001"]


def test_blocks_keep_their_place_among_items_that_are_none():
    found = read(成员=[{"姓名": "王明", "性别": "男"}, "李四", {"姓名": "赵云", "性别": "错"}])
    assert found["members"] == [{"name": "王明", "sex": "male"}, "李四", {"name": "赵云", "sex": "错"}]


def test_a_block_that_is_no_block_stays_as_written():
    about = ledger("special_groups")
    reading = read_record(about, {"法定类信息": "无"})
    assert as_read(about.model, reading.data, plain(reading.record)) == {"details": "无"}
    reading = read_record(about, {"法定类信息": {"危险性等级": "低"}})
    assert as_read(about.model, reading.data, plain(reading.record)) == {"details": {"risk_level": "低"}}


def described(shape: Shape):
    """A shape without the models of its parts."""
    fields = [(each.name, each.col, each.kind) for each in shape.columns]
    return fields, shape.defaults, {name: described(each) for name, each in shape.parts.items()}


@pytest.mark.parametrize("about", LEDGERS, ids=lambda each: each.name)
def test_a_shape_kept_is_that_of_the_model(about, community):
    made = described(shape_of(about.model))
    ws = Workspace.open(community)
    assert described(kept_shape(ws, about.name)) == made
    # From the cache.
    assert described(kept_shape(ws, about.name)) == made
    assert made[1]["status"] == "active"
