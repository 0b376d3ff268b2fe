"""The project's own sample, ``ledgers/``: about 60 households, every ledger and register.

``python -m gridctl.demo.sample`` writes it anew; a test fails when the committed files differ. It is clean but for what
``check`` and ``codes duplicates`` should have to show:

- two houses are listed twice, the same address typed two ways under two codes (records without a household number);
- one special-group record should have been reviewed by 2026-08-31.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gridctl.demo.community import community
from gridctl.demo.write import ledger_files, settings
from gridctl.schema.ledgers import ledger
from gridctl.schema.reading import plain, read_record
from gridctl.text.yamltree import read_tree

if TYPE_CHECKING:
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


if __name__ == "__main__":
    write_sample(Path.cwd())
