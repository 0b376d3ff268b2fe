"""The index as a change set would make it: asked before anything is written."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from gridctl.store.digests import blob_id
from gridctl.store.indexrows import Rows, index_rows
from gridctl.store.layout import home_of
from gridctl.store.loaded import Shard
from gridctl.store.shardread import read_shard

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gridctl.store.changeset import ChangeSet
    from gridctl.store.index import Index
    from gridctl.store.workspace import Workspace


@contextlib.contextmanager
def supposing(ws: Workspace, changes: ChangeSet) -> Iterator[Index]:
    """The index with the changes in its tables.

    Inside the block only: afterwards the tables are as they were. Tables that features derived stay as they are.
    Raises Refused as `Workspace.apply` does.
    """
    index = ws.index()
    files = ws.plan(changes)
    rows: Rows = {}
    for path, data in files.items():
        if data and (home := home_of(path)):
            shard = Shard(path, home.ledger, home.scope, blob_id(data))
            loaded, verdict = read_shard(shard, data, ws.settings.profile)
            index_rows(shard, loaded, verdict.keys, rows)
    with index.replaced(list(files), rows):
        yield index
