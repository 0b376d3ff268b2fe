from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from lookup_community import write_community

from gridctl.store.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def known(tmp_path_factory) -> Iterator[Workspace]:
    """The small community; to be read only."""
    root = write_community(tmp_path_factory.mktemp("lookup") / "清荷 社区")
    ws = Workspace.open(root, today=date(2026, 9, 30))
    yield ws
    ws.close()


@pytest.fixture
def own(tmp_path) -> Iterator[Workspace]:
    """The small community, to be changed."""
    ws = Workspace.open(write_community(tmp_path / "社区"), today=date(2026, 9, 30))
    yield ws
    ws.close()
