"""Which code is older is told from the ledgers' history where nobody wrote it down."""

from __future__ import annotations

import os
import subprocess

import pytest
from codes_community import HOUSES, ONE, THREE, TWO, community, households, reopened

from gridctl.addresses.doubles.derive import derive
from gridctl.addresses.doubles.evidence import cases

DOUBLED = HOUSES.replace("303室", "302室")


@pytest.fixture(autouse=True)
def author(monkeypatch):
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "tester")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "tester@example.invalid")


def commit(root, day):
    environment = os.environ | {"GIT_AUTHOR_DATE": f"{day}T12:00:00", "GIT_COMMITTER_DATE": f"{day}T12:00:00"}
    if not (root / ".git").is_dir():
        subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    subprocess.run(["git", "add", "-A", "ledgers"], cwd=root, check=True)
    subprocess.run(["git", "commit", "-q", "-m", day], cwd=root, env=environment, check=True)


def group(root):
    ws = reopened(root)
    (case,) = cases(ws, derive(ws))
    return case


def test_the_code_that_came_first_is_proposed_to_be_kept(tmp_path):
    later = DOUBLED[: DOUBLED.index('- 编号: "H2"')] + DOUBLED[DOUBLED.index('- 编号: "H3"') :]
    community(tmp_path, **households(later), **{"ledgers__visits__513399001002001__2026-06.yaml": ""})
    commit(tmp_path, "2025-03-01")
    community(tmp_path, **households(DOUBLED), **{"ledgers__visits__513399001002001__2026-06.yaml": ""})
    commit(tmp_path, "2026-01-05")
    case = group(tmp_path)
    assert [(house.code, house.first_seen) for house in case.houses] == [(THREE, "2025-03-01"), (TWO, "2026-01-05")]
    assert case.why_keep == "older"


def test_a_recorded_day_stands_before_the_history(tmp_path):
    collected = DOUBLED.replace(f'"{TWO}"\n', f'"{TWO}"\n', 1).replace(
        '302室"\n  居住状态: "闲置"\n', '302室"\n  居住状态: "闲置"\n  采集日期: "2024-01-01"\n', 1
    )
    community(tmp_path, **households(collected), **{"ledgers__visits__513399001002001__2026-06.yaml": ""})
    commit(tmp_path, "2025-03-01")
    case = group(tmp_path)
    assert [(house.code, house.since) for house in case.houses] == [(TWO, "2024-01-01"), (THREE, "2025-03-01")]


def test_without_history_nothing_is_said(tmp_path):
    community(tmp_path, **households(DOUBLED))
    assert {house.first_seen for house in group(tmp_path).houses} == {""}
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    assert reopened(tmp_path).git.head() is None
    assert {house.first_seen for house in group(tmp_path).houses} == {""}


def test_a_code_is_known_from_the_day_it_was_added_not_changed(tmp_path):
    community(tmp_path, **households(HOUSES))
    commit(tmp_path, "2025-03-01")
    community(tmp_path, **households(HOUSES.replace("自住", "出租")))
    commit(tmp_path, "2025-04-01")
    git = reopened(tmp_path).git
    assert git.first_days([ONE, TWO, "9"], "ledgers/households") == {ONE: "2025-03-01", TWO: "2025-03-01"}
