"""A change set on the terminal, before it is written or when it is compared."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from gridctl.cli.console import out
from gridctl.cli.lang import language
from gridctl.render.changes import print_changes, record_changes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gridctl.render.changewords import Lookup
    from gridctl.store.changeset import ChangeSet
    from gridctl.store.loaded import Shard
    from gridctl.store.workspace import Workspace

_MOST = 50


def show_changes(changes: ChangeSet, *, most: int = _MOST, reveal: bool = False, ws: Workspace | None = None) -> None:
    """Print what a change set does, record by record, masked unless ``reveal``; 0 for ``most`` prints all.

    ``ws`` knows the records that are changed; without one the community around the current folder does.
    """
    from gridctl.store.workspace import Workspace

    records = record_changes(changes, language(), reveal=reveal, lookup=lookup_in(ws or Workspace.open()), most=most)
    print_changes(out(), records, language(), most=most)


def lookup_in(ws: Workspace, shards: Iterable[Shard] | None = None, *, otherwise: Lookup | None = None) -> Lookup:
    """Find a record's data in a workspace, or in these shards of it only; ``otherwise`` is asked for one not there."""
    known = tuple(ws.shards() if shards is None else shards)

    @cache
    def homes(ledger: str) -> dict[str, tuple[Shard, int]]:
        own = [each for each in known if each.ledger == ledger]
        return {key: (shard, at) for shard in reversed(own) for at, key in enumerate(ws.verdict(shard).keys)}

    def lookup(ledger: str, key: str) -> Mapping[str, Any]:
        home = homes(ledger).get(key) if key else None
        if home is None:
            return otherwise(ledger, key) if otherwise else {}
        loaded = ws.loaded(home[0])
        return loaded.data[home[1]] | loaded.typed[home[1]]

    return lookup
