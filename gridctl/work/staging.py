"""Tables that one planning lays down beside the index's own while it runs; they go with the connection."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gridctl.store.index import Index


def stage(index: Index, table: str, columns: Mapping[str, str], rows: Iterable[Sequence[object]] = ()) -> None:
    """Make a temporary table anew and fill it, column by column: rows one by one would take a hundred times as long."""
    listed = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    index.sql(f"create or replace temp table {table} ({listed})")
    append(index, table, columns, rows)


def append(index: Index, table: str, columns: Mapping[str, str], rows: Iterable[Sequence[object]]) -> None:
    """Add rows to a temporary table of these columns."""
    by_column = [list(each) for each in zip(*rows, strict=True)]
    if by_column:
        values = ", ".join(f"unnest(?::{kind}[])" for kind in columns.values())
        index.sql(f"insert into {table} select {values}", by_column)


def stage_query(index: Index, table: str, query: str, params: Sequence[object] = ()) -> None:
    """Make a temporary table anew from a query."""
    index.sql(f"create or replace temp table {table} as {query}", params)
