"""A community's own names of grid levels: read beside the official ones, written and shown instead of them."""

from __future__ import annotations

import pytest

from gridctl.schema.codelists import code_list, rename_values
from gridctl.store.formatting import fmt
from gridctl.store.workspace import Workspace

GRIDS = """\
- 网格编码: "513399001002001"
  网格名称: "清荷一网"
  网格层级: "网"
- 网格编码: "51339900100200101001"
  网格名称: "清荷一网一埭"
  网格层级: "方格"
"""


@pytest.fixture(autouse=True)
def official_names():
    yield
    rename_values("grid_level", {})


def community(tmp_path, names: str):
    registers = tmp_path / "ledgers" / "registers"
    registers.mkdir(parents=True)
    (tmp_path / "ledgers" / "gridctl.yaml").write_text(f"level_names: {names}\n", encoding="utf-8")
    (registers / "grids.yaml").write_text(GRIDS, encoding="utf-8")
    return tmp_path


def test_both_names_are_read_and_the_communitys_own_is_written(tmp_path):
    root = community(tmp_path, '{grid: "网", cell: "埭"}')
    workspace = Workspace.open(root)
    assert [entry.typed["level"] for entry in workspace.entries("grids")] == ["grid", "cell"]
    fmt(workspace)
    assert '网格层级: "埭"' in (root / "ledgers" / "registers" / "grids.yaml").read_text(encoding="utf-8")


def test_without_names_the_official_ones_hold_again(tmp_path):
    Workspace.open(community(tmp_path / "one", '{cell: "埭"}')).settings  # noqa: B018 - reading them names the levels
    workspace = Workspace.open(community(tmp_path / "two", "{}"))
    assert [entry.typed["level"] for entry in workspace.entries("grids")] == ["grid", "cell"]
    assert code_list("grid_level").find("埭") is None


@pytest.mark.parametrize("names", ['{nowhere: "埭"}', '{cell: "一级网格"}'])
def test_a_name_of_no_level_or_of_two_is_a_faulty_setting(tmp_path, names):
    workspace = Workspace.open(community(tmp_path, names))
    assert "F117" in [finding.code for finding in workspace.load_findings()]
    assert code_list("grid_level").item("cell").zh == "方格"
