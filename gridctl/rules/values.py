"""Checks of every field of a kind, whatever ledger it is in: lengths of texts, areas of citizen ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gridctl.findings.finding import Finding
from gridctl.store.indexfields import index_fields
from gridctl.text.citizen_id import area_known

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gridctl.findings.finding import Severity
    from gridctl.store.index import Index
    from gridctl.store.indexfields import IndexField


def check_lengths(index: Index, severity: Severity) -> Iterator[Finding]:
    """S205: texts longer than their ``Col`` allows."""
    by_table: dict[tuple[str, str, str], list[IndexField]] = {}
    for field in index_fields():
        if field.column.col.max_length and field.column.kind == "text":
            by_table.setdefault((field.ledger, field.table, field.owner), []).append(field)
    filled = index.filled()
    for (about, table, owner), found in by_table.items():
        if table not in filled:
            continue
        listed = ", ".join(f"({each.path}, length({each.name}), {each.column.col.max_length})" for each in found)
        long = " or ".join(f"length({each.name}) > {each.column.col.max_length}" for each in found)
        # Names come from the models, never from data. Hardly a table has a long text: only those are taken apart.
        if not index.sql(f"select 1 from {table} where {long} limit 1"):  # noqa: S608
            continue
        query = f"""
            select {owner} as record, v.field, v.length, v.most
            from (select * from {table} where {long}), lateral (values {listed}) v(field, length, most)
            where v.length > v.most
        """  # noqa: S608
        for row in index.rows(query):
            params = {"length": str(row["length"]), "most": str(row["most"])}
            yield Finding("S205", severity, ledger=about, record=row["record"] or "", field=row["field"], params=params)


def check_areas(index: Index, severity: Severity, own_area: str) -> Iterator[Finding]:
    """S304: citizen ids whose first six digits are no division known; the community's own always is."""
    filled = index.filled()
    for field in index_fields():
        if field.column.col.mask != "id" or field.name == "permit_no" or field.table not in filled:
            continue
        query = f"""
            select {field.owner} as record, {field.path} as field, substr({field.name}, 1, 6) as area
            from {field.table} where regexp_full_match({field.name}, '[1-9][0-9]{{16}}[0-9X]')
        """  # noqa: S608
        unknown = f"select area, count(*) from ({query}) group by area"  # noqa: S608
        areas = [area for area, _ in index.sql(unknown) if area != own_area and not area_known(area)]
        if areas:
            rows = index.rows(f"select * from ({query}) where list_contains($1::VARCHAR[], area)", [areas])  # noqa: S608
            yield from (_area_finding(field, severity, row) for row in rows)


def generic_checks(index: Index, severity: Callable[[str], Severity | None], own_area: str) -> Iterator[Finding]:
    """The findings of all checks of this module that are turned on."""
    if (level := severity("S205")) is not None:
        yield from check_lengths(index, level)
    if (level := severity("S304")) is not None:
        yield from check_areas(index, level, own_area)


def _area_finding(field: IndexField, severity: Severity, row: dict[str, Any]) -> Finding:
    record, params = str(row["record"] or ""), {"area": row["area"]}
    return Finding("S304", severity, ledger=field.ledger, record=record, field=row["field"], params=params)
