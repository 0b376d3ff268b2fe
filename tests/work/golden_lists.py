"""Lists as lines of text, kept in ``golden/``. ``GRIDCTL_GOLDEN=write pytest tests/work`` writes them anew."""

from __future__ import annotations

import os
from pathlib import Path

from gridctl.findings.table import Words

FOLDER = Path(__file__).parent / "golden"


def text_of(rows) -> str:
    return "".join("\t".join(map(_word, row)) + "\n" for row in rows)


def same_as_golden(name: str, text: str) -> bool:
    path = FOLDER / name
    if os.environ.get("GRIDCTL_GOLDEN") == "write":
        path.write_text(text, encoding="utf-8", newline="\n")
    return path.read_text(encoding="utf-8") == text


def _word(value: object) -> str:
    if isinstance(value, Words):
        return value.zh
    return "-" if value in (None, "") else str(value)
