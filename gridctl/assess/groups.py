"""Groups of staff compared: full-time and part-time, Party members and all, by indicator and by score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gridctl.findings.table import Table, TableColumn, Words
from gridctl.text.packaged import packaged_list

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gridctl.assess.counting import Counted
    from gridctl.assess.sources import Basis
    from gridctl.store.index import Index


@dataclass(frozen=True, slots=True)
class Group:
    """One group: how many ranked staff, the mean of their scores by indicators, and the indicators over all of them."""

    key: str
    name: Words
    heads: int
    score: float | None
    values: Mapping[str, float | None]

    def data(self) -> dict[str, Any]:
        """As JSON-able data."""
        return {"heads": self.heads, "score": self.score, "indicators": dict(self.values)}


def compare_groups(
    index: Index, basis: Basis, counted: Mapping[str, Counted], scores: Mapping[str, float | None]
) -> tuple[Group, ...]:
    """The groups of ``groups.yaml`` among the ranked staff; ``counted`` are the indicators counted by staff.

    ``scores`` are those by indicators of all ranked staff, by number. Empty where nobody is told from anybody: with
    fewer than two groups.
    """
    listed = packaged_list("gridctl.assess", "groups.yaml")
    staff = list(scores)
    found: dict[str, Group] = {}
    for each in listed:
        named = {number for (number,) in index.sql(each["sql"])}
        members = [number for number in staff if number in named]
        if not members or (len(members) == len(staff) and each is not listed[-1]):
            continue
        scored = [score for number in members if (score := scores[number]) is not None]
        mean = round(sum(scored) / len(scored), 2) if scored else None
        values = {code: _pooled(counted[code], members) for code in basis.indicators}
        found[each["key"]] = Group(each["key"], Words(each["zh"], each["en"]), len(members), mean, values)
    return tuple(found.values()) if len(found) > 1 else ()


def groups_table(basis: Basis, groups: Sequence[Group]) -> Table:
    """An indicator a row, a group a column; indicators that nobody of them has are left out."""
    columns = (
        TableColumn("name", "指标", "indicator", width=24),
        *(
            TableColumn(each.key, f"{each.name.zh}（{each.heads}人）", f"{each.name.en} ({each.heads})", "percent")
            for each in groups
        ),
    )
    rows: list[tuple[Words | float | None, ...]] = []
    for code, indicator in basis.indicators.items():
        values = [each.values[code] for each in groups]
        if any(value is not None for value in values):
            rows.append((indicator.title, *values))
    shares = [None if each.score is None else each.score / 100 for each in groups]
    rows.append((Words("平均得分率", "mean score by full score"), *shares))
    note = Words(
        "同类网格员的分子、分母合并计算；平均得分率为指标得分的平均。",
        "Numerators and denominators of a group's members together; the mean is that of their scores by indicators.",
    )
    return Table(Words("分组比较", "Groups compared"), columns, tuple(rows), footer=(note,))


def _pooled(counted: Counted, members: Sequence[str]) -> float | None:
    counts = [counted.counts[number] for number in members if number in counted.counts]
    asked = sum(each.denominator for each in counts)
    return max(0.0, sum(each.numerator for each in counts) / asked) if asked else None
