"""A district of Shunqing's size: the indicators of four levels and of its staff, beside pandas.

    python tests/bench/bulletin_district.py [--scale 1.0]

The index is made by queries, without files: 512 first grids, 885 second, 17 995 cells (as published), 19 392
staff, one to a grid, 270 000 houses, 600 000 visits, 40 000 cases, 120 000 tasks, 20 000 answers, 6 000 rechecks.
Measured is what `measure` does with it: units, attribution, fourteen indicators of the period and of the one before,
scores, ranks and grades, the year before, population, cases and groups of staff. Prints wall and processor seconds,
peak memory, and the ratio to the same rates of the period alone worked out with pandas.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gridctl.assess.bulletin import UnitScore
from gridctl.assess.calendar import put_calendar
from gridctl.assess.case_counts import case_counts
from gridctl.assess.counting import count
from gridctl.assess.groups import compare_groups
from gridctl.assess.inputs import put_scores, read_scores
from gridctl.assess.judging import Judge
from gridctl.assess.measure import place
from gridctl.assess.population import population
from gridctl.assess.scoring import results, total
from gridctl.assess.sources import load_basis
from gridctl.assess.units import Units
from gridctl.assess.year_ago import year_ago
from gridctl.demo.write import settings, write_ledgers
from gridctl.store.workspace import Workspace
from gridctl.text.periods import parse_period
from gridctl.text.workdays import Calendar
from gridctl.work.case_columns import CASE_STATUS_COLUMNS

if TYPE_CHECKING:
    from gridctl.assess.sources import Basis
    from gridctl.assess.units import By
    from gridctl.store.index import Index

START, END = date(2026, 7, 1), date(2026, 9, 30)
BEFORE, DAY_BEFORE = date(2026, 4, 1), timedelta(days=1)
LAST_YEAR, LAST_YEAR_END = date(2025, 7, 1), date(2025, 9, 30)
FIRST, SECOND, CELLS = 512, 885, 17_995
STAFF = FIRST + SECOND + CELLS
HOUSES, PEOPLE, VISITS, CASES, TASKS = 270_000, 3, 600_000, 40_000, 120_000
DAY = "DATE '2026-07-01' + CAST(hash(i, {salt}) % 92 AS INTEGER)"


def main() -> int:
    """Generate, measure, compare; 1 when a total is not the published one."""
    options = argparse.ArgumentParser()
    options.add_argument("--scale", type=float, default=1.0)
    options.add_argument("--pandas", action=argparse.BooleanOptionalAction, default=True)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        write_ledgers(Path(folder), {}, settings())
        ws = Workspace.open(Path(folder), today=END)
        index, basis = ws.index(), load_basis(ws)
        began = time.perf_counter()
        generate(index, chosen.scale)
        print(f"generated in {time.perf_counter() - began:.1f} s")
        memory = peak()
        wall, cpu = time.perf_counter(), processor()
        ours = four_levels(index, basis, Calendar())
        compare(ws, basis, ours)
        wall, cpu = time.perf_counter() - wall, processor() - cpu
        print(f"four levels and staff: {wall:.1f} s, {cpu:.1f} s of processor, peak {peak()} MB ({memory} before)")
        wrong = check(index, ours)
        if chosen.pandas:
            from bulletin_pandas import rates

            frames = tables(index)
            wall2, cpu2 = time.perf_counter(), processor()
            theirs = rates(frames, START, END)
            wall2, cpu2 = time.perf_counter() - wall2, processor() - cpu2
            print(f"pandas, the same rates: {wall2:.1f} s, {cpu2:.1f} s of processor, peak {peak()} MB")
            print(f"ratio {wall2 / wall:.1f} wall, {cpu2 / cpu:.1f} processor")
            wrong += differences(ours, theirs)
        ws.close()
    for each in wrong:
        print("WRONG:", each)
    return 1 if wrong else 0


def generate(index: Index, scale: float) -> None:
    """Fill the ledgers' tables by queries; deterministic."""
    sql = index.sql
    sql(
        "INSERT INTO grids BY NAME SELECT * FROM ("
        f"SELECT printf('1%05d', i) AS grid_code, NULL AS parent, 'grid' AS level FROM range({FIRST}) r(i) UNION ALL "
        f"SELECT printf('2%05d', i), printf('1%05d', i % {FIRST}), 'second_grid' FROM range({SECOND}) r(i) UNION ALL "
        f"SELECT printf('3%05d', i), printf('2%05d', i % {SECOND}), 'cell' FROM range({CELLS}) r(i)), "
        "(SELECT 'basic' AS kind, DATE '2023-01-01' AS valid_from, true AS current, 'active' AS status)"
    )
    sql(
        "INSERT INTO staff BY NAME SELECT 'W' || grid_code AS staff_no, 'W' || grid_code AS name, "
        "[grid_code] AS grids, "
        "CASE level WHEN 'grid' THEN 'full_time' WHEN 'second_grid' THEN 'second_grid_worker' ELSE 'cell_worker' END "
        "AS role, DATE '2023-01-01' AS joined, true AS current, 'active' AS status FROM grids"
    )
    houses, visits = int(HOUSES * scale), int(VISITS * scale)
    sql(
        "INSERT INTO households BY NAME SELECT printf('H%07d', i) AS id, printf('%07d', i) AS house_code, "
        f"printf('3%05d', i % {CELLS}) AS grid_code, "
        "CASE WHEN hash(i, 1) % 20 = 0 THEN 'vacant' ELSE 'owner_occupied' END AS occupancy, "
        "DATE '2026-01-05' AS collected_on, CASE WHEN hash(i, 2) % 3 = 0 THEN DATE '2026-06-01' END AS verified_on, "
        f"true AS current, 'active' AS status FROM range({houses}) r(i)"
    )
    sql(
        "INSERT INTO persons BY NAME SELECT printf('P%07d_%d', i, k) AS id, printf('H%07d', i) AS parent, "
        f"printf('3%05d', i % {CELLS}) AS grid_code, CAST(k AS INTEGER) AS seq, true AS current "
        f"FROM range({houses}) r(i), range({PEOPLE}) s(k) WHERE hash(i, 1) % 20 <> 0 AND hash(i, 3) % 50 <> 0"
    )
    sql(
        f"INSERT INTO visits BY NAME SELECT printf('W%07d', i) AS id, {DAY.format(salt=4)} AS visited_on, "
        f"printf('3%05d', i * 7 % {houses} % {CELLS}) AS grid_code, "
        "CASE WHEN i % 30 = 0 THEN 'business' ELSE 'household' END AS target_kind, "
        f"CASE WHEN i % 30 = 0 THEN printf('B%06d', i // 30 % {houses // 20}) "
        f"ELSE printf('H%07d', i * 7 % {houses}) END AS target, "
        "CASE WHEN hash(i, 5) % 10 < 9 THEN 'home' ELSE 'phone' END AS mode, true AS current, 'active' AS status "
        f"FROM range({visits}) r(i)"
    )
    sql(
        f"INSERT INTO businesses BY NAME SELECT printf('B%06d', i) AS id, printf('3%05d', i % {CELLS}) AS grid_code, "
        "hash(i, 6) % 5 = 0 AS hazmat, DATE '2026-01-05' AS collected_on, true AS current, 'active' AS status "
        f"FROM range({houses // 20}) r(i)"
    )
    sql(
        "INSERT INTO special_groups BY NAME SELECT printf('S%06d', i) AS id, printf('P%07d_0', i * 11) AS person, "
        f"printf('3%05d', i * 11 % {CELLS}) AS grid_code, 30 AS visit_cycle_days, DATE '2026-05-10' AS listed_on, "
        f"true AS current, 'active' AS status FROM range({houses // 12}) r(i)"
    )
    sql(
        f"INSERT INTO surveys BY NAME SELECT printf('Y%06d', i) AS id, {DAY.format(salt=7)} AS answered_on, "
        f"printf('3%05d', i % {CELLS}) AS grid_code, CASE WHEN hash(i, 8) % 10 < 8 THEN 'satisfied' "
        "WHEN hash(i, 8) % 10 = 8 THEN 'fairly' ELSE 'dissatisfied' END AS satisfaction, true AS current "
        f"FROM range({int(20_000 * scale)}) r(i)"
    )
    sql(
        f"INSERT INTO rechecks BY NAME SELECT printf('R%06d', i) AS id, {DAY.format(salt=9)} AS checked_on, "
        f"printf('3%05d', i * 3 % {CELLS}) AS grid_code, ['a','b','c','d','e'] AS fields_checked, "
        "CASE WHEN hash(i, 10) % 12 = 0 THEN ['a'] ELSE [] END AS fields_wrong, hash(i, 11) % 60 = 0 AS gone, "
        f"true AS current FROM range({int(6_000 * scale)}) r(i)"
    )
    _derived(index, int(CASES * scale), int(TASKS * scale))


