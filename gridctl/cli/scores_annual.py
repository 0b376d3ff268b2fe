"""``gridctl scores annual``: the year's appraisal of the staff."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from gridctl.cli.completing import complete_staff
from gridctl.cli.console import err
from gridctl.cli.lang import language, t
from gridctl.cli.options import AsOfOption, Format, FormatOption, OutputOption, day, period
from gridctl.cli.output import emit_data, show_table

if TYPE_CHECKING:
    from gridctl.assess.quarters import Quarter
    from gridctl.assess.units import By
    from gridctl.store.workspace import Workspace
    from gridctl.text.periods import Period


def annual(
    when: Annotated[
        str, typer.Argument(metavar="YEAR", help=t("哪一年（默认今年）", "which year (default: this)"))
    ] = "",
    staff: Annotated[
        str, typer.Option(help=t("只看这个网格员（工号）", "only this worker"), autocompletion=complete_staff)
    ] = "",
    form: FormatOption = Format.TEXT,
    output: OutputOption = None,
    as_of: AsOfOption = "",
) -> None:
    """The parts of everybody's year, best first: quarters as published, else reckoned; those not begun are left out."""
    from gridctl.assess.annual import annual as of_year
    from gridctl.assess.annual_tables import parts_table, year_table
    from gridctl.assess.sources import load_basis
    from gridctl.render.terminal import print_findings
    from gridctl.store.faults import NotFound
    from gridctl.store.workspace import Workspace

    ws = Workspace.open(today=day(as_of))
    year = period(when or str(ws.today.year), ws.today)
    found = of_year(ws, load_basis(ws), year, quarters(ws, year))
    if staff and all(each.unit.code != staff for each in found.staff):
        raise NotFound(f"{year.label} 年没有考评 {staff}。", f"{staff} was not assessed in {year.label}.")
    chosen = [each for each in found.staff if staff in ("", each.unit.code)]
    if form is not Format.TEXT:
        listed = [each.data() for each in chosen]
        emit_data(found.data() | {"staff": listed}, form, output, lines=listed)
    else:
        show_table(parts_table(chosen[0], year) if staff else year_table(found), form, output)
    print_findings(err(), found.findings, language())


def quarters(ws: Workspace, year: Period, by: By = "staff") -> list[Quarter]:
    """The year's quarters begun by now: as published, otherwise reckoned as the data stood at the quarter's end."""
    from gridctl.assess.publishing import number_of, read_published
    from gridctl.assess.quarters import as_published, reckoned
    from gridctl.cli.assessing import assessed
    from gridctl.text.periods import parse_period

    published = {each.number: each for each in read_published(ws.root)}
    found = []
    for number in range(1, 5):
        span = parse_period(f"{year.start.year:04}Q{number}")
        frozen = published.get(number_of(span.label, by))
        if frozen is not None:
            found.append(as_published(frozen))
        elif span.start <= ws.today:
            found.append(reckoned(assessed(ws, span, by=by, quality=False, compared=False)[0]))
    return found
