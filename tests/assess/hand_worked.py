"""A community small enough to work out by hand; the working is in test_measure.py."""

from typing import Any

AREA = "513399001002"
G1, G2, G3 = (f"{AREA}00{number}" for number in (1, 2, 3))
SECOND = f"{G1}01"
BEGUN = "2026-04-01"
SCHEME = """
name_zh: "小方案"
name_en: "small scheme"
indicators:
  A1: {weight: "17"}
  A5: {weight: "10"}
  A6: {weight: "9"}
  B1: {weight: "17"}
  B2: {weight: "17"}
  B3: {weight: "9"}
  D1: {weight: "21"}
  A2: {weight: "0"}
  A3: {weight: "0"}
  A4: {weight: "0"}
  C1: {weight: "0"}
  C2: {weight: "0"}
  C3: {weight: "0"}
  C4: {weight: "0"}
  E1: {weight: "0"}
  F1: {weight: "0"}
inputs:
  discipline: {zh: "纪律学习", en: "discipline"}
bands:
  - {key: "excellent", zh: "优秀", en: "excellent", least: "90"}
  - {key: "good", zh: "良好", en: "good", least: "80"}
  - {key: "pass", zh: "合格", en: "pass", least: "60"}
  - {key: "fail", zh: "不合格", en: "fail", least: "0"}
"""


def house(number: int, grid: str, *people: str, **more: Any) -> dict[str, Any]:
    members = [{"id": each, "name": "某人", "relation": "head"} for each in people]
    base = {"id": f"H{number}", "house_code": f"{AREA}000000{number:07}", "grid_code": grid, "collected_on": BEGUN}
    address = {"address": f"清荷路1号{number}栋1单元101室", "occupancy": "owner_occupied"}
    return base | address | more | ({"members": members} if members else {})


def _visit(number: int, day: str, grid: str, kind: str, target: str, mode: str = "home", **more: Any) -> dict[str, Any]:
    base = {"id": f"W{number}", "visited_on": day, "grid_code": grid, "staff": ["S1"], "target_kind": kind}
    return base | {"target": target, "mode": mode, "reason": "planned"} | more


def _grid(code: str, name: str, level: str = "grid", **more: Any) -> dict[str, Any]:
    return {"grid_code": code, "name": name, "level": level, "kind": "basic", "valid_from": "2023-01-01"} | more


def _staff(number: str, name: str, role: str, *grids: str, **more: Any) -> dict[str, Any]:
    return {"staff_no": number, "name": name, "role": role, "grids": list(grids)} | more


COMMUNITY: dict[str, list[dict[str, Any]]] = {
    "grids": [
        _grid(G1, "第一网格"),
        _grid(G2, "第二网格"),
        _grid(G3, "<b>第三网格</b>"),
        _grid(SECOND, "第一网格1区", "second_grid", parent=G1),
    ],
    "staff": [
        _staff("S1", "赵一", "full_time", G1),
        _staff("S2", "钱二", "full_time", G2),
        _staff("S3", "孙三", "part_time", G1, G2),
        _staff("S4", "李四", "supervisor", G1),
        _staff("S5", "周五", "full_time", G1, left="2026-05-01"),
        _staff("S6", "吴六", "part_time", G1),
    ],
    "households": [
        house(1, G1, "P1"),
        # Filed under the second grid; it counts for the first grid above it.
        house(2, SECOND, "P2"),
        house(3, G1),
        house(4, G1, "P4"),
        house(5, G2, "P5"),
        house(6, G2, "P6"),
        house(7, G2, occupancy="vacant"),
        house(8, G2, "P8", status="ended", end_reason="demolished", end_date="2026-05-05"),
        house(9, G2, "P9", collected_on="2026-10-05"),
    ],
    "special_groups": [
        {"id": "Z1", "person": "P1", "name": "某人", "category": "advanced_age", "grid_code": G1}
        | {"visit_cycle_days": "30", "listed_on": "2026-07-01"},
        {"id": "Z2", "person": "P5", "name": "某人", "category": "disability", "grid_code": G2}
        | {"visit_cycle_days": "90", "listed_on": "2026-06-01"},
    ],
    "businesses": [
        {"id": "B1", "name": "清荷加油站", "grid_code": G2, "hazmat": True, "collected_on": BEGUN},
        {"id": "B2", "name": "清荷文具店", "grid_code": G1, "place_kind": "shop", "collected_on": BEGUN},
    ],
    "visits": [
        _visit(1, "2026-05-10", G1, "household", "H1"),
        _visit(2, "2026-07-10", G1, "household", "H1"),
        _visit(3, "2026-07-11", G1, "household", "H2", "phone"),
        _visit(4, "2026-07-12", G1, "person", "P4", changes=[{"field": "离开日期", "value": "2026-07-01搬离"}]),
        _visit(5, "2026-07-05", G2, "household", "H5"),
        _visit(6, "2026-07-06", G2, "household", "H6", "not_met"),
        _visit(7, "2026-09-30", G2, "business", "B1"),
    ],
}
