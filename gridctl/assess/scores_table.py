"""The scores given, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridctl.findings.table import Table, TableColumn, Words
from gridctl.schema.col import INTERNAL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gridctl.assess.inputs import Given
    from gridctl.assess.scheme import Scheme


def scores_table(given: Iterable[Given], scheme: Scheme) -> Table:
    """Who was given how many points for what, when, by whom and why; the latest first."""
    columns = (
        TableColumn("counts_on", "计入日期", "counts on", "date"),
        TableColumn("unit", "考评对象", "unit"),
        TableColumn("input", "项目", "input"),
        TableColumn("points", "分值", "points", "number"),
        TableColumn("given_by", "打分人", "given by", sens=INTERNAL),
        TableColumn("reason", "理由", "reason", sens=INTERNAL, width=24),
        TableColumn("id", "记录编号", "record"),
    )
    named = scheme.named_inputs()
    rows = tuple(
        (
            each.counts_on,
            each.unit or None,
            named[each.input].words,
            each.points,
            each.given_by,
            each.reason,
            each.id,
        )
        for each in sorted(given, key=lambda one: (-one.counts_on.toordinal(), one.unit, one.id))
    )
    return Table(Words("考评打分", "Scores"), columns, rows)
