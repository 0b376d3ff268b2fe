"""A table that was exported with masks comes back: its stars never overwrite what the ledgers know."""

from __future__ import annotations

import csv

import pytest

from gridctl.demo.sample import sample, sample_files
from gridctl.intake.plan import plan_import
from gridctl.store.workspace import Workspace


@pytest.fixture
def community(tmp_path):
    for path, data in sample_files().items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    return tmp_path


@pytest.mark.parametrize(
    ("heading", "value"),
    [("姓名", "段*"), ("姓名", "欧＊＊花"), ("联系电话", "199****1234"), ("证件号码", "513*************17")],
)
def test_masked_values_reject_their_row(community, heading, value):
    volunteer = sample()["volunteers"][0]
    row = {"姓名": volunteer["name"], "所属队伍": volunteer["team"], "网格编码": volunteer["grid_code"]}
    row |= {"联系电话": "19900012345", "证件号码": volunteer.get("id_no", ""), heading: value}
    path = community / "志愿者.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, row)
        writer.writeheader()
        writer.writerow(row)
    plan = plan_import(Workspace.open(community), [path], ledger="volunteers")
    assert "I153" in [finding.code for finding in plan.findings]
    assert (plan.counts.read, plan.counts.rejected) == (1, 1)
    assert not plan.changes
