"""The fields of all ledgers as a table of the index, so that a command that only looks needs no models.

Building the models takes a third of a second, which is most of the time a list may take. Table ``fields`` says the same
as they do, once for each version of the program.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from gridctl.schema.col import Col, Column, Sensitivity
from gridctl.text.normalize import label_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from gridctl.schema.ledgers import Ledger
    from gridctl.store.index import Index
    from gridctl.store.workspace import Workspace

_TABLE = "fields"
# Name: SQL type, what it holds (zh, en).
_COLUMNS = {
    "seq": ("INTEGER", "顺序", "order"),
    "ledger": ("VARCHAR", "台账", "ledger"),
    "tbl": ("VARCHAR", "索引中的表", "table of the index"),
    "col": ("VARCHAR", "该表的列，空为表本身", "its column; empty: the table itself"),
    "path": ("VARCHAR", "在记录中的路径", "path within the record"),
    "zh": ("VARCHAR", "中文标签", "Chinese label"),
    "en": ("VARCHAR", "英文标签", "English label"),
    "aliases": ("VARCHAR[]", "别名", "aliases"),
    "kind": ("VARCHAR", "类型", "kind of value"),
    "codes": ("VARCHAR", "代码表", "code list"),
    "sens": ("INTEGER", "敏感级别，1 至 4", "sensitivity, 1 to 4"),
    "mask": ("VARCHAR", "打码方式", "how it is masked"),
    "need": ("VARCHAR", "何时必填", "when it is required"),
    "ref": ("VARCHAR", "引用的台账", "ledger whose key it is"),
    "most": ("INTEGER", "最多字数", "length in characters"),
    "owner": ("BOOLEAN", "来自所属记录", "repeated from the record it belongs to"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a table of the index: the field it holds, with its path within the ledger's record.

    ``owner`` marks what table ``persons`` repeats of its household.
    """

    ledger: str
    table: str
    sql: str
    path: str
    column: Column
    owner: bool = False

    def label(self, language: str) -> str:
        """The label in ``zh`` or ``en``."""
        return self.column.label(language)


@dataclass(frozen=True, slots=True)
class TableFields:
    """A ledger's table, or that of its parts (``path`` is then the field that holds them)."""

    ledger: str
    name: str
    path: str
    zh: str
    en: str
    fields: tuple[Field, ...]

    def title(self, language: str) -> str:
        """What the table holds, in ``zh`` or ``en``."""
        return self.zh if language == "zh" else self.en

    def field(self, sql: str) -> Field:
        """One field by its column; raises ``KeyError``."""
        for each in self.fields:
            if each.sql == sql:
                return each
        raise KeyError(sql)

    def named(self, word: str) -> Field | None:
        """The field that a word names: its name, label, path or alias, the exact ones first."""
        for names in (_exact, _loose):
            for each in self.fields:
                if label_key(word) in names(each):
                    return each
        return None


class Fields:
    """The tables of all ledgers with their fields; a table's are put together when it is asked for."""

    def __init__(self, rows: Mapping[str, Sequence[Sequence[Any]]]) -> None:
        self._rows = rows
        self._made: dict[str, TableFields] = {}

    @property
    def tables(self) -> tuple[TableFields, ...]:
        """All tables, in the order of the ledgers, each followed by those of its parts."""
        return tuple(map(self.table, self._rows))

    def table(self, name: str) -> TableFields:
        """One table by its name; raises ``KeyError``."""
        if name not in self._made:
            self._made[name] = _table(self._rows[name])
        return self._made[name]

    def parts_of(self, table: TableFields) -> tuple[TableFields, ...]:
        """The tables of a ledger's parts."""
        named = [name for name, rows in self._rows.items() if rows[0][1] == table.ledger and rows[0][4]]
        return tuple(map(self.table, named)) if not table.path else ()

    def named(self, word: str) -> TableFields | None:
        """The table that a word names, in either language, in the singular too."""
        wanted = label_key(word)
        for name, rows in self._rows.items():
            zh, en = rows[0][5:7]
            if wanted in {label_key(each) for each in (name, zh, en, *_also(name, en))}:
                return self.table(name)
        # 走访 for 民情走访, where only one ledger is meant.
        short = [
            name for name, rows in self._rows.items() if word.strip() and word.strip() in rows[0][5] and not rows[0][4]
        ]
        return self.table(short[0]) if len(short) == 1 else None


def fields(ws: Workspace) -> Fields:
    """The fields of all ledgers, from the index."""
    index = ws.index()
    if index not in _known:
        _known[index] = _from(index, ws.program)
    return _known[index]


