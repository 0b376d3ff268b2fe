"""``gridctl query``: SQL over the index, for people who know it."""

from __future__ import annotations

from typing import Annotated

import typer

from gridctl.cli.lang import t
from gridctl.cli.output import Format, FormatOption, OutputOption, show_table

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
) -> None:
    """Run a read-only query, or describe the tables when none is given."""
    from gridctl.findings.table import Table, TableColumn, Words
    from gridctl.store.workspace import Workspace

    index = Workspace.open().index()
    if sql:
        names, rows = index.select(sql)
        table = Table(Words("", ""), tuple(TableColumn(n, n, n) for n in names), tuple(rows))
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
    show_table(table, form, output, reveal=True)
