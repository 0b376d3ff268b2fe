from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from store_community import HOUSEHOLDS, TWO_HOUSES, write

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def community(tmp_path: Path) -> Path:
    root = tmp_path / "清荷 社区"
    write(root, "ledgers/gridctl.yaml", 'community: "清荷社区"\ndivision_code: "513399001002"\n')
    write(root, HOUSEHOLDS, TWO_HOUSES)
    return root
