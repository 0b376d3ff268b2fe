"""``gridctl scores annual``: the year's appraisal of the staff."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from gridctl.cli.completing import complete_staff
from gridctl.cli.console import err
from gridctl.cli.lang import language, t
from gridctl.cli.output import Format, FormatOption, OutputOption, WrittenDate, day, emit, period, show_table

if TYPE_CHECKING:
    from gridctl.assess.bulletin import Bulletin
    from gridctl.assess.units import By
    from gridctl.store.workspace import Workspace
    from gridctl.text.periods import Period


def annual(
    when: Annotated[
        str, typer.Argument(metavar="[YEAR]", help=t("哪一年（默认今年）", "which year (default: this)"))
    ] = "",
    staff: Annotated[
        str, typer.Option(help=t("只看这个网格员（工号）", "only this worker"), autocompletion=complete_staff)
    ] = "",
    form: FormatOption = Format.TEXT,
    output: OutputOption = None,
    as_of: WrittenDate = "",
) -> None:
    """The parts of everybody's year, best first; quarters not begun yet are left out."""
    from gridctl.assess.annual import annual as of_year
    from gridctl.assess.annual_tables import parts_table, year_table
    from gridctl.assess.sources import load_basis
    from gridctl.render.machine import to_json, to_jsonl
    from gridctl.render.terminal import print_findings
    from gridctl.store.faults import NotFound
    from gridctl.store.workspace import Workspace

    ws = Workspace.open(today=day(as_of))
    year = period(when or str(ws.today.year), ws.today)
    found = of_year(ws, load_basis(ws), year, quarters(ws, year))
    if staff and all(each.unit.code != staff for each in found.staff):
        raise NotFound(f"{year.label} 年没有考评 {staff}。", f"{staff} was not assessed in {year.label}.")
    chosen = [each for each in found.staff if staff in ("", each.unit.code)]
    if form is Format.JSON:
        emit(to_json(found.data() | {"staff": [each.data() for each in chosen]}), output)
    elif form is Format.JSONL:
        emit(to_jsonl(each.data() for each in chosen), output)
    else:
        show_table(parts_table(chosen[0], year) if staff else year_table(found), form, output)
    print_findings(err(), found.findings, language())


def quarters(ws: Workspace, year: Period, by: By = "staff") -> list[Bulletin]:
    """The bulletins of the year's quarters begun by now, each as its data stood at its end."""
    from gridctl.cli.assessing import assessed
    from gridctl.text.periods import parse_period

    spans = [parse_period(f"{year.start.year:04}Q{number}") for number in range(1, 5)]
    return [assessed(ws, each, by=by, quality=False)[0] for each in spans if each.start <= ws.today]
