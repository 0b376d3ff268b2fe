"""``gridctl bulletin``: publish a period's bulletin for good, check it later, correct it in the open, hear appeals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from gridctl.cli.bulletin_appeal import app as appeals
from gridctl.cli.console import out, say
from gridctl.cli.lang import language, t
from gridctl.cli.options import AsOfOption, DryRunOption, Format, FormatOption, OutputOption, day, period
from gridctl.cli.output import emit, show_table
from gridctl.cli.report import By

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gridctl.assess.publishing import Edition, Published
    from gridctl.findings.finding import Finding
    from gridctl.store.workspace import Workspace

app = typer.Typer(
    help=t("通报：发布、校验、更正、申诉", "Bulletins: publish, verify, correct, appeals"), no_args_is_help=True
)
app.registered_commands += appeals.registered_commands

_LONGEST = 60

PeriodOption = Annotated[
    str, typer.Option("--period", "-p", help=t("2026Q3、2026-07 或 2026", "2026Q3, 2026-07 or 2026"))
]
SignedOption = Annotated[
    str, typer.Option("--signed-by", help=t("签发人（默认本机用户名）", "who signs (default: this computer's user)"))
]
CommitOption = Annotated[bool, typer.Option("--commit", help=t("写好后提交到 Git", "commit what is written"))]
NumberArgument = Annotated[str, typer.Argument(help=t("通报编号，如 2026Q3-grid", "its number, such as 2026Q3-grid"))]


@app.command(
    help=t(
        "发布通报：按期末的版本算出，连同所用的提交、方案和校验值存入 ledgers/assessment/bulletins/，此后不再改动。",
        "Publish a bulletin: reckoned from the period's last revision, kept under ledgers/assessment/bulletins/ with "
        "the commits, the scheme and a checksum of every file, never to be changed.",
    )
)
def publish(
    when: PeriodOption,
    by: Annotated[By, typer.Option(help=t("按网格或网格员排名", "rank grids or workers"))] = By.GRID,
    signed_by: SignedOption = "",
    commit: CommitOption = False,
    as_of: AsOfOption = "",
    dry_run: DryRunOption = False,
) -> None:
    """Freeze the figures and the files; refused where it was published before, or cannot be reckoned again."""
    from gridctl.cli.bulletin_edition import edition_files, write_edition
    from gridctl.store.faults import Refused
    from gridctl.store.workspace import Workspace

    ws = Workspace.open(today=day(as_of))
    span = period(when, ws.today)
    if span.end >= ws.today:
        raise Refused(
            f"{span.label} 还没有过完，不能发布。", f"{span.label} is not over yet: nothing can be published."
        )
    files = edition_files(ws, span, by.value, signed_by)
    write_edition(
        ws, files, t(f"发布通报 {span.label}", f"Publish bulletin {span.label}"), commit=commit, dry_run=dry_run
    )


@app.command(
    "list", help=t("列出已发布的通报及其更正、申诉。", "List published bulletins with their corrections and appeals.")
)
def list_(form: FormatOption = Format.TEXT, output: OutputOption = None) -> None:
    """One line a bulletin."""
    from gridctl.assess.publishing import read_published
    from gridctl.cli.bulletin_appeal import appeals_of
    from gridctl.findings.table import Table, TableColumn, Words
    from gridctl.store.workspace import Workspace

    ws = Workspace.open()
    columns = (
        TableColumn("number", "通报", "bulletin", width=14),
        TableColumn("published_on", "发布日期", "published", width=12),
        TableColumn("published_by", "签发人", "signed by", width=10),
        TableColumn("revision", "数据版本", "revision", width=12),
        TableColumn("corrections", "更正", "corrections", "count", width=6),
        TableColumn("appeals", "申诉", "appeals", "count", width=6),
        TableColumn("open", "未答复", "open", "count", width=6),
    )
    rows = []
    for each in read_published(ws.root):
        about, heard = each.first.manifest, appeals_of(ws, each.number)
        waiting = sum(not appeal.get("outcome") for appeal in heard)
        rows.append(
            (each.number, about.published_on, about.published_by, about.data_revision[:10], len(each.corrections),
             len(heard), waiting)
        )  # fmt: skip
    show_table(Table(Words("已发布的通报", "Published bulletins"), columns, tuple(rows)), form, output)


@app.command(help=t("看一份已发布的通报：所用版本、排名、更正和申诉。", "Show a published bulletin."))
def show(number: NumberArgument, form: FormatOption = Format.TEXT, output: OutputOption = None) -> None:
    """The manifest, the ranking that holds, every correction's reason and every appeal."""
    from dataclasses import asdict

    from gridctl.assess.publishing import find_published
    from gridctl.cli.bulletin_appeal import appeals_of
    from gridctl.render.machine import to_json
    from gridctl.store.workspace import Workspace

    ws = Workspace.open()
    found, heard = find_published(ws.root, number), appeals_of(ws, number)
    if form is Format.TEXT and output is None:
        _tell(ws, found, heard)
        return
    data = {
        "editions": [asdict(each.manifest) for each in found.editions], "figures": found.last.figures, "appeals": heard,
    }  # fmt: skip
    emit(to_json(data), output)


