"""A special campaign as of a day: reached, not met, missing; answers by class; a line a day. All from the visits."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any, cast

from gridctl.findings.table import Words
from gridctl.text.periods import Period
from gridctl.work.planning import Narrow, plan
from gridctl.work.task import OPEN_STATES, Task

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from gridctl.findings.finding import Finding
    from gridctl.findings.table import Cell
    from gridctl.schema.campaign import Campaign
    from gridctl.store.workspace import Workspace

OTHER, ANSWERED = Words("（其他）", "(other)"), Words("已回答", "answered")
UNANSWERED = Words("（没有回答）", "(no answer)")
_SETTLED = ("done", "done_late")


@dataclass(frozen=True, slots=True)
class Answers:
    """One question with how many targets gave each of its choices, ``other`` answers, or any where it has no choices.

    Of a target asked twice the last answer counts; ``unanswered`` are those reached that gave none.
    """

    question: str
    counts: dict[str, int]
    other: int = 0
    answered: int | None = None
    unanswered: int = 0

    @property
    def classes(self) -> list[tuple[Cell, int]]:
        """Every class with its count, as they are printed."""
        found: list[tuple[Cell, int]] = [*self.counts.items()] if self.answered is None else [(ANSWERED, self.answered)]
        return found + [each for each in ((OTHER, self.other), (UNANSWERED, self.unanswered)) if each[1]]


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the report: reached that day, and up to it."""

    day: date
    reached: int
    total: int


@dataclass(frozen=True, slots=True)
class Situation:
    """The situation report of a campaign; ``missing`` are those still to be reached, ``grids`` names by code."""

    campaign: Campaign
    as_of: date
    targets: int
    reached: int
    not_met: int
    by_grid: dict[str, tuple[int, int]]
    days: tuple[Day, ...]
    answers: tuple[Answers, ...]
    hazards: int
    needs: int
    excused: int
    missing: tuple[Task, ...]
    grids: Mapping[str, str]
    findings: tuple[Finding, ...]


def report(ws: Workspace, campaign: Campaign, as_of: date) -> Situation:
    """The situation of a campaign as of a day."""
    code = campaign.code or ""
    first, last = campaign.first_day or as_of, campaign.last_day or as_of
    planned = plan(ws, Period(code, first, max(first, last)), as_of=as_of, narrow=Narrow(campaign=code))
    tasks = [Task(*cast("Any", row)) for row in planned.rows()]
    index = planned.index
    days = _days(tasks)
    total = days[-1].total if days else 0
    visits = "visits where current and campaign = ? and visited_on <= ?"
    hazards, needs, not_met = index.sql(
        f"select coalesce(sum(len(hazards)), 0), coalesce(sum(len(needs)), 0), "  # noqa: S608 - own words
        f"count(distinct coalesce(target, house_code)) filter (mode = 'not_met') from {visits}",
        [code, as_of],
    )[0]
    return Situation(
        campaign, as_of, len(tasks), total, int(not_met), _by_grid(tasks), tuple(days),
        tuple(_answers(ws, campaign, as_of, total)), int(hazards), int(needs),
        sum(each.state == "excused" for each in tasks), tuple(each for each in tasks if each.state in OPEN_STATES),
        dict(index.sql("select grid_code, name from grids where grid_code is not null and name is not null")),
        tuple(ws.locate(each) for each in planned.findings),
    )  # fmt: skip


def _by_grid(tasks: Iterable[Task]) -> dict[str, tuple[int, int]]:
    """How many targets of each grid were reached, of how many."""
    found: dict[str, tuple[int, int]] = {}
    for each in tasks:
        done, of = found.get(each.grid_code, (0, 0))
        found[each.grid_code] = (done + (each.state in _SETTLED), of + 1)
    return dict(sorted(found.items()))


def _days(tasks: Iterable[Task]) -> list[Day]:
    reached = Counter(each.done_on for each in tasks if each.done_on is not None)
    days = sorted(reached)
    totals = accumulate(reached[day] for day in days)
    return [Day(day, reached[day], total) for day, total in zip(days, totals, strict=True)]


def _answers(ws: Workspace, campaign: Campaign, as_of: date, reached: int) -> list[Answers]:
    rows = ws.index().sql(
        """select question, answer, count(*) from (
          select a.question, a.answer, coalesce(v.target, v.house_code, v.target_name, v.id) as target
          from visit_answers a join visits v on a.parent = v.id
          where v.current and v.campaign = ? and v.visited_on <= ? and a.question is not null and a.answer is not null
          qualify row_number() over (partition by a.question, target order by v.visited_on desc, v.id desc) = 1
        ) group by all""",
        [campaign.code, as_of],
    )
    given: dict[str, dict[str, int]] = {}
    for question, answer, count in rows:
        given.setdefault(question, {})[answer] = count
    found = []
    for each in campaign.questions:
        named = given.get(each.question or "", {})
        counts = {choice: named.pop(choice, 0) for choice in each.choices}
        rest = sum(named.values())
        # Free answers are people's own words: only how many there are is told.
        other, answered = (rest, None) if each.choices else (0, rest)
        silent = max(reached - rest - sum(counts.values()), 0)
        found.append(Answers(each.question or "", counts, other, answered, silent))
    return found
