"""``gridctl tasks plates``: the plates for the doors of rented dwellings."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from gridctl.cli.completing import complete_grid
from gridctl.cli.console import say
from gridctl.cli.lang import language, t
from gridctl.cli.options import OutputOption


class PlateFormat(StrEnum):
    """Forms of plates."""

    HTML = "html"
    XLSX = "xlsx"


def add_to(app: typer.Typer) -> None:
    """Put the command under ``gridctl tasks``."""
    app.command("plates", help=t(
        "打印出租屋门牌：等级颜色、编码、网格，不含个人信息。",
        "Plates for rented dwellings: grade in its colour, code and grid, no personal data.",
    ))(plates)  # fmt: skip


def plates(
    form: Annotated[PlateFormat, typer.Option("--format", "-f", help=t("输出格式", "form of the output"))] = (
        PlateFormat.HTML
    ),
    grid: Annotated[
        str,
        typer.Option(help=t("只打这个网格及下级", "only this grid and those below it"), autocompletion=complete_grid),
    ] = "",
    output: OutputOption = None,
) -> None:
    """Write plates: a page to print in colour, or a workbook for a printer."""
    from gridctl.store.gridtree import grids_under
    from gridctl.store.workspace import Workspace
    from gridctl.work.plates import plates as made
    from gridctl.work.plates import plates_table

    ws = Workspace.open()
    listed = made(ws, frozenset(grids_under(ws, grid)) if grid else None)
    if not listed:
        say(t("没有编了码的出租屋，不用打印门牌。", "There is no rented dwelling with a code: no plates to print."))
        return
    path = output or ws.root / "out" / f"{t('出租屋门牌', 'plates')}.{form.value}"
    if form is PlateFormat.XLSX:
        from gridctl.render.xlsx import SheetSpec, write_workbook

        table = plates_table(listed)
        write_workbook(path, [SheetSpec(table, table.title.text(language()))], language())
    else:
        from gridctl.render.html import page, write_page
        from gridctl.work.plates import frequency_words
        from gridctl.work.rent_grading import grade_words

        context = [
            {"colour": each.colour, "grade": grade_words(each.grade).text(language()), "house_code": each.house_code,
             "grid": each.grid, "staff_no": each.staff_no,
             "frequency": frequency_words(each.frequency).text(language())}
            for each in listed
        ]  # fmt: skip
        title = t("出租屋门牌", "Plates of rented dwellings")
        write_page(path, page("plates.html.j2", language(), {"title": title, "plates": context}))
    say(t(f"已写入 {path}：{len(listed)} 块。", f"Wrote {len(listed)} plates to {path}."), style="green")
