from __future__ import annotations

import pytest

from gridctl.store.faults import UsageFault
from gridctl.store.workspace import Workspace

LOOKS = [
    "select occupancy, count(*) from households group by all",
    "from households;",
    "from main.HOUSEHOLDS select id limit 1 -- the first",
    "with h as (select * from households) select h.id, p.name from h join persons p on p.parent = h.id",
    "with recursive n(i) as (select 1 union all select i + 1 from n where i < 3) select * from n",
    "select id, (select count(*) from persons where parent = households.id) from households",
    "select id from households union all select id from visits",
    "select x from range(3) as r(x), unnest([1, 2]) as u(y)",
    "select *, row_number() over (partition by occupancy order by id) from households qualify true",
    "values (1), (2)",
    "pivot households on occupancy in ('rented', 'vacant') using count(*)",
    "describe households",
    "describe select id from households",
    "show tables",
    "show households",
    "summarize households",
]
HARMS = [
    "commit; drop table households",
    "drop table households",
    "delete from households",
    "select 1; select 2",
    "",
    ";",
    "selec",
    "copy households to 'stolen.csv'",
    "with c as (copy households to 'stolen.csv') select * from c",
    "with i as (insert into households (id) values ('H') returning *) select * from i",
    "export database 'stolen'",
    "attach 'stolen.db'",
    "install httpfs",
    "load httpfs",
    "set threads = 1",
    "pragma table_info('households')",
    "call pragma_version()",
    "select * from read_csv('secret.csv')",
    "select * from READ_TEXT('secret.csv')",
    "from 'secret.csv'",
    "describe 'secret.csv'",
    "summarize 'secret.csv'",
    'select (with "secret.csv" as (select 1) select 1), * from "secret.csv"',
    "select (select content from read_text('secret.csv'))",
    "select * from query('from households')",
    "select * from glob('*')",
    "select * from duckdb_settings()",
    "select * from information_schema.tables",
    "select * from elsewhere.main.households",
    "select * from _shards",
    "select current_setting('temp_directory')",
    "select write_log('x')",
    "select no_such_column from households",
]


@pytest.fixture
def index(community, monkeypatch):
    monkeypatch.chdir(community)
    (community / "secret.csv").write_text("a\nsecret\n", encoding="utf-8")
    return Workspace.open(community).index()


@pytest.mark.parametrize("query", LOOKS)
def test_looking_at_the_tables_works(index, query):
    names, rows = index.select(query)
    assert names
    assert rows or "visits" in query


@pytest.mark.parametrize("query", HARMS)
def test_anything_else_is_refused_in_both_languages_and_leaves_no_trace(index, community, query):
    before = index.sql("select count(*) from households")
    files = sorted(community.rglob("*"))
    with pytest.raises(UsageFault) as refused:
        index.select(query)
    assert refused.value.zh != refused.value.en
    assert "secret\n" not in refused.value.en
    assert index.sql("select count(*) from households") == before
    assert sorted(community.rglob("*")) == files


def test_an_unknown_function_is_not_fetched(index):
    with pytest.raises(UsageFault):
        index.select("select st_point(1, 2)")


def test_a_feature_s_table_may_be_asked(index):
    index.put("tasks", {"id": "VARCHAR"}, [("K1",)], "digest")
    assert index.select("select id from tasks") == (["id"], [("K1",)])
