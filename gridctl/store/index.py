"""Index: the ledgers as tables of an embedded database, for rules, lists, indicators and the users' own questions.

Everything in it is derived; of what was kept, only the rows of changed shards are replaced.
"""

from __future__ import annotations

import contextlib
import json
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gridctl.store.database import DatabaseError, NoSuchTable
from gridctl.store.digests import digest_of
from gridctl.store.faults import UsageFault
from gridctl.store.harmless import harm
from gridctl.store.indexrows import Rows, index_rows
from gridctl.store.layout import home_of
from gridctl.store.queryfault import no_table, query_fault
from gridctl.store.tables import ColumnInfo, TableInfo, ledger_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from gridctl.store.database import Connection
    from gridctl.store.workspace import Workspace


class Index:
    """Tables over one workspace; see `tables` for what they hold."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._beside = threading.local()
        self._views: list[Index] = []
        # Unknown functions are mistakes here, not reasons to fetch code; unknown tables no names of Python's variables.
        for setting in ("autoinstall_known_extensions", "autoload_known_extensions", "python_enable_replacements"):
            connection.execute(f"SET {setting} = false")
        # Features' tables: the digest each was filled under, and what its columns hold. As in the table `_derived`.
        self._derived: dict[str, tuple[str, str]] = {}
        # Read with the rest: any thread may ask for them, and a connection refuses all but one at a time.
        self._settings: dict[str, str] = {}
        # The tables that hold rows in `replaced` only: the database counts them when they are there to stay.
        self._supposed: frozenset[str] = frozenset()

    def sql(self, query: str, params: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """The rows a query gives; ``?`` in it stand for the params."""
        return self._connection.execute(query, list(params)).fetchall()

    def rows(self, query: str, params: Sequence[object] = ()) -> list[dict[str, Any]]:
        """The rows a query gives, each by column name."""
        cursor = self._connection.execute(query, list(params))
        names = [each[0] for each in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def beside(self) -> Index:
        """The same tables for the thread that asks, by a connection of its own: queries then run side by side."""
        known: Index | None = getattr(self._beside, "index", None)
        if known is None:
            known = self._beside.index = Index(self._connection.cursor())
            known._derived, known._settings = self._derived, self._settings
            self._views.append(known)
        return known

    def select(self, query: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Column names and rows of a person's own query, which can only look at the tables; raises UsageFault."""
        tables = self.tables()
        found = harm(self.sql, query, [each.name for each in tables])
        if found is not None:
            zh, en = no_table(found.table, tables) if found.table else (found.zh, found.en)
            raise _refused(zh, en)
        try:
            self._connection.execute("BEGIN TRANSACTION")
            try:
                cursor = self._connection.execute(query)
                names = [each[0] for each in cursor.description or ()]
                return names, cursor.fetchall()
            finally:
                self._connection.execute("ROLLBACK")
        except DatabaseError as error:
            raise _refused(*query_fault(str(error), query, tables)) from None

    def put(
        self,
        table: str,
        columns: Mapping[str, str],
        rows: Iterable[Sequence[object]],
        digest: str,
        *,
        describe: Mapping[str, tuple[str, str]] | None = None,
    ) -> None:
        """Fill a feature's own table, unless it was filled under the same digest before.

        ``columns`` maps names to SQL types. ``describe`` gives (zh, en) of columns, and of the table under "".
        ``rows`` is not read where nothing has to be done, so it may be a generator. Values are JSON-able, or dates.
        """
        infos = [ColumnInfo(name, kind, *(describe or {}).get(name, ("", ""))) for name, kind in columns.items()]

        def fill() -> None:
            self._insert(table, infos, [dict(zip(columns, row, strict=True)) for row in rows])

        self._put(table, infos, fill, digest, describe or {})

    def put_query(
        self,
        table: str,
        columns: Mapping[str, str],
        query: Callable[[], str],
        digest: str,
        *,
        describe: Mapping[str, tuple[str, str]] | None = None,
    ) -> None:
        """As `put`, filled by a query that gives the columns by name; it is asked for only where it has to run."""
        infos = [ColumnInfo(name, kind, *(describe or {}).get(name, ("", ""))) for name, kind in columns.items()]
        listed = ", ".join(_quoted(name) for name in columns)

        def fill() -> None:
            self.sql(f"INSERT INTO {_quoted(table)} BY NAME SELECT {listed} FROM ({query()})")  # noqa: S608 - a feature's

        self._put(table, infos, fill, digest, describe or {})

    def _put(
        self,
        table: str,
        infos: Sequence[ColumnInfo],
        fill: Callable[[], None],
        digest: str,
        texts: Mapping[str, tuple[str, str]],
    ) -> None:
        columns = {each.name: each.type for each in infos}
        about = json.dumps({"columns": columns, "describe": dict(texts)}, ensure_ascii=False)
        if self._derived.get(table) == (digest, about):
            return
        if any(info.name == table for info in ledger_tables()) or table == "settings" or table.startswith("_"):
            raise ValueError(f"{table} is a table of the store")
        with self._transaction():
            if table in self._derived:
                self.sql(f"DROP TABLE {_quoted(table)}")
                self.sql("DELETE FROM _derived WHERE name = ?", [table])
            self.sql(_create(table, infos))
            fill()
            self.sql("INSERT INTO _derived VALUES (?, ?, ?)", [table, digest, about])
        self._derived[table] = (digest, about)

    def level_names(self) -> dict[str, str]:
        """The community's own names of grid levels, by key, as its settings give them."""
        names: dict[str, str] = json.loads(self._settings.get("level_names") or "{}")
        return names

    def profile(self) -> str:
        """The community's profile of required fields, as its settings give it."""
        return self._settings.get("profile", "")

    def filled_under(self, table: str) -> str | None:
        """The digest a feature's table was filled under; None for one that is not there."""
        kept = self._derived.get(table)
        return kept[0] if kept else None

    def filled(self) -> frozenset[str]:
        """The names of tables with rows in them, perhaps removed ones: a query over another needs no planning."""
        held = self.sql("SELECT table_name FROM duckdb_tables() WHERE estimated_size > 0")
        return self._supposed.union(name for (name,) in held)

    def partly_read(self, ledgers: Sequence[str] = ()) -> list[str]:
        """The shards that are faulty as files: those of their records that could not be read are in no table.

        With ``ledgers``, only these ledgers' shards.
        """
        found = [path for (path,) in self.sql("SELECT path FROM _shards WHERE partly ORDER BY path")]
        return [path for path in found if (home := home_of(path)) and home.ledger in ledgers] if ledgers else found

    def tables(self) -> list[TableInfo]:
        """Every table with its columns and what they hold; features' tables after the ledgers'."""
        found = [*ledger_tables(), _SETTINGS]
        for name, (_, about) in sorted(self._derived.items()):
            kept = json.loads(about)
            texts = kept["describe"]
            columns = tuple(
                ColumnInfo(each, kind, *texts.get(each, ("", ""))) for each, kind in kept["columns"].items()
            )
            found.append(TableInfo(name, columns, *texts.get("", ("", ""))))
        return found

    def update(self, workspace: Workspace) -> None:
        """Bring the tables up to date with a workspace's shards."""
        shards = {shard.path: shard for shard in workspace.shards()}
        version = digest_of([workspace.reader, workspace.settings_digest])
        held = self._held()
        if held is None or held.pop("", None) != version:
            held = {}
            fresh = True
        else:
            fresh = False
            kept = self.sql("SELECT name, digest, about FROM _derived")
            self._derived.update({name: (digest, about) for name, digest, about in kept})
            self._settings.update((key, value or "") for key, value in self.sql("SELECT key, value FROM settings"))
        stale = [path for path, digest in held.items() if path not in shards or shards[path].digest != digest]
        changed = [shard for path, shard in shards.items() if held.get(path) != shard.digest]
        if not (fresh or stale or changed):
            return
        workspace.read_all()
        rows: Rows = {}
        for shard in changed:
            index_rows(shard, workspace.loaded(shard), workspace.verdict(shard).keys, rows)
        held_now: list[dict[str, object]] = [
            {"path": shard.path, "digest": shard.digest, "partly": workspace.verdict(shard).fatal} for shard in changed
        ]
        with self._transaction():
            if fresh:
                self._create_all(workspace)
                held_now.append({"path": "", "digest": version})
            self._replace(stale, rows)
            if stale:
                self.sql("DELETE FROM _shards WHERE path IN (SELECT unnest(?))", [stale])
            self._insert("_shards", _SHARDS, held_now)

    @contextlib.contextmanager
    def replaced(self, paths: Sequence[str], rows: Rows) -> Iterator[None]:
        """The ledgers' tables with these rows for those of the shards at ``paths``, until the block ends."""
        self._connection.begin()
        try:
            self._replace(paths, rows)
            self._supposed = frozenset(name for name, held in rows.items() if held)
            yield
        finally:
            self._supposed = frozenset()
            self._connection.rollback()

    def _replace(self, paths: Sequence[str], rows: Rows) -> None:
        for table in ledger_tables():
            if paths:
                self.sql(f"DELETE FROM {_quoted(table.name)} WHERE path IN (SELECT unnest(?))", [list(paths)])  # noqa: S608 - own names
            self._insert(table.name, table.columns, rows.get(table.name, ()))

    def close(self) -> None:
        """Close the database; a connection left open would hold its file."""
        for view in self._views:
            view.close()
        self._connection.close()

    def _held(self) -> dict[str, str] | None:
        """The digests of the shards in the tables, and the version under ""; None for an empty database."""
        try:
            return dict(self.sql("SELECT path, digest FROM _shards"))
        except NoSuchTable:
            # Asking for the list of tables first would take a twentieth of a look-up's time.
            return None

    def _create_all(self, workspace: Workspace) -> None:
        for (name,) in self.sql("SELECT table_name FROM duckdb_tables()"):
            self.sql(f"DROP TABLE {_quoted(name)}")
        shapes = {each.name: each.columns for each in (*ledger_tables(), _SETTINGS)}
        shapes |= {"_shards": _SHARDS, "_derived": _DERIVED}
        self.sql(";".join(_create(name, columns) for name, columns in shapes.items()))
        settings = workspace.settings.model_dump(mode="json")
        texts = {
            key: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            for key, value in settings.items()
        }
        self._settings = {key: value or "" for key, value in texts.items()}
        self._insert("settings", _SETTINGS.columns, [{"key": key, "value": value} for key, value in texts.items()])

    def _insert(self, table: str, columns: Iterable[ColumnInfo], rows: Iterable[Mapping[str, object]]) -> None:
        """Through a JSON file: a hundred times faster than single INSERTs, and needs no other package."""
        lines = [_line(row) for row in rows]
        if not lines:
            return
        shape = ", ".join(f"{_literal(column.name)}: {_literal(column.type)}" for column in columns)
        with tempfile.TemporaryDirectory(prefix="gridctl-") as folder:
            path = Path(folder) / "rows.json"
            path.write_bytes(b"\n".join(lines))
            self.sql(
                f"INSERT INTO {_quoted(table)} BY NAME SELECT * FROM read_json(?, format = 'newline_delimited', "  # noqa: S608 - own names
                f"columns = {{{shape}}}, maximum_object_size = 67108864)",
                [str(path)],
            )

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.begin()
        try:
            yield
        except BaseException:
            self._connection.rollback()
            raise
        self._connection.commit()


