"""Early warnings: each kind appears from its own cases, and not from one fewer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from case_community import case, community
from work_community import G1, house

from gridctl.work.case_status import derive
from gridctl.work.case_warnings import case_warnings, warnings

if TYPE_CHECKING:
    from pathlib import Path


def warned(root: Path, cases: list[dict[str, Any]], **more: Any) -> dict[str, tuple[Any, ...]]:
    ws = community(root, cases=cases, **more)
    derive(ws)
    return {row[0].zh: row for row in case_warnings(ws, warnings(ws)).rows}


def on(number: int, day: str, **more: Any) -> dict[str, Any]:
    steps = [{"step": "collect", "at": f"{day}T09:00:00", "by": "Q2"}]
    return case(f"C000000000{number:03}", case_no=f"NO{number:03}", occurred_on=day, steps=steps, **more)


CARE = {
    "id": "S0000000000SA", "name": "钱老", "category": "living_alone_elderly", "grid_code": G1, "house_code": "F001",
    "visit_cycle_days": "20",
}  # fmt: skip


def seen(day: str, mode: str = "home") -> dict[str, Any]:
    return {
        "id": "W0000000000WA", "visited_on": day, "grid_code": G1, "staff": ["Q2"], "target_kind": "person",
        "target": CARE["id"], "mode": mode,
    }  # fmt: skip


@pytest.mark.parametrize(("count", "expected"), [(2, None), (3, 3)])
def test_cases_at_one_place(tmp_path, count, expected):
    found = warned(tmp_path, [on(n, f"2025-04-{n:02}", place="清荷路口") for n in range(1, count + 1)])
    assert (found["同地多发"][2] if "同地多发" in found else None) == expected


@pytest.mark.parametrize(("last", "expected"), [(3, None), (4, 4)])
def test_a_matter_rises_against_its_own_past(tmp_path, last, expected):
    """Six in the three spans before: two is usual, and twice as many are needed."""
    past = [on(n, f"2025-02-{n + 1:02}", matter_code="04-01-01") for n in range(1, 7)]
    now = [on(10 + n, f"2025-04-{n + 5:02}", matter_code="04-01-01") for n in range(last)]
    found = warned(tmp_path, [*past, *now])
    if expected is None:
        assert "事项上升" not in found
        return
    _, about, count, usual, cases, grid = found["事项上升"]
    assert about == "04-01-01 楼道巡查"
    assert (count, usual.zh, grid) == (4, "此前每 30 天 2.0 次", "第一网格")
    assert all(f"NO{10 + n:03}" in cases for n in range(4))


def test_a_matter_without_a_past_does_not_rise(tmp_path):
    assert "事项上升" not in warned(tmp_path, [on(n, f"2025-04-{n:02}", matter_code="04-01-01") for n in range(1, 6)])


@pytest.mark.parametrize(
    ("visits", "expected"),
    [
        ([], "没有走访记录"),
        ([seen("2025-04-01")], "上次走访 2025-04-01，周期 20 天"),
        ([seen("2025-04-20", "phone")], "没有走访记录"),
        ([seen("2025-04-20")], None),
    ],
)
def test_a_visit_that_is_due_where_a_case_is_open(tmp_path, visits, expected):
    opened = on(1, "2025-04-02", house_code="F001")
    found = warned(tmp_path, [opened], special_groups=[CARE], households=[house(1, G1)], visits=visits)
    row = found.get("该走访且有未了事件")
    assert (row[3].zh if row else None) == expected
    if row:
        assert row[1] == "钱*"
        assert "NO001" in row[4]
