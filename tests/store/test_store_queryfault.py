from __future__ import annotations

import pytest

from gridctl.store.queryfault import no_table, query_fault
from gridctl.store.tables import ColumnInfo, TableInfo

PERSONS = TableInfo(
    "persons",
    (ColumnInfo("name", "VARCHAR", "姓名", "name"), ColumnInfo("moved_in", "DATE", "迁入日期", "moved in on")),
    "住户信息:成员",
    "households: members",
)
HOUSES = TableInfo("households", (ColumnInfo("address", "VARCHAR", "地址", "address"),), "住户信息", "households")
TABLES = (HOUSES, PERSONS)


@pytest.mark.parametrize(
    ("said", "query", "zh", "en"),
    [
        (
            'Binder Error: Referenced column "nmae" not found in FROM clause!\nCandidate bindings: "name"',
            "select nmae from persons",
            "没有“nmae”这一列，是不是 name？",
            "there is no column nmae. Did you mean name?",
        ),
        (
            'Binder Error: Table "p" does not have a column named "姓名"',
            "select p.姓名 from persons p",
            "没有“姓名”这一列，是不是 name？",
            "there is no column 姓名. Did you mean name?",
        ),
        (
            "Binder Error: Ambiguous reference to column name \"id\" (use: 'p.id' or 'h.id')",
            "",
            "几张表都有列 id，要写明是哪张表的：'p.id' 或 'h.id'",
            "several tables have a column id; say whose: 'p.id' or 'h.id'",
        ),
        ('Parser Error: syntax error at or near "selec"', "selec", "写法有误，在“selec”附近", None),
        ("Binder Error: something new\n\nLINE 1: select", "", "数据库不接受（something new）", "something new"),
    ],
)
def test_what_the_database_says_is_told_in_words(said, query, zh, en):
    told = query_fault(said, query, TABLES)
    assert told[0] == zh
    assert en is None or told[1] == en


@pytest.mark.parametrize(
    "said",
    [
        "Conversion Error: Could not convert string '白小华' to INT32 when casting from source column name",
        'Invalid Input Error: Could not parse string "白小华" according to format specifier "%d"',
        "New Kind Error: value 白小华 is wrong",
    ],
)
def test_values_are_not_repeated(said):
    assert "白小华" not in "".join(query_fault(said, "select cast(name as int) from persons", TABLES))


def test_a_text_without_quotes_is_taken_for_what_it_is():
    zh, en = query_fault('Binder Error: Referenced column "白小华" not found', "from persons where name=白小华", TABLES)
    assert "单引号" in zh
    assert "single quotes" in en


def test_tables_are_known_by_label_and_by_nearness():
    assert no_table("住户信息", TABLES)[0].endswith("是不是 households？")
    assert no_table("person", TABLES)[1].endswith("Did you mean persons?")
    assert "gridctl query" in no_table("blabla", TABLES)[0]
    assert "gridctl query" in no_table("reasons", TABLES)[0]
