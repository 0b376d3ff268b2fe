"""Cases of a period: reported and closed by kind, at which level they were settled, and what is left."""

# ruff: noqa: S608 - queries are put together from own text, shipped with the program, and dates

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gridctl.findings.table import Table, TableColumn, Words
from gridctl.text.packaged import packaged_list

if TYPE_CHECKING:
    from datetime import date

    from gridctl.store.index import Index

_LEVELS = {
    "grid": Words("网格", "grid"),
    "community": Words("社区", "community"),
    "subdistrict": Words("街道", "subdistrict"),
    "department": Words("部门", "department"),
}
_IN = "CAST({moment} AS DATE) BETWEEN DATE '{start}' AND DATE '{end}'"


@dataclass(frozen=True, slots=True)
class CaseCount:
    """The cases of one kind: reported and closed in the period, those closed by level, closed late, still open."""

    key: str
    name: Words
    reported: int
    closed: int
    levels: tuple[int, ...]
    late: int
    waiting: int

    def data(self) -> dict[str, Any]:
        """As JSON-able data."""
        return {
            "reported": self.reported, "closed": self.closed, "settled": dict(zip(_LEVELS, self.levels, strict=True)),
            "late": self.late, "open": self.waiting,
        }  # fmt: skip


def case_counts(index: Index, start: date, end: date) -> tuple[CaseCount, ...]:
    """The rows of ``case_counts.yaml``; none where the index has no ``case_status`` or there was nothing to count."""
    if all(table.name != "case_status" for table in index.tables()):
        return ()
    opened, closed = (_IN.format(moment=f"s.{name}", start=start, end=end) for name in ("opened_at", "closed_at"))
    parts = [opened, closed, *(f"{closed} AND s.settled_level = '{level}'" for level in _LEVELS)]
    parts.append(f"{closed} AND s.late")
    parts.append(
        f"s.closed_at IS NULL AND s.stage NOT IN ('finished', 'refused', 'merged') AND s.opened_at <= DATE '{end}' + 1"
    )
    sums = ", ".join(f"count(*) FILTER ({part})" for part in parts)
    found = []
    for each in packaged_list("gridctl.assess", "case_counts.yaml"):
        query = f"SELECT {sums} FROM case_status s LEFT JOIN cases c ON c.id = s.case_id WHERE {each['where']}"
        reported, settled, *levels, late, waiting = index.sql(query)[0]
        name = Words(each["zh"], each["en"])
        found.append(CaseCount(each["key"], name, reported, settled, tuple(levels), late, waiting))
    return tuple(found) if any(each.reported or each.closed or each.waiting for each in found) else ()


def cases_table(counts: tuple[CaseCount, ...]) -> Table:
    """Cases by kind and where they were settled."""
    columns = (
        TableColumn("kind", "类别", "kind", width=22),
        TableColumn("reported", "本期上报", "new", "count"),
        TableColumn("closed", "本期办结", "closed", "count"),
        *(TableColumn(key, f"{name.zh}化解", name.en, "count") for key, name in _LEVELS.items()),
        TableColumn("within", "不出网格", "in grids", "percent"),
        TableColumn("late", "超时办结", "late", "count"),
        TableColumn("open", "期末在办", "open", "count"),
    )
    rows = tuple(
        (each.name, each.reported, each.closed, *each.levels, _share(each), each.late, each.waiting) for each in counts
    )
    return Table(Words("事件办理", "Cases"), columns, rows)


def settled(counts: tuple[CaseCount, ...]) -> dict[str, tuple[Words, int]]:
    """All cases closed, by the level at which they were settled."""
    total = counts[-1]
    return {key: (name, number) for (key, name), number in zip(_LEVELS.items(), total.levels, strict=True)}


def _share(each: CaseCount) -> float | None:
    return each.levels[0] / each.closed if each.closed else None
