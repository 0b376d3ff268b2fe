"""``gridctl scores explain``: the working behind a figure, down to the records."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gridctl.cli.completing import complete_grid, complete_staff
from gridctl.cli.lang import t
from gridctl.cli.options import AsOfOption, Format, FormatOption, OutputOption, day, period
from gridctl.cli.output import emit_data, show_table

if TYPE_CHECKING:
    from gridctl.assess.units import By

_MOST = 40


def explain(
    code: Annotated[
        str, typer.Argument(metavar="INDICATOR", help=t("指标编号，不写为整个得分", "code; without: all"))
    ] = "",
    staff: Annotated[
        str, typer.Option(help=t("哪个网格员（工号）", "which worker (staff number)"), autocompletion=complete_staff)
    ] = "",
    grid: Annotated[
        str, typer.Option(help=t("哪个网格（编码）", "which grid (code)"), autocompletion=complete_grid)
    ] = "",
    department: Annotated[str, typer.Option(help=t("哪个部门", "which department"))] = "",
    when: Annotated[
        str, typer.Option("--period", "-p", help=t("2026Q3、2026-07 或 2026（默认本季度）", "2026Q3, 2026-07 or 2026"))
    ] = "",
    scheme: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help=t("另用一份考核方案", "another scheme"))
    ] = None,
    most: Annotated[
        int, typer.Option("--most", "-n", min=0, help=t("最多列几条记录，0 为全部", "records; 0: all"))
    ] = _MOST,
    form: FormatOption = Format.TEXT,
    output: OutputOption = None,
    as_of: AsOfOption = "",
) -> None:
    """The community's figure unless a worker, grid or department is named; without an indicator, the whole score."""
    from gridctl.assess.explain import explain as explained
    from gridctl.assess.explain import scored_unit
    from gridctl.assess.explain_tables import records_table, score_table, working_table
    from gridctl.cli.assessing import assessed
    from gridctl.store.workspace import Workspace
    from gridctl.text.periods import quarter_of

    if sum(map(bool, (staff, grid, department))) > 1:
        raise typer.BadParameter(t("只能写一个对象", "name one unit only"))
    ws = Workspace.open(today=day(as_of))
    span = period(when, ws.today) if when else quarter_of(ws.today)
    by: By = "staff" if staff else "department" if department else "grid"
    bulletin, at = assessed(ws, span, by=by, scheme=scheme, quality=False, compared=False)
    unit = staff or grid or department
    if not code:
        each = scored_unit(bulletin, unit)
        if form is Format.TEXT:
            show_table(score_table(bulletin, each), form, output)
        else:
            emit_data(each.data(), form, output)
        return
    found = explained(at, bulletin, code, unit)
    if form is not Format.TEXT:
        data = found.data()
        emit_data(data, form, output, lines=data["records"])
    else:
        show_table(working_table(found), form, None)
        if found.records:
            show_table(records_table(found), form, output, most=most)
