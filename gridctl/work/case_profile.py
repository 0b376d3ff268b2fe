"""The demand profile: what was asked for most, by grid and month, and at which level it was settled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridctl.findings.table import Cell, Keyed, Table, TableColumn, Words
from gridctl.schema.codelists import code_list

if TYPE_CHECKING:
    from collections.abc import Collection

    from gridctl.store.workspace import Workspace
    from gridctl.text.periods import Period

_WITHIN = """
s.stage NOT IN ('refused', 'merged') AND c.occurred_on BETWEEN ? AND ?
  AND (? OR c.grid_code IN (SELECT unnest(?::VARCHAR[])))
"""


def demand_table(ws: Workspace, period: Period, grids: Collection[str] | None = None) -> Table:
    """Cases by month, grid and matter, the commonest first within a month and grid; wishes by their kind.

    ``case_status`` must be there. Shares are of the month's cases in the grid.
    """
    rows = ws.index().rows(
        f"""
        SELECT strftime(c.occurred_on, '%Y-%m') AS month, coalesce(any_value(g.name), c.grid_code) AS grid, s.kind,
          CASE WHEN s.kind = 'wish' THEN coalesce(c.wish_kind, '') ELSE coalesce(c.matter_code, '') END AS about,
          any_value(m.name) AS name, count(*) AS n, sum(count(*)) OVER (PARTITION BY month, c.grid_code) AS whole
        FROM case_status s JOIN cases c ON c.id = s.case_id
          LEFT JOIN matters m ON m.code = c.matter_code LEFT JOIN grids g ON g.grid_code = c.grid_code
        WHERE {_WITHIN} GROUP BY month, c.grid_code, s.kind, about ORDER BY month, c.grid_code, n DESC, about
        """,  # noqa: S608 - own names
        _params(period, grids),
    )
    lines = tuple(
        (row["month"], row["grid"], _about(row["kind"], row["about"], row["name"]), row["n"], row["n"] / row["whole"])
        for row in rows
    )
    columns = (
        TableColumn("month", "月份", "month", width=8),
        TableColumn("grid", "网格", "grid", width=12),
        TableColumn("about", "诉求", "asked for", width=30),
        TableColumn("count", "件数", "cases", kind="count", width=6),
        TableColumn("share", "占比", "share", kind="percent", width=8),
    )
    return Table(Words(f"诉求图谱 {period.label}", f"What was asked for, {period.label}"), columns, lines)


def level_table(ws: Workspace, period: Period, grids: Collection[str] | None = None) -> Table:
    """Closed cases by month, grid and the level that settled them; ``case_status`` must be there."""
    levels = [each.key for each in code_list("settled_level").items]
    counts = ", ".join(f"count(*) FILTER (s.settled_level = '{each}')" for each in levels)
    rows = ws.index().sql(
        f"""
        SELECT strftime(c.occurred_on, '%Y-%m') AS month, coalesce(any_value(g.name), c.grid_code) AS grid,
          count(*) AS n, {counts}
        FROM case_status s JOIN cases c ON c.id = s.case_id LEFT JOIN grids g ON g.grid_code = c.grid_code
        WHERE s.closed_at IS NOT NULL AND {_WITHIN} GROUP BY month, c.grid_code ORDER BY month, c.grid_code
        """,  # noqa: S608 - own names
        _params(period, grids),
    )
    lines: tuple[tuple[Cell, ...], ...] = tuple((*row, row[3] / row[2], (row[3] + row[4]) / row[2]) for row in rows)
    columns = (
        TableColumn("month", "月份", "month", width=8),
        TableColumn("grid", "网格", "grid", width=12),
        TableColumn("closed", "核消", "closed", kind="count", width=6),
        *(
            TableColumn(f"by_{each.key}", each.zh, each.key, kind="count", width=8)
            for each in code_list("settled_level").items
        ),
        TableColumn("in_grid", "不出网格", "by grid", kind="percent", width=8),
        TableColumn("in_community", "不出社区", "to comm.", kind="percent", width=8),
    )
    return Table(Words(f"化解层级 {period.label}", f"Level of settlement, {period.label}"), columns, lines)


def _params(period: Period, grids: Collection[str] | None) -> list[object]:
    return [period.start, period.end, grids is None, sorted(grids or ())]


def _about(kind: str, about: str, name: str | None) -> Cell:
    if kind == "wish":
        item = next((each for each in code_list("wish_kind").items if each.key == about), None)
        zh, en = (item.zh, item.en) if item else ("未分类", "unsorted")
        return Keyed.of(f"wish:{about or 'unsorted'}", f"小心愿：{zh}", f"Wish: {en}")
    if not about:
        return Keyed.of("unclassified", "未分类", "not classified")
    return f"{about} {name or ''}".strip()
