"""The data dictionary: every field of every ledger and every coded value, generated from the models."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridctl.findings.table import Cell, Table, TableColumn, Words
from gridctl.schema.codelists import code_list
from gridctl.schema.col import Column, walk
from gridctl.schema.ledgers import LEDGERS, Ledger

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_FIELDS = (
    TableColumn("ledger", "台账", "ledger"),
    TableColumn("block", "所在块", "block"),
    TableColumn("label", "字段", "field", width=18),
    TableColumn("field", "英文名", "name", width=20),
    TableColumn("kind", "类型", "type"),
    TableColumn("need", "必填", "required", width=14),
    TableColumn("sensitivity", "敏感级别", "sensitivity"),
    TableColumn("codes", "代码表", "code list", width=16),
    TableColumn("ref", "引用", "refers to"),
    TableColumn("max_length", "最大长度", "longest", "count", width=8),
    TableColumn("aliases", "也认这些表头", "headings also recognised", width=40),
)
_CODES = (
    TableColumn("codes", "代码表", "code list", width=16),
    TableColumn("name", "代码表英文名", "list name", width=18),
    TableColumn("code", "代码", "code"),
    TableColumn("label", "取值", "value", width=20),
    TableColumn("key", "英文名", "key", width=20),
    TableColumn("aliases", "也认这些写法", "also recognised", width=40),
    TableColumn("source", "来源", "source", width=40),
)
_KIND = {
    "text": Words("文本", "text"),
    "code": Words("代码", "code"),
    "date": Words("日期", "date"),
    "moment": Words("时间", "date and time"),
    "number": Words("数值", "number"),
    "count": Words("整数", "whole number"),
    "yesno": Words("是/否", "yes/no"),
    "list": Words("多值", "several values"),
    "part": Words("块", "block"),
    "parts": Words("多个块", "several blocks"),
}
_NEED = {
    "optional": None,
    "default": Words("必填", "required"),
    "gbt31000-strict": Words("国标档必填", "by the strict profile"),
}
_SENSITIVITY = {
    1: Words("1 公开", "1 public"),
    2: Words("2 内部", "2 internal"),
    3: Words("3 个人信息", "3 personal"),
    4: Words("4 敏感个人信息", "4 sensitive personal"),
}


def dictionary(ledgers: Iterable[Ledger] = LEDGERS) -> Table:
    """One row a field, those of blocks after the field that holds them."""
    rows = tuple(row for each in ledgers for row in _rows(each))
    return Table(Words("数据字典", "Data dictionary"), _FIELDS, rows)


def code_lists(ledgers: Iterable[Ledger] = LEDGERS) -> Table:
    """One row a value of the code lists that these ledgers use."""
    names = {column.col.codes for each in ledgers for _, column in walk(each.model) if column.col.codes}
    rows: list[tuple[Cell, ...]] = []
    for name in sorted(names):
        about = code_list(name)
        title = Words(about.zh, about.en)
        rows += [
            (title, name, item.code, Words(item.zh, item.en), item.key, "、".join(item.aliases), about.source)
            for item in about.items
        ]
    return Table(Words("代码表", "Code lists"), _CODES, tuple(rows))


def _rows(about: Ledger) -> Iterator[tuple[Cell, ...]]:
    blocks: dict[tuple[str, ...], Column] = {}
    for path, column in walk(about.model):
        if path == ("id",) and about.key != "id":
            continue
        blocks[path] = column
        col = column.col
        above = blocks.get(path[:-1])
        yield (
            Words(about.zh, about.en),
            Words(above.col.zh, above.col.en) if above else None,
            Words(col.zh, col.en),
            ".".join(path),
            _KIND[column.kind],
            _NEED[col.need],
            _SENSITIVITY[int(col.sens)],
            col.codes,
            col.ref,
            col.max_length,
            "、".join(col.aliases) or None,
        )
