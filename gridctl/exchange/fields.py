"""The columns of an export's sheets: which field each shows and what its heading is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gridctl.findings.table import Words
from gridctl.schema.col import Column, columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pydantic import BaseModel

    from gridctl.exchange.choosing import Choice, Path
    from gridctl.schema.ledgers import Ledger


_NO_BLOCK = Words("", "")


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a sheet. ``path`` leads to it from the record; ``within`` of its steps from the sheet's block.

    ``block`` is the label of the block it is in, which stands before its own where two columns share a label.
    """

    path: Path
    column: Column
    within: int = 0
    block: Words = _NO_BLOCK

    def value(self, data: Mapping[str, Any]) -> Any:
        """The value in a record, or in a block of it, as `as_read` gives them."""
        found: Any = data
        for name in self.path[self.within :]:
            found = found.get(name) if isinstance(found, dict) else None
        return found


def own_fields(about: Ledger, choice: Choice) -> tuple[Field, ...]:
    """The record's own columns, single blocks flattened, lists of blocks left to `part_columns`."""
    hidden = "id" if about.key != "id" else ""
    found = _flat(about.model, (), 0, _NO_BLOCK)
    return tuple(each for each in found if each.path != (hidden,) and choice.carries(each.path, each.column))


def part_fields(parts: Column, choice: Choice) -> tuple[Field, ...]:
    """The columns of one list of blocks, such as a house's members."""
    assert parts.part is not None
    found = _flat(parts.part, (parts.name,), 1, Words(parts.col.zh, parts.col.en))
    return tuple(each for each in found if choice.carries(each.path, each.column))


def part_columns(about: Ledger) -> tuple[Column, ...]:
    """The lists of blocks of a ledger."""
    return tuple(each for each in columns(about.model) if each.kind == "parts")


def front_fields(about: Ledger, fields: Sequence[Field]) -> tuple[Field, ...]:
    """What tells in front of a block's own columns whose it is: key, natural key, name, address."""
    wanted = (about.key, *about.natural, "name", "address")
    by_name = {each.path: each for each in fields}
    return tuple(by_name[(name,)] for name in dict.fromkeys(wanted) if (name,) in by_name)


def headings(fields: Iterable[Field]) -> list[Words]:
    """The columns' labels, each used once in its sheet."""
    listed = [*fields]
    labels = [Words(each.column.col.zh, each.column.col.en) for each in listed]
    return [
        Words(
            f"{field.block.zh}·{label.zh}" if field.block.zh and _twice(label.zh, "zh", labels) else label.zh,
            f"{field.block.en}: {label.en}" if field.block.en and _twice(label.en, "en", labels) else label.en,
        )
        for field, label in zip(listed, labels, strict=True)
    ]


def _twice(label: str, language: str, labels: Sequence[Words]) -> bool:
    return sum(each.text(language) == label for each in labels) > 1


def _flat(model: type[BaseModel], above: Path, within: int, block: Words) -> Iterator[Field]:
    for column in columns(model):
        path = (*above, column.name)
        if column.kind == "part" and column.part is not None:
            yield from _flat(column.part, path, within, Words(column.col.zh, column.col.en))
        elif column.kind != "parts":
            yield Field(path, column, within, block)
