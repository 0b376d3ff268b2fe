"""A community for the default scheme, made so that every indicator of every worker can be worked out on paper."""

from typing import Any

from hand_worked import AREA, BEGUN, G1, G2, G3, house

from gridctl.work.case_columns import CASE_STATUS_COLUMNS


def _visit(number: int, day: str, grid: str, kind: str, target: str) -> dict[str, Any]:
    base = {"id": f"W{number}", "visited_on": day, "grid_code": grid, "staff": ["S1"], "target_kind": kind}
    return base | {"target": target, "mode": "home", "reason": "planned"}


def _staff(number: str, name: str, role: str, grid: str, **more: Any) -> dict[str, Any]:
    return {"staff_no": number, "name": name, "role": role, "grids": [grid]} | more


def _score(number: int, unit: str, named: str, day: str, **more: Any) -> dict[str, Any]:
    base = {"id": f"J{number}", "unit_kind": "staff", "unit": unit, "input": named, "scored_on": day}
    return base | {"reason": "因某事", "given_by": "郑七"} | more


def _recheck(number: int, record: str, grid: str, day: str, checked: int, wrong: int, **more: Any) -> dict[str, Any]:
    fields = ["name", "sex", "phones", "relation", "political"]
    base = {"id": f"R{number}", "sample_no": "C1", "ledger": "households", "record": record, "grid_code": grid}
    counts = {"mode": "home", "fields_checked": fields[:checked], "fields_wrong": fields[:wrong]}
    return base | counts | {"checked_by": "郑七", "checked_on": day} | more


def _answer(number: int, grid: str, day: str, satisfaction: str, **more: Any) -> dict[str, Any]:
    base = {"id": f"Y{number}", "form_no": f"{number}", "kind": "residents", "answered_on": day, "grid_code": grid}
    return base | {"satisfaction": satisfaction, "asked_by": "清荷社区"} | more


QUARTER: dict[str, list[dict[str, Any]]] = {
    "grids": [
        {"grid_code": code, "name": name, "level": "grid", "kind": "basic", "valid_from": "2023-01-01"}
        for code, name in ((G1, "第一网格"), (G2, "第二网格"), (G3, "第三网格"))
    ],
    "staff": [
        _staff("S1", "赵一", "full_time", G1),
        # In the first grid until 15 August.
        _staff("S2", "钱二", "full_time", G2),
        _staff("S3", "孙三", "full_time", G2, left="2026-07-31"),
        _staff("S4", "李四", "full_time", G2, backup_staff="S1"),
        _staff("S5", "周五", "part_time", G3),
        _staff("S6", "吴六", "full_time", G1, joined="2026-09-10"),
        _staff("S7", "郑七", "supervisor", G1),
    ],
    "postings": [
        {"id": "Q1", "staff_no": "S2", "grids": [G1], "begins_on": "2026-01-01", "ends_on": "2026-08-15"},
    ],
    "absences": [
        {"id": "L1", "staff_no": "S4", "first_day": "2026-09-01", "last_day": "2026-09-23", "reason": "sick_leave"}
        | {"backup_staff": "S5"},
    ],
    "households": [
        house(1, G1, "P1", verified_on="2026-08-20")
        | {
            "members": [
                {"id": "P1", "name": "某人", "relation": "head"},
                {"id": "P8", "name": "某人", "relation": "child", "moved_out": "2026-08-03"},
            ]
        },
        house(2, G1, "P2"),
        house(3, G1),
        house(4, G1, "P4"),
        house(5, G2, "P5", verified_on="2026-07-08")
        | {
            "members": [
                {"id": "P5", "name": "某人", "relation": "head"},
                {"id": "P7", "name": "某人", "relation": "child", "moved_in": "2026-07-06"},
            ]
        },
        house(6, G2, "P6"),
    ],
    "special_groups": [
        {"id": "Z1", "person": "P1", "name": "某人", "category": "advanced_age", "grid_code": G1}
        | {"visit_cycle_days": "30", "listed_on": "2026-07-01", "collected_on": "2026-07-01"},
    ],
    "businesses": [{"id": "B1", "name": "清荷加油站", "grid_code": G2, "hazmat": True, "collected_on": BEGUN}],
    "visits": [
        # A round of the grid in the second quarter, which counts for no house: work of then is on record.
        _visit(9, "2026-06-30", G1, "grid", G1),
        _visit(1, "2026-07-10", G1, "household", "H1"),
        _visit(2, "2026-07-11", G1, "household", "H2"),
        _visit(3, "2026-07-12", G2, "household", "H5"),
        _visit(4, "2026-07-13", G2, "household", "H6"),
        _visit(5, "2026-09-05", G2, "business", "B1"),
    ],
    "rechecks": [
        _recheck(1, "H1", G1, "2026-08-20", 5, 1),
        _recheck(2, "H5", G2, "2026-09-10", 4, 0),
        _recheck(3, "H6", G2, "2026-09-10", 2, 0, gone=True),
    ],
    "surveys": [
        _answer(1, G1, "2026-07-05", "satisfied"),
        _answer(2, G1, "2026-07-06", "fairly"),
        _answer(3, G2, "2026-09-24", "dissatisfied", staff="S4"),
        _answer(4, G3, "2026-08-01", "satisfied"),
    ],
    "scores": [
        _score(1, "S1", "纪律学习", "2026-07-20", points=-10),
        # Points taken off, written without a sign; entered in October, for the third quarter.
        _score(2, "S2", "discipline", "2026-10-03", points=5, period="2026Q3"),
        _score(3, "S2", "创新做法", "2026-09-01", level="city"),
        _score(4, "S2", "hazard_early", "2026-09-02"),
        _score(5, "S2", "duplicate_report", "2026-09-03"),
        _score(6, "S3", "一票否决", "2026-07-30", approved_by="柳溪街道"),
        _score(7, "S6", "veto", "2026-09-30"),
        _score(10, "S1", "日常考评", "2026-03-02", points=80),
        _score(11, "S1", "日常考评", "2026-05-06", points=90),
        _score(12, "S1", "组织评价", "2026-10-05", points=90),
        _score(13, "S1", "社区评价", "2026-10-05", points=80),
    ],
}

