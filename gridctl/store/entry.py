"""Entry: one record of a ledger, as written and typed, with the file it is in."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gridctl.schema.record import Record


@dataclass(frozen=True)
class Entry:
    """One record.

    ``data`` has English names and values as written; ``typed`` is the model's JSON form without faulty fields.
    ``index`` is the record's number in its file, from 0.
    """

    ledger: str
    key: str
    path: str
    index: int
    data: dict[str, Any] = field(repr=False)
    typed: dict[str, Any] = field(repr=False)

    @cached_property
    def record(self) -> Record:
        """The typed record; a faulty field is None in it."""
        from gridctl.schema.ledgers import ledger

        return ledger(self.ledger).model.model_validate(self.typed)
