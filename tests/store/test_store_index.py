"""The index: its tables, how it follows the files, and that nothing about its file can stop a command."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import duckdb
import pytest
from store_community import GRID, HOUSEHOLDS, OTHER, TWO_HOUSES, write

from gridctl.schema.col import columns
from gridctl.schema.ledgers import LEDGERS
from gridctl.store.changeset import Add, ChangeSet, Set
from gridctl.store.tables import ledger_tables
from gridctl.store.workspace import Workspace

VISIT = {
    "id": "W000000000001", "visited_on": "2026-07-01", "grid_code": GRID, "staff": ["S1", "S2"], "needs": [],
    "changes": [{"field": "电话", "value": "19900001234"}],
}  # fmt: skip


@pytest.fixture
def workspace(community):
    opened = Workspace.open(community)
    yield opened
    opened.close()


def test_a_row_of_each_record_and_part(workspace):
    index = workspace.index()
    rest = {"area_m2": None, "path": HOUSEHOLDS, "current": True}
    assert index.rows("SELECT id, occupancy, area_m2, path, row, current FROM households ORDER BY row") == [
        {"id": "H000000000001", "occupancy": "owner_occupied", "row": 0, **rest},
        {"id": "H000000000002", "occupancy": "vacant", "row": 1, **rest},
    ]
    assert index.sql("SELECT name, parent, seq, grid_code, house_code, current FROM persons ORDER BY seq") == [
        ("虚构甲", "H000000000001", 0, GRID, "5133990010020010000010101", True),
        ("虚构乙", "H000000000001", 1, GRID, "5133990010020010000010101", True),
    ]
    assert index.sql("SELECT year(birth_date) FROM persons WHERE name = ?", ["虚构乙"]) == [(1982,)]
    assert index.sql("SELECT value FROM settings WHERE key = 'community'") == [("清荷社区",)]


def test_filled_tables_are_those_with_rows(workspace):
    index = workspace.index()
    names = [each.name for each in ledger_tables()]
    assert index.filled() & {*names} == {name for name in names if index.sql(f'SELECT 1 FROM "{name}" LIMIT 1')}


def test_lists_and_single_parts(workspace):
    matter = {"code": "M1", "name": "巡查", "admission": {"approved_by": "街道"}, "roles": {"worker": ["report"]}}
    workspace.apply(ChangeSet((Add("visits", VISIT["id"], VISIT), Add("matters", "M1", matter))))
    index = workspace.index()
    assert index.sql("SELECT staff, needs, visited_on::VARCHAR FROM visits") == [(["S1", "S2"], None, "2026-07-01")]
    assert index.sql("SELECT field, value, parent FROM visit_changes") == [("电话", "19900001234", VISIT["id"])]
    assert index.sql("SELECT admission_approved_by, roles_worker FROM matters") == [("街道", ["report"])]


@pytest.mark.parametrize(
    ("change", "person", "household"),
    [
        (("members[0].moved_out", None, "2026-01-01"), False, True),
        (("members[0].death_date", None, "2026-01-01"), False, True),
        (("status", None, "ended"), False, False),
        (("note", None, "x"), True, True),
    ],
)
def test_who_is_current(workspace, change, person, household):
    workspace.apply(ChangeSet((Set("households", "H000000000001", *change),)))
    index = workspace.index()
    assert index.sql("SELECT current FROM persons WHERE seq = 0") == [(person,)]
    assert index.sql("SELECT current FROM households WHERE row = 0") == [(household,)]


def test_only_rows_of_changed_files_are_replaced(community, workspace):
    write(community, f"ledgers/households/{OTHER}.yaml", f'- 编号: "H3"\n  网格编码: "{OTHER}"\n')
    workspace.refresh()
    assert workspace.index().sql("SELECT count(*) FROM households") == [(3,)]
    workspace.index().sql("UPDATE households SET note = 'touched'")
    workspace.apply(ChangeSet((Set("households", "H3", "layout", None, "两室一厅"),)))
    found = workspace.index().sql("SELECT id, layout, note FROM households ORDER BY id")
    assert found == [("H000000000001", None, "touched"), ("H000000000002", None, "touched"), ("H3", "两室一厅", None)]
    (community / f"ledgers/households/{OTHER}.yaml").unlink()
    (community / HOUSEHOLDS).rename(community / "ledgers/households/x.yaml")
    workspace.refresh()
    assert (
        workspace.index().sql("SELECT path, parent FROM persons")
        == [("ledgers/households/x.yaml", "H000000000001")] * 2
    )


def test_settings_and_program_decide_too(community, workspace):
    workspace.index().sql("UPDATE households SET note = 'touched'")
    write(community, "ledgers/gridctl.yaml", 'community: "柳溪社区"\n')
    workspace.refresh()
    assert workspace.index().sql("SELECT value FROM settings WHERE key = 'community'") == [("柳溪社区",)]
    assert workspace.index().sql("SELECT count(note) FROM households") == [(0,)]


@pytest.mark.parametrize("data", [b"", b"not a database", b"\x00" * 20000])
def test_a_damaged_file_is_built_anew(community, workspace, data):
    write(community, ".gridctl/index.duckdb", data)
    assert workspace.index().sql("SELECT count(*) FROM persons") == [(2,)]
    workspace.close()
    assert Workspace.open(community).index().sql("SELECT count(*) FROM persons") == [(2,)]


def test_a_new_database_is_left_as_a_log_that_a_later_command_puts_into_the_file(community, workspace, monkeypatch):
    log = community / ".gridctl/index.duckdb.wal"
    for longest, left in ((1_000_000, True), (0, False)):
        monkeypatch.setattr("gridctl.store.indexfile._SHORT_LOG", longest)
        workspace.index().put("made", {"n": "INTEGER"}, [(1,)], "digest")
        workspace.close()
        assert log.is_file() is left
    assert workspace.index().filled_under("made") == "digest"
    assert workspace.index().sql("SELECT (SELECT count(*) FROM persons), n FROM made") == [(2, 1)]


@pytest.mark.parametrize("keep", [0, 100, -100])
def test_a_damaged_log_is_built_anew(community, workspace, keep):
    workspace.index()
    workspace.close()
    log = community / ".gridctl/index.duckdb.wal"
    log.write_bytes(log.read_bytes()[:keep] + b"x" * 200)
    assert workspace.index().sql("SELECT count(*) FROM persons") == [(2,)]


def test_a_database_of_somebody_else_is_built_anew(community, workspace):
    (community / ".gridctl").mkdir(exist_ok=True)
    with duckdb.connect(str(community / ".gridctl/index.duckdb")) as other:
        other.execute("CREATE TABLE _shards (x INTEGER); CREATE TABLE households (y INTEGER)")
    assert workspace.index().sql("SELECT count(*) FROM persons") == [(2,)]


def test_while_another_process_holds_the_file_the_index_is_in_memory(community, workspace):
    workspace.index()
    program = (
        "import sys; from pathlib import Path; from gridctl.store.workspace import Workspace;"
        "print(Workspace.open(Path(sys.argv[1])).index().sql('SELECT count(*) FROM persons'))"
    )
    done = subprocess.run([sys.executable, "-c", program, str(community)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[(2,)]"
    assert workspace.index().sql("SELECT count(*) FROM persons") == [(2,)]


def test_features_put_tables_of_their_own(community, workspace):
    index = workspace.index()
    shape = {"house": "VARCHAR", "times": "INTEGER", "seen": "DATE", "names": "VARCHAR[]"}
    texts = {"": ("房屋", "houses"), "times": ("次数", "how often")}
    index.put("tallies", shape, [("a", 1, "2026-07-01", ["x", "y"]), ("b", None, None, None)], "1", describe=texts)
    assert index.sql("SELECT house, times, year(seen), names FROM tallies ORDER BY house") == [
        ("a", 1, 2026, ["x", "y"]),
        ("b", None, None, None),
    ]
    index.put("tallies", shape, iter(pytest.fail("read again") for _ in range(1)), "1", describe=texts)
    index.put("tallies", shape, [], "2", describe=texts)
    assert index.sql("SELECT count(*) FROM tallies") == [(0,)]
    about = index.tables()[-1]
    assert (about.name, about.zh, about.column("times").en) == ("tallies", "房屋", "how often")
    with pytest.raises(ValueError, match="a table of the store"):
        index.put("persons", {"x": "VARCHAR"}, [], "1")
    workspace.close()
    again = Workspace.open(community).index()
    assert again.tables()[-1].name == "tallies"


def test_a_put_that_fails_leaves_the_table_as_it_was(workspace):
    index = workspace.index()
    index.put("t", {"n": "INTEGER"}, [(1,)], "1")
    with pytest.raises(duckdb.Error):
        index.put("t", {"n": "INTEGER"}, [("no number",)], "2")
    assert index.sql("SELECT n FROM t") == [(1,)]


def test_every_column_is_there_and_described(workspace):
    index = workspace.index()
    for table in index.tables():
        names = [row[0] for row in index.sql(f'SELECT column_name FROM (DESCRIBE "{table.name}")')]
        assert names == [column.name for column in table.columns]
        assert all(column.zh and column.en for column in table.columns)
    with pytest.raises(KeyError):
        index.tables()[0].column("nothing")


def test_tables_follow_from_the_models():
    tables = {table.name: table for table in ledger_tables()}
    for ledger in LEDGERS:
        scalar = {column.name for column in ledger.columns if column.part is None}
        assert scalar <= {column.name for column in tables[ledger.name].columns}
        for column in ledger.columns:
            if column.kind == "parts":
                assert column.col.table in tables
                assert {each.name for each in columns(column.part)} <= {
                    c.name for c in tables[column.col.table].columns
                }


def test_a_revision_has_its_own_index(community, workspace):
    workspace.git.init()
    subprocess.run(["git", "config", "user.email", "t@example.invalid"], cwd=community, check=True)
    subprocess.run(["git", "config", "user.name", "t"], cwd=community, check=True)
    workspace.git.commit(["ledgers"], "one")
    write(community, HOUSEHOLDS, TWO_HOUSES.replace("闲置", "出租"))
    past, now = Workspace.open(community, rev="HEAD"), Workspace.open(community)
    query = "SELECT occupancy FROM households WHERE row = 1"
    assert (past.index().sql(query), now.index().sql(query)) == ([("vacant",)], [("rented",)])
    assert past.get("households", "H000000000002").record.occupancy == "vacant"
    assert str(past.place("households", "H000000000002", "occupancy")) == f"{HOUSEHOLDS}:25:9"
    now.close()


def test_settings_are_told_while_the_connection_is_busy(community):
    told = []
    for _ in ("made", "opened again"):
        workspace = Workspace.open(community)
        index = workspace.index()
        # A connection that is closed refuses every query, as a busy one refuses another thread's.
        workspace.close()
        told.append((index.profile(), index.level_names()))
    assert told == [("default", {})] * 2


def test_threads_ask_side_by_side(workspace):
    index = workspace.index()
    query = "SELECT id FROM households ORDER BY id"
    with ThreadPoolExecutor(2) as pool:
        views = [pool.submit(index.beside).result() for _ in range(2)]
        rows = list(pool.map(lambda _: index.beside().sql(query), range(20)))
    assert all(view is not index for view in views)
    assert rows == [index.sql(query)] * 20
    index.put("derived", {"n": "INTEGER"}, [(1,)], "digest")
    assert [view.sql("SELECT n FROM derived") for view in views] == [[(1,)], [(1,)]]
