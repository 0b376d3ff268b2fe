"""From a record and a field to the line or cell where it stands."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gridctl.findings.finding import Place
from gridctl.schema.ledgers import ledger
from gridctl.store.fieldpath import Path, item_index, parse_path

if TYPE_CHECKING:
    from gridctl.findings.finding import Finding
    from gridctl.store.loaded import Shard
    from gridctl.store.workspace import Workspace


def place_of(workspace: Workspace, name: str, key: str, field: str = "") -> Place:
    """Where a record or its field stands; a place without path if there is no such record."""
    home = workspace.homes().get((name, key)) if key else None
    return place_in(workspace, *home, field) if home else Place()


def place_in(workspace: Workspace, shard: Shard, number: int, field: str = "") -> Place:
    """Where the record with this number among a shard's records, or its field, stands."""
    loaded = workspace.loaded(shard)
    items = workspace.contents.items(shard)
    path = _field_path(loaded.data[number], field) if field else ()
    spot = items.find(loaded.items[number], ledger(shard.ledger).model, path)
    return Place(shard.path, spot.line, spot.column, spot.sheet, spot.cell)


def located(workspace: Workspace, finding: Finding) -> Finding:
    """The finding with its place filled, if it names a record and has no place yet."""
    if finding.place.path or not (finding.ledger and finding.record):
        return finding
    return replace(finding, place=place_of(workspace, finding.ledger, finding.record, finding.field))


def _field_path(data: object, field: str) -> Path:
    """The names and indexes of a path in text, with ids of parts resolved, as far as the record has it."""
    path: list[str | int] = []
    for step in parse_path(field):
        if step.startswith("["):
            index = item_index(data, step) if isinstance(data, list) else None
            if index is None:
                break
            path.append(index)
            assert isinstance(data, list)
            data = data[index]
        else:
            path.append(step)
            data = data.get(step) if isinstance(data, dict) else None
    return tuple(path)
