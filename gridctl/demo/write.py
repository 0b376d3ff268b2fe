"""A community as files: the ledgers/ tree that every command reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gridctl.demo.settings import CITY, COMMUNITY, DISTRICT, DIVISION, PROVINCE, SUBDISTRICT
from gridctl.schema.ledgers import LEDGERS, Ledger
from gridctl.schema.reading import to_labels
from gridctl.schema.settings import GridSizes, Settings
from gridctl.store.layout import path_of, schema_header
from gridctl.store.scaffold import settings_text
from gridctl.store.shardtext import dump

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from gridctl.demo.community import Community

SETTINGS_PATH = "ledgers/gridctl.yaml"

_SMALL_GRIDS = """\
# 样例社区很小，网格的应有规模随之放宽（默认每个一级网格 300 到 500 户）
grid_sizes:
  grid_households:
    - "20"
    - "60"
"""


def settings(language: str = "zh", *, small: bool = True) -> Settings:
    """The invented community's settings; ``small`` asks for grids of 20 to 60 households instead of 300 to 500."""
    return Settings.model_validate(
        {
            "community": COMMUNITY,
            "subdistrict": SUBDISTRICT,
            "district": DISTRICT,
            "city": CITY,
            "province": PROVINCE,
            "division_code": DIVISION,
            "language": language,
            "grid_sizes": GridSizes(grid_households=(20, 60)) if small else GridSizes(),
        }
    )


def settings_bytes(chosen: Settings) -> bytes:
    """``gridctl.yaml`` with its comments."""
    small = chosen.grid_sizes != GridSizes()
    return (settings_text(chosen) + (_SMALL_GRIDS if small else "")).encode()


def ledger_files(community: Community, chosen: Settings, *, only: Collection[str] | None = None) -> dict[str, bytes]:
    """The files of a community by their paths, ``ledgers/gridctl.yaml`` first; ``only`` names the ledgers wanted.

    Every register has a file, also an empty one; records stand in the order of their keys.
    """
    files = {SETTINGS_PATH: settings_bytes(chosen)}
    for each in LEDGERS:
        if only is None or each.name in only:
            files |= _shards(each, community.get(each.name, []), chosen.language)
    return files


def write_ledgers(
    root: Path, community: Community, chosen: Settings, *, only: Collection[str] | None = None
) -> list[Path]:
    """Write a community's files below ``root`` and return them; other files there stay as they are."""
    written: list[Path] = []
    for path, data in ledger_files(community, chosen, only=only).items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        written.append(target)
    return written


def _shards(ledger: Ledger, records: Sequence[dict[str, Any]], language: str) -> dict[str, bytes]:
    by_path: dict[str, list[dict[str, Any]]] = {path_of(ledger, {}): []} if ledger.register else {}
    for record in sorted(records, key=lambda each: str(each[ledger.key])):
        by_path.setdefault(path_of(ledger, record), []).append(to_labels(ledger.model, record, language))
    return {path: dump(rows, schema_header(path, ledger.name)) for path, rows in sorted(by_path.items())}
