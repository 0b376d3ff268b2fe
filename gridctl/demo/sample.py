"""The project's own sample, ``ledgers/``: about 60 households, every ledger and register.

``python -m gridctl.demo.sample`` writes it and ``schemas/`` anew; a test fails when the committed files differ. It is
clean but for what ``check`` and ``codes duplicates`` should have to show:

- two houses are listed twice, the same address typed two ways under two codes (records without a household number);
- one special-group record should have been reviewed by 2026-08-31.
"""

from __future__ import annotations

import sys
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gridctl.demo.community import community
from gridctl.demo.write import ledger_files, settings
from gridctl.schema.jsonschema import schema_files, write_schemas
from gridctl.schema.ledgers import ledger
from gridctl.schema.reading import plain, read_record
from gridctl.text.yamltree import read_tree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gridctl.demo.community import Community

SEED = 20260701


def sample(households: int = 60) -> Community:
    """The sample community as data."""
    return community(SEED, households=households, doubles=2, overdue_reviews=1, matters=_starter_matters())


def sample_files() -> dict[str, bytes]:
    """The sample's files by path."""
    return ledger_files(sample(), settings())


def write_sample(root: Path) -> list[str]:
    """Write the sample below ``root`` and remove the ``.yaml`` files that no longer belong to it; returns its paths."""
    files = sample_files()
    for path in sorted((root / "ledgers").rglob("*.yaml")):
        if path.relative_to(root).as_posix() not in files:
            path.unlink()
    for name, data in files.items():
        target = root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return list(files)


@cache
def _starter_matters() -> tuple[dict[str, Any], ...]:
    """The starter catalogue, read as the data files they are: the demo stands on the store, not on the features."""
    folder = resources.files("gridctl").joinpath("work", "starter")
    matters = ledger("matters")
    return tuple(
        plain(read_record(matters, row).record)
        for entry in sorted(folder.iterdir(), key=lambda each: each.name)
        if entry.name.endswith(".yaml")
        for row in _rows(entry.read_bytes())
    )


def _rows(data: bytes) -> list[dict[str, Any]]:
    value = read_tree(data).value
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def drift(root: Path) -> list[str]:
    """The files below ``root`` that differ from what the program makes: the sample's, and the JSON Schemas'."""
    made = sample_files() | {f"schemas/{name}": text.encode() for name, text in schema_files().items()}
    there = {path.relative_to(root).as_posix() for path in (root / "ledgers").rglob("*.yaml")}
    there |= {path.relative_to(root).as_posix() for path in (root / "schemas").glob("*.json")}
    differing = {path for path in made if path not in there or (root / path).read_bytes() != made[path]}
    return sorted(differing | (there - made.keys()))


def main(arguments: Sequence[str]) -> int:
    """Write the sample and the schemas below the current folder; with ``--check`` only say what would change."""
    root = Path.cwd()
    if "--check" in arguments:
        differing = drift(root)
        sys.stdout.writelines(f"{path}\n" for path in differing)
        return 1 if differing else 0
    write_sample(root)
    for path in (root / "schemas").glob("*.json"):
        path.unlink()
    write_schemas(root / "schemas")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
