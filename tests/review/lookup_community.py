"""A small invented community, written by hand, for the tests of looking up and editing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gridctl.schema.ledgers import ledger
from gridctl.schema.reading import to_labels
from gridctl.store.layout import path_of, schema_header
from gridctl.store.shardtext import dump

if TYPE_CHECKING:
    from pathlib import Path

GRID, OTHER = "513399001002001", "513399001002002"
CODE = "51339900100200100000101{:02}"


def person(number: int, name: str, **fields: Any) -> dict[str, Any]:
    return {
        "id": f"P{number:012}", "name": name, "relation": "household_head", "sex": "male", "birth_date": "1950-03-01",
        "kind": "registered", **fields,
    }  # fmt: skip


def house(number: int, address: str, *members: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {
        "id": f"H{number:012}", "house_code": CODE.format(number), "grid_code": GRID, "address": address,
        "occupancy": "owner_occupied", "members": list(members), **fields,
    }  # fmt: skip


RECORDS: dict[str, list[dict[str, Any]]] = {
    "households": [
        house(
            1,
            "荷塘路1号1栋1单元0101室",
            person(1, "单晓明", phones=["19900001234", "19900005678"], id_no="513399195003010014"),
            person(2, "吕乐", relation="spouse", sex="female", birth_date="1952-01-01", moved_out="2026-05-01"),
            area_m2=80,
        ),
        house(
            2, "荷塘路1号11栋3单元0301室", person(3, "张晓明"), occupancy="rented", area_m2=95.5, hazards=["fire"]
        ),
        house(3, "采莲街12号2栋201室", occupancy="vacant", grid_code=OTHER, rented_since="2026-08-15"),
        house(4, "采莲街12号2栋202室", status="ended", end_reason="demolished", end_date="2026-01-01"),
    ],
    "special_groups": [
        {
            "id": "S000000000001", "person": "P000000000001", "name": "单晓明", "category": "living_alone_elderly",
            "grid_code": GRID, "house_code": CODE.format(1),
        },
    ],
    "visits": [
        {
            "id": f"W00000000000{number}", "visited_on": f"2026-0{number}-10", "grid_code": GRID, "staff": ["QH001"],
            "target_kind": "household", "target": "H000000000001", "house_code": CODE.format(1),
            "target_name": "单晓明", "reason": "planned", "mode": "home",
        }
        for number in (1, 2, 3)
    ],
    "grids": [
        {"grid_code": GRID, "name": "第一网格", "kind": "basic", "level": "grid"},
        {"grid_code": OTHER, "name": "第二网格", "kind": "basic", "level": "grid"},
    ],
    "staff": [{"staff_no": "QH001", "name": "方慧璐", "phones": ["19900010001"], "role": "full_time", "grids": [GRID]}],
}  # fmt: skip


def write_community(root: Path, language: str = "zh") -> Path:
    """Write the records to their files below ``root``."""
    (root / "ledgers").mkdir(parents=True)
    (root / "ledgers" / "gridctl.yaml").write_text(f'language: "{language}"\n', encoding="utf-8")
    for name, records in RECORDS.items():
        about = ledger(name)
        shards: dict[str, list[Any]] = {}
        for each in records:
            shards.setdefault(path_of(about, each), []).append(to_labels(about.model, each, language))
        for path, listed in shards.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(dump(listed, schema_header(path, name)))
    return root
