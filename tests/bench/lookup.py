"""``list``, ``find`` and ``show`` of 15 000 people from a warm index, beside what else answers from the same data.

Target: under 0.5 s each. The others: pandas that reads the ledger as one workbook and filters it, openpyxl that goes
through it row by row, and grep over the ledger's files, which knows neither fields nor pinyin.
Run: ``uv run --group bench python tests/bench/lookup.py [HOUSEHOLDS]``.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import xlsxwriter
from measure import Contender, race, table

from gridctl.demo.community import community
from gridctl.demo.write import settings, write_ledgers
from gridctl.store.workspace import Workspace

PANDAS = "import pandas, sys; d = pandas.read_excel(sys.argv[1], dtype=str); print(d[d['name'] == sys.argv[2]])"
OPENPYXL = (
    "import openpyxl, sys; w = openpyxl.load_workbook(sys.argv[1], read_only=True).active; "
    "print([row for row in w.iter_rows(values_only=True) if sys.argv[2] in row])"
)


def main() -> None:
    """Make the community, warm the index, run the race and print it."""
    households = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    gridctl = str(Path(sys.executable).with_name("gridctl"))
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        made = community(1, households=households, grids=max(1, households // 420))
        write_ledgers(root, made, settings(small=False), only={"households", "grids", "buildings", "staff"})
        people = people_of(root)
        write_book(root / "people.xlsx", people)
        name, record = people[len(people) // 2]["name"], people[0]["parent"]
        print(f"{households} households, {len(people)} people")
        for words in (("list", "persons", "-n", "3"), ("find", "zxm")):
            subprocess.run([gridctl, *words], cwd=root, capture_output=True, check=False)
        listed = Contender("list", (gridctl, "list", "persons", "-w", f"姓名={name}"), root, runs=7)
        found = Contender("find", (gridctl, "find", name), root, runs=7, ok=(0, 4))
        shown = Contender("show", (gridctl, "show", record), root, runs=7)
        grep = Contender("grep over the files", ("grep", "-rn", name, str(root / "ledgers")), runs=7)
        book = str(root / "people.xlsx")
        pandas = Contender("pandas, the ledger's workbook", (sys.executable, "-c", PANDAS, book, name), runs=3)
        openpyxl = Contender("openpyxl, the ledger's workbook", (sys.executable, "-c", OPENPYXL, book, name), runs=3)
        everyone = (listed, found, shown, grep, pandas, openpyxl)
        race(everyone)
        print(table(everyone, listed))


def people_of(root: Path) -> list[dict[str, str]]:
    """The people as the index has them."""
    rows = Workspace.open(root).index().rows("SELECT * EXCLUDE (seq) FROM persons ORDER BY path, parent, seq")
    return [{key: str(value) for key, value in row.items() if value is not None} for row in rows]


def write_book(path: Path, people: list[dict[str, str]]) -> None:
    """One sheet, a row a person."""
    names = list(dict.fromkeys(name for each in people for name in each))
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, names)
        for row, each in enumerate(people, start=1):
            sheet.write_row(row, 0, [each.get(name, "") for name in names])


if __name__ == "__main__":
    main()
