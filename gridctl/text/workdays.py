"""Working days in China, with the days that the State Council swaps (调休)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_ONE_DAY = timedelta(days=1)
# New Year, Labour Day and National Day: on the same days every year (全国年节及纪念日放假办法, as of 2025).
_FIXED_HOLIDAYS = frozenset(((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)))


class _Published(NamedTuple):
    first_year: int
    last_year: int
    holidays: frozenset[date]
    workdays: frozenset[date]


@lru_cache(maxsize=1)
def _published() -> _Published:
    """The published holidays. The package's own functions scan them all for the year bounds at every call."""
    from chinese_calendar import constants

    years = [day.year for day in constants.holidays]
    return _Published(min(years), max(years), frozenset(constants.holidays), frozenset(constants.workdays))


def each_day(first: date, last: date) -> Iterator[date]:
    """Every day from `first` to `last`, both included."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are worked: by `overrides` (True is worked), else by published holidays; for years that are not
    published weekdays but for the holidays that do not move.
    """

    overrides: Mapping[date, bool] = field(default_factory=dict)

    def known(self, day: date) -> bool:
        """Tell whether `day` is decided by an override or published holidays, not by its weekday alone."""
        published = _published()
        return day in self.overrides or published.first_year <= day.year <= published.last_year

    def is_workday(self, day: date) -> bool:
        """Tell whether `day` is worked."""
        override = self.overrides.get(day)
        if override is not None:
            return override
        published = _published()
        if not published.first_year <= day.year <= published.last_year and (day.month, day.day) in _FIXED_HOLIDAYS:
            return False
        return day in published.workdays or (day.weekday() < 5 and day not in published.holidays)

    def add_workdays(self, day: date, n: int) -> date:
        """Return the `n`th working day after `day`, or before it for a negative `n`; `day` itself for 0."""
        step = _ONE_DAY if n > 0 else -_ONE_DAY
        left = abs(n)
        while left:
            day += step
            left -= self.is_workday(day)
        return day

    def between(self, start: date, end: date) -> int:
        """Count the working days after `start` up to and including `end`; negative if `end` comes first.

        So `between(d, add_workdays(d, n)) == n` for n of 0 and more.
        """
        if end < start:
            return -self.between(end, start)
        return sum(self.is_workday(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))
