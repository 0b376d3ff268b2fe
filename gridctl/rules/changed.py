"""Which findings an author's changes have to do with: those of changed records, and of their partners."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gridctl.rules.queries import PARTNER_BREAK
from gridctl.schema.ledgers import ledger
from gridctl.store.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from gridctl.findings.finding import Finding
    from gridctl.store.loaded import Shard

Records = dict[tuple[str, str], dict[str, Any]]

# Doubles are found by what all addresses, other names and decisions show together: a change of one record can make a
# double of two others.
DOUBLES = ("C202", "C203")
_KNOWLEDGE = {"households": "address", "addresses": "", "decisions": ""}


def of_changed(
    ws: Workspace, rev: str, findings: Iterable[Finding], again: Callable[[Workspace], Iterable[Finding]] | None = None
) -> list[Finding]:
    """The findings of records that differ from those at ``rev``, or whose partner record does.

    All of them where the settings changed. ``again`` finds doubles in the ledgers as they were: those that the change
    makes of records that are as before are among the findings then. Raises NotFound for an unknown revision.
    """
    before = Workspace.open(ws.root, rev=rev, today=ws.today)
    if before.settings != ws.settings:
        return list(findings)
    old, new = _shards(before), _shards(ws)
    paths = {path for path in old.keys() | new.keys() if _digest(old, path) != _digest(new, path)}
    were, are = _records(before, old, paths), _records(ws, new, paths)
    names = set(_names(were, are))
    found = [(each, _concerns(each, names, paths)) for each in findings]
    doubts = [each for each, concerned in found if not concerned and each.code in DOUBLES]
    if doubts and again is not None and _teaches(were, are):
        known = {_pair(each) for each in again(before)}
        made = {_pair(each) for each in doubts} - known
        return [each for each, concerned in found if concerned or _pair(each) in made]
    return [each for each, concerned in found if concerned]


def _teaches(old: Records, new: Records) -> bool:
    """Whether anything changed that addresses are read by."""
    for about in old.keys() | new.keys():
        field = _KNOWLEDGE.get(about[0])
        before, after = old.get(about, {}), new.get(about, {})
        if field is not None and (before.get(field) != after.get(field) if field else before != after):
            return True
    return False


def _pair(finding: Finding) -> tuple[str, str, str]:
    return finding.code, finding.record, finding.params.get("partner", "")


def _concerns(finding: Finding, names: set[str], paths: set[str]) -> bool:
    if finding.record and finding.record in names:
        return True
    if any(partner in names for partner in finding.params.get("partner", "").split(PARTNER_BREAK)):
        return True
    return not finding.record and finding.place.path in paths


def _shards(ws: Workspace) -> dict[str, Shard]:
    return {shard.path: shard for shard in ws.shards()}


def _digest(shards: Mapping[str, Shard], path: str) -> str:
    return shards[path].digest if path in shards else ""


def _records(ws: Workspace, shards: Mapping[str, Shard], paths: set[str]) -> Records:
    found: Records = {}
    for path in sorted(paths & shards.keys()):
        shard = shards[path]
        for key, data in zip(ws.verdict(shard).keys, ws.loaded(shard).data, strict=True):
            found[shard.ledger, key] = data
    return found


def _names(old: Records, new: Records) -> Iterator[str]:
    """What changed records are referred to by, before and after: keys, codes, ids of parts; and ``ledger@grid``."""
    for about in old.keys() | new.keys():
        before, after = old.get(about), new.get(about)
        if before == after:
            continue
        name, key = about
        yield key
        for data in (before or {}, after or {}):
            for field in (ledger(name).key, *ledger(name).natural):
                if isinstance(data.get(field), str):
                    yield data[field]
            yield f"{name}@{data.get('grid_code')}"
            for value in data.values():
                if isinstance(value, list):
                    yield from (str(part["id"]) for part in value if isinstance(part, dict) and part.get("id"))
