from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from intake_sheets import GRID_1, GRID_2, write_xlsx

from gridctl.store.changeset import Add, ChangeSet
from gridctl.store.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def ws(tmp_path: Path) -> Workspace:
    """A community with two grids, three members of staff, two of them of one name, and nobody else."""
    root = tmp_path / "社区 数据"
    (root / "ledgers").mkdir(parents=True)
    (root / "ledgers" / "gridctl.yaml").write_text('community: "清荷社区"\n', encoding="utf-8", newline="\n")
    workspace = Workspace.open(root, today=date(2026, 9, 30))
    grids = [
        Add("grids", code, {"grid_code": code, "name": name, "level": "grid", "kind": "basic"})
        for code, name in ((GRID_1, "第一网格"), (GRID_2, "第二网格"))
    ]
    staff = [
        Add("staff", number, {"staff_no": number, "name": name, "grids": [grid]})
        for number, name, grid in (("W01", "赵青", GRID_1), ("W02", "钱荷", GRID_1), ("W03", "赵青", GRID_2))
    ]
    workspace.apply(ChangeSet((*grids, *staff)))
    return workspace


@pytest.fixture
def book(tmp_path: Path) -> Callable[..., Path]:
    """Writes rows as an .xlsx workbook and returns its path."""

    def write(
        rows: list[list[Any]], name: str = "表.xlsx", sheet: str = "Sheet1", merges: tuple[str, ...] = ()
    ) -> Path:
        return write_xlsx(tmp_path / name, rows, sheet, merges)

    return write
