"""Occurrences: every matter's duties, unfolded over the days of a period and the records of their cohorts."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import duckdb

from gridctl.findings.finding import Finding
from gridctl.findings.registry import rule
from gridctl.text.ids import new_id
from gridctl.work.admission import Admitted, admitted, finding
from gridctl.work.condition import ConditionError
from gridctl.work.deadlines import default_cycle_days, tolerance, visit_level_frequency
from gridctl.work.slots import Slot, slots
from gridctl.work.spells import Spell, blocked
from gridctl.work.targets import Cohorts, Target, spread
from gridctl.work.task import Task

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gridctl.schema.matter import Duty, Matter
    from gridctl.text.periods import Period
    from gridctl.text.workdays import Calendar
    from gridctl.work.workforce import Workforce

# An open window's work that is done once is spread over this many days.
_OPEN_DAYS = 7


class Plan(NamedTuple):
    """What is to be done in a period, and what kept matters or grids out of it."""

    tasks: list[Task]
    findings: list[Finding]


class _Round(NamedTuple):
    """One slot of one duty: its days, from ``opens`` to ``closes``, and the window it belongs to."""

    label: str
    days: list[date]
    opens: date
    closes: date
    spell: Spell | None
    frequency: str


class Planner:
    """Unfolds matters over one period."""

    def __init__(
        self, period: Period, calendar: Calendar, workforce: Workforce, declared: Sequence[Spell], cohorts: Cohorts
    ) -> None:
        self._period = period
        self._calendar = calendar
        self._workforce = workforce
        self._declared = declared
        self._cohorts = cohorts
        self._workdays = cache(self._workdays_between)
        self._later = cache(calendar.add_workdays)

    def plan(self, matters: Iterable[Matter]) -> Plan:
        """The period's tasks by due day, worker and place, without their state."""
        tasks: list[Task] = []
        findings: list[Finding] = []
        for matter in matters:
            days, note = admitted(matter, self._period)
            if note is not None:
                findings.append(note)
            if days is None:
                continue
            for number, duty in enumerate(matter.duties):
                found = self._duty(matter, number, duty, days)
                if isinstance(found, Finding):
                    findings.append(found)
                else:
                    tasks += found
        findings += _without_worker(tasks)
        tasks.sort(key=lambda each: (each.due, each.staff_no, each.grid_code, each.place, each.matter_code, each.id))
        return Plan(tasks, findings)

    def _duty(self, matter: Matter, number: int, duty: Duty, days: Admitted) -> list[Task] | Finding:
        missing = [name for name in ("situation", "frequency", "target") if getattr(duty, name) is None]
        if duty.frequency == "every_days" and not duty.every_days:
            missing.append("every_days")
        if missing:
            return finding("T212", matter, f"duties[{number}].{missing[0]}", item=duty.item or "")
        if duty.situation != "routine" and not self._spells(matter, duty):
            return []
        try:
            targets = self._cohorts.targets(duty.target or "", duty.cohort)
        except (duckdb.Error, ConditionError) as error:
            text = str(error).splitlines()[0]
            return finding("T211", matter, f"duties[{number}].cohort", condition=duty.cohort or "", reason=text)
        return self._unfold(matter, duty, duty.item or str(number), targets, days)

    def _spells(self, matter: Matter, duty: Duty) -> list[Spell]:
        return [
            each
            for each in self._declared
            if each.situation == duty.situation
            and each.enables(matter)
            and each.first <= self._period.end
            and (each.last is None or each.last >= self._period.start)
        ]

    def _unfold(self, matter: Matter, duty: Duty, item: str, targets: list[Target], days: Admitted) -> list[Task]:
        declared = self._spells(matter, duty)
        taken_in: dict[str, frozenset[date]] = {}
        rounds_of: dict[tuple[str, str, int], list[_Round]] = {}
        found = []
        for target in targets:
            grid = target.grid_code
            if grid not in taken_in:
                chain = self._workforce.chain(grid)
                taken_in[grid] = blocked(duty.situation or "", matter, chain, self._declared, self._period.end)
            frequency, length = _rhythm(duty, target)
            if (grid, frequency, length) not in rounds_of:
                rounds_of[grid, frequency, length] = list(self._rounds(declared, duty, grid, frequency, length, days))
            place = spread(matter.code or "", item, target.key) if duty.target == "grids" else target.position
            first = max(days.first, target.born or days.first)
            last = min(days.last, target.died or days.last)
            for each in rounds_of[grid, frequency, length]:
                due = _planned(_within(each.days, first, last), place, taken_in[grid])
                if due is not None and due in self._period:
                    found.append(self._task(matter, duty, item, target, each, due))
        return found

    def _task(self, matter: Matter, duty: Duty, item: str, target: Target, each: _Round, due: date) -> Task:
        situation = duty.situation or ""
        kind = "window" if each.spell else each.frequency
        grace = tolerance(kind).grace
        if each.spell:
            staff = self._workforce.on_duty(target.grid_code, due, each.spell.roster.get(due, ()))
        else:
            staff = self._workforce.worker(target.grid_code, due)
        return Task(
            id=new_id("K", matter.code or "", situation, item, duty.target or "", target.key, each.label),
            staff_no=staff,
            grid_code=target.grid_code,
            matter_code=matter.code or "",
            matter=matter.name or "",
            duty=item,
            situation=situation,
            target_table=duty.target or "",
            target=target.key,
            name=target.name,
            place=target.place,
            due=due,
            until=min(self._later(due, grace), each.closes) if grace else due,
            opens=each.opens,
            closes=each.closes,
            frequency=kind,
            window_no=each.spell.window_no if each.spell else "",
        )

    def _rounds(
        self, declared: list[Spell], duty: Duty, grid: str, frequency: str, length: int, days: Admitted
    ) -> Iterator[_Round]:
        if duty.situation == "routine":
            for slot in self._slots(frequency, days, length):
                yield _Round(slot.label, self._workdays(slot.start, slot.end), slot.start, slot.end, None, frequency)
            return
        for spell in declared:
            if spell.covers(self._workforce.chain(grid)):
                yield from self._window(spell, frequency, length)

    def _slots(self, frequency: str, days: Admitted, length: int) -> Iterable[Slot]:
        if frequency == "once":
            last = min(days.last, days.first + timedelta(days=364))
            return [Slot("once", days.first, last)]
        return slots(frequency, self._period.start, self._period.end, length)

    def _window(self, spell: Spell, frequency: str, length: int) -> Iterator[_Round]:
        """A window's days count whether they are worked or not: somebody is on duty."""
        every = spell.days(max(self._period.end, spell.first + timedelta(days=_OPEN_DAYS - 1)))
        if frequency == "once":
            # In an emergency everybody is reached on the first day; before an event there is time to go round.
            last = spell.first if spell.situation == "emergency" else None
            days = [day for day in every if last is None or day <= last]
            if spell.last is None:
                days = days[:_OPEN_DAYS]
            yield _Round(spell.window_no, days, spell.first, every[-1], spell, frequency)
            return
        for slot in slots(frequency, every[0], every[-1], length):
            part = _within(every, slot.start, slot.end)
            yield _Round(f"{spell.window_no} {slot.label}", part, part[0], part[-1], spell, frequency)

    def _workdays_between(self, start: date, end: date) -> list[date]:
        span = (start + timedelta(days=n) for n in range((end - start).days + 1))
        return [day for day in span if self._calendar.is_workday(day)]


