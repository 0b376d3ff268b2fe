"""Findings of assessment: about a file, or about a record of its registers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridctl.findings.finding import Finding, Place
from gridctl.findings.registry import rule

if TYPE_CHECKING:
    from collections.abc import Mapping


def finding(
    code: str, path: str, *, line: int = 0, column: int = 0, params: Mapping[str, str] | None = None, record: str = ""
) -> Finding:
    """A finding of assessment, with the severity of its rule."""
    return Finding(code, rule(code).severity, Place(path, line, column), record=record, params=params or {})
