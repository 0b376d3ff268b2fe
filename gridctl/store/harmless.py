"""Whether a query only looks into the index's tables.

Queries come from command lines, and conditions from ledgers of other people's clones and pull requests, while the
database's SQL can also read and write files, fetch code and change tables, even from within a CTE.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

# What is not on these lists is refused, so that what a later version of the database learns is refused too.
_QUERIES = frozenset({"SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE"})
_TABLE_FUNCTIONS = frozenset({"unnest", "range", "generate_series"})
# SHOW TABLES and SHOW ALL TABLES, as the parser names them.
_LISTINGS = frozenset({'"tables"', "__show_tables_expanded"})
# Scalar functions that do more than compute.
_REFUSED = frozenset({"write_log", "sleep_ms", "getenv", "current_setting", "nextval", "setval"})


class Harm(NamedTuple):
    """Why a query may not be run, in Chinese and English; ``table`` is one that it names and that is not there."""

    zh: str
    en: str
    table: str = ""


def harm(ask: Callable[[str, list[object]], list[tuple[Any, ...]]], query: str, tables: Collection[str]) -> Harm | None:
    """What keeps ``query`` from being one SELECT (or DESCRIBE, SHOW, SUMMARIZE) over ``tables``; None if nothing does.

    ``ask`` runs SQL with parameters on the database, which only parses the query here.
    """
    parsed = json.loads(ask("select json_serialize_sql(?::varchar)", [query])[0][0])
    if parsed["error"]:
        if parsed["error_type"] == "not implemented":
            return Harm("只能是查询语句（SELECT）", "only a SELECT is allowed")
        from gridctl.store.queryfault import query_fault

        return Harm(*query_fault(f"Parser Error: {parsed['error_message']}", query, ()))
    if len(parsed["statements"]) != 1:
        return Harm("只能是一条查询语句", "only one statement is allowed")
    nodes = list(_nodes(parsed))
    # A file's name is no identifier, so that no CTE can lend it a cover.
    named = [each["key"] for node in nodes for each in node.get("cte_map", {}).get("map", ())]
    known = {name.casefold() for name in (*tables, *(each for each in named if each.isidentifier()))}
    return next((found for node in nodes if (found := _harm_of(node, known)) is not None), None)


def _harm_of(node: dict[str, Any], known: Collection[str]) -> Harm | None:
    kind = node.get("type")
    if not isinstance(kind, str):
        return None
    if kind.endswith("_NODE") and kind not in _QUERIES:
        return Harm("查询里不能写入或导出", "a query may not write or export")
    if kind == "BASE_TABLE":
        schema = "" if node["schema_name"].casefold() == "main" else node["schema_name"]
        name = ".".join(part for part in (node["catalog_name"], schema, node["table_name"]) if part)
        return None if name.casefold() in known else _no_table(name)
    if kind == "SHOW_REF":
        name = node["table_name"]
        return None if not name or name in _LISTINGS or name.casefold() in known else _no_table(name)
    if kind == "TABLE_FUNCTION" and node["function"]["function_name"].casefold() not in _TABLE_FUNCTIONS:
        return _no_function(node["function"]["function_name"])
    if kind == "FUNCTION" and node["function_name"].casefold() in _REFUSED:
        return _no_function(node["function_name"])
    return None


def _no_table(name: str) -> Harm:
    return Harm(f"没有“{name}”这张表", f"there is no table {name}", name)


def _no_function(name: str) -> Harm:
    return Harm(f"不能用函数 {name}", f"the function {name} is not allowed")


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    if isinstance(tree, dict):
        yield tree
        for value in tree.values():
            yield from _nodes(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _nodes(value)
