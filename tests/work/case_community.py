"""A community with cases, written as files: two grids, four members of staff, a volunteer, three matters."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from work_community import G1, G2, write

from gridctl.store.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2025, 4, 30)
VOLUNTEER = "V0000000000VA"
"""Cases of these tests happen in the spring of 2025, so that no clock finds them in the future."""


def matter(code: str, name: str, valid_to: str = "") -> dict[str, Any]:
    admission = {"approved_by": "区网格办", "doc_no": "1号", "valid_from": "2020-01-01", "valid_to": valid_to}
    return {
        "code": code, "name": name, "domain": "fire_and_work_safety", "lead_department": "消防救援大队",
        "roles": {"worker": ["find", "report"]}, "admission": {k: v for k, v in admission.items() if v},
    }  # fmt: skip


def staff(number: str, name: str, role: str, grid: str, **more: Any) -> dict[str, Any]:
    return {"staff_no": number, "name": name, "role": role, "grids": [grid], "joined": "2020-01-01", **more}


def records(**more: Any) -> dict[str, Any]:
    return {
        "grids": [
            {"grid_code": G1, "name": "第一网格", "kind": "basic", "level": "grid", "chief_staff": "Q1"},
            {"grid_code": G2, "name": "第二网格", "kind": "basic", "level": "grid", "chief_staff": "Q1"},
        ],
        "staff": [
            staff("Q1", "安小禾", "grid_leader", G1),
            staff("Q2", "白小麦", "full_time", G1, backup_staff="Q3"),
            staff("Q3", "陈小荷", "second_grid_worker", G1),
            staff("Q9", "丁小满", "full_time", G2, left="2024-12-31"),
        ],
        "volunteers": [{"id": VOLUNTEER, "name": "苗小雨", "team": "邻里帮帮队", "grid_code": G1}],
        "matters": [
            matter("04-01-01", "楼道巡查"),
            matter("09-01-04", "小心愿"),
            matter("04-09-09", "已过期的事项", "2024-12-31"),
        ],
        **more,
    }


def community(root: Path, *, settings: str = "", **more: Any) -> Workspace:
    write(root, records(**more), 'subdistrict: "柳溪街道"\n' + settings)
    return Workspace.open(root, today=TODAY)


def case(key: str = "C0000000000CA", **more: Any) -> dict[str, Any]:
    """A case that was reported at nine o'clock on Tuesday, 2025-03-04."""
    return {
        "id": key, "case_no": f"20250304-{key[-5:]}", "kind": "problem", "title": "楼道堆放杂物", "source": "resident",
        "occurred_on": "2025-03-04", "grid_code": G1, "owner": "Q2",
        "steps": [{"step": "collect", "at": "2025-03-04T09:00:00", "by": "Q2"}], **more,
    }  # fmt: skip


def log(*entries: str) -> list[dict[str, str]]:
    """Steps written as ``step[/act] MM-DD HH:MM by[>to]``, in 2025."""
    found = []
    for entry in entries:
        word, day, clock, who = entry.split(" ")
        step, _, act = word.partition("/")
        by, _, to = who.partition(">")
        each = {"step": step, "act": act, "at": f"2025-{day}T{clock}:00", "by": by, "to": to}
        found.append({name: value for name, value in each.items() if value})
    return found
