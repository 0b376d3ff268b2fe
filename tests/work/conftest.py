from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from work_community import small, write

from gridctl.store.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def community(tmp_path: Path) -> Callable[..., Workspace]:
    """Opens a community written from the small one, with records of some ledgers replaced."""

    def make(settings: str = "", **changes: Any) -> Workspace:
        write(tmp_path, {**small(), **changes}, settings)
        return Workspace.open(tmp_path, today=date(2026, 9, 30))

    return make
