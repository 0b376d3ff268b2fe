"""Whether the machine and the community's folder are fit for work: what ``gridctl doctor`` tells."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import TYPE_CHECKING

from gridctl.review.health_folder import folder_checks
from gridctl.review.health_ledgers import ledger_checks
from gridctl.review.health_machine import machine_checks

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from gridctl.review.health_machine import Surroundings


class Level(StrEnum):
    """How a check came out: a fault makes ``gridctl doctor`` fail."""

    OK = "ok"
    WARN = "warn"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: what it is, how it is, and what to do about it, as (zh, en)."""

    key: str
    level: Level
    about: tuple[str, str]
    found: tuple[str, str]
    remedy: tuple[str, str] = ("", "")


def examine(root: Path | None, surroundings: Surroundings) -> Iterator[Check]:
    """Every check in turn; without a community only those of the machine."""
    raw = machine_checks(root, surroundings)
    if root is not None:
        raw = chain(raw, folder_checks(root), ledger_checks(root))
    for key, level, about, found, remedy in raw:
        yield Check(key, Level(level), about, found, remedy)
