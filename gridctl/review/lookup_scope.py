"""What a condition or a list of columns may name: a table's fields, those of its parts, and what follows from them."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from gridctl.schema.col import Col, Column
from gridctl.store.faults import UsageFault
from gridctl.store.fieldtable import Field
from gridctl.text.normalize import label_key

if TYPE_CHECKING:
    from datetime import date

    from gridctl.store.fieldtable import Fields, TableFields

AGE = Column("age", Col("年龄", "age", ("岁数",)), "count")
PEOPLE = Column("people", Col("人数", "people", ("现住人数", "居住人数")), "count")
# What follows from other fields, with the field by which a table is known to have it.
_RECKONED = ((AGE, "birth_date"), (PEOPLE, "household_phones"))


@dataclass(frozen=True, slots=True)
class Reference:
    """A field as SQL; ``part`` is the table of parts it is in, whose rows are then called ``p`` instead of ``t``."""

    field: Field
    sql: str
    part: TableFields | None = None


class Scope:
    """The fields that can be named for one table; rows are called ``t``.

    ``年龄`` is there wherever a birth date is, as of ``today``; ``人数`` of a household counts those who live there.
    """

    def __init__(self, fields: Fields, table: TableFields, today: date) -> None:
        self.fields = fields
        self.table = table
        self._today = today

    def resolve(self, word: str) -> Reference | None:
        """What a word names: a field of the table, else of its parts; None if nothing."""
        block, dot, inner = word.rpartition(".")
        for part in (None, *self.fields.parts_of(self.table)):
            table = part or self.table
            alias = "p" if part else "t"
            if dot and (part is None or label_key(block) not in (label_key(part.path), label_key(part.zh))):
                found = table.named(word)
            else:
                found = table.named(inner if dot else word) or self._reckoned(table, inner or word)
            if found is not None:
                return Reference(found, self._sql(found, alias), part)
        return None

    def column(self, word: str) -> Reference:
        """A field of the table itself, to be shown or sorted by; raises ``UsageFault``."""
        found = self.resolve(word)
        if found is None:
            raise self.unknown(word)
        if found.part is not None:
            raise UsageFault(
                f"“{word}”在{found.part.zh}里，一条记录可有几个；请用 gridctl list {found.part.name}。",
                f'"{word}" is in the {found.part.en}, of which a record may have several: use gridctl list '
                f"{found.part.name}.",
            )
        return found

    def own(self, sql: str) -> Reference:
        """A field of the table by its column; raises ``KeyError``."""
        field = self.table.field(sql)
        return Reference(field, self._sql(field, "t"))

    def people(self) -> Reference:
        """The number of people living in a household."""
        field = Field(self.table.ledger, self.table.name, PEOPLE.name, PEOPLE.name, PEOPLE)
        return Reference(field, self._sql(field, "t"))

    def unknown(self, word: str) -> UsageFault:
        """The fault of a word that names nothing, with what was probably meant."""
        tables = (self.table, *self.fields.parts_of(self.table))
        columns = [each.column for table in tables for each in table.fields]
        columns += [column for column, has in _RECKONED if any(each.name == has for each in columns)]
        # What each may be called, with the label it is then offered by.
        called = {name: each.col.zh for each in columns for name in (each.col.zh, *each.col.aliases)}
        called |= {name: name for each in columns for name in (each.col.en, each.name)}
        near = get_close_matches(word, called, 3, 0.5) or [each for each in called if word and word in each][:3]
        near = list(dict.fromkeys(called[each] for each in near))
        own = [each.column.col for each in self.table.fields]
        zh = f"是不是：{'、'.join(near)}？" if near else f"可写：{'、'.join(each.zh for each in own)}。"
        en = f"Did you mean: {', '.join(near)}?" if near else f"There are: {', '.join(each.en for each in own)}."
        return UsageFault(f"{self.table.zh}没有“{word}”这一列。{zh}", f'{self.table.en} have no field "{word}". {en}')

    def _reckoned(self, table: TableFields, word: str) -> Field | None:
        for column, has in _RECKONED:
            names = (column.name, column.col.zh, *column.col.aliases)
            if label_key(word) in map(label_key, names) and any(each.sql == has for each in table.fields):
                return Field(table.ledger, table.name, column.name, column.name, column)
        return None

    def _sql(self, field: Field, alias: str) -> str:
        if field.column is AGE:
            return f"date_sub('year', {alias}.birth_date, DATE '{self._today.isoformat()}')"
        if field.column is PEOPLE:
            return f"(SELECT count(*) FROM persons c WHERE c.parent = {alias}.id AND c.current)"  # noqa: S608 - own names
        return f'{alias}."{field.sql}"'
