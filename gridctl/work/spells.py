"""Spells: declared windows as days, grids and matters, and what they take out of the routine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from gridctl.work.deadlines import office_hours

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gridctl.schema.matter import Duty, Matter
    from gridctl.schema.window import Window

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Spell:
    """One window: its days, its grids and matters (empty: all), and who is on duty on which day.

    ``last`` is None while the window is open. ``yields`` is the first day on which other work gives way: lists go by
    the day, so a window declared after office hours leaves that day's work as it was.
    """

    window_no: str
    situation: str
    first: date
    last: date | None
    yields: date
    grids: frozenset[str]
    matters: frozenset[str]
    roster: Mapping[date, tuple[str, ...]]

    def enables(self, matter: Matter) -> bool:
        """Whether it calls for this matter."""
        return not self.matters or matter.code in self.matters

    def duties(self, matter: Matter) -> list[Duty]:
        """The matter's duties in this window."""
        return [each for each in matter.duties if each.situation == self.situation] if self.enables(matter) else []

    def days(self, end: date) -> list[date]:
        """Its days, working or not, up to ``end`` if it is open."""
        last = end if self.last is None else self.last
        return _days(self.first, last)

    def days_taken(self, end: date) -> list[date]:
        """Those of its days on which other work gives way."""
        return _days(self.yields, end if self.last is None else self.last)


def spells(windows: Iterable[Window]) -> list[Spell]:
    """The declared windows that can be placed in time and have a situation of their own."""
    found = []
    for each in windows:
        if each.starts_at is None or each.situation in (None, "routine"):
            continue
        first = each.starts_at.date()
        known = [day for day in (_last_day(each), each.stood_down_on, each.end_date) if day is not None]
        last = min(known) if known else None
        if last is not None and last < first:
            continue
        after = _DAY if each.starts_at.time() >= office_hours()[1] else timedelta()
        if each.situation != "emergency" and (last is None or last >= first + after):
            # In an emergency somebody goes out at night; the work of an event begins in the morning.
            first += after
            after = timedelta()
        found.append(Spell(
            window_no=each.window_no or "",
            situation=each.situation or "",
            first=first,
            last=last,
            yields=first + after,
            grids=frozenset(each.grids),
            matters=frozenset(each.matters),
            roster={day.date: tuple(day.staff) for day in each.roster if day.date is not None},
        ))  # fmt: skip
    return found


def _last_day(window: Window) -> date | None:
    """The last day with hours of it: one that ends before the offices open ended the day before.

    Midnight is what a day written without an hour is read as, and means all of that day.
    """
    if window.ends_at is None or window.starts_at is None:
        return None
    last = window.ends_at.date()
    early = time.min < window.ends_at.time() <= office_hours()[0] and last > window.starts_at.date()
    return last - _DAY if early else last


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def gives_way(situation: str, matter: Matter, spell: Spell) -> bool:
    """Whether duties of ``situation`` of a matter give way to a window on its days and in its grids.

    An emergency takes over all other work. A major event takes over the routine of the matters it has duties for.
    """
    if situation == "emergency" or spell.situation == situation:
        return False
    return spell.situation == "emergency" or bool(spell.duties(matter))
