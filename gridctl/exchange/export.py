"""A ledger as tables: one for its records, one for each list of blocks inside them, such as a house's members."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from gridctl.exchange.cells import cell, choices, table_column
from gridctl.exchange.choosing import Choice, is_personal
from gridctl.exchange.fields import Field, front_fields, headings, own_fields, part_columns, part_fields
from gridctl.exchange.records import records
from gridctl.findings.table import Table, Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gridctl.findings.table import Cell
    from gridctl.schema.col import Column
    from gridctl.schema.ledgers import Ledger
    from gridctl.schema.settings import Settings
    from gridctl.store.workspace import Workspace

Rows = Literal["record", "person"]


@dataclass(frozen=True, slots=True)
class SheetTable:
    """One sheet: its table, the values its columns may have, and what became of personal columns.

    Cells are masked already. ``masked`` and ``left_out`` are labels; ``personal`` counts the values shown in full
    that are personal or sensitive.
    """

    name: Words
    table: Table
    choices: Mapping[str, tuple[Words, ...]]
    masked: tuple[Words, ...] = ()
    left_out: tuple[Words, ...] = ()
    personal: int = 0


class _Row(NamedTuple):
    """A row's sources: the record, and the block of it that the row is about (empty for a record's own row)."""

    record: Mapping[str, Any]
    block: Mapping[str, Any]


def export_ledger(
    ws: Workspace,
    about: Ledger,
    choice: Choice,
    *,
    grids: frozenset[str] | None = None,
    rows: Rows = "record",
    include_ended: bool = False,
) -> list[SheetTable]:
    """The sheets of one ledger.

    ``grids`` keeps to the records of these grids. With ``rows="person"`` the people of a house are no sheet of their
    own: each has a row with the columns of the house in front, and a house without people has one. Where nobody named
    columns, those that no record fills are left out unless the default profile requires them, and so are sheets of
    blocks that no record has.
    """
    found = [*records(ws, about, grids=grids, ended=include_ended)]
    own = own_fields(about, choice)
    people = next((c for c in part_columns(about) if c.col.table == "persons"), None) if rows == "person" else None
    make = _Maker(about, choice, ws.settings)
    if people is None:
        sheets = [make.sheet(Words(about.zh, about.en), own, (), (_Row(each, {}) for each in found))]
    else:
        flat = [_Row(each, block) for each in found for block in _blocks(each, people) or [{}]]
        sheets = [make.sheet(Words(about.zh, about.en), own, part_fields(people, choice), flat)]
    # People first: they are what a household is about.
    for parts in sorted(part_columns(about), key=lambda each: each.col.table != "persons"):
        if parts is people:
            continue
        inner = part_fields(parts, choice)
        flat = [_Row(each, block) for each in found for block in _blocks(each, parts)]
        if inner and flat:
            name = Words(f"{about.zh}·{parts.col.zh}", f"{about.en} - {parts.col.en}")
            sheets.append(make.sheet(name, front_fields(about, own), inner, flat))
    return [each for each in sheets if each.table.columns]


class _Maker:
    """Makes the sheets of one ledger, all by the same choice of columns."""

    def __init__(self, about: Ledger, choice: Choice, settings: Settings) -> None:
        self._about = about
        self._choice = choice
        self._settings = settings

    def sheet(self, name: Words, own: Sequence[Field], inner: Sequence[Field], rows: Iterable[_Row]) -> SheetTable:
        listed = [*rows]
        reveal = self._choice.reveal
        filled: list[tuple[Field, list[Cell]]] = []
        for field in (*own, *inner):
            values = (field.value(row.block if field.within else row.record) for row in listed)
            cells = [None if value is None else cell(field.column, value, reveal=reveal) for value in values]
            if self._is_kept(field.column, cells):
                filled.append((field, cells))
        fields = [field for field, _ in filled]
        keys = [_key(field, fields) for field in fields]
        labels = headings(fields)
        columns = tuple(
            table_column(key, label, field.column, reveal=reveal)
            for key, label, field in zip(keys, labels, fields, strict=True)
        )
        offered = {
            key: choices(field.column, self._settings, reveal=reveal) for key, field in zip(keys, fields, strict=True)
        }
        personal = [number for number, field in enumerate(fields) if is_personal(field.column)]
        return SheetTable(
            name,
            Table(name, columns, tuple(zip(*(cells for _, cells in filled), strict=True))),
            {key: values for key, values in offered.items() if values},
            masked=() if reveal else tuple(labels[number] for number in personal),
            left_out=self._left_out(inner),
            personal=sum(each is not None for number in personal for each in filled[number][1]) if reveal else 0,
        )

    def _is_kept(self, column: Column, cells: Sequence[Cell]) -> bool:
        if self._choice.named is not None or self._choice.everything or not cells:
            return True
        return column.col.need == "default" or any(each is not None for each in cells)

    def _left_out(self, inner: Sequence[Field]) -> tuple[Words, ...]:
        """The personal columns that the export does not carry, of the record or of the sheet's block."""
        if self._choice.named is not None:
            return ()
        everything = Choice(everything=True)
        fields = [*own_fields(self._about, everything)]
        for parts in part_columns(self._about):
            if inner and inner[0].path[0] == parts.name:
                fields = [*part_fields(parts, everything)]
        missing = [each for each in fields if not self._choice.carries(each.path, each.column)]
        return tuple(Words(each.column.col.zh, each.column.col.en) for each in missing)


def _blocks(data: Mapping[str, Any], parts: Column) -> list[Mapping[str, Any]]:
    value = data.get(parts.name)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _key(field: Field, fields: Sequence[Field]) -> str:
    """The field's name, with its block's where the record in front has a field of the same name."""
    short = ".".join(field.path[field.within :])
    same = sum(".".join(each.path[each.within :]) == short for each in fields)
    return short if same == 1 or not field.within else ".".join(field.path)
