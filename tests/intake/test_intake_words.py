"""words.yaml and layouts.yaml against the models: nothing in them is without effect, or means two things."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from intake_sheets import GRID_1, added, citizen, codes, phone, write_xlsx
from test_intake_property import Memory

from gridctl.intake.dictionary.vocabulary import column_at, vocabulary
from gridctl.intake.dictionary.words import words_of
from gridctl.intake.plan import plan_import
from gridctl.schema.codelists import code_list
from gridctl.schema.ledgers import LEDGERS

if TYPE_CHECKING:
    from pathlib import Path

every_ledger = pytest.mark.parametrize("name", [each.name for each in LEDGERS if words_of(each.name).fields])


@every_ledger
def test_each_heading_means_what_the_file_says(name: str) -> None:
    words, targets = words_of(name), vocabulary(name).targets
    said = [(key, path) for path, keys in words.fields.items() for key in keys]
    assert [(key, path) for key, path in said if targets[key].field != path] == []
    beside = [*words.note, *words.ignore, *words.spare]
    assert [key for key in beside if targets[key].role == "field"] == []
    everything = [key for key, _ in said] + beside + list(words.fallback)
    assert sorted({key for key in everything if everything.count(key) > 1}) == []


@every_ledger
def test_the_fields_are_there_and_inexact_words_are_on_no_list(name: str) -> None:
    words = words_of(name)
    for path in (*words.fields, *words.choose, *words.fallback.values()):
        assert column_at(name, path)
    for path, values in words.unclear.items():
        found = code_list(str(column_at(name, path).col.codes))
        assert [value for value in values if found.find(value)] == []


def test_of_columns_for_one_field_the_best_counts(tmp_path: Path) -> None:
    rows = [
        ["店名", "老板", "联系人", "地址"],
        ["面馆", "陈老五", "何姐", "清荷路1号"],
        ["超市", "", "何姐", "清荷路2号"],
    ]
    plan = plan_import(Memory(), [write_xlsx(tmp_path / "店.xlsx", rows)], ledger="businesses", grid=GRID_1)
    first, second = added(plan, "businesses")
    assert (first["manager"], first["note"], second["manager"]) == ("陈老五", "联系人: 何姐", "何姐")
    assert "note" not in second
    assert "I124" in codes(plan)


def test_what_columns_say_otherwise_is_in_the_returned_row_and_sensitive_values_in_no_note(tmp_path: Path) -> None:
    numbers = [citizen("19700101"), citizen("19710101")]
    rows = [
        ["门牌地址", "姓名", "与户主关系", "身份证号", "业主身份证号码", "产权人证件号码"],
        ["清荷路1号", "林小雨", "户主", "", *numbers],
        ["清荷路2号", "林禾", "户主", citizen("19900230"), *numbers],
    ]
    plan = plan_import(Memory(), [write_xlsx(tmp_path / "房.xlsx", rows)], ledger="households", grid=GRID_1)
    (house,) = added(plan, "households")
    assert house["owner_id_no"] == numbers[0]
    assert numbers[1] not in str(house)
    assert [each.code for each in plan.sources[0].rows[1].findings] == ["S303", "I199"]


def test_a_heading_that_depends_on_the_others(tmp_path: Path) -> None:
    alone: list[list[Any]] = [["户主姓名", "年龄", "救助类别", "电话"], ["周全", 82, "低保", phone(1)]]
    beside: list[list[Any]] = [["户主姓名", "姓名", "救助类别", "电话"], ["周全", "吴越", "低保", phone(2)]]
    found = [
        added(plan_import(Memory(), [write_xlsx(tmp_path / "低保.xlsx", rows)], grid=GRID_1), "special_groups")[0]
        for rows in (alone, beside)
    ]
    assert [each["name"] for each in found] == ["周全", "吴越"]
    assert [each["note"] for each in found] == ["年龄: 82", "户主姓名: 周全"]


def test_a_column_that_counts_rows_is_no_record_id(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["编号", "店名", "地址"], [1, "面馆", "清荷路1号"], [2, "超市", "清荷路2号"]]
    plan = plan_import(Memory(), [write_xlsx(tmp_path / "店.xlsx", rows)], ledger="businesses", grid=GRID_1)
    assert {"1", "2"}.isdisjoint(change.record for change in plan.changes)


def test_newcomers_of_a_monthly_report_are_entered_where_they_moved_to(tmp_path: Path) -> None:
    rows = [
        ["姓名", "与户主关系", "身份证号码", "迁入日期", "迁入地址", "迁出地", "居住处所"],
        ["周全", "户主", citizen("19820411"), "2026-09-06", "清荷路1号", "石桥街道", "租赁房屋"],
    ]
    plan = plan_import(Memory(), [write_xlsx(tmp_path / "人口变动.xlsx", rows)], grid=GRID_1)
    (house,) = added(plan, "households")
    (member,) = house["members"]
    assert (house["address"], member["moved_in"], member["dwelling_kind"]) == ("清荷路1号", "2026-09-06", "rented")
