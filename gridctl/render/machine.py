"""Output for machines: json, jsonl and github. Its shape is versioned and changes only by addition."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from gridctl.findings.finding import Severity
from gridctl.findings.message import masked_params, message
from gridctl.render.cells import as_data, masked

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gridctl.findings.finding import Finding
    from gridctl.findings.table import Table

VERSION = 1
_GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def finding_data(finding: Finding, language: str) -> dict[str, Any]:
    """One finding as data; its values are masked as in its message."""
    place = finding.place
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "path": place.path,
        "line": place.line or None,
        "column": place.column or None,
        "sheet": place.sheet or None,
        "cell": place.cell or None,
        "ledger": finding.ledger or None,
        "record": finding.record or None,
        "field": finding.field or None,
        "message": message(finding, language),
        "params": masked_params(finding),
        "fixable": finding.fix is not None,
    }


def table_data(table: Table, *, reveal: bool = False) -> list[dict[str, Any]]:
    """A table's rows as objects keyed by the columns' keys."""
    return [
        {c.key: as_data(masked(c, value, reveal=reveal)) for c, value in zip(table.columns, row, strict=True)}
        for row in table.rows
    ]


def to_json(data: Any) -> str:
    """Data as readable JSON with a version, ending in a line break."""
    whole = {"version": VERSION} | (data if isinstance(data, dict) else {"items": data})
    return json.dumps(whole, ensure_ascii=False, indent=2, default=str) + "\n"


def to_jsonl(items: Iterable[Any]) -> str:
    """One JSON object a line."""
    return "".join(json.dumps(item, ensure_ascii=False, default=str) + "\n" for item in items)


def to_github(findings: Sequence[Finding], language: str) -> str:
    """Workflow commands that a code host shows beside the lines they are about."""
    return "".join(_command(each, language) for each in findings)


def _command(finding: Finding, language: str) -> str:
    place = finding.place
    parts = {"file": place.path, "line": place.line, "col": place.column, "title": finding.code}
    about = ",".join(f"{key}={_escape(str(value), ':,')}" for key, value in parts.items() if value)
    return f"::{_GITHUB[finding.severity]} {about}::{_escape(message(finding, language))}\n"


def _escape(text: str, extra: str = "") -> str:
    for mark in ("%", "\r", "\n", *extra):
        text = text.replace(mark, f"%{ord(mark):02X}")
    return text
