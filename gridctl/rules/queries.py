"""Query rules: a rule's SQL over the index, its rows as findings.

A query gives ``record`` and ``field``; ``ledger`` where it is not the rule's; ``old`` and ``new`` where there is a safe
correction (``new`` is not null); ``partner``, the other records it is about. Every other column is a parameter of the
message.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from gridctl.findings.finding import Finding, Fix
from gridctl.rules.parameters import bind
from gridctl.schema.ledgers import LEDGERS
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gridctl.findings.finding import Severity
    from gridctl.findings.registry import Rule
    from gridctl.store.index import Index

# Tables that other features derive. What a query says of one it says of its rows.
_DERIVED = pattern(
    r"\b(address_keys|shared_codes|code_faults|decision_conflicts|case_status|person_doubles|person_conflicts"
    r"|condition_faults)\b"
)
_NAMES_LEDGER = pattern(r"\bas ledger\b")
_NOT_PARAMS = frozenset(("ledger", "record", "field", "old", "new"))
# Joins several values of one parameter; `gridctl.rules.changed` tells partners apart by it again.
PARTNER_BREAK = "、"


def over_derived(rule: Rule) -> bool:
    """Whether a rule's query asks for tables that other features derive."""
    return _DERIVED.search(rule.sql) is not None


def run_query(
    rule: Rule, severity: Severity, index: Index, values: dict[str, Any], filled: frozenset[str]
) -> Iterator[Finding]:
    """The findings of one query rule; ``filled`` are the tables with rows in them."""
    for query in _queries(rule, filled):
        sql, params = bind(query, values)
        for row in index.rows(sql, params):
            yield finding_of(rule, severity, row)


def _queries(rule: Rule, filled: frozenset[str]) -> Iterator[str]:
    """The query itself, or one a ledger with records where it is written with ``{table}`` and ``{key}``.

    No query where there is nothing to speak of: planning a query takes milliseconds, and there are a hundred of them.
    """
    if "{table}" in rule.sql:
        for about in LEDGERS:
            if about.name in filled:
                yield rule.sql.replace("{table}", about.name).replace("{key}", about.key)
    elif _tables_spoken_of(rule) <= filled:
        yield rule.sql


def _tables_spoken_of(rule: Rule) -> frozenset[str]:
    """The tables a rule's query finds rows of: one of them empty, it finds none."""
    derived = frozenset(_DERIVED.findall(rule.sql))
    return derived if not rule.ledger or _NAMES_LEDGER.search(rule.sql) else derived | {rule.ledger}


def finding_of(rule: Rule, severity: Severity, row: Mapping[str, Any]) -> Finding:
    """One row of a rule's query as a finding without its place."""
    field = as_text(row.get("field"))
    new = row.get("new")
    return Finding(
        code=rule.code,
        severity=severity,
        ledger=as_text(row.get("ledger")) or rule.ledger,
        record=as_text(row["record"]),
        field=field,
        params={name: as_text(value) for name, value in row.items() if name not in _NOT_PARAMS},
        fix=None if new is None else Fix(field, _as_data(row.get("old")), _as_data(new)),
    )


def as_text(value: Any) -> str:
    """A database value as a message shows it."""
    match value:
        case None:
            return ""
        case list():
            return PARTNER_BREAK.join(as_text(item) for item in value)
        case float():
            return f"{value:g}"
        case datetime():
            return value.isoformat(" ", "minutes")
        case _:
            return str(value)


def _as_data(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
