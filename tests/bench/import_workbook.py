"""Import of a workbook of 20 000 rows and 12 columns beside pandas with openpyxl and the same models row by row.

Target: ``gridctl import FILE --dry-run --yes``, which also recognises the layout and plans every change, takes at most
a fifth of the time; the same file again, when everything is in the ledgers, changes nothing.
Run: ``uv run --group bench python tests/bench/import_workbook.py [ROWS]``; a number of rows beyond 50 000 races nobody
and shows time and peak memory.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from import_book import GRIDS, grid_code, write_book
from measure import Contender, race, table

from gridctl.store.changeset import Add, ChangeSet
from gridctl.store.workspace import Workspace

_RACED_TO = 50_000


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "ledgers").mkdir()
        (root / "ledgers" / "gridctl.yaml").write_text('community: "清荷社区"\n', encoding="utf-8", newline="\n")
        grids = [(grid_code(number), f"第{number + 1}网格") for number in range(GRIDS)]
        Workspace.open(root).apply(
            ChangeSet(tuple(Add("grids", code, {"grid_code": code, "name": name}) for code, name in grids))
        )
        file = root / "人员.xlsx"
        write_book(file, count)
        print(f"{count} rows x 12 columns, {file.stat().st_size / 1e6:.1f} MB")
        gridctl = str(Path(sys.executable).with_name("gridctl"))
        ours = Contender("gridctl import", (gridctl, "import", str(file), "--dry-run", "--yes"), root)
        plain = (sys.executable, str(Path(__file__).with_name("import_plainly.py")), str(file))
        others = (Contender("pandas, openpyxl, models", plain, root),) if count <= _RACED_TO else ()
        # Both with their modules compiled: a machine may be set to compile them anew in every run.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        for each in (ours, *others) if count <= _RACED_TO else ():
            each.run()
            each.seconds.clear()
            each.peak_mb.clear()
        race((ours, *others))
        written = Contender("gridctl import, written", (*ours.command[:3], "--yes"), root, runs=1)
        written.run()
        # The first run after writing also reads and checks the new ledgers anew.
        again = Contender("gridctl import, again", ours.command, root)
        race((again,))
        print(table((ours, *others, written, again), ours))


if __name__ == "__main__":
    main()