@app.command(
    help=t(
        "校验已发布的通报：文件是否被动过，按当时的版本重算，逐个数字比对。不写编号则校验全部。",
        "Verify published bulletins: whether a file was touched, and every figure reckoned again from the revision of "
        "then. Without a number: all of them.",
    )
)
def verify(
    number: Annotated[str, typer.Argument(help=t("通报编号", "its number"))] = "",
    form: FormatOption = Format.TEXT,
    output: OutputOption = None,
) -> None:
    """Exit code 1 when anything differs."""
    from gridctl.assess.publishing import find_published, read_published
    from gridctl.cli.output import show_findings
    from gridctl.store.workspace import Workspace

    ws = Workspace.open()
    findings = _lost(ws, number)
    listed = [each for each in read_published(ws.root) if number in ("", each.number)]
    if number and not listed and not findings:
        find_published(ws.root, number)
    for each in listed:
        for edition in each.editions:
            findings += _verified(ws, edition)
    show_findings(findings, form.value, output)
    count = sum(len(each.editions) for each in listed)
    if not findings:
        say(
            t(
                f"{count} 份都与发布时一致。",
                "The one bulletin is as published." if count == 1 else f"All {count} are as published.",
            ),
            style="green",
        )
        return
    raise typer.Exit(1)


@app.command(
    help=t(
        "更正：按现在的台账重算，列出与公布的差别，另存一份有编号的更正通知；原通报不动。",
        "Correct: reckon from the ledgers of now, list what differs, and publish a numbered correction; the bulletin "
        "itself stays as it is.",
    )
)
def correct(
    number: NumberArgument,
    reason: Annotated[str, typer.Option(help=t("更正原因", "why"))],
    signed_by: SignedOption = "",
    appeal: Annotated[list[str] | None, typer.Option(help=t("因哪件申诉（编号）", "which appeal it follows"))] = None,
    commit: CommitOption = False,
    as_of: AsOfOption = "",
    dry_run: DryRunOption = False,
) -> None:
    """Publish a numbered correction; exit code 0 and nothing written where no figure differs."""
    from gridctl.assess.publishing import find_published
    from gridctl.cli.bulletin_appeal import noted
    from gridctl.cli.bulletin_edition import correction_files, write_edition
    from gridctl.render.terminal import print_table
    from gridctl.store.workspace import Workspace

    ws = Workspace.open(today=day(as_of))
    found = find_published(ws.root, number)
    changes = noted(ws, number, appeal or (), len(found.corrections) + 1)
    made = correction_files(ws, found, reason, signed_by, tuple(appeal or ()))
    if made is None:
        say(t("重算后没有差别，不用更正。", "Reckoned again, no figure differs: nothing to correct."))
        return
    headlines, files = made
    print_table(out(), headlines, language())
    say(t("全部差别写在更正通知里。", "The notice of the correction lists all that differs."), style="dim")
    message = t(f"更正通报 {number}", f"Correct bulletin {number}")
    write_edition(ws, files, message, commit=commit, dry_run=dry_run, changes=changes)


def _lost(ws: Workspace, number: str) -> list[Finding]:
    """Bulletins and corrections that Git's history knows and that are no longer there."""
    from gridctl.assess.finding import finding
    from gridctl.assess.publishing import FOLDER, lost_editions

    if not ws.git.is_repo():
        return []
    gone = lost_editions(ws.root, ws.git.ever(FOLDER))
    listed = [each for each in gone if number in ("", each.partition("/")[0])]
    return [finding("A202", each, params={"file": f"{FOLDER}/{each}"}) for each in listed]


def _verified(ws: Workspace, edition: Edition) -> list[Finding]:
    from gridctl.assess.figures import differences
    from gridctl.assess.finding import finding
    from gridctl.assess.publishing import check_files
    from gridctl.cli.bulletin_edition import reckoned_again

    found = check_files(edition)
    manifest = edition.manifest
    if any(each.code != "A203" and each.params["file"].endswith("figures.json") for each in found):
        return found
    path = f"{edition.folder.name}/figures.json"
    for each in differences(edition.figures, reckoned_again(ws, manifest).data()):
        figure = " ".join(filter(None, (each.indicator, each.what)))
        params = {"unit": each.unit or manifest.number, "figure": figure, "before": _short(each.before)}
        found.append(finding("A204", path, params={**params, "after": _short(each.after)}))
    return found


def _short(value: object) -> str:
    text = "—" if value in (None, []) else str(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _tell(ws: Workspace, found: Published, heard: Sequence[dict[str, Any]]) -> None:
    from gridctl.assess.sources import load_basis
    from gridctl.schema.reading import code_label

    console = out()
    grades = {each.key: t(each.zh, each.en) for each in load_basis(ws).scheme.bands}
    for each in found.editions:
        about = each.manifest
        kind = (
            t(f"更正第 {about.correction} 号", f"correction {about.correction}") if about.correction else about.number
        )
        console.print(
            f"{kind}  {about.published_on}  {about.published_by}  {t('版本', 'revision')} {about.data_revision[:10]}"
            f"  {t('方案', 'scheme')} {about.scheme[:10]}",
            markup=False,
        )
        if about.reason:
            console.print(f"  {about.reason}", markup=False)
    for unit in found.last.figures["units"]:
        rank, score = unit["rank"] or "—", "—" if unit["score"] is None else f"{unit['score']:.2f}"
        console.print(
            f"  {rank:>3}  {unit['code']}  {unit['name']}  {score}  {grades.get(unit['grade'], '—')}", markup=False
        )
    for one in heard:
        answered = one.get("outcome")
        outcome = code_label("appeal_outcome", answered, language()) if answered else t("未答复", "open")
        console.print(f"  {t('申诉', 'appeal')} {one['id']}  {one.get('unit')}  {one.get('appealed_on')}  {outcome}")