def _rhythm(duty: Duty, target: Target) -> tuple[str, int]:
    """How often the duty is done to the target, with the days between where that is counted in days."""
    if duty.frequency == "by_visit_level":
        return visit_level_frequency(target.visit_level), 0
    if duty.frequency == "by_cycle":
        return "by_cycle", target.cycle_days or default_cycle_days()
    return duty.frequency or "", duty.every_days or 0


def _within(days: list[date], first: date, last: date) -> list[date]:
    if not days or (days[0] >= first and days[-1] <= last):
        return days
    return days[bisect_left(days, first) : bisect_right(days, last)]


def _planned(days: list[date], position: float, taken: frozenset[date]) -> date | None:
    """The day of a round that a position falls on.

    Work of a day that is taken is spread over the days after it, or goes before it when there are none.
    """
    if not days:
        return None
    exact = position * len(days)
    number = min(int(exact), len(days) - 1)
    if days[number] not in taken:
        return days[number]
    after = [day for day in days[number + 1 :] if day not in taken]
    if after:
        return after[min(int((exact - number) * len(after)), len(after) - 1)]
    return next((day for day in reversed(days[:number]) if day not in taken), None)


def _without_worker(tasks: Iterable[Task]) -> list[Finding]:
    counts = Counter(each.grid_code for each in tasks if not each.staff_no)
    severity = rule("T221").severity if counts else None
    return [
        Finding("T221", severity, ledger="grids", record=code, params={"grid": code, "count": str(count)})
        for code, count in sorted(counts.items())
        if severity is not None
    ]
