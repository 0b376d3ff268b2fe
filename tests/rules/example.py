"""Rules' examples as communities on disk."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from gridctl.schema.ledgers import ledger
from gridctl.store.layout import path_of
from gridctl.store.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

TODAY = date(2026, 7, 1)
SETTINGS: dict[str, Any] = {"community": "清荷社区", "division_code": "513399001002"}


def community(
    root: Path, ledgers: Mapping[str, Any], settings: Mapping[str, Any] | None = None, today: date = TODAY
) -> Workspace:
    """A community with these records, whose keys are as in files. JSON is YAML, so files are written as JSON."""
    write(root / "ledgers" / "gridctl.yaml", SETTINGS | dict(settings or {}))
    for name, records in ledgers.items():
        shards: dict[str, list[Any]] = {}
        for record in records:
            english = {"grid_code": record.get("网格编码"), "visited_on": record.get("走访日期")}
            shards.setdefault(path_of(ledger(name), english), []).append(record)
        for path, items in shards.items():
            write(root / path, items)
    return Workspace.open(root, today=today)


def write(path: Path, value: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8", newline="\n")


def derive(tables: Mapping[str, Any]) -> Any:
    """What another feature would put into the index."""

    def put(ws: Workspace) -> None:
        for name, rows in tables.items():
            columns = {key: "BOOLEAN" if key == "complete" else "VARCHAR" for key in rows[0]}
            values = [[value == "true" if key == "complete" else value for key, value in row.items()] for row in rows]
            ws.index().put(name, columns, values, ws.digest())

    return put
