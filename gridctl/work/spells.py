"""Spells: declared windows as days, grids and matters, and what they take out of the routine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gridctl.schema.matter import Duty, Matter
    from gridctl.schema.window import Window


@dataclass(frozen=True, slots=True)
class Spell:
    """One window: its days, its grids and matters (empty: all), and who is on duty on which day.

    ``last`` is None while the window is open.
    """

    window_no: str
    situation: str
    first: date
    last: date | None
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
        return [self.first + timedelta(days=n) for n in range((last - self.first).days + 1)]


def spells(windows: Iterable[Window]) -> list[Spell]:
    """The declared windows that can be placed in time and have a situation of their own."""
    found = []
    for each in windows:
        if each.starts_at is None or each.situation in (None, "routine"):
            continue
        ends = [each.ends_at.date() if each.ends_at else None, each.stood_down_on, each.end_date]
        known = [day for day in ends if day is not None]
        if known and min(known) < each.starts_at.date():
            continue
        found.append(Spell(
            window_no=each.window_no or "",
            situation=each.situation or "",
            first=each.starts_at.date(),
            last=min(known) if known else None,
            grids=frozenset(each.grids),
            matters=frozenset(each.matters),
            roster={day.date: tuple(day.staff) for day in each.roster if day.date is not None},
        ))  # fmt: skip
    return found


def gives_way(situation: str, matter: Matter, spell: Spell) -> bool:
    """Whether duties of ``situation`` of a matter give way to a window on its days and in its grids.

    An emergency takes over all other work. A major event takes over the routine of the matters it has duties for.
    """
    if situation == "emergency" or spell.situation == situation:
        return False
    return spell.situation == "emergency" or bool(spell.duties(matter))
