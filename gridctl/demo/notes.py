"""What grid workers write down: short notes by what was visited, and why; the texts are in notes.yaml."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from gridctl.text.packaged import packaged

if TYPE_CHECKING:
    from collections.abc import Sequence


def notes(kind: str) -> Sequence[str]:
    """The texts of one kind, such as ``home`` or ``storm_shop``; raises KeyError for another."""
    found: Sequence[str] = _texts()[kind]
    return found


def round_notes(code: str) -> Sequence[str]:
    """What is noted on rounds for a matter, by the domain that its code begins with."""
    found: Sequence[str] = _texts()["round"].get(code[:2], notes("patrol"))
    return found


@cache
def _texts() -> dict[str, Any]:
    return packaged("gridctl.demo", "notes.yaml")
