"""Findings as JSON-able data, for the cache of whole results: read back without models or database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gridctl.findings import lexicon
from gridctl.findings.finding import Finding, Fix, Place, Severity
from gridctl.findings.message import message

if TYPE_CHECKING:
    from collections.abc import Sequence


def to_kept(findings: Sequence[Finding]) -> dict[str, Any]:
    """Findings, and the words that telling them takes in either language."""
    for each in findings:
        for language in ("zh", "en"):
            message(each, language)
    return {"findings": [_row(each) for each in findings], "lexicon": lexicon.known()}


def from_kept(kept: dict[str, Any]) -> list[Finding]:
    """The findings that `to_kept` was given."""
    lexicon.remember(kept["lexicon"])
    return [_finding(row) for row in kept["findings"]]


def _row(finding: Finding) -> list[Any]:
    place, fix = finding.place, finding.fix
    return [
        finding.code,
        finding.severity.value,
        [place.path, place.line, place.column, place.sheet, place.cell],
        finding.ledger,
        finding.record,
        finding.field,
        dict(finding.params),
        None if fix is None else [fix.field, fix.old, fix.new],
    ]


def _finding(row: list[Any]) -> Finding:
    code, severity, place, ledger, record, field, params, fix = row
    correction = None if fix is None else Fix(*fix)
    return Finding(code, Severity(severity), Place(*place), ledger, record, field, params, correction)
