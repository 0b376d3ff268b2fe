from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from intake_sheets import GRID_1, citizen, codes, phone, statuses, write_xlsx

from gridctl.intake.plan import plan_import
from gridctl.intake.records.unmasking import fits

if TYPE_CHECKING:
    from pathlib import Path

    from gridctl.store.workspace import Workspace

SEEN = f"199****{phone(7)[-4:]}"


@pytest.mark.parametrize(
    ("masked", "whole", "least", "found"),
    [
        ("199****0007", "19900000007", 4, True),
        ("199＊＊＊＊0007", "19900000007", 4, True),
        ("199***0007", "19900000007", 4, True),
        ("199****0008", "19900000007", 4, False),
        ("1**********", "19900000007", 4, False),
        ("199*0*00007", "19900000007", 4, True),
        ("51339919******0013", "513399198202020013", 8, True),
        ("5***************3", "513399198202020013", 8, False),
        ("19900000007", "19900000007", 4, False),
    ],
)
def test_what_a_masked_text_fits(masked: str, whole: str, least: int, found: bool) -> None:
    assert fits(masked, whole, least) is found


def test_whose_telephone_is_masked_is_told_by_name_and_digits(ws: Workspace, tmp_path: Path) -> None:
    head = ["姓名", "所属队伍", "联系电话", "所属网格"]
    first = [head, ["丁一", "巡逻队", phone(7), GRID_1], ["丁二", "巡逻队", phone(8), GRID_1]]
    ws.apply(plan_import(ws, [write_xlsx(tmp_path / "一.xlsx", first)], ledger="volunteers").changes)
    rows = [
        [*head, "活动名称", "服务日期", "服务时长"],
        ["丁一", "巡逻队", SEEN, GRID_1, "巡逻", "2026-03-01", 2],
        ["丁一", "护学队", SEEN, GRID_1, "护学", "2026-03-02", 2],
        ["丁二", "巡逻队", SEEN, GRID_1, "巡逻", "2026-03-01", 2],
        ["丁三", "巡逻队", SEEN, GRID_1, "巡逻", "2026-03-01", 2],
    ]
    plan = plan_import(ws, [write_xlsx(tmp_path / "二.xlsx", rows)], ledger="volunteers")
    assert statuses(plan) == ["changed", "rejected", "rejected", "rejected"]
    assert codes(plan).count("I153") == 3
    assert "I221" in codes(plan)
    assert not any("*" in str(change) for change in plan.changes)


def test_a_masked_number_of_a_resident_completes_the_resident(ws: Workspace, tmp_path: Path) -> None:
    number = citizen("19820202")
    head = ["门牌地址", "姓名", "与户主关系", "身份证号", "文化程度"]
    first = [head, ["清荷路901号", "丁一", "户主", number, ""]]
    ws.apply(plan_import(ws, [write_xlsx(tmp_path / "一.xlsx", first)], ledger="households", grid=GRID_1).changes)
    rows = [
        head,
        ["清荷路901号", "丁一", "户主", f"{number[:6]}********{number[-4:]}", "大学本科"],
        ["清荷路901号", "丁二", "子", f"{number[:6]}********{number[-4:]}", "大学本科"],
    ]
    plan = plan_import(ws, [write_xlsx(tmp_path / "二.xlsx", rows)], ledger="households", grid=GRID_1)
    assert statuses(plan) == ["changed", "rejected"]
