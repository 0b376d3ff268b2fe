"""Visits as they are written down: who went, when, to whom, and the note."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from gridctl.demo.leave import stand_in
from gridctl.text.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from random import Random

    from gridctl.demo.staffing import Staffing

Data = dict[str, Any]


class Door(NamedTuple):
    """Somebody or something to visit: kind and key of the target, what it is called, its grid and house."""

    kind: str
    key: str
    name: str
    grid: str
    house: str = ""


class Journal:
    """Collects visit records; ids follow from the order in which they are written."""

    def __init__(self, rng: Random, staffing: Staffing) -> None:
        self.rng = rng
        self._staffing = staffing
        self._last: dict[tuple[str, str], int] = {}
        self.visits: list[Data] = []

    def write(
        self,
        door: Door,
        day: date,
        note: str,
        *,
        reason: str = "planned",
        mode: str = "home",
        situation: str = "routine",
        matter: str = "",
        campaign: str = "",
        answers: Sequence[Data] = (),
        asked: Sequence[str] = (),
        needs: Sequence[str] = (),
        hazards: Sequence[str] = (),
        next_visit: date | None = None,
    ) -> None:
        """Add one visit by somebody of the grid's team."""
        number = self._last[door.key, day.isoformat()] = self._last.get((door.key, day.isoformat()), 0) + 1
        visit: Data = {
            "id": new_id("W", "demo", door.key, day.isoformat(), str(number)),
            "visited_on": day.isoformat(),
            "grid_code": door.grid,
            "staff": [self._somebody(door.grid, day)],
            "target_kind": door.kind,
            "target": door.key,
            "house_code": door.house,
            "target_name": door.name,
            "reason": reason,
            "mode": mode,
            "situation": situation,
            "matter_code": matter,
            "campaign": campaign,
            "answers": list(answers),
            "asked": list(asked),
            "findings": note,
            "needs": list(needs),
            "hazards": list(hazards),
            "next_visit": next_visit.isoformat() if next_visit else "",
            "source": "home_visit",
        }
        self.visits.append({name: value for name, value in visit.items() if value})

    def pick(self, texts: Sequence[str]) -> str:
        """One of the texts."""
        return self.rng.choice(texts)

    def some(self, percent: int, texts: Sequence[str]) -> list[str]:
        """One of the texts, so many times in a hundred."""
        return [self.rng.choice(texts)] if self.rng.random() * 100 < percent else []

    def _somebody(self, grid: str, day: date) -> str:
        team = self._staffing.workers[grid]
        worker = team[0] if self.rng.random() < 0.6 else self.rng.choice(team)
        return stand_in(self._staffing, grid, str(worker["staff_no"]), day)
