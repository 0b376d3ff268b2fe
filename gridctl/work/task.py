"""The rows of the three lists: Task, Responsibility, StepLimit; and Lists, which holds them."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from gridctl.findings.table import Words
from gridctl.work.listing import OF_RESIDENTS, Masker

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from gridctl.findings.finding import Finding
    from gridctl.text.periods import Period

PARTIES = ("worker", "community", "subdistrict", "department")
"""Who has roles in a matter, from the grid upwards."""

State = Literal["done", "done_late", "excused", "due", "overdue_yellow", "overdue_red"]

STATES: dict[State, Words] = {
    "done": Words("已完成", "done"),
    "done_late": Words("逾期完成", "done late"),
    "excused": Words("免办", "excused"),
    "due": Words("待办", "due"),
    "overdue_yellow": Words("逾期(黄牌)", "overdue (yellow)"),
    "overdue_red": Words("逾期(红牌)", "overdue (red)"),
}

OPEN_STATES: tuple[State, ...] = ("due", "overdue_yellow", "overdue_red")
"""States in which something is left to do."""


@dataclass(frozen=True, slots=True)
class Task:
    """Who does which duty of a matter to which target, and by when.

    ``target`` is the key of a record in ``target_table``; ``name`` and ``place`` say for a person who and where it is
    and are personal. ``due`` is the planned day; a task counts as on time until ``until``. Evidence is taken from
    ``opens`` to ``closes``. ``done_by`` is the visit or case that proves it. ``excuse`` is a key of the code list
    ``excuse_reason`` and ``excused_by`` the record that says so. ``staff_no`` is empty when nobody serves the grid.
    """

    id: str
    staff_no: str
    grid_code: str
    matter_code: str
    matter: str
    duty: str
    situation: str
    target_table: str
    target: str
    name: str
    place: str
    due: date
    until: date
    opens: date
    closes: date
    frequency: str
    window_no: str = ""
    state: State = "due"
    done_by: str = ""
    done_on: date | None = None
    excuse: str = ""
    excused_by: str = ""
    campaign: str = ""

    @property
    def of_resident(self) -> bool:
        """Whether its target is a person or a home, so that ``name`` and ``place`` are personal."""
        return self.target_table in OF_RESIDENTS


@dataclass(frozen=True, slots=True)
class Responsibility:
    """What one party (worker, community, subdistrict, department) does in a matter: keys of ``staff_matter_role``."""

    matter_code: str
    matter: str
    domain: str
    party: str
    roles: tuple[str, ...]
    department: str


@dataclass(frozen=True, slots=True)
class StepLimit:
    """How long one of the seven steps may take for a matter in a situation, and what happens when it takes longer.

    ``amount`` is in ``unit`` (minute, hour, workday); ``yellow`` and ``red`` are working days after which a card is
    given, or None.
    """

    matter_code: str
    matter: str
    situation: str
    profile: str
    step: str
    amount: float
    unit: str
    yellow: float | None
    red: float | None
    late: Words


@dataclass(frozen=True, slots=True)
class Lists:
    """The three lists of a period as of a day, with what kept matters out of them.

    ``workers`` are the names of staff by number, ``grids`` those of grids by code.
    """

    period: Period
    as_of: date
    tasks: tuple[Task, ...]
    responsibilities: tuple[Responsibility, ...]
    deadlines: tuple[StepLimit, ...]
    findings: tuple[Finding, ...] = field(default=())
    workers: Mapping[str, str] = field(default_factory=dict)
    grids: Mapping[str, str] = field(default_factory=dict)

    def data(self, *, reveal: bool = False) -> dict[str, Any]:
        """As JSON-able data, residents masked unless asked for; findings are rendered on their own."""
        masker = Masker(reveal=reveal)
        return {
            "period": self.period.label,
            "as_of": self.as_of.isoformat(),
            "tasks": [masker.data(_plain(asdict(each))) for each in self.tasks],
            "responsibilities": [_plain(asdict(each)) for each in self.responsibilities],
            "deadlines": [_plain(asdict(each)) for each in self.deadlines],
        }


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    for name, value in row.items():
        if isinstance(value, Words):
            row[name] = value._asdict()
        elif isinstance(value, tuple):
            row[name] = list(value)
        elif hasattr(value, "isoformat"):
            row[name] = value.isoformat()
    return row
