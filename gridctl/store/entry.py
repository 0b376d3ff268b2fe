"""Entry: one record of a ledger, as written and typed, with the file it is in."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gridctl.schema.record import Record
    from gridctl.store.loaded import Loaded


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
    typed: dict[str, Any] = field(repr=False)
    # The shard it was read from, and its number among the records there.
    origin: tuple[Loaded, int] = field(repr=False, compare=False)

    @property
    def data(self) -> dict[str, Any]:
        """The record as written."""
        loaded, number = self.origin
        return loaded.data[number]

    @property
    def unread(self) -> dict[str, Any]:
        """The fields whose values could not be read, as written; a status that is left out is no such value."""
        loaded, number = self.origin
        if number not in loaded.partly:
            return {}
        return {name: value for name, value in self.data.items() if name not in self.typed and name != "status"}

    @cached_property
    def record(self) -> Record:
        """The typed record; a faulty field is None in it."""
        from gridctl.schema.ledgers import ledger

        return ledger(self.ledger).model.model_validate(self.typed)