def _derived(index: Index, cases: int, tasks: int) -> None:
    """The tables that other features derive, with the columns that indicators read."""
    about = {
        "case_status": {name: kind for name, (kind, _, _) in CASE_STATUS_COLUMNS.items()},
        "tasks": {
            "id": "VARCHAR", "grid_code": "VARCHAR", "staff_no": "VARCHAR", "until": "DATE", "state": "VARCHAR",
            "matter_code": "VARCHAR",
        },
        "changes": {
            "id": "VARCHAR", "grid_code": "VARCHAR", "known_on": "DATE", "entered_on": "DATE", "workdays": "INTEGER",
        },
        "house_duplicates": {"group_no": "INTEGER", "tier": "VARCHAR", "id": "VARCHAR"},
    }  # fmt: skip
    for name, columns in about.items():
        index.put(name, columns, (), "bench")
    index.sql(
        "INSERT INTO case_status (case_id, grid_code, source, stage, holder, handler, owner, opened_at, received_at, "
        "accepted_at, closed_at, due_at, reopened, rejected, card) SELECT printf('C%06d', i), "
        f"printf('3%05d', i % {CELLS}), CASE WHEN i % 2 = 0 THEN 'visit' ELSE 'patrol' END, 'finished', NULL, "
        f"printf('W3%05d', i % {CELLS}), NULL, d, d, "
        "CASE WHEN i % 40 <> 0 THEN d + to_days(CAST(i % 3 AS INTEGER)) END, "
        "d + INTERVAL 5 DAY, d + to_days(CAST(4 + i % 4 AS INTEGER)), "
        "CASE WHEN i % 50 = 0 THEN 1 ELSE 0 END, i % 40 = 0, '' "
        f"FROM (SELECT i, CAST({DAY.format(salt=12)} AS TIMESTAMP) AS d FROM range({cases}) r(i))"
    )
    index.sql(
        f"INSERT INTO tasks SELECT printf('T%06d', i), printf('3%05d', i % {CELLS}), printf('W3%05d', i % {CELLS}), "
        f"{DAY.format(salt=13)}, CASE WHEN hash(i, 14) % 12 = 0 THEN 'done_late' ELSE 'done' END, NULL "
        f"FROM range({tasks}) r(i)"
    )
    index.sql(
        f"INSERT INTO changes SELECT printf('X%06d', i), printf('3%05d', i % {CELLS}), {DAY.format(salt=15)}, "
        f"{DAY.format(salt=15)} + 1, CAST(hash(i, 16) % 5 AS INTEGER) FROM range({tasks // 4}) r(i)"
    )


