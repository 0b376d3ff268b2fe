"""A share found in a sample, and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Final

# The 97.5th percentile of the normal distribution: intervals of 95 %.
_Z: Final = 1.959964


@dataclass(frozen=True, slots=True)
class Rate:
    """A share with its interval of 95 % by Wilson's method, which holds for small samples and shares near 0 and 1."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """The share; None of an empty sample."""
        return self.part / self.whole if self.whole else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Its lower and upper bound; None of an empty sample."""
        if not self.whole:
            return None
        share, n = self.part / self.whole, self.whole
        middle = (share + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
        half = _Z / (1 + _Z**2 / n) * sqrt(share * (1 - share) / n + _Z**2 / (4 * n**2))
        return max(0.0, middle - half), min(1.0, middle + half)
