from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from gridctl.demo.sample import write_sample
from gridctl.store.git import Git
from gridctl.store.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2026, 9, 30)


@pytest.fixture(scope="session")
def community(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample community in a Git repository whose folder has a Chinese name with a blank."""
    root = tmp_path_factory.mktemp("export") / "清荷 社区"
    root.mkdir()
    write_sample(root)
    git = Git(root)
    git.init()
    git._run("config", "user.name", "tester")
    git._run("config", "user.email", "tester@example.invalid")
    git.commit(None, "sample")
    return root


@pytest.fixture
def ws(community: Path) -> Workspace:
    return Workspace.open(community, today=TODAY)
