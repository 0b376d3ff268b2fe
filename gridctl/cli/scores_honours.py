"""``gridctl scores honours``: the year's best of the staff and stars of grids."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gridctl.cli.console import say
from gridctl.cli.lang import language, t
from gridctl.cli.options import AsOfOption, Format, FormatOption, day, period
from gridctl.cli.output import emit, show_table


def honours(
    when: Annotated[
        str, typer.Argument(metavar="YEAR", help=t("哪一年（默认今年）", "which year (default: this)"))
    ] = "",
    form: FormatOption = Format.TEXT,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help=t("写成 Excel 或 json 文件", "write a workbook or JSON file"))
    ] = None,
    as_of: AsOfOption = "",
) -> None:
    """Two tables, of staff and of grids; quarters not begun yet are left out."""
    from gridctl.assess.annual import annual
    from gridctl.assess.honours import best_table, stars_table
    from gridctl.assess.honours import honours as of_year
    from gridctl.assess.sources import load_basis
    from gridctl.cli.scores_annual import quarters
    from gridctl.render.machine import to_json
    from gridctl.render.xlsx import SheetSpec, write_workbook
    from gridctl.store.workspace import Workspace

    ws = Workspace.open(today=day(as_of))
    year = period(when or str(ws.today.year), ws.today)
    basis = load_basis(ws)
    found = of_year(basis.scheme, annual(ws, basis, year, quarters(ws, year)), quarters(ws, year, "grid"))
    tables = [best_table(found, basis.scheme), stars_table(found)]
    if form is not Format.TEXT:
        emit(to_json(found.data()), output)
    elif output is not None:
        sheets = [SheetSpec(each, each.title.text(language())) for each in tables]
        write_workbook(output, sheets, language())
        say(t(f"已写入 {output}", f"Wrote {output}"), style="green")
    else:
        for each in tables:
            show_table(each, form, None)
