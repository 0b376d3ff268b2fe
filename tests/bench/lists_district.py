"""Lists of a quarter in a district of 512 first grids and 603 154 visits, beside the same lists in pandas.

Targets: everyone's lists in under 60 s on 2 cores, one worker's in under 2 s from a warm index. The district is
generated straight into the index's tables (see ``district.py``); pandas reads the same tables from Parquet, with the
cohorts, the rounds and the workers ready. Both write every task as a line of JSON; their ids and states must be the
same. Run: ``uv run --group bench python tests/bench/lists_district.py``.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from district import TODAY, build
from measure import Contender, race, table

from gridctl.text.periods import parse_period
from gridctl.work import occurrences
from gridctl.work.planning import plan

if TYPE_CHECKING:
    from gridctl.store.index import Index

PERIOD, WORKER = "2026Q3", "N00007"
TABLES = (
    "plan_duties", "plan_targets", "plan_rounds", "plan_cover", "plan_blocks", "plan_spell_days", "plan_staff",
    "plan_days", "plan_workdays", "plan_tolerances", "visits", "households", "persons", "special_groups", "businesses",
    "buildings", "grids", "staff",
)  # fmt: skip


def main() -> None:
    gridctl = (sys.executable, "-c", "from gridctl.cli.main import main; main()")
    script = str(Path(__file__).with_name("lists_pandas.py"))
    with tempfile.TemporaryDirectory() as folder:
        root, tables = Path(folder) / "district", Path(folder) / "tables"
        tables.mkdir()
        ws = build(root)
        index = ws.index()
        counts = {name: index.sql(f"select count(*) from {name}")[0][0] for name in ("households", "visits", "grids")}
        plan(ws, parse_period(PERIOD), as_of=TODAY)
        # Day 9999-12-31 is beyond what pandas can hold.
        jobs = f"select * replace (least(last, date '2030-12-31') as last) from ({occurrences._JOBS})"
        index.sql(f"create temp table plan_jobs as {jobs}", [30])
        for name in (*TABLES, "plan_jobs"):
            copy(index, name, tables / f"{name}.parquet")
        ws.close()
        assert counts["visits"] == 603_154
        print(", ".join(f"{count} {name}" for name, count in counts.items()))
        asked = (*gridctl, "tasks", "--period", PERIOD, "--as-of", str(TODAY), "--format", "jsonl", "--reveal", "-o")
        ours, theirs = Path(folder) / "ours.jsonl", Path(folder) / "theirs.jsonl"
        everyone = Contender("gridctl tasks, everyone", (*asked, str(ours)), root)
        pandas = Contender("pandas, everyone", (sys.executable, script, str(tables), str(theirs)), root, ok=(0,))
        # With modules compiled: a machine may be set to compile them anew in every run.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        race((everyone, pandas))
        print(f"{same(ours, theirs)} tasks, the same in both")
        print(table((everyone, pandas), everyone))
        worker = Contender("gridctl tasks, one worker", (*asked, str(ours), "--staff", WORKER), root, runs=5)
        pandas_worker = Contender(
            "pandas, one worker", (sys.executable, script, str(tables), str(theirs), WORKER), root, runs=3, ok=(0,)
        )
        race((worker, pandas_worker))
        print(f"{same(ours, theirs)} tasks, the same in both")
        print(table((worker, pandas_worker), worker))


def copy(index: Index, name: str, path: Path) -> None:
    """A table as Parquet; days as moments, which pandas holds without an object each."""
    listed = ", ".join(
        f'"{column}"::timestamp as "{column}"' if kind == "DATE" else f'"{column}"'
        for column, kind, *_ in index.sql(f"describe {name}")
    )
    index.sql(f"copy (select {listed} from {name}) to '{path}' (format parquet)")


def same(ours: Path, theirs: Path) -> int:
    """How many tasks two files hold; ends the benchmark unless they hold the same in the same state."""
    mine, other = (
        {(row["id"], row["due"], row["staff_no"], row["state"], row["done_by"] or "")
         for row in map(json.loads, path.read_text(encoding="utf-8").splitlines())}
        for path in (ours, theirs)
    )  # fmt: skip
    if mine != other:
        sys.exit(f"{len(mine - other)} tasks of gridctl's and {len(other - mine)} of pandas' differ: "
                 f"{sorted(mine - other)[:3]} {sorted(other - mine)[:3]}")  # fmt: skip
    return len(mine)


if __name__ == "__main__":
    main()
