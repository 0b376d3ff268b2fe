"""One case of the demo on its way: its log grows by working time until the day the ledgers end."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from gridctl.demo.habits import next_workday
from gridctl.demo.rhythm import CALENDAR
from gridctl.demo.settings import LAST_DAY

if TYPE_CHECKING:
    from datetime import date
    from random import Random

Data = dict[str, Any]

_OPENS, _CLOSES = time(9, 0), time(17, 30)
_REST = (time(12, 0), time(13, 30))


class Walk:
    """Writes the steps of one case; what would happen after the last day is left out, so the case stays open."""

    def __init__(self, rng: Random, case: Data, day: date) -> None:
        self.rng = rng
        self.case = case
        self.now = datetime.combine(day, time(9, 0)) + timedelta(minutes=rng.randrange(20, 160))
        self.over = False
        case["steps"] = []

    def pass_time(self, days: int = 0, minutes: int = 0, *, clock: bool = False) -> Walk:
        """So many working days later, or minutes; by the ``clock`` also at night, else in office hours."""
        if days:
            day = next_workday(self.now.date(), days)
            self.now = datetime.combine(day, time(9, 10)) + timedelta(minutes=self.rng.randrange(0, 160))
        self.now += timedelta(minutes=minutes)
        if not clock:
            self.now = self._in_office()
        return self

    def write(self, step: str, by: str, act: str = "", **more: Any) -> Walk:
        """One entry of the log, now."""
        self.over = self.over or self.now.date() > LAST_DAY
        if not self.over:
            entry = {"step": step, "act": act, "at": self.now.isoformat(), "by": by, **more}
            self.case["steps"].append({name: value for name, value in entry.items() if value})
        return self

    def set(self, **fields: Any) -> Walk:
        """Fields of the record that go with the last entry."""
        if not self.over:
            self.case.update({name: value for name, value in fields.items() if value not in ("", None)})
        return self

    def extend(self, days: int, reason: str, asked_by: str, approved_by: str) -> Walk:
        """More time is given now."""
        if not self.over and self.now.date() <= LAST_DAY:
            self.case.setdefault("extensions", []).append({
                "days": days, "reason": reason, "asked_by": asked_by, "at": self.now.isoformat(),
                "approved_by": approved_by,
            })  # fmt: skip
        return self

    def _in_office(self) -> datetime:
        now = self.now
        if _REST[0] <= now.time() < _REST[1]:
            now += timedelta(minutes=90)
        if now.time() >= _CLOSES or not CALENDAR.is_workday(now.date()):
            now = datetime.combine(next_workday(now.date(), 1), _OPENS) + timedelta(minutes=self.rng.randrange(5, 60))
        return now
