"""Whether the machine and the community's folder are fit for work: what ``gridctl doctor`` tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridctl.review.health_folder import folder_checks
from gridctl.review.health_ledgers import ledger_checks
from gridctl.review.health_machine import machine_checks

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from gridctl.review.health_check import Check
    from gridctl.review.health_machine import Surroundings


def examine(root: Path | None, surroundings: Surroundings) -> Iterator[Check]:
    """Every check in turn; without a community only those of the machine."""
    yield from machine_checks(root, surroundings)
    if root is not None:
        yield from folder_checks(root)
        yield from ledger_checks(root)