_SETTINGS = TableInfo(
    "settings",
    (
        ColumnInfo("key", "VARCHAR", "设置项", "name of the setting"),
        ColumnInfo("value", "VARCHAR", "值（JSON）", "its value (JSON)"),
    ),
    "设置",
    "settings",
)
_SHARDS = tuple(
    ColumnInfo(name, kind, "", "") for name, kind in (("path", "VARCHAR"), ("digest", "VARCHAR"), ("partly", "BOOLEAN"))
)
_DERIVED = tuple(ColumnInfo(name, "VARCHAR", "", "") for name in ("name", "digest", "about"))


def _refused(zh: str, en: str) -> UsageFault:
    end_zh, end_en = "" if zh.endswith("？") else "。", "" if en.endswith("?") else "."
    return UsageFault(f"这条查询不行：{zh}{end_zh}", f"The query cannot be run: {en}{end_en}")


def _create(table: str, columns: Iterable[ColumnInfo]) -> str:
    listed = ", ".join(f"{_quoted(column.name)} {column.type}" for column in columns)
    return f"CREATE TABLE {_quoted(table)} ({listed})"


def _line(row: Mapping[str, object]) -> bytes:
    from pydantic_core import to_json

    try:
        return to_json(row, fallback=str)
    except ValueError:
        # A file name that is no text in the system's encoding.
        return json.dumps(row, ensure_ascii=False, default=str).encode("utf-8", "replace")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
