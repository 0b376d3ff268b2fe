"""Which file a record lives in, and which ledger a file belongs to.

Paths are relative to the community's folder, with ``/``. A record without a grid lives in ``_unassigned``, so
that it is neither lost nor mixed into somebody's grid.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from gridctl.schema.ledgers import LEDGERS, Ledger
from gridctl.store.files import FOLDER, SETTINGS
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Mapping

UNASSIGNED = "_unassigned"

Format = Literal["yaml", "xlsx"]
_FORMATS: dict[str, Format] = {".yaml": "yaml", ".xlsx": "xlsx"}
_MONTH = pattern(r"[0-9]{4}-(?:0[1-9]|1[0-2])")

# Windows refuses these names whatever follows a dot, and these characters anywhere.
_RESERVED = pattern(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?=\.|$)", re.IGNORECASE)
_UNSAFE = pattern(r'[\x00-\x1f<>:"/\\|?*%]|[. ]$|^[ _]')


class Home(NamedTuple):
    """A shard's place: its ledger, its scope (grid, grid and month, or "") and its format."""

    ledger: str
    scope: str
    format: Format = "yaml"


def path_of(ledger: Ledger, data: Mapping[str, object], suffix: str = ".yaml") -> str:
    """The file a record belongs in, from its own fields."""
    return path_for(ledger, scope_of(ledger, data), suffix)


def scope_of(ledger: Ledger, data: Mapping[str, object]) -> str:
    """The scope of the shard a record belongs in."""
    if ledger.sharding == "single":
        return ""
    grid = data.get("grid_code")
    scope = safe_name(grid) if isinstance(grid, str) and grid else UNASSIGNED
    if ledger.sharding == "grid":
        return scope
    month = str(data.get(ledger.month_field) or "")[:7]
    return f"{scope}/{month if _MONTH.fullmatch(month) else UNASSIGNED}"


def path_for(ledger: Ledger, scope: str, suffix: str = ".yaml") -> str:
    """The file of one shard."""
    if ledger.register:
        return f"{FOLDER}/{ledger.folder}/{ledger.name}{suffix}"
    if ledger.sharding == "single":
        return f"{FOLDER}/{ledger.name}{suffix}"
    return f"{FOLDER}/{ledger.name}/{scope}{suffix}"


def home_of(path: str) -> Home | None:
    """The shard a file is; None for a file that is none."""
    stem, dot, ending = path.rpartition(".")
    file_format = _FORMATS.get(dot + ending.lower())
    parts = stem.split("/")
    if file_format is None or parts[0] != FOLDER:
        return None
    for each in LEDGERS:
        expected = path_for(each, "/".join(parts[2:]), "")
        depth = {"single": 0, "grid": 1, "month": 2}[each.sharding]
        if stem == expected and (depth == 0 or len(parts) == 2 + depth):
            return Home(each.name, "/".join(parts[2:]) if depth else "", file_format)
    return None


def safe_name(code: str) -> str:
    """A grid code as a file name that every system takes; what it may not hold is written ``%XX``."""
    escaped = _UNSAFE.sub(_escape, code)
    if _RESERVED.match(escaped):
        escaped = f"%{ord(escaped[0]):02X}{escaped[1:]}"
    return escaped


def _escape(match: re.Match[str]) -> str:
    return "".join(f"%{ord(char):02X}" for char in match[0])


def schema_header(path: str, ledger: str) -> str:
    """The line that tells editors which JSON Schema a new file follows."""
    up = "../" * path.count("/")
    return f"# yaml-language-server: $schema={up}schemas/{ledger}.schema.json\n"


# Folders of later parts of the program, which read them themselves.
_OTHER_FOLDERS = ("assessment", "imports")


def is_known(path: str) -> bool:
    """Whether a file under ``ledgers/`` has a meaning: a shard, the settings, a read-me, or another part's file."""
    below = path.removeprefix(f"{FOLDER}/")
    return (
        path == SETTINGS
        or below.partition("/")[0] in _OTHER_FOLDERS
        or below.rpartition("/")[2].lower().startswith("readme")
        or home_of(path) is not None
    )
