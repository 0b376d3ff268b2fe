"""Tables cut from records: which columns a sheet has, what its senders call them, and one row of cells a record."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from gridctl.demo.mess import typed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from random import Random

    from gridctl.demo.incoming import Arrival, Intent
    from gridctl.demo.mess import Cell, Kind

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading as sent, the field below it, how people type that, and the heading above (``group``)."""

    heading: str
    field: str
    kind: Kind = "text"
    codes: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Spoilt:
    """A cell made faulty on purpose: its row and column from 0, what is wrong, the finding it must give."""

    row: int
    col: int
    kind: str
    code: str


@dataclass(slots=True)
class Table:
    """Cells under columns, with the intent of every row and the faults put in."""

    columns: Sequence[Column]
    rows: list[list[Cell]] = field(default_factory=list)
    intents: list[Intent] = field(default_factory=list)
    spoilt: list[Spoilt] = field(default_factory=list)

    def add(self, rng: Random, record: Data, intent: Intent) -> None:
        """Append a record as its sender types it."""
        self.rows.append([typed(rng, each.kind, record.get(each.field), each.codes) for each in self.columns])
        self.intents.append(intent)

    def spoil(self, row: int, field_name: str, value: Cell, kind: str, code: str) -> None:
        """Put a faulty value into a row that has no other fault."""
        col = next(place for place, each in enumerate(self.columns) if each.field == field_name)
        self.rows[row][col] = value
        self.spoilt.append(Spoilt(row, col, kind, code))

    def cell(self, row: int, field_name: str) -> Cell:
        """A cell by its row from 0 and its field."""
        return self.rows[row][next(place for place, each in enumerate(self.columns) if each.field == field_name)]

    def row_of(self, *fields: str, start: int = 0) -> int:
        """The first row from ``start`` on without a fault that has something in all these fields."""
        taken = {each.row for each in self.spoilt}
        return next(
            row
            for row in range(start, len(self.rows))
            if row not in taken and all(self.cell(row, name) not in ("", "无", "—", "/", "同上") for name in fields)
        )


def records_table(rng: Random, columns: Sequence[Column], arrivals: Iterable[Arrival]) -> Table:
    """One row a record."""
    table = Table(columns)
    for each in arrivals:
        table.add(rng, each.record, each.intent)
    return table


def persons_table(rng: Random, columns: Sequence[Column], arrivals: Iterable[Arrival]) -> Table:
    """One row a person, with the house's fields beside; the address of all but the first is 同上."""
    table = Table(columns)
    for each in arrivals:
        house = {name: value for name, value in each.record.items() if name != "members"}
        for place, person in enumerate(each.record.get("members", [])):
            row = house | {f"person.{name}": value for name, value in person.items()}
            city, district = _city_and_district(person["registered_division"])
            row |= {"person.city": city, "person.district": district}
            if place:
                row["address"] = "同上"
            # Only the head's row carries the change, others say what the ledgers know.
            table.add(rng, row, "known" if place and each.intent == "changed" else each.intent)
    return table


def members_table(rng: Random, columns: Sequence[Column], arrivals: Iterable[Arrival], most: int) -> Table:
    """One row a household, its members side by side in columns numbered from 1 to ``most``."""
    table = Table(columns)
    for each in arrivals:
        row = dict(each.record)
        for number, person in enumerate(row.pop("members", [])[:most], start=1):
            row |= {f"{number}.{name}": value for name, value in person.items()}
        table.add(rng, row, each.intent)
        # Nobody writes 无 for a member who does not exist.
        for col, column in enumerate(columns):
            member, dot, _ = column.field.partition(".")
            if dot and f"{member}.name" not in row:
                table.rows[-1][col] = ""
    return table


def _city_and_district(division: str) -> tuple[str, str]:
    city, _, district = division.partition("市")
    return f"{city}市", district