def four_levels(index: Index, basis: Basis, calendar: Calendar) -> dict[str, Any]:
    """Scores of the district, of each level of grids, and of the staff by the days they served."""
    put_calendar(index, calendar, BEFORE, END)
    put_scores(index, read_scores(index, basis.scheme)[0])
    found: dict[str, Any] = {}
    roles = ("full_time", "second_grid_worker", "cell_worker")
    levels: tuple[tuple[str, By, str], ...] = (
        ("district", "community", "grid"), ("grid", "grid", "grid"), ("second_grid", "grid", "second_grid"),
        ("cell", "grid", "cell"), ("staff", "staff", "grid"),
    )  # fmt: skip
    judge = Judge(index, basis.indicators)
    # The period before is counted too, since every unit's movement is told.
    for start, end in ((BEFORE, START - DAY_BEFORE), (START, END)):
        kinds: list[tuple[Basis, Units]] = []
        for _, by, level in levels:
            scheme = basis.scheme.model_copy(update={"grid_level": level, "staff_roles": roles})
            served = kinds[0][1].stints if kinds else ()
            kinds.append((replace(basis, scheme=scheme), Units.load(index, scheme, by, start, end, served=served)))
        began = time.perf_counter()
        counts = count(judge, [units for _, units in kinds], start, end, evidence=False)
        print(f"  counted to {end}: {time.perf_counter() - began:.1f} s")
    for (name, by, _), (used, units), counted in zip(levels, kinds, counts, strict=True):
        began = time.perf_counter()
        scored = []
        for unit in units.listed.values():
            each = results(used, counted, unit.code)
            scored.append(UnitScore(unit, each, total(each), None, base=total(each)))
        placed, _ = place(used, scored, by)
        found[name] = (placed, counted)
        print(f"  {name}: {len(placed)} units, {time.perf_counter() - began:.1f} s")
    return found


