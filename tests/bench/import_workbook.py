"""Import of workbooks of 20 000 rows beside pandas with openpyxl and the same models row by row.

One of 12 columns, and one in the layout of the national form of registered residents (40 columns, 30 of them filled).
Target: ``gridctl import FILE --dry-run --yes``, which also recognises the layout and plans every change, takes at most
a fifth of the time; the same file again, when everything is in the ledgers, changes nothing.
Run: ``uv run --group bench python tests/bench/import_workbook.py [ROWS]``; beyond 50 000 rows the other way runs but
once, as 200 000 take it minutes. Peak memory is that of the largest process of each.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from import_book import GRIDS, grid_code, write_book
from import_form import write_form
from measure import Contender, race, table

from gridctl.store.changeset import Add, ChangeSet
from gridctl.store.workspace import Workspace

_OFTEN_TO = 50_000
_PLAIN = str(Path(__file__).with_name("import_plainly.py"))


def _workspace(root: Path) -> None:
    """A community that has grids and nobody yet."""
    (root / "ledgers").mkdir(parents=True)
    (root / "ledgers" / "gridctl.yaml").write_text('community: "清荷社区"\n', encoding="utf-8", newline="\n")
    grids = [(grid_code(number), f"第{number + 1}网格") for number in range(GRIDS)]
    Workspace.open(root).apply(
        ChangeSet(tuple(Add("grids", code, {"grid_code": code, "name": name}) for code, name in grids))
    )


def _agreed(ours: Contender, plain: Contender, count: int) -> None:
    """Run both once, which also compiles their modules; end unless both read every row and refuse as many."""
    told = subprocess.run((*ours.command, "--format", "json"), cwd=ours.cwd, capture_output=True, check=False)
    read, added, rejected = (
        sum(source[key] for source in json.loads(told.stdout)["sources"]) for key in ("read", "added", "rejected")
    )
    said = subprocess.run(plain.command, cwd=plain.cwd, capture_output=True, text=True, check=True).stdout.strip()
    print(f"read={read} added={added} rejected={rejected}; {plain.name}: {said}")
    if read != count or added + rejected != count or said != f"read={read} faulty={rejected}":
        sys.exit(f"{ours.name} and {plain.name} do not agree")


def _figures(root: Path, file: Path, count: int, layout: str, *hint: str) -> list[str]:
    """The lines of one workbook's table; beyond the rows that are raced, without the other contender."""
    gridctl = str(Path(sys.executable).with_name("gridctl"))
    ours = Contender(f"gridctl import, {layout}", (gridctl, "import", str(file), "--dry-run", "--yes"), root)
    plain = Contender(f"pandas, openpyxl, {layout}", (sys.executable, _PLAIN, str(file), *hint), root)
    if count <= _OFTEN_TO:
        _agreed(ours, plain, count)
    else:
        plain.runs = 1
    race((ours, plain))
    written = Contender("  written", (*ours.command[:3], "--yes"), root, runs=1)
    written.run()
    # The first run after writing also reads and checks the new ledgers anew.
    again = Contender("  again, when written", ours.command, root)
    race((again,))
    return table((ours, plain, written, again), ours).replace(f"x {ours.name}", "x gridctl import").splitlines()


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    # Both with their modules compiled: a machine may be set to compile them anew in every run.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as folder:
        twelve, form = Path(folder, "12"), Path(folder, "form")
        for root in (twelve, form):
            _workspace(root)
        write_book(twelve / "人员.xlsx", count)
        write_form(form / "户籍人口.xlsx", count, GRIDS)
        for file in (*twelve.glob("*.xlsx"), *form.glob("*.xlsx")):
            print(f"{file.stem}: {count} rows, {file.stat().st_size / 1e6:.1f} MB")
        heading, *figures = _figures(twelve, twelve / "人员.xlsx", count, "12 columns")
        _, *wider = _figures(form, form / "户籍人口.xlsx", count, "national form", "form")
        print("\n".join((heading, *figures, *wider)))


if __name__ == "__main__":
    main()
