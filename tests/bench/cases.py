"""Where many cases stand: CPU seconds of deriving ``case_status``, by number, from nothing and after one case changed.

The tables are filled as the store fills them; figures are CPU seconds of the process. What to compare is seconds a
thousand cases at each size: it stays the same where the work grows with the number of cases and no faster.
Run: ``uv run python tests/bench/cases.py [CASES …]``.
"""

from __future__ import annotations

import sys
import time
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from gridctl.demo.sample import sample
from gridctl.store.workspace import Workspace
from gridctl.work.case_status import derive

SIZES = (30_000, 100_000, 300_000)


def filled(folder: Path, number: int) -> Workspace:
    """A community whose index holds this many cases: the sample's, over and over under other ids and days."""
    (folder / "ledgers").mkdir(parents=True)
    (folder / "ledgers" / "gridctl.yaml").write_text("community: 清荷社区\n", encoding="utf-8")
    ws = Workspace.open(folder, today=date(2026, 9, 30))
    index = ws.index()
    made = sample()["cases"]
    cases: list[tuple[object, ...]] = []
    steps: list[tuple[object, ...]] = []
    for count in range(number):
        case, key, shift = made[count % len(made)], f"C{count:012}", timedelta(days=-(count % 300))
        cases.append((key, key, case["grid_code"], case.get("level"), case["situation"], case["kind"], "active", True))
        for seq, step in enumerate(case["steps"]):
            at = datetime.fromisoformat(step["at"]) + shift
            steps.append((key, seq, step["step"], step.get("act"), at.isoformat(), step["by"], step.get("to")))
    for table, columns, rows in (
        ("cases", ("id", "case_no", "grid_code", "level", "situation", "kind", "status", "current"), cases),
        ("case_steps", ("parent", "seq", "step", "act", "at", "by", "to"), steps),
    ):
        kinds = {"seq": "INTEGER", "at": "TIMESTAMP", "current": "BOOLEAN"}
        index.put(f"bench_{table}", {name: kinds.get(name, "VARCHAR") for name in columns}, rows, str(number))
        index.sql(f"INSERT INTO {table} BY NAME SELECT * FROM bench_{table}")
    return ws


def seconds(ws: Workspace) -> float:
    """CPU seconds of deriving once."""
    start = time.process_time()
    derive(ws)
    return time.process_time() - start


def main(sizes: tuple[int, ...]) -> None:
    """Print a line a size."""
    print(f"{'cases':>8} {'from nothing':>13} {'per 1000':>9} {'one changed':>12} {'nothing changed':>16}")
    for number in sizes:
        with TemporaryDirectory() as folder:
            ws = filled(Path(folder), number)
            whole = seconds(ws)
            ws.index().sql("UPDATE cases SET level = 'major' WHERE id = 'C000000000007'")
            one, none = seconds(ws), seconds(ws)
            print(f"{number:8} {whole:12.1f}s {whole / number * 1000:8.4f}s {one:11.1f}s {none:15.1f}s")
            ws.close()


if __name__ == "__main__":
    main(tuple(int(each) for each in sys.argv[1:]) or SIZES)