def compare(ws: Workspace, basis: Basis, found: dict[str, Any]) -> None:
    """What else a bulletin of the district holds: the year before, population, cases, groups of staff."""
    index, began = ws.index(), time.perf_counter()
    units = Units.load(index, basis.scheme, "community", LAST_YEAR, LAST_YEAR_END)
    (then,) = count(Judge(index, basis.indicators), [units], LAST_YEAR, LAST_YEAR_END, evidence=False)
    whole = {"": results(basis, found["district"][1], "")}
    year_ago(basis, parse_period("2025Q3"), then, whole)
    people = population(ws, START, END)
    cases = case_counts(index, START, END)
    groups = compare_groups(index, basis, found["staff"][1], {each.unit.code: each.base for each in found["staff"][0]})
    print(
        f"  compared: {people.end} people, {cases[-1].reported} cases, {len(groups)} groups, "
        f"{time.perf_counter() - began:.1f} s"
    )


def check(index: Index, found: dict[str, Any]) -> list[str]:
    """The published totals, and that what levels count adds up to the district."""
    wrong = []
    sizes = {name: len(placed) for name, (placed, _) in found.items()}
    expected = {"district": 0, "grid": FIRST, "second_grid": SECOND, "cell": CELLS, "staff": STAFF}
    if sizes != expected:
        wrong.append(f"units {sizes}, not {expected}")
    if index.sql("SELECT count(*) FROM staff WHERE current")[0][0] != STAFF:
        wrong.append("staff")
    whole = {code: each.counts[""] for code, each in found["district"][1].items() if "" in each.counts}
    for level in ("grid", "second_grid", "cell"):
        for code, each in found[level][1].items():
            parts = [count for owner, count in each.counts.items() if owner]
            if parts and code != "F1" and abs(sum(c.denominator for c in parts) - whole[code].denominator) > 1e-6:
                wrong.append(f"{code} of {level} does not add up")
    return wrong


def tables(index: Index) -> dict[str, Any]:
    """The same tables as data frames."""
    import pandas as pd

    wanted = {
        "grids": "grid_code, parent, level",
        "households": "id, house_code, grid_code, occupancy, verified_on, collected_on",
        "persons": "id, parent", "visits": "target, target_kind, mode, visited_on",
        "businesses": "id, grid_code, hazmat",
        "special_groups": "id, person, grid_code, visit_cycle_days, listed_on",
        "surveys": "id, grid_code, answered_on, satisfaction",
        "rechecks": "id, grid_code, checked_on, len(fields_checked) AS checked, len(fields_wrong) AS wrong, gone",
        "case_status": "*", "tasks": '*', "changes": "*",
    }  # fmt: skip
    return {name: pd.DataFrame(index.rows(f"SELECT {columns} FROM {name}")) for name, columns in wanted.items()}


def differences(ours: dict[str, Any], theirs: dict[str, dict[str, tuple[float, float]]]) -> list[str]:
    """Where the two disagree on the district's numerators and denominators."""
    counted = ours["district"][1]
    found = []
    for code, (met, asked) in theirs["district"].items():
        each = counted[code].counts.get("")
        if each is None or abs(each.numerator - met) > 1e-6 or abs(each.denominator - asked) > 1e-6:
            found.append(f"{code}: {each and (each.numerator, each.denominator)} here, {(met, asked)} with pandas")
    return found


def processor() -> float:
    """Seconds of processor time of this process so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def peak() -> int:
    """Peak memory in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    sys.exit(main())
