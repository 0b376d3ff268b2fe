"""``gridctl list``: the records of a ledger that a condition holds for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gridctl.cli.completing import complete_column, complete_table
from gridctl.cli.console import out, say
from gridctl.cli.lang import language, t
from gridctl.cli.options import (
    AsOfOption,
    ColumnsOption,
    Format,
    FormatOption,
    GridOption,
    OutputOption,
    RevealOption,
    day,
    words,
)
from gridctl.cli.output import emit_data
from gridctl.cli.unread import tell_unread

if TYPE_CHECKING:
    from gridctl.findings.table import Cell, Table
    from gridctl.review.lookup_listing import Listing

app = typer.Typer()


@app.command(
    help=t(
        "列出一本台账（或 persons 人员）中符合条件的记录。"
        '例：gridctl list 住户信息 --where "居住状态=出租 且 建筑面积>90"',
        "List the records of a ledger (or persons) that fit, e.g. "
        'gridctl list households --where "occupancy = rented and area_m2 > 90"',
    )
)
def list_(
    ledger: Annotated[
        str,
        typer.Argument(
            help=t("台账，或 persons 等明细", "a ledger, or its parts such as persons"), autocompletion=complete_table
        ),
    ],
    where: Annotated[
        str,
        typer.Option(
            "--where",
            "-w",
            help=t(
                "条件：= != > < >= <= ~（包含）in 为空，用 且、或、非 和括号连接；列名和值中英文均可",
                "condition: = != > < >= <= ~ (contains) in, is empty; joined by and, or, not and brackets",
            ),
        ),
    ] = "",
    columns: ColumnsOption = None,
    grid: GridOption = "",
    sort: Annotated[
        list[str] | None,
        typer.Option(
            "--sort",
            "-s",
            help=t("按这些列排，列名前加 - 为倒序", "sort by these; - before one turns it round"),
            autocompletion=complete_column,
        ),
    ] = None,
    ended: Annotated[
        bool, typer.Option("--ended", help=t("已注销、已离开的也列出", "ended and left ones, too"))
    ] = False,
    most: Annotated[
        int, typer.Option("--most", "-n", min=0, help=t("屏幕上最多几行，0 为全部", "rows on screen; 0: all"))
    ] = 40,
    form: FormatOption = Format.TEXT,
    output: OutputOption = None,
    reveal: RevealOption = False,
    as_of: AsOfOption = "",
) -> None:
    """Show records as a table; the number of all that fit stands below it."""
    from gridctl.cli.ledgernames import table_named
    from gridctl.review.lookup_listing import list_records
    from gridctl.store.gridtree import grids_under
    from gridctl.store.workspace import Workspace

    ws = Workspace.open(today=day(as_of))
    table = table_named(ws, ledger)
    chosen = words(columns)
    listing = list_records(
        ws,
        table,
        where=where,
        columns=[each.sql for each in table.fields] if chosen in (["all"], ["全部"]) else chosen,
        grids=grids_under(ws, grid) if grid else None,
        sort=words(sort),
        ended=ended,
        most=most if form is Format.TEXT and output is None else 0,
    )
    if form is Format.TEXT:
        _show(listing, most, output, reveal=reveal)
    else:
        _emit(listing, form, output, reveal=reveal)
    tell_unread(ws.index().partly_read([table.ledger]))


def listing_table(listing: Listing, *, reveal: bool, most: int = 0) -> Table:
    """The listing as a table, masked unless it is to be revealed; with ``most``, only so many rows."""
    from gridctl.exchange.cells import table_column
    from gridctl.findings.table import Table, Words

    columns = tuple(
        table_column(each.sql, Words(each.column.col.zh, each.column.col.en), each.column, reveal=reveal)
        for each in listing.fields
    )
    rows = tuple(_cells(listing, row, reveal=reveal) for row in listing.rows[: most or None])
    return Table(Words("", ""), columns, rows)


def _cells(listing: Listing, row: tuple[Any, ...], *, reveal: bool) -> tuple[Cell, ...]:
    from gridctl.exchange.cells import cell, names_place

    given = dict(zip((each.sql for each in listing.fields), row, strict=True))
    return tuple(
        cell(each.column, given[each.sql], reveal=reveal or names_place(each.column, given)) for each in listing.fields
    )


def _show(listing: Listing, most: int, output: Path | None, *, reveal: bool) -> None:
    from gridctl.render.terminal import print_table

    total, title = listing.total, listing.table.title(language())
    if output is not None:
        from gridctl.cli.output import show_table

        show_table(listing_table(listing, reveal=reveal), Format.TEXT, output, reveal=True)
    elif total:
        print_table(out(), listing_table(listing, reveal=reveal, most=most), language(), reveal=True)
    if most and total > most and output is None:
        left = total - most
        say(t(f"… 还有 {left} 行（--most 0 全部列出）。", f"… {left} more rows (--most 0 lists all)."), style="dim")
    say(t(f"{title}：{total} 条。", f"{total} {title}."))


def _emit(listing: Listing, form: Format, output: Path | None, *, reveal: bool) -> None:
    data = [listing_data(listing, row, reveal=reveal) for row in listing.rows]
    emit_data({"table": listing.table.name, "rows": data}, form, output, lines=data)


def listing_data(listing: Listing, row: tuple[Any, ...], *, reveal: bool) -> dict[str, Any]:
    """One row for machines: English names, keys of coded values."""
    from gridctl.exchange.cells import masked, names_place

    given = dict(zip((each.sql for each in listing.fields), row, strict=True))
    return {
        each.sql: masked(each.column, given[each.sql], reveal=reveal or names_place(each.column, given))
        for each in listing.fields
    }
