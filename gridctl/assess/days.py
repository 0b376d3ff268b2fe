"""Spans of days: what two have in common, what is left of one, several made into as few as can be."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class Days(NamedTuple):
    """Days from ``first`` to ``last``, both included, as ordinals."""

    first: int
    last: int

    @classmethod
    def of(cls, first: date, last: date) -> Days:
        """The days between two dates."""
        return cls(first.toordinal(), last.toordinal())

    @property
    def dates(self) -> tuple[date, date]:
        """The first and the last as dates."""
        return date.fromordinal(self.first), date.fromordinal(self.last)

    @property
    def length(self) -> int:
        """How many days they are."""
        return self.last - self.first + 1

    def within(self, others: Days) -> Days | None:
        """Those that are among others; None if there are none."""
        first, last = max(self.first, others.first), min(self.last, others.last)
        return Days(first, last) if first <= last else None


def common(days: Days, spans: Iterable[Days]) -> list[Days]:
    """Those of the days that are in any of the spans, span by span."""
    return [found for each in spans if (found := days.within(each)) is not None]


def without(spans: Iterable[Days], away: Iterable[Days]) -> list[Days]:
    """What is left of the spans when some days are taken out."""
    left = list(spans)
    for gone in away:
        left = [
            part
            for each in left
            for part in (
                Days(each.first, min(each.last, gone.first - 1)),
                Days(max(each.first, gone.last + 1), each.last),
            )
            if part.first <= part.last
        ]
    return left


def merged(spans: Iterable[Days]) -> list[Days]:
    """The same days in order, in spans that neither overlap nor follow each other without a break."""
    found: list[Days] = []
    for each in sorted(set(spans)):
        if found and each.first <= found[-1].last + 1:
            found[-1] = Days(found[-1].first, max(found[-1].last, each.last))
        else:
            found.append(each)
    return found
