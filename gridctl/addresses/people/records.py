"""Records as a plan of changes goes on: what each field holds by now, and the changes made so far."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from gridctl.addresses.changes.residents import unite
from gridctl.store.changeset import Set

if TYPE_CHECKING:
    from gridctl.addresses.changes.residents import Data, FieldChange
    from gridctl.addresses.people.mentions import Mention
    from gridctl.store.changeset import Change
    from gridctl.store.workspace import Workspace


class Drafts:
    """The records touched, read once, and the changes that lead from the ledgers to them."""

    def __init__(self, ws: Workspace) -> None:
        self._ws = ws
        self._read: dict[tuple[str, str], tuple[Data, Data]] = {}
        self.changes: list[Change] = []

    def record(self, ledger: str, key: str) -> Data:
        """The typed record; what cannot be read is not in it."""
        return self._both(ledger, key)[0]

    def person(self, mention: Mention) -> Data:
        """The typed data of a mention: of the member, or of the record."""
        return self._inner(mention, 0)

    def written(self, mention: Mention, field: str) -> Any:
        """What a field of a mention holds as it is written, None if nothing."""
        return self._inner(mention, 1).get(field) or None

    def set(self, mention: Mention, field: str, new: Any) -> None:
        """Change a field of a mention."""
        old = self.written(mention, field)
        typed = self.person(mention)
        if old == new or typed.get(field) == new:
            return
        self.changes.append(Set(mention.ledger, mention.record, f"{_prefix(mention)}{field}", old, new))
        for data in (typed, self._inner(mention, 1)):
            data[field] = new

    def append(self, mention: Mention, field: str, part: Data) -> None:
        """Add a part to a list of parts of a record."""
        items = self.person(mention).setdefault(field, [])
        self.changes.append(Set(mention.ledger, mention.record, f"{field}[{len(items)}]", None, part))
        items.append(part)

    def fill(self, kept: Mention, other: Mention, without: frozenset[str]) -> list[FieldChange]:
        """Fill the gaps of one mention from another, lists extended; returns the values that differ.

        A value that cannot be read is no gap: it stays, and differs.
        """
        union = unite(self.person(kept), self.person(other), without=without)
        conflicts = union.conflicts
        for change in union.changes:
            if change.old is None and self.written(kept, change.field):
                conflicts.append(change)
            else:
                self.set(kept, change.field, change.new)
        return conflicts

    def _inner(self, mention: Mention, form: int) -> Data:
        record = self._both(mention.ledger, mention.record)[form]
        if not mention.is_member:
            return record
        members: list[Data] = record["members"]
        return next((each for each in members if each.get("id") == mention.part), None) or members[int(mention.part)]

    def _both(self, ledger: str, key: str) -> tuple[Data, Data]:
        found = self._read.get((ledger, key))
        if found is None:
            shard, number = self._ws.homes()[ledger, key]
            loaded = self._ws.loaded(shard)
            found = self._read[ledger, key] = (deepcopy(loaded.typed[number]), deepcopy(loaded.data[number]))
        return found


def _prefix(mention: Mention) -> str:
    return f"members[{mention.part}]." if mention.is_member else ""
