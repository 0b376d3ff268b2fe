"""``gridctl tasks grade``: the grades of rented dwellings, by a scoring sheet."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gridctl.cli.console import say
from gridctl.cli.lang import t
from gridctl.cli.options import DryRunOption, Format, FormatOption, OutputOption, RevealOption, YesOption
from gridctl.cli.output import show_table


def add_to(app: typer.Typer) -> None:
    """Put the command under ``gridctl tasks``."""
    app.command("grade", help=t(
        "按评分表给出租屋评级，等级决定巡查频次；--yes 写入台账。",
        "Grade rented dwellings by the scoring sheet; the grade sets how often they are visited; --yes writes.",
    ))(grade)  # fmt: skip


def grade(
    sheet: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help=t("本社区的评分表", "the community's own sheet"))
    ] = None,
    form: FormatOption = Format.TEXT,
    output: OutputOption = None,
    reveal: RevealOption = False,
    dry_run: DryRunOption = False,
    yes: YesOption = False,
) -> None:
    """Grade the rented dwellings, show points and reasons, and write the grades when told to or agreed."""
    from gridctl.cli.writing import write
    from gridctl.store.workspace import Workspace
    from gridctl.work.rent_grading import changes_of, grade_dwellings, grades_table, read_sheet

    ws = Workspace.open()
    graded = grade_dwellings(ws, read_sheet(sheet))
    changes = changes_of(graded)
    show_table(grades_table(graded), form, output, reveal=reveal, most=40)
    count = len(changes.changes)
    say(t(f"{len(graded)} 处出租屋，{count} 处等级有变。", f"{len(graded)} rented dwellings, {count} change grade."))
    if count and not dry_run:
        write(ws, changes, yes=yes, ask=form is Format.TEXT)
