"""What the intake tests write and look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import openpyxl

from gridctl.text.citizen_id import complete

if TYPE_CHECKING:
    from pathlib import Path

    from gridctl.intake.outcome import ImportPlan
    from gridctl.store.workspace import Workspace

GRID_1, GRID_2 = "513399001002001", "513399001002002"


def citizen(birth: str, number: int = 11) -> str:
    """An invented citizen id: the area does not exist, the check digit is right."""
    return complete(f"513399{birth}{number:03d}")


def phone(number: int) -> str:
    return f"1990000{number:04d}"


def write_xlsx(path: Path, rows: list[list[Any]], sheet: str = "Sheet1", merges: tuple[str, ...] = ()) -> Path:
    workbook = openpyxl.Workbook()
    page = workbook.active
    page.title = sheet
    for row in rows:
        page.append([None if cell == "" else cell for cell in row])
    for merge in merges:
        page.merge_cells(merge)
    workbook.save(path)
    return path


def codes(plan: ImportPlan) -> list[str]:
    return [finding.code for finding in plan.findings]


def statuses(plan: ImportPlan, source: int = 0) -> list[str]:
    return [row.status for row in plan.sources[source].rows]


def records(ws: Workspace, ledger: str) -> list[dict[str, Any]]:
    return [dict(entry.typed) for entry in ws.entries(ledger)]


def added(plan: ImportPlan, ledger: str) -> list[dict[str, Any]]:
    """The new records of a plan, without their generated ids."""
    found = []
    for change in plan.changes:
        if change.ledger == ledger and hasattr(change, "data"):
            data = {name: value for name, value in change.data.items() if name != "id"}
            if "members" in data:
                data["members"] = [{k: v for k, v in each.items() if k != "id"} for each in data["members"]]
            found.append(data)
    return found
