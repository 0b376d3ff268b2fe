"""``gridctl check`` of 5 000 households and 15 000 people beside ``check-jsonschema`` on the same files.

Targets: cold at least 15 times faster than check-jsonschema with the generated schema; unchanged a second time at
least 10 times faster than cold. Run: ``uv run --group bench python tests/bench/check.py [HOUSEHOLDS]``.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from measure import Contender, race, table

from gridctl.demo.community import community
from gridctl.demo.write import settings, write_ledgers
from gridctl.schema.jsonschema import write_schemas


def main() -> None:
    households = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    bin_folder = Path(sys.executable).parent
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        chosen = settings(small=False)
        made = community(1, households=households, grids=max(1, households // 420))
        write_ledgers(root, made, chosen, only={"households", "grids", "buildings", "staff"})
        write_schemas(root / "schemas")
        files = sorted(str(path) for path in (root / "ledgers" / "households").glob("*.yaml"))
        size = sum(Path(path).stat().st_size for path in files) / 1e6
        print(f"{households} households in {len(files)} files, {size:.1f} MB")
        derived = root / ".gridctl"
        check = (str(bin_folder / "gridctl"), "check", "--format", "jsonl", "-o", str(root / "findings.jsonl"))
        cold = Contender("gridctl check, cold", check, root, lambda: shutil.rmtree(derived, ignore_errors=True))
        warm = Contender("gridctl check, unchanged", check, root, runs=5)
        schema = str(root / "schemas" / "households.schema.json")
        other = Contender(
            "check-jsonschema", (str(bin_folder / "check-jsonschema"), "--schemafile", schema, *files), root, runs=1
        )
        race((cold, other))
        warm.run()
        warm.seconds.clear()
        warm.peak_mb.clear()
        race((warm,))
        print(table((other, cold, warm), cold))


if __name__ == "__main__":
    main()
