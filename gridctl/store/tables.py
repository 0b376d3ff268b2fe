"""The tables of the index, generated from the models: what `gridctl query` sees."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from gridctl.schema.col import Column, columns
from gridctl.schema.ledgers import LEDGERS, Ledger

if TYPE_CHECKING:
    from collections.abc import Iterator

_TYPES = {
    "text": "VARCHAR", "code": "VARCHAR", "date": "DATE", "number": "DOUBLE", "count": "BIGINT", "yesno": "BOOLEAN",
    "list": "VARCHAR[]", "moment": "TIMESTAMP",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ColumnInfo:
    """One column: its SQL type and what it holds, in both languages."""

    name: str
    type: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class TableInfo:
    """One table of the index."""

    name: str
    columns: tuple[ColumnInfo, ...]
    zh: str
    en: str

    def column(self, name: str) -> ColumnInfo:
        """One column by name; raises ``KeyError``."""
        for each in self.columns:
            if each.name == name:
                return each
        raise KeyError(name)


_PATH = ColumnInfo("path", "VARCHAR", "所在文件", "the file it is in")
_ROW = ColumnInfo("row", "INTEGER", "在文件中的序号，从 0 起", "its number in the file, from 0")
_CURRENT = ColumnInfo("current", "BOOLEAN", "记录在用（未注销）", "the record is in use (not ended)")
_PARENT = ColumnInfo("parent", "VARCHAR", "所属记录的编号", "the key of the record it belongs to")
_SEQ = ColumnInfo("seq", "INTEGER", "在所属记录中的序号，从 0 起", "its number in that record, from 0")
_LIVES_HERE = ColumnInfo(
    "current",
    "BOOLEAN",
    "现住：所属住户在用，未离开，未死亡",
    "lives there now: the house is in use, no moving out, no death",
)
# Table `persons` alone repeats these of its household: nearly every question about people asks for them.
OF_HOUSEHOLD = ("house_code", "grid_code")


@cache
def ledger_tables() -> tuple[TableInfo, ...]:
    """The tables of all ledgers and registers, each followed by those of its parts."""
    return tuple(table for ledger in LEDGERS for table in _tables_of(ledger))


def _tables_of(ledger: Ledger) -> Iterator[TableInfo]:
    own = tuple(info for column in ledger.columns for info in flat_columns(column))
    yield TableInfo(ledger.name, (*own, _PATH, _ROW, _CURRENT), ledger.zh, ledger.en)
    for column in part_tables(ledger):
        assert column.part is not None
        assert column.col.table is not None
        inner = tuple(info for each in columns(column.part) for info in flat_columns(each))
        extra: tuple[ColumnInfo, ...] = (_PARENT, _SEQ, _PATH)
        if column.col.table == "persons":
            extra += (*(flat_columns(ledger.column(name))[0] for name in OF_HOUSEHOLD), _LIVES_HERE)
        yield TableInfo(
            column.col.table, (*inner, *extra), f"{ledger.zh}:{column.col.zh}", f"{ledger.en}: {column.col.en}"
        )


def part_tables(ledger: Ledger) -> list[Column]:
    """The fields of a ledger that are lists of parts, each a table of its own."""
    return [column for column in ledger.columns if column.kind == "parts" and column.col.table]


def flat_columns(column: Column, prefix: str = "", labels: tuple[str, str] = ("", "")) -> list[ColumnInfo]:
    """The SQL columns of one field; a part's are flattened with its name before theirs."""
    name, zh, en = prefix + column.name, labels[0] + column.col.zh, labels[1] + column.col.en
    if column.kind == "parts":
        return []
    if column.part is not None:
        return [info for each in columns(column.part) for info in flat_columns(each, f"{name}_", (f"{zh}·", f"{en}: "))]
    return [ColumnInfo(name, _TYPES[column.kind], zh, en)]
