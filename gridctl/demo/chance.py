"""Seeded chance: the same seed gives the same community on every machine and Python version."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

T = TypeVar("T")


def stream(seed: int, *parts: str) -> Random:
    """A source of its own for each part, so that changing one part leaves the others as they were."""
    return Random(":".join((str(seed), *parts)))  # noqa: S311 - invented data, no secret


def weighted(rng: Random, weights: Mapping[T, int]) -> T:
    """One of the keys, as often as its weight says."""
    return rng.choices(list(weights), list(weights.values()))[0]


def day_between(rng: Random, first: date, last: date) -> date:
    """A day from ``first`` to ``last``, both included."""
    return first + timedelta(days=rng.randrange((last - first).days + 1))


def workday_between(rng: Random, first: date, last: date) -> date:
    """A Monday to Friday from ``first`` to ``last``; a range without one gives ``first``."""
    for _ in range(20):
        day = day_between(rng, first, last)
        if day.weekday() < 5:
            return day
    return first
