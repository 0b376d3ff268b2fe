"""Import of a catalogue of 1 107 matters: the workbook that ``gridctl export`` gives of them, previewed and written.

The matters are the starter catalogue's, again and again under other codes and names.
Run: ``uv run --group bench python tests/bench/import_matters.py [MATTERS]``.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from measure import Contender, race, table

from gridctl.render.xlsx import SheetSpec, write_workbook
from gridctl.work.matter_table import catalogue_table, choices
from gridctl.work.starter import starter_matters

if TYPE_CHECKING:
    from collections.abc import Iterator

_MATTERS = 1_107


def matters(count: int) -> Iterator[dict[str, Any]]:
    """So many matters, each with its own code and name."""
    known = starter_matters()
    for number in range(count):
        turn, at = divmod(number, len(known))
        each = known[at]
        domain = each["code"].partition("-")[0]
        yield {**each, "code": f"{domain}-{turn + 1:02d}-{at + 1:02d}", "name": f"{each['name']}（{turn + 1}）"}


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else _MATTERS
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "ledgers").mkdir()
        (root / "ledgers" / "gridctl.yaml").write_text('community: "清荷社区"\n', encoding="utf-8", newline="\n")
        file = root / "事项.xlsx"
        write_workbook(
            file,
            [SheetSpec(catalogue_table([*matters(count)]), "事项", choices(), heading_only=True)],
            "zh",
            reveal=True,
        )
        print(f"{count} matters, {file.stat().st_size / 1e6:.1f} MB")
        gridctl = str(Path(sys.executable).with_name("gridctl"))
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

        def empty() -> None:
            shutil.rmtree(root / "ledgers" / "registers", ignore_errors=True)

        shown = Contender("import, previewed", (gridctl, "import", str(file), "--dry-run", "--yes"), root, runs=5)
        written = Contender("import, written", (gridctl, "import", str(file), "--yes"), root, empty, runs=5)
        shown.run()
        shown.seconds.clear()
        shown.cpu.clear()
        race((shown,))
        race((written,))
        again = Contender("import, again", shown.command, root, runs=5)
        race((again,))
        print(table((shown, written, again), shown))


if __name__ == "__main__":
    main()
