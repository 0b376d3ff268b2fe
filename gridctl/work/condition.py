"""Whether a query that contains a ledger's own condition only reads the index.

Ledgers come from other people's clones and pull requests, and the index's SQL could also read and write files.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gridctl.store.index import Index

_FUNCTIONS = frozenset({"unnest", "range", "generate_series"})


class ConditionError(ValueError):
    """A condition that cannot be parsed, or does more than look into the index's tables."""


def ensure_harmless(index: Index, query: str) -> None:
    """Raise ConditionError unless the query is one ``select`` over the index's own tables."""
    parsed = json.loads(index.sql("select json_serialize_sql(?::varchar)", [query])[0][0])
    if parsed["error"]:
        raise ConditionError(parsed["error_message"])
    if len(parsed["statements"]) != 1:
        raise ConditionError("more than one statement")
    known = {each.name for each in index.tables()}
    for node in _nodes(parsed):
        if node.get("type") == "BASE_TABLE" and node["table_name"] not in known:
            raise ConditionError(f"no table {node['table_name']}")
        if node.get("type") == "TABLE_FUNCTION" and node["function"]["function_name"] not in _FUNCTIONS:
            raise ConditionError(f"{node['function']['function_name']} is not allowed")


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    if isinstance(tree, dict):
        yield tree
        for value in tree.values():
            yield from _nodes(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _nodes(value)