_known: WeakKeyDictionary[Index, Fields] = WeakKeyDictionary()


def _from(index: Index, program: str) -> Fields:
    index.put(
        _TABLE,
        {name: kind for name, (kind, _, _) in _COLUMNS.items()},
        _rows(),
        program,
        describe={"": ("字段", "fields"), **{name: (zh, en) for name, (_, zh, en) in _COLUMNS.items()}},
    )
    return kept_fields(index.sql)


def kept_fields(sql: Callable[[str], Sequence[Sequence[Any]]]) -> Fields:
    """The fields as an index has them that was left as it is; ``sql`` asks it."""
    names = ", ".join(_COLUMNS)
    found: dict[str, list[Any]] = {}
    for row in sql(f"SELECT {names} FROM {_TABLE} ORDER BY seq"):  # noqa: S608 - own names
        found.setdefault(row[2], []).append(row)
    return Fields(found)


def _table(rows: Sequence[Sequence[Any]]) -> TableFields:
    _, name, table, _, path, zh, en, *_ = rows[0]
    return TableFields(name, table, path, zh, en, tuple(_field(row) for row in rows[1:]))


def _field(row: Sequence[Any]) -> Field:
    _, name, table, sql, path, zh, en, aliases, kind, codes, sens, mask, need, ref, most, owner = row
    col = Col(
        zh, en, tuple(aliases or ()), Sensitivity(sens), codes or None, need, ref or None, mask, None, most
    )  # fmt: skip
    return Field(name, table, sql, path, Column(path.rpartition(".")[2], col, kind), owner)


def _rows() -> Iterator[tuple[Any, ...]]:
    from gridctl.schema.ledgers import LEDGERS

    for number, row in enumerate(row for each in LEDGERS for row in _rows_of(each)):
        yield (number, *row)


def _rows_of(about: Ledger) -> Iterator[tuple[Any, ...]]:
    from gridctl.schema.col import columns
    from gridctl.store.tables import OF_HOUSEHOLD, part_tables

    yield _heading(about.name, about.name, "", about.zh, about.en)
    for each in about.columns:
        yield from _rows_of_column(about.name, about.name, each, "", "", ("", ""))
    for each in part_tables(about):
        assert each.part is not None
        table = str(each.col.table)
        yield _heading(about.name, table, each.name, each.col.zh, each.col.en)
        for inner in columns(each.part):
            yield from _rows_of_column(about.name, table, inner, "", f"{each.name}.", ("", ""))
        for name in OF_HOUSEHOLD if table == "persons" else ():
            yield _row(about.name, table, name, name, ("", ""), about.column(name), owner=True)


def _rows_of_column(
    name: str, table: str, column: Column, sql: str, path: str, labels: tuple[str, str]
) -> Iterator[tuple[Any, ...]]:
    from gridctl.schema.col import columns

    if column.kind == "parts":
        return
    if column.part is None:
        yield _row(name, table, sql + column.name, path + column.name, labels, column)
        return
    above = (f"{labels[0]}{column.col.zh}·", f"{labels[1]}{column.col.en}: ")
    for inner in columns(column.part):
        yield from _rows_of_column(name, table, inner, f"{sql}{column.name}_", f"{path}{column.name}.", above)


def _row(
    name: str, table: str, sql: str, path: str, labels: tuple[str, str], column: Column, *, owner: bool = False
) -> tuple[Any, ...]:
    col = column.col
    texts = (labels[0] + col.zh, labels[1] + col.en, list(col.aliases))
    return (
        name, table, sql, path, *texts, column.kind, col.codes or "", int(col.sens), col.mask, col.need, col.ref or "",
        col.max_length, owner,
    )  # fmt: skip


def _heading(name: str, table: str, path: str, zh: str, en: str) -> tuple[Any, ...]:
    return (name, table, "", path, zh, en, [], "", "", 1, "none", "optional", "", None, False)


def _exact(each: Field) -> set[str]:
    return {label_key(name) for name in (each.sql, each.path, each.column.col.zh, each.column.col.en)}


def _loose(each: Field) -> set[str]:
    # A person's own number is 人员编号, and 编号 where only people are listed.
    short = ("编号",) if each.column.name == "id" else ()
    return {label_key(name) for name in (each.column.name, *each.column.col.aliases, *short)}


def _also(name: str, en: str) -> Iterator[str]:
    """``visit`` for visits, ``business`` for businesses, and what people are called."""
    for each in (name, en):
        yield each.removesuffix("es") if each.endswith("sses") else each.removesuffix("s")
    if name == "persons":
        yield from ("人员", "居民", "people", "members")