_CASES = (
    "case_id", "grid_code", "source", "stage", "holder", "handler", "owner", "opened_at", "received_at", "accepted_at",
    "closed_at", "due_at", "reopened", "rejected", "card",
)  # fmt: skip
_TASKS = {
    "id": "VARCHAR", "grid_code": "VARCHAR", "staff_no": "VARCHAR", "until": "DATE", "state": "VARCHAR",
    "matter_code": "VARCHAR",
}  # fmt: skip


def put_derived(index: Any) -> None:
    """What other features derive: three cases and five tasks."""
    cases = [
        dict(zip(_CASES, row, strict=True))
        for row in [
            ("K1", G1, "visit", "finished", None, "S1", "S1", "2026-07-02 09:00", "2026-07-02 10:00",
             "2026-07-03 09:00", "2026-07-09 09:00", "2026-07-10 18:00", 0, False, ""),
            ("K2", G1, "patrol", "refused", None, "", "S1", "2026-08-20 09:00", "2026-08-20 10:00",
             None, None, None, 0, True, ""),
            # Received on a Thursday, accepted on the Monday after.
            ("K3", G2, "patrol", "finished", None, "S2", "S2", "2026-09-10 09:00", "2026-09-10 10:00",
             "2026-09-14 09:00", "2026-09-25 09:00", "2026-09-20 18:00", 1, False, "yellow"),
        ]
    ]  # fmt: skip
    columns = {name: kind for name, (kind, _, _) in CASE_STATUS_COLUMNS.items()}
    index.put("case_status", columns, [tuple(each.get(name) for name in columns) for each in cases], "test")
    tasks = [("T1", G1, "S1", "done"), ("T2", G1, "S1", "done_late"), ("T3", G2, "S2", "done")]
    tasks += [("T4", G2, "S4", "done"), ("T5", G2, "S4", "excused")]
    rows = [(key, grid, staff, "2026-09-30", state, "02-01-01") for key, grid, staff, state in tasks]
    index.put("tasks", _TASKS, rows, "test")


__all__ = ["AREA", "G1", "G2", "G3", "QUARTER", "put_derived"]
