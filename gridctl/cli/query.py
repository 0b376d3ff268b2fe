"""``gridctl query``: SQL over the index, for people who know it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gridctl.cli.lang import t
from gridctl.cli.output import Format, FormatOption, OutputOption, RevealOption, show_table

if TYPE_CHECKING:
    from gridctl.findings.table import Mask
    from gridctl.schema.col import Column

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

    index = Workspace.open().index()
    if sql:
        names, rows = index.select(sql)
        masks = _masks(sql)
        columns = tuple(TableColumn(name, name, name, mask=masks.get(name, "none")) for name in names)
        # A category alone is a figure; beside a name or the number of a record it says something of somebody.
        whose = {*masks, *_RECORDS} & set(names)
        hidden = _sensitive(sql) if whose and not reveal else frozenset()
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


def _masks(sql: str) -> dict[str, Mask]:
    """How result columns are masked, by name, from the personal columns of the tables the query names.

    A column that the query renames is its author's own care.
    """
    from gridctl.text.masking import is_hidden

    return {
        column.name: column.col.mask
        for column in _columns(sql)
        if column.col.mask != "none" and is_hidden(column.col.sens, column.col.mask)
    }


def _sensitive(sql: str) -> frozenset[str]:
    """The names of sensitive columns of which no part can be shown, of the tables the query names."""
    from gridctl.schema.col import SENSITIVE

    return frozenset(each.name for each in _columns(sql) if each.col.mask == "none" and each.col.sens >= SENSITIVE)


def _columns(sql: str) -> list[Column]:
    """The columns of the tables the query names."""
    from gridctl.schema.col import columns
    from gridctl.schema.ledgers import LEDGERS

    named = set(re.findall(r"\w+", sql.lower()))
    models = {each.name: each.model for each in LEDGERS}
    parts = {c.col.table: c.part for model in models.values() for c in columns(model) if c.col.table and c.part}
    return [column for table, model in (models | parts).items() if table in named for column in columns(model)]


def _cell(value: Any) -> Any:
    """A list as one text, so that it is masked like a value."""
    return "、".join(map(str, value)) if isinstance(value, list) else value
