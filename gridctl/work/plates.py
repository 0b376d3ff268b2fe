"""Plates for the doors of rented dwellings: grade in its colour, code, grid, worker's number; nothing of residents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gridctl.findings.table import Table, TableColumn, Words
from gridctl.work.deadlines import frequencies_by
from gridctl.work.rent_grading import grade_words
from gridctl.work.workforce import workforce_of

if TYPE_CHECKING:
    from gridctl.store.workspace import Workspace

COLOURS = {"trusted": "#2e7d4f", "ordinary": "#2f5d8a", "watched": "#c98a00", "barred": "#b3261e"}
_UNGRADED = "#6b6b6b"


@dataclass(frozen=True, slots=True)
class Plate:
    """One plate: what stands on a door."""

    house_code: str
    grid: str
    staff_no: str
    grade: str
    colour: str
    frequency: str


def plates(ws: Workspace, grids: frozenset[str] | None = None) -> list[Plate]:
    """The plates of the rented dwellings that have a code, by grid and code."""
    index = ws.index()
    workforce = workforce_of(index)
    rhythm = frequencies_by("by_rent_grade")
    names = dict(index.sql("select grid_code, coalesce(name, grid_code) from grids where grid_code is not null"))
    rows = index.sql(
        """select house_code, grid_code, coalesce(rent_grade, '') from households
        where current and occupancy = 'rented' and house_code is not null and grid_code is not null order by 2, 1"""
    )
    return [
        Plate(
            house, names.get(grid, grid), workforce.worker(grid, ws.today), grade, COLOURS.get(grade, _UNGRADED),
            rhythm[grade or "ordinary"],
        )
        for house, grid, grade in rows
        if grids is None or grid in grids
    ]  # fmt: skip


_COLUMNS = (
    TableColumn("house_code", "房屋编码", "house code", width=28),
    TableColumn("grade", "等级", "grade", width=12),
    TableColumn("frequency", "巡查频次", "looked at", width=12),
    TableColumn("grid", "网格", "grid", width=20),
    TableColumn("staff_no", "网格员工号", "worker", width=12),
)


def plates_table(listed: list[Plate]) -> Table:
    """The plates as a table, for a printer's mail merge."""
    return Table(
        Words("出租屋门牌", "Plates of rented dwellings"),
        _COLUMNS,
        tuple((e.house_code, grade_words(e.grade), frequency_words(e.frequency), e.grid, e.staff_no) for e in listed),
    )


def frequency_words(key: str) -> Words:
    """A frequency's name in both languages."""
    from gridctl.schema.codelists import code_list

    item = code_list("frequency").item(key)
    return Words(item.zh, item.en)
