"""Derive ``condition_faults``: cohort conditions of campaigns and duties that the database does not take, for `check`.

Lists are made for a period, and only then tell of conditions that cannot be asked; this table tells of all there are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridctl.schema.codelists import code_list
from gridctl.store.database import DatabaseError
from gridctl.store.digests import digest_of
from gridctl.store.harmless import harm
from gridctl.store.queryfault import query_fault
from gridctl.work.derived import DerivedTable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gridctl.store.index import Index
    from gridctl.store.workspace import Workspace

CONDITION_FAULTS = DerivedTable(
    "condition_faults",
    "不能查询的对象条件",
    "cohort conditions that cannot be asked",
    {
        "ledger": ("VARCHAR", "登记簿", "register"),
        "record": ("VARCHAR", "记录", "its record"),
        "field": ("VARCHAR", "字段", "its field"),
        "condition": ("VARCHAR", "条件", "the condition"),
        "reason": ("VARCHAR", "原因", "what is wrong with it, in Chinese"),
        "reason_en": ("VARCHAR", "原因（英文）", "what is wrong with it"),
    },
)
_CONDITIONS = """
select 'campaigns', code, 'cohort', target, cohort from campaigns
where current and cohort is not null and target is not null
union all
select 'matters', d.parent, 'duties[' || d.seq || '].cohort', d.target, d.cohort
from duties d join matters m on m.code = d.parent
where m.current and d.cohort is not null and d.target is not null
order by all
"""


def derive(ws: Workspace) -> None:
    """Put the table into the index; nothing is asked again while conditions and program are as they were."""
    index = ws.index()
    asked: list[tuple[str, ...]] = index.sql(_CONDITIONS)
    digest = digest_of([ws.program, *(part for row in asked for part in row)])
    table = CONDITION_FAULTS
    if index.filled_under(table.name) != digest:
        # Asked before the table is filled: a condition that fails would take the transaction with it.
        index.put(table.name, table.types, list(_rows(index, asked)), digest, describe=table.describe)


def _rows(index: Index, asked: list[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    known: dict[tuple[str, str], tuple[str, str] | None] = {}
    targets = {item.key for item in code_list("duty_target").items}
    for ledger, record, field, target, condition in asked:
        if target not in targets:
            continue
        if (target, condition) not in known:
            known[target, condition] = _fault(index, target, condition)
        if (wrong := known[target, condition]) is not None:
            yield ledger, record, field, condition, *wrong


def _fault(index: Index, target: str, condition: str) -> tuple[str, str] | None:
    """What is wrong with a condition over a table, in Chinese and English."""
    tables = index.tables()
    # The line break keeps a comment at the condition's end from taking the bracket with it.
    query = f"select 1 from {target} where ({condition}\n) limit 0"  # noqa: S608 - looked at before it is run
    if (found := harm(index.sql, query, [each.name for each in tables])) is not None:
        return found.zh, found.en
    try:
        index.sql(query)
    except DatabaseError as error:
        return query_fault(str(error), query, tables)
    return None
