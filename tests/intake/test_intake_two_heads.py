"""Several households in one house."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intake_sheets import added, codes, phone, statuses

from gridctl.findings.message import message
from gridctl.intake.plan import plan_import

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gridctl.store.workspace import Workspace


def test_a_second_head_at_one_address_is_taken_in_and_told(ws: Workspace, book: Callable[..., Path]) -> None:
    rows = [
        ["姓名", "与户主关系", "家庭住址", "联系电话"],
        ["钱多", "户主", "荷塘路3号", phone(1)],
        ["林小雨", "配偶", "荷塘路3号", phone(2)],
        ["陈果", "户主", "荷塘路3号", phone(3)],
        ["韦丹", "户主", "荷塘路5号", phone(4)],
    ]
    plan = plan_import(ws, [book(rows)])
    assert statuses(plan) == ["added"] * 4
    assert [len(each["members"]) for each in added(plan, "households")] == [3, 1]
    (told,) = [each for each in plan.findings if each.code == "I176"]
    assert told.place.cell == "A4"
    assert "钱多" not in message(told, "zh")
    ws.apply(plan.changes)
    again = plan_import(ws, [book(rows)])
    assert set(statuses(again)) == {"unchanged"}
    assert "I176" not in codes(again)
