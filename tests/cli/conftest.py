"""The demo's community, built once for all tests of the command line and copied for each that writes."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest
from cli_running import run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def demo_run(tmp_path_factory) -> tuple[Path, dict[str, Any]]:
    """The folder the demo made and what it said of it, under a path with Chinese and a blank."""
    folder = tmp_path_factory.mktemp("cli") / "演示 社区"
    ran = run("demo", "--into", folder, "--format", "json", cwd=folder.parent)
    assert ran.code == 0, ran.err
    return folder, ran.json()


@pytest.fixture(scope="session")
def demo(demo_run) -> Path:
    """The demo's community; to be read only."""
    return demo_run[0]


@pytest.fixture
def own(demo, tmp_path, monkeypatch) -> Path:
    """A copy of the demo's community that the test may change."""
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "tester")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "tester@example.invalid")
    folder = tmp_path / "清荷 社区"
    shutil.copytree(demo, folder)
    return folder
