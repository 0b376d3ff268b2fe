"""A small community written as files, for the tests of lists."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from gridctl.schema.ledgers import ledger
from gridctl.schema.reading import to_labels
from gridctl.store.layout import path_of
from gridctl.store.shardtext import dump

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

G1, G2, CELL = "513399001002001", "513399001002002", "51339900100200101001"


def write(root: Path, records: dict[str, Iterable[dict[str, Any]]], settings: str = "") -> None:
    """Write records (English names) as a community's files."""
    (root / "ledgers").mkdir(parents=True, exist_ok=True)
    text = 'community: "清荷社区"\ndivision_code: "513399001002"\n' + settings
    (root / "ledgers" / "gridctl.yaml").write_text(text, encoding="utf-8", newline="\n")
    files: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for name, listed in records.items():
        book = ledger(name)
        for data in listed:
            files[path_of(book, data)].append(to_labels(book.model, data, "zh"))
    for path, listed in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(dump(listed))


def admission(**changes: str) -> dict[str, str]:
    return {"approved_by": "区网格办", "doc_no": "1号", "valid_from": "2026-01-01", **changes}


def duty(situation: str, item: str, frequency: str, target: str, cohort: str = "", **more: Any) -> dict[str, Any]:
    return {
        "situation": situation,
        "item": item,
        "frequency": frequency,
        "target": target,
        "cohort": cohort or None,
        "deadline_profile": "ordinary",
        **more,
    }


def matter(code: str, *duties: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {
        "code": code,
        "name": f"事项{code}",
        "domain": "visits_and_appeals",
        "lead_department": "民政部门",
        "roles": {"worker": ["find", "report"], "department": ["handle"]},
        "admission": admission(),
        "duties": list(duties),
        **changes,
    }


def house(number: int, grid: str, **more: Any) -> dict[str, Any]:
    building = f"B{(number - 1) // 4 + 1}"
    return {
        "id": f"H{number:03}",
        "house_code": f"F{number:03}",
        "grid_code": grid,
        "building_code": building,
        "address": f"清荷路9号{building}栋{number:03}室",
        "occupancy": "owner_occupied",
        **more,
    }


def small() -> dict[str, list[dict[str, Any]]]:
    """Two first grids with a dozen houses, a leaver, a backup, and a quarter with all three situations."""
    return {
        "grids": [
            {"grid_code": G1, "name": "一网格", "kind": "basic", "level": "grid", "valid_from": "2025-01-01"},
            {"grid_code": G2, "name": "二网格", "kind": "basic", "level": "grid", "valid_from": "2025-01-01"},
            {
                "grid_code": CELL,
                "name": "一方格",
                "kind": "cell",
                "level": "cell",
                "parent": G1,
                "valid_from": "2025-01-01",
            },
        ],
        "staff": [
            {"staff_no": "W1", "name": "周样一", "role": "full_time", "grids": [G1], "joined": "2025-01-01"},
            {
                "staff_no": "W2",
                "name": "吴样二",
                "role": "full_time",
                "grids": [G2],
                "joined": "2025-01-01",
                "left": "2026-08-15",
                "backup_staff": "W3",
            },
            {"staff_no": "W3", "name": "郑样三", "role": "part_time", "grids": [], "joined": "2025-01-01"},
            {"staff_no": "W4", "name": "王样四", "role": "cell_worker", "grids": [CELL], "joined": "2025-01-01"},
        ],
        "households": [
            *(house(n, G1, visit_level="key" if n == 1 else "ordinary") for n in range(1, 7)),
            *(house(n, G2) for n in range(7, 11)),
            house(11, G2, occupancy="rented"),
            house(12, G2, status="ended", end_date="2026-07-20", end_reason="demolished"),
        ],
        "businesses": [
            {"id": "B001", "name": "清荷面馆", "grid_code": G1, "address": "清荷路1号", "place_kind": "restaurant"}
        ],
        "special_groups": [
            {
                "id": "S001",
                "person": "P001",
                "name": "钱样老",
                "category": "living_alone_elderly",
                "grid_code": G1,
                "house_code": "F003",
                "visit_cycle_days": "20",
                "listed_on": "2026-08-03",
            }
        ],
        "matters": [
            matter(
                "02-01-01",
                duty("routine", "入户", "by_visit_level", "households"),
                duty("emergency", "逐户清点", "once", "households"),
            ),
            matter("02-01-02", duty("routine", "看望", "by_cycle", "special_groups")),
            matter(
                "04-01-03",
                duty("routine", "查用气", "monthly", "businesses"),
                duty("major", "复查用气", "weekly", "businesses"),
            ),
            matter(
                "05-01-01",
                duty("routine", "巡查", "fortnightly", "grids", "level = 'grid'"),
                duty("major", "零报告", "daily", "grids", "level = 'grid'"),
            ),
            matter("08-01-01", duty("routine", "方格巡查", "monthly", "grids", "level = 'cell'")),
        ],
        "windows": [
            {
                "window_no": "Z1",
                "name": "节前",
                "situation": "major",
                "kind": "holiday",
                "starts_at": "2026-09-25 08:00",
                "ends_at": "2026-09-29 18:00",
                "grids": [G1],
                "declared_by": "街道",
                "roster": [{"date": "2026-09-26", "staff": ["W1"]}],
            },
            {
                "window_no": "Y1",
                "name": "暴雨",
                "situation": "emergency",
                "kind": "natural_disaster",
                "grids": [G2],
                "starts_at": "2026-07-11 03:00",
                "stood_down_on": "2026-07-13",
                "declared_by": "街道",
            },
        ],
        "visits": [
            visit("V1", "2026-07-02", "H001", staff=["W1"]),
            visit("V2", "2026-09-28", "B001", kind="business"),
            visit("V3", "2026-07-11", "F008"),
            visit("V4", "2026-08-20", "P001", kind="person", matter_code="02-01-02"),
            visit("V5", "2026-08-05", "F001", mode="phone"),
            visit("V6", "2026-09-26", None, kind=None, grid=G1, matter_code="05-01-01"),
            visit("V7", "2026-07-13", "H009", grid=G2),
        ],
    }


def visit(
    key: str, day: str, target: str | None, *, kind: str | None = "household", grid: str = G1, **more: Any
) -> dict[str, Any]:
    return {
        "id": key,
        "visited_on": day,
        "target": target,
        "target_kind": kind,
        "grid_code": grid,
        "mode": "home",
        "reason": "planned",
        "staff": ["W1"],
        **more,
    }
