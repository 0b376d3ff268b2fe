"""Doubles in lists of growing length: wall, CPU and peak memory of ``codes duplicates --from``, and that it is linear.

The lists are the tests' invented communities of 2 500 houses, one in ten typed again. Beside it the same lists under
an OpenRefine-style fingerprint and under rapidfuzz within blocks of equal numbers, which is no longer feasible on long
lists; what they find is in ``codes.py``. Each runs in a process of its own; the CPU of all its threads and children
counts, start-up and reading too.
``linear`` is CPU a row beside the first size's: 1 where the work grows as the list does.
Run: ``uv run --group bench python tests/bench/codes_lists.py [ROWS …]``; two million take a few minutes.
"""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1] / "addresses"))

from codes import fingerprint, fuzzy
from invented_town import build_town
from invented_typing import OPERATORS, STYLES, list_houses

from gridctl.addresses.doubles.duplicates import HouseRow

SIZES = (5_000, 110_000)
_HOUSES = 2_500
_RATE = 0.1
# Beyond this many rows the comparison is left out.
_FUZZY = 20_000
_OTHERS = {"fingerprint": fingerprint, "rapidfuzz": fuzzy}


class Run(NamedTuple):
    """Seconds of wall and CPU, and the most memory held, in MB."""

    wall: float
    cpu: float
    mb: float


def write_list(path: Path, rows: int) -> None:
    """Write a list of this many rows, community after community."""
    written, seed = 0, 1000
    with path.open("w", encoding="utf-8", newline="\n") as file:
        out = csv.writer(file)
        out.writerow(("row_id", "community", "address"))
        while written < rows:
            town = build_town(seed, _HOUSES)
            for row in list_houses(town, seed, _RATE, STYLES, OPERATORS)[: rows - written]:
                out.writerow((written, town.community, row.address))
                written += 1
            seed += 1


def run(command: list[str]) -> Run:
    """Run a command and measure it with all its children. Raises CalledProcessError if it fails."""
    # A process between, so that its children's peak is its own and not an earlier command's.
    code = (
        "import json,resource,subprocess,sys,time\n"
        "start=time.perf_counter()\n"
        "done=subprocess.run(sys.argv[1:],stdout=subprocess.DEVNULL)\n"
        "wall=time.perf_counter()-start\n"
        "used=resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(wall,used.ru_utime+used.ru_stime,used.ru_maxrss/1024,done.returncode)"
    )
    told = subprocess.run([sys.executable, "-c", code, *command], check=True, capture_output=True, encoding="utf-8")
    wall, cpu, mb, status = told.stdout.split()
    if int(status) > 1:  # 1 says that there are doubles
        raise subprocess.CalledProcessError(int(status), command)
    return Run(float(wall), float(cpu), float(mb))


def other(name: str, path: Path) -> None:
    """Do in this process what users do today."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [HouseRow(row["row_id"], "", row["address"], row["community"]) for row in csv.DictReader(file)]
    _OTHERS[name](rows)


def main(sizes: tuple[int, ...]) -> None:
    """Print a line a contender and size."""
    gridctl = str(Path(sys.executable).with_name("gridctl"))
    first: float | None = None
    print(
        f"{'rows':>9} {'':12} {'wall s':>8} {'CPU s':>8} {'rows/CPU s':>11} {'peak MB':>8} {'x CPU':>7} {'linear':>7}"
    )
    for size in sizes:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "list.csv"
            write_list(path, size)
            ours = run([gridctl, "codes", "duplicates", "--from", str(path), "--format", "jsonl"])
            first = first or ours.cpu / size
            runs = {"gridctl": ours}
            for name in _OTHERS:
                if name != "rapidfuzz" or size <= _FUZZY:
                    runs[name] = run([sys.executable, __file__, "--other", name, str(path)])
        for name, each in runs.items():
            linear = f"{each.cpu / size / first:7.2f}" if name == "gridctl" else ""
            print(
                f"{size:9,} {name:12} {each.wall:8.2f} {each.cpu:8.2f} {size / each.cpu:11,.0f} {each.mb:8.0f} "
                f"{each.cpu / ours.cpu:7.2f} {linear}"
            )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--other"]:
        other(sys.argv[2], Path(sys.argv[3]))
    else:
        main(tuple(int(each.replace("_", "")) for each in sys.argv[1:]) or SIZES)
