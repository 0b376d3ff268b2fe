"""``gridctl query``: SQL over the index, for people who know it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gridctl.cli.lang import t
from gridctl.cli.options import Format, FormatOption, OutputOption, RevealOption
from gridctl.cli.output import show_table
from gridctl.cli.unread import tell_unread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gridctl.findings.table import Mask
    from gridctl.store.fieldtable import Field
    from gridctl.store.workspace import Workspace

# Result columns that say which record, and so which person, a row is about.
_RECORDS = ("id", "person", "parent", "resident")

app = typer.Typer()


@app.command(
    help=t(
        '用 SQL 查询台账（DuckDB）。例：gridctl query "select occupancy, count(*) from households group by all"',
        "Query the ledgers with SQL (DuckDB), e.g. "
        'gridctl query "select occupancy, count(*) from households group by all"',
    )
)
def query(
    sql: Annotated[
        str,
        typer.Argument(
            help=t("SELECT 语句；不写则列出各表各列", "a SELECT; without one, the tables and their columns")
        ),
    ] = "",
    form: FormatOption = Format.TEXT,
    output: OutputOption = None,
    reveal: RevealOption = False,
) -> None:
    """Run a read-only query, or describe the tables when none is given."""
    from gridctl.exchange.cells import HIDDEN
    from gridctl.findings.table import Table, TableColumn, Words
    from gridctl.store.workspace import Workspace

    ws = Workspace.open()
    index = ws.index()
    if sql:
        asked = _fields(ws, sql)
        names, rows = index.select(sql)
        masks = _masks(asked)
        columns = tuple(TableColumn(name, name, name, mask=masks.get(name, "none")) for name in names)
        # A category alone is a figure; beside a name or the number of a record it says something of somebody.
        whose = {*masks, *_RECORDS} & set(names)
        hidden = _sensitive(asked) if whose and not reveal else frozenset()
        shown = tuple(
            tuple(
                HIDDEN if name in hidden and value is not None else _cell(value)
                for name, value in zip(names, row, strict=True)
            )
            for row in rows
        )
        table = Table(Words("", ""), columns, shown)
    else:
        columns = (
            TableColumn("table", "表", "table"),
            TableColumn("column", "列", "column"),
            TableColumn("type", "类型", "type"),
            TableColumn("meaning", "含义", "meaning"),
        )
        listed = tuple(
            (each.name, about.name, about.type, t(about.zh, about.en))
            for each in index.tables()
            for about in each.columns
        )
        table = Table(Words("索引的表", "Tables of the index"), columns, listed)
    show_table(table, form, output, reveal=reveal)
    tell_unread(index.partly_read())


def _fields(ws: Workspace, sql: str) -> list[Field]:
    """The fields of the tables that a query names."""
    from gridctl.store.fieldtable import fields

    named = set(re.findall(r"\w+", sql.lower()))
    return [each for table in fields(ws).tables if table.name in named for each in table.fields]


def _masks(asked: Sequence[Field]) -> dict[str, Mask]:
    """How result columns are masked, by name.

    A column that the query renames is its author's own care.
    """
    from gridctl.text.masking import is_hidden

    return {
        each.sql: each.column.col.mask
        for each in asked
        if each.column.col.mask != "none" and is_hidden(each.column.col.sens, each.column.col.mask)
    }


def _sensitive(asked: Sequence[Field]) -> frozenset[str]:
    """The names of sensitive columns of which no part can be shown."""
    from gridctl.schema.col import SENSITIVE

    return frozenset(each.sql for each in asked if each.column.col.mask == "none" and each.column.col.sens >= SENSITIVE)


def _cell(value: Any) -> Any:
    """A list as one text, so that it is masked like a value."""
    return t("、", ", ").join(map(str, value)) if isinstance(value, list) else value
