"""``gridctl scores``: scores given, the scheme they count by, and how a figure was worked out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from gridctl.cli import scores_add, scores_annual, scores_explain, scores_honours, scores_pay
from gridctl.cli.completing import complete_grid, complete_staff
from gridctl.cli.console import err
from gridctl.cli.lang import language, t
from gridctl.cli.options import AsOfOption, Format, FormatOption, OutputOption, RevealOption, day, period
from gridctl.cli.output import show_table

if TYPE_CHECKING:
    from gridctl.assess.sources import Basis
    from gridctl.findings.finding import Finding
    from gridctl.findings.table import Table
    from gridctl.store.workspace import Workspace

app = typer.Typer(
    help=t("考评打分、考核方案与得分说明", "Scores, the scheme, and how figures come about"), no_args_is_help=True
)
app.command(
    "add",
    help=t(
        "记一笔打分。例：gridctl scores add 日常考评 QH002 92 --reason 走访扎实",
        'Record a score, e.g. gridctl scores add daily QH002 92 --reason "thorough visits"',
    ),
)(scores_add.add)
app.command(
    "explain",
    help=t(
        "说明一项指标怎么算出来的，列出每条记录。例：gridctl scores explain B2 --staff QH002 --period 2026Q3",
        "How a figure was worked out, with its records, e.g. gridctl scores explain B2 --staff QH002 --period 2026Q3",
    ),
)(scores_explain.explain)
app.command(
    "annual",
    help=t(
        "年度考评：日常考评、四季通报、年度评价合成。",
        "The year: daily scores, quarterly bulletins and appraisals together.",
    ),
)(scores_annual.annual)
app.command(
    "honours",
    help=t(
        "年度评优：十佳网格员、星级网格，按考核方案定。", "The year's honours by the scheme: ten best, stars of grids."
    ),
)(scores_honours.honours)
app.command(
    "pay",
    help=t(
        "绩效表：基数×得分×在岗天数，加计件、计时。例：gridctl scores pay --period 2026Q3 -o 绩效.xlsx",
        "Pay by score, days in post, pieces and hours, e.g. gridctl scores pay --period 2026Q3 -o pay.xlsx",
    ),
)(scores_pay.pay)


@app.command(
    "list",
    help=t("列出打分记录：谁、何时、因何给了多少分。", "List the scores: who gave how much to whom, when and why."),
)
def list_(
    named: Annotated[str, typer.Option("--input", help=t("只看这个项目", "only this input"))] = "",
    staff: Annotated[
        str, typer.Option(help=t("只看这个网格员（工号）", "only this worker"), autocompletion=complete_staff)
    ] = "",
    grid: Annotated[str, typer.Option(help=t("只看这个网格", "only this grid"), autocompletion=complete_grid)] = "",
    when: Annotated[
        str, typer.Option("--period", "-p", help=t("2026Q3、2026-07 或 2026", "2026Q3, 2026-07 or 2026"))
    ] = "",
    form: FormatOption = Format.TEXT,
    output: OutputOption = None,
    reveal: RevealOption = False,
) -> None:
    """Every score that counts, the latest first; those that cannot count are told as findings."""
    from gridctl.assess.inputs import read_scores, scores_of
    from gridctl.assess.scores_table import scores_table
    from gridctl.assess.sources import load_basis
    from gridctl.render.terminal import print_findings
    from gridctl.store.workspace import Workspace

    ws = Workspace.open()
    scheme = load_basis(ws).scheme
    given, findings = read_scores(ws.index(), scheme)
    if when:
        span = period(when, ws.today)
        given = list(scores_of(given, span.start, span.end))
    key = scheme.input_key(named) if named else None
    if named and key is None:
        listed = t("、", ", ").join(each.label(language()) for each in scheme.named_inputs().values())
        raise typer.BadParameter(
            t(f"方案里没有这一项，有：{listed}", f"not in the scheme; there are: {listed}"), param_hint="--input"
        )
    unit = staff or grid
    chosen = [each for each in given if (not key or each.input == key) and (not unit or each.unit == unit)]
    show_table(scores_table(chosen, scheme), form, output, reveal=reveal)
    print_findings(err(), findings, language())


@app.command(
    "scheme",
    help=t("查看考核方案：指标、权重、加减分、等次、年度；并检查写得对不对。", "Show the scheme and check it."),
)
def scheme_(
    form: FormatOption = Format.TEXT,
    output: OutputOption = None,
    as_of: AsOfOption = "",
) -> None:
    """The scheme in force and the faults of its files; exit code 1 when there are errors."""
    from gridctl.assess.sources import load_basis
    from gridctl.findings.finding import Severity
    from gridctl.render.terminal import print_findings
    from gridctl.store.workspace import Workspace

    ws = Workspace.open(today=day(as_of))
    basis = load_basis(ws)
    for table in _tables(basis) if form is Format.TEXT and output is None else _tables(basis)[:1]:
        show_table(table, form, output)
    findings = [*basis.findings, *_of_people(ws, basis)]
    print_findings(err(), findings, language())
    if any(each.severity is Severity.ERROR for each in findings):
        raise typer.Exit(1)


def _tables(basis: Basis) -> list[Table]:
    from gridctl.assess.scheme_tables import annual_table, inputs_table, weights_table

    return [weights_table(basis), inputs_table(basis.scheme), annual_table(basis.scheme)]


def _of_people(ws: Workspace, basis: Basis) -> list[Finding]:
    """Quotas against the people there are to be graded, and samples against what a quarter has."""
    from gridctl.assess.counting import count
    from gridctl.assess.judging import Judge
    from gridctl.assess.lint import lint_quotas, lint_samples
    from gridctl.assess.measure import prepare
    from gridctl.assess.units import COMMUNITY, Units
    from gridctl.text.periods import quarter_of

    quarter = quarter_of(ws.today)
    prepare(ws, basis, quarter.start, ws.today)
    units = Units.load(ws.index(), basis.scheme, "staff", quarter.start, ws.today)
    (counted,) = count(Judge(ws.index(), basis.indicators), [units], quarter.start, ws.today, evidence=False)
    sizes = {code: each.counts[COMMUNITY].denominator for code, each in counted.items() if COMMUNITY in each.counts}
    faults = [each for found in counted.values() for each in found.findings]
    return [
        *lint_quotas(basis.scheme, len(units.listed), basis.source),
        *lint_samples(basis.indicators, sizes),
        *faults,
    ]
