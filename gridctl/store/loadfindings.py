"""Findings of the files themselves: from the shards' faults, and from what lies under ``ledgers/`` as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridctl.findings.finding import Finding, Place, Severity
from gridctl.findings.registry import rule
from gridctl.schema.ledgers import ledger
from gridctl.store.files import SETTINGS
from gridctl.store.layout import is_known

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gridctl.store.loaded import Shard, ShardFault
    from gridctl.store.workspace import Workspace


def load_findings(
    workspace: Workspace, digests: Mapping[str, str], settings_faults: Sequence[ShardFault]
) -> tuple[Finding, ...]:
    """All findings that reading the files gives, by place."""
    found = [_finding(fault, SETTINGS, "") for fault in settings_faults]
    for shard in workspace.shards():
        found += [_finding(fault, shard.path, shard.ledger) for fault in workspace.verdict(shard).faults]
    found += (_finding_of("F112", Place(path), params={"file": path}) for path in digests if not is_known(path))
    found += _twice(workspace)
    found += _two_formats(workspace.shards())
    return tuple(sorted(found, key=lambda finding: finding.sort_key))


def _finding(fault: ShardFault, path: str, name: str) -> Finding:
    place = Place(path, fault.line, fault.column, fault.sheet, fault.cell)
    return _finding_of(fault.code, place, name, fault.record, fault.field, fault.params)


def _finding_of(
    code: str,
    place: Place,
    name: str = "",
    record: str = "",
    field: str = "",
    params: Mapping[str, str] | None = None,
) -> Finding:
    try:
        severity = rule(code).severity
    except KeyError:
        severity = Severity.ERROR
    return Finding(code, severity, place, name, record, field, dict(params or {}))


def _twice(workspace: Workspace) -> Iterator[Finding]:
    """F116: two records with one key; the later one is reported."""
    homes = workspace.homes()
    for shard in workspace.shards():
        for number, key in enumerate(workspace.verdict(shard).keys):
            first, at = homes[shard.ledger, key]
            if key and (at, first.path) != (number, shard.path):
                from gridctl.store.placing import place_in

                field = ledger(shard.ledger).key
                other, here = place_in(workspace, first, at, field), place_in(workspace, shard, number, field)
                yield _finding_of("F116", here, shard.ledger, key, field, {"key": key, "first": str(other)})


def _two_formats(shards: Sequence[Shard]) -> Iterator[Finding]:
    """F119: the same shard as YAML and as a workbook."""
    seen: dict[tuple[str, str], str] = {}
    for shard in shards:
        other = seen.setdefault((shard.ledger, shard.scope), shard.path)
        if other != shard.path:
            yield _finding_of("F119", Place(shard.path), shard.ledger, params={"file": shard.path, "other": other})
