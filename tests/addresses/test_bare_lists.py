"""Lists without a community: headings, encodings and ids; what reasons are called."""

from __future__ import annotations

from concurrent.futures.process import BrokenProcessPool

import pytest
from invented_town import build_town
from invented_typing import OPERATORS, STYLES, list_houses

from gridctl.addresses.doubles import blocks
from gridctl.addresses.doubles.barelist import BareList, list_headings, read_aliases, read_list
from gridctl.addresses.doubles.blocks import find_in_list
from gridctl.addresses.doubles.duplicates import Alias, HouseRow, find_duplicates
from gridctl.addresses.doubles.words import reason, reasons, words
from gridctl.schema.ledgers import ledger
from gridctl.store.faults import NotFound, UsageFault
from gridctl.text.normalize import label_key


@pytest.mark.parametrize(
    ("what", "name", "field"),
    [("address", "households", "address"), ("house_code", "households", "house_code"), ("alias", "addresses", "alias"),
     ("name", "addresses", "name"), ("community", "addresses", "community")],
)  # fmt: skip
def test_thelist_headings_the_ledgers_fields_are_known(what, name, field):
    column = ledger(name).column(field)
    known = {label_key(each) for each in list_headings()[what]}
    assert {label_key(each) for each in (column.col.zh, field, *column.col.aliases)} <= known


def test_the_best_of_several_address_columns_is_taken(tmp_path):
    path = tmp_path / "清单.csv"
    path.write_text("家庭住址,标准地址\n乙路1号,甲路1号\n", encoding="utf-8")
    assert read_list(path).addresses == ["甲路1号"]


def test_ids_that_repeat_give_way_to_row_numbers(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("row_id,address\n7,甲路1号\n7,甲路2号\n", encoding="utf-8")
    assert list(read_list(path).ids) == [2, 3]
    path.write_text("row_id;address\n7;甲路1号\n8;甲路2号\n", encoding="utf-8")
    assert list(read_list(path).ids) == ["7", "8"]


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


def towns(seeds, houses=60):
    """The rows of several communities, shuffled into one list."""
    listed = [
        (town.community, row.address)
        for seed in seeds
        for town in [build_town(seed, houses)]
        for row in list_houses(town, seed, 0.3, STYLES, OPERATORS)
    ]
    listed.sort(key=lambda row: row[1][::-1])
    return BareList([address for _, address in listed], [community for community, _ in listed], range(len(listed)), 0)


def test_a_list_in_blocks_has_the_groups_of_the_whole():
    listed = towns((71, 72, 73))
    rows = [
        HouseRow(str(n), "", address, community)
        for n, (address, community) in enumerate(zip(listed.addresses, listed.communities, strict=True))
    ]
    whole = [(tuple(map(int, group.rows)), group.tier, group.reasons) for group in find_duplicates(rows)]
    assert len(whole) > 20
    assert sorted(find_in_list(listed)) == sorted(whole)


def test_two_processes_find_what_one_does(monkeypatch):
    listed = towns(range(71, 76))
    alone = find_in_list(listed)
    monkeypatch.setattr(blocks, "_TASK_ROWS", 50)
    monkeypatch.setattr(blocks, "_WORTH_ROWS", 1)
    assert find_in_list(listed) == alone
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    assert find_in_list(listed) == alone


def test_a_second_process_that_dies_costs_time_only(monkeypatch):
    class Dead:
        def cancel(self):
            return False

        def result(self):
            raise BrokenProcessPool

    class Pool:
        def __init__(self, *_):
            pass

        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

        def submit(self, *_):
            return Dead()

    listed = towns((71, 72))
    alone = find_in_list(listed)
    monkeypatch.setattr(blocks, "_WORTH_ROWS", 1)
    monkeypatch.setattr(blocks, "_TASK_ROWS", 50)
    monkeypatch.setattr(blocks, "ProcessPoolExecutor", Pool)
    assert find_in_list(listed) == alone


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_lists_in_other_encodings_are_read_row_by_row(tmp_path, encoding):
    path = tmp_path / "清单.csv"
    path.write_bytes('社区,地址\r\n清荷社区,甲路1号\r\n,\r\n清荷社区,"乙路\n2号"\r\n'.encode(encoding))
    listed = read_list(path)
    assert (listed.addresses, listed.communities) == (["甲路1号", "乙路\n2号"], ["清荷社区", "清荷社区"])
    assert (list(listed.ids), listed.blank) == ([2, 4], 0)


def test_aliases_are_read_with_their_communities(tmp_path):
    path = tmp_path / "别名.csv"
    path.write_text("社区,别名,标准名称\n清荷社区,老厂,柳岸花园\n,无主,\n", encoding="utf-8")
    assert read_aliases(path) == [Alias("清荷社区", "老厂", "柳岸花园")]
