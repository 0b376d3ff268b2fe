"""``.gridctl/``: what is derived and may be deleted at any time. Not being able to write it costs speed only."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SCRATCH = ".gridctl"


def write_scratch(root: Path, name: str, data: bytes) -> Path | None:
    """Write a derived file whole or not at all; None where the folder cannot be written."""
    target = root / name
    aside = target.with_name(f"{target.name}.{os.getpid()}.tmp")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        aside.write_bytes(data)
        aside.replace(target)
    except OSError:
        with contextlib.suppress(OSError):
            aside.unlink()
        return None
    return target
