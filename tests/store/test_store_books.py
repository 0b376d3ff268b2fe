"""Workbook shards: what is written is read back, and findings point at cells."""

from __future__ import annotations

import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from gridctl.schema.col import columns
from gridctl.schema.ledgers import LEDGERS, ledger
from gridctl.store.bookread import BookItems
from gridctl.store.bookwrite import write_book
from gridctl.store.faults import Refused
from gridctl.store.shardtext import pruned

_SETTINGS = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
_text = st.text(st.characters(exclude_categories=("Cs",)), max_size=12) | st.sampled_from(
    [
        "0101",
        "1e5",
        "NO",
        "=1+1",
        "_x0041_",
        '"x"',
        "[1]",
        "{}",
        "a、b",
        " 前后 ",
        "一\n二",
        "#2",
        "2026-01-02",
        "\r",
        "\x00",
    ]
)


def _value(column):
    if column.part is not None:
        part = st.dictionaries(
            st.sampled_from([each.col.zh for each in columns(column.part)]), _text | st.lists(_text, max_size=3)
        )
        return part if column.kind == "part" else st.lists(part, max_size=3)
    return st.lists(_text, max_size=3) | _text if column.kind == "list" else _text


def _records(name):
    fields = {each.col.zh: _value(each) for each in ledger(name).columns}
    chosen = st.lists(st.sampled_from(sorted(fields)), max_size=8, unique=True)
    record = chosen.flatmap(lambda names: st.fixed_dictionaries({each: fields[each] for each in names}))
    return st.lists(record, max_size=4)


def _round_trip(about, records):
    items = BookItems(write_book(about, records), about)
    assert items.faults == []
    return items.value or []


@pytest.mark.parametrize("about", LEDGERS, ids=lambda each: each.name)
@_SETTINGS
@given(data=st.data())
def test_records_come_back_from_a_workbook(about, data):
    records = data.draw(_records(about.name))
    expected = [kept for record in records if (kept := pruned(record))]
    assert _round_trip(about, records) == expected


def test_what_the_schema_does_not_know_comes_back_too():
    about = ledger("households")
    record = {"编号": "H1", "房屋编玛": "x", "成员": "不是列表", "备注": {"a": ["b"]}, "住宅电话": "19900001234"}
    assert _round_trip(about, [record]) == [record]


def test_english_keys_and_a_field_under_two_names():
    about = ledger("households")
    assert _round_trip(about, [{"id": "H1", "address": "甲路1号"}]) == [{"编号": "H1", "标准地址": "甲路1号"}]
    assert _round_trip(about, [{"户号": "1", "household_no": "2"}]) == [{"户号": "1", "household_no": "2"}]


def test_records_without_an_id_keep_their_members():
    about = ledger("households")
    records = [
        {"户号": "1", "成员": [{"姓名": "虚构甲"}]},
        {"户号": "2", "成员": [{"姓名": "虚构乙"}, {"姓名": "虚构丙"}]},
    ]
    assert _round_trip(about, records) == records


def test_the_same_records_give_the_same_bytes():
    about = ledger("households")
    records = [{"编号": "H1", "成员": [{"姓名": "虚构甲"}]}]
    assert write_book(about, records) == write_book(about, records)


def test_codes_are_text_cells():
    about = ledger("households")
    book = load_workbook(io.BytesIO(write_book(about, [{"编号": "H1", "房屋编码": "0101"}])))
    sheet = book["住户信息"]
    assert [sheet["B2"].value, sheet["B2"].data_type, sheet["B2"].number_format] == ["0101", "s", "@"]


def test_numbers_and_dates_that_a_clerk_typed_become_text():
    about = ledger("households")
    book = load_workbook(io.BytesIO(write_book(about, [{"编号": "H1"}])))
    sheet = book["住户信息"]
    headings = [cell.value for cell in sheet[1]]
    for heading, value in (("户号", 12), ("建筑面积", 89.5), ("有无消防通道", True), ("房屋编码", 5.13399001002001e17)):
        sheet.cell(2, headings.index(heading) + 1).value = value
    out = io.BytesIO()
    book.save(out)
    [record] = BookItems(out.getvalue(), about).value
    assert record == {
        "编号": "H1",
        "户号": "12",
        "建筑面积": "89.5",
        "有无消防通道": "是",
        "房屋编码": "5.13399001002001e+17",
    }


def test_a_value_stands_in_its_cell():
    about = ledger("households")
    records = [{"编号": "H1", "成员": [{"姓名": "虚构甲"}, {"姓名": "虚构乙", "性别": "男"}]}]
    items = BookItems(write_book(about, records), about)
    spot = items.at(0, ("成员", 1, "性别"))
    assert (spot.sheet, spot.cell) == ("成员", "G3")
    assert (items.at(0, ("成员", 1, "民族")).sheet, items.at(0, ()).cell) == ("成员", "A2")


def test_a_row_of_nobody_is_a_finding_and_keeps_the_file_from_being_rewritten():
    about = ledger("households")
    book = load_workbook(io.BytesIO(write_book(about, [{"编号": "H1", "成员": [{"姓名": "虚构甲"}]}])))
    book["成员"]["A2"].value = "H9"
    out = io.BytesIO()
    book.save(out)
    items = BookItems(out.getvalue(), about)
    assert [(fault.code, fault.sheet, fault.cell, fault.params["key"]) for fault in items.faults] == [
        ("F120", "成员", "A2", "H9")
    ]
    assert items.fatal


@pytest.mark.parametrize("data", [b"", b"not a workbook", b"PK\x03\x04 broken"])
def test_a_file_that_is_no_workbook_is_a_finding(data):
    items = BookItems(data, ledger("households"))
    assert [fault.code for fault in items.faults] == ["F118"]
    assert items.fatal


def test_a_text_longer_than_a_cell_is_refused():
    with pytest.raises(Refused):
        write_book(ledger("households"), [{"编号": "H1", "备注": "长" * 40000}])
