"""Whether a query that contains a ledger's own condition only reads the index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridctl.store.harmless import harm

if TYPE_CHECKING:
    from gridctl.store.index import Index


class ConditionError(ValueError):
    """A condition that cannot be parsed, or does more than look into the index's tables."""


def ensure_harmless(index: Index, query: str) -> None:
    """Raise ConditionError unless the query is one ``select`` over the index's own tables."""
    found = harm(index.sql, query, [each.name for each in index.tables()])
    if found is not None:
        raise ConditionError(found.en)
