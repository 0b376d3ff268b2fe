"""ChangeSet: a printable, invertible list of changes to records. Every command that writes builds one first."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True, slots=True)
class Add:
    """A new record. ``data`` has English names and JSON-able values, the key among them."""

    ledger: str
    record: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Set:
    """One field of a record changes from ``old`` to ``new``; None is absent.

    ``field`` is a path such as ``address`` or ``members[P3K…].name``: an item of a list of parts is named by its id, or
    by its index where parts have none; ``members[P3K…]`` as a whole is added (old None) or removed (new None).
    ``members[P3K…@1]`` also says where it is put; without, it comes last. A removal with it can be undone exactly.
    """

    ledger: str
    record: str
    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class End:
    """A record is ended, never deleted: its status, reason and date are set."""

    ledger: str
    record: str
    reason: str
    date: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reopen:
    """An ended record is in use again; the inverse of ``End``, whose values it carries so that it can be undone."""

    ledger: str
    record: str
    reason: str
    date: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Remove:
    """A record is gone: the inverse of ``Add``, made by undoing one or by a difference that meets a deletion."""

    ledger: str
    record: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Merge:
    """``record`` turned out to be ``into``: it is ended as merged. What moves between them stands as Sets beside it."""

    ledger: str
    record: str
    into: str
    date: str


@dataclass(frozen=True, slots=True)
class Unmerge:
    """The inverse of ``Merge``."""

    ledger: str
    record: str
    into: str
    date: str


@dataclass(frozen=True, slots=True)
class Move:
    """A record goes to another shard file (another grid) without changing."""

    ledger: str
    record: str
    old_path: str
    new_path: str


Change = Add | Set | End | Reopen | Remove | Merge | Unmerge | Move


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """The changes of one command, with where they come from (shown in previews and commit trailers)."""

    changes: tuple[Change, ...] = ()
    title: str = ""
    trailers: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.changes)

    def __iter__(self) -> Iterator[Change]:
        return iter(self.changes)

    def __len__(self) -> int:
        return len(self.changes)

    def inverted(self) -> ChangeSet:
        """The change set that undoes this one."""
        return ChangeSet(tuple(_inverse(change) for change in reversed(self.changes)), self.title, self.trailers)

    def records(self) -> set[tuple[str, str]]:
        """The (ledger, record) pairs it touches."""
        return {(change.ledger, change.record) for change in self.changes}


def _inverse(change: Change) -> Change:
    match change:
        case Add(ledger, record, data):
            return Remove(ledger, record, data)
        case Remove(ledger, record, data):
            return Add(ledger, record, data)
        case Set(ledger, record, path, old, new):
            return Set(ledger, record, path, new, old)
        case End(ledger, record, reason, date, note):
            return Reopen(ledger, record, reason, date, note)
        case Reopen(ledger, record, reason, date, note):
            return End(ledger, record, reason, date, note)
        case Merge(ledger, record, into, date):
            return Unmerge(ledger, record, into, date)
        case Unmerge(ledger, record, into, date):
            return Merge(ledger, record, into, date)
        case Move(ledger, record, old_path, new_path):
            return Move(ledger, record, new_path, old_path)
