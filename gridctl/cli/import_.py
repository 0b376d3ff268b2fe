"""``gridctl import``: somebody's workbooks into the ledgers, previewed first, everything or nothing."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gridctl.cli.committing import commit_files
from gridctl.cli.completing import complete_grid, complete_ledger
from gridctl.cli.console import say
from gridctl.cli.lang import language, t
from gridctl.cli.options import DryRunOption, Format, FormatOption, OutputOption, RevealOption, YesOption
from gridctl.cli.output import emit
from gridctl.cli.progress import progress
from gridctl.cli.writing import REFUSED, agreed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gridctl.intake.outcome import ImportPlan
    from gridctl.store.workspace import Workspace

app = typer.Typer()

ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".ods", ".csv", ".tsv")


class Unknown(StrEnum):
    """What to do with a column that nobody knows."""

    LEAVE = "leave"
    NOTE = "note"


class OnConflict(StrEnum):
    """What to do with a value that differs from the ledger's."""

    TAKE = "take"
    KEEP = "keep"
    ASK = "ask"


@app.command(
    help=t(
        f"导入别人发来的工作簿（{' '.join(ENDINGS)}），自动认表头和台账；先预览，再写入。",
        f"Import workbooks ({' '.join(ENDINGS)}); headings and ledgers are recognised; previewed before anything is "
        "written.",
    )
)
def import_(
    files: Annotated[
        list[Path], typer.Argument(exists=True, help=t("工作簿，或装着工作簿的文件夹", "workbooks, or folders of them"))
    ],
    ledger: Annotated[
        str,
        typer.Option(
            help=t("指定台账（默认自动识别）", "the ledger (recognised by default)"), autocompletion=complete_ledger
        ),
    ] = "",
    grid: Annotated[
        str,
        typer.Option(help=t("表里没写网格时用这个", "the grid of rows that name none"), autocompletion=complete_grid),
    ] = "",
    on_conflict: Annotated[
        OnConflict,
        typer.Option(
            help=t(
                "与台账不同的值：take 用新值，keep 留旧值，ask 逐个询问",
                "a value that differs: take it, keep the old, or ask of each",
            )
        ),
    ] = OnConflict.TAKE,
    profile: Annotated[
        str,
        typer.Option(
            help=t(
                "用这份来表说明（ledgers/imports 里的文件名；同样的表头会自动套用）",
                "the sender profile to use (a file of ledgers/imports; the same headings find theirs)",
            )
        ),
    ] = "",
    fill: Annotated[
        bool,
        typer.Option(
            "--fill/--no-fill",
            help=t(
                "没写的按证号和标题补（默认）",
                "fill gaps from id numbers and titles",
            ),
        ),
    ] = True,
    unknown: Annotated[
        Unknown,
        typer.Option(
            help=t(
                "不认识的列：leave 报告、不导入，note 写入备注", "columns nobody knows: leave them out, or note them"
            )
        ),
    ] = Unknown.LEAVE,
    commit: Annotated[bool, typer.Option("--commit", help=t("写入后提交到 Git", "commit to Git afterwards"))] = False,
    rejected: Annotated[
        Path | None,
        typer.Option(
            help=t("退回的行写到这个文件夹（默认 out/退回）", "folder for rejected rows (default out/rejected)")
        ),
    ] = None,
    dry_run: DryRunOption = False,
    yes: YesOption = False,
    form: FormatOption = Format.TEXT,
    output: OutputOption = None,
    reveal: RevealOption = False,
) -> None:
    """Plan, preview, ask, write; exit code 1 when rows were rejected, 3 when nobody agreed to write."""
    from gridctl.intake.reading.readahead import read_ahead

    terminal = sys.stdin.isatty()
    if on_conflict is OnConflict.ASK and not terminal:
        raise typer.BadParameter(
            t("--on-conflict ask 要在终端里使用。", "--on-conflict ask needs a terminal."), param_hint="--on-conflict"
        )
    books = read_ahead(_books(files))
    from gridctl.store.workspace import Workspace

    ws = Workspace.open()
    with progress(t(f"读取 {len(files)} 个文件", f"Reading {len(files)} files")):
        from gridctl.addresses.doubles.known_houses import KnownHouses
        from gridctl.cli.importasking import Planning

        text = form is Format.TEXT
        if text:
            # Loaded while a large file is still being read by another process.
            from gridctl.cli.importpreview import show_plan
        rule = "keep" if on_conflict is OnConflict.KEEP else "take"
        planning = Planning(
            ws,
            books,
            profile,
            ledger=ledger or None,
            grid=grid or None,
            on_conflict=rule,
            houses=KnownHouses(ws),
            fill=fill,
            note_unknown=unknown is Unknown.NOTE,
        )
    if text and terminal and not yes:
        planning.ask_headings(save=not dry_run)
    if on_conflict is OnConflict.ASK:
        planning.ask_conflicts()
    plan = planning.plan
    if text:
        show_plan(ws, plan, reveal=reveal)
    # First, so that a folder that cannot be written stops the command before the ledgers change.
    returned = [] if dry_run else give_back(ws, plan, rejected)
    written = bool(plan.changes) and not dry_run and (yes or agreed(ask=text))
    if written:
        _write(ws, plan, ask=text and not yes)
    if not text:
        _emit(plan, form, output, written=written, returned=returned)
    if written and commit:
        commit_files(ws.root, ("ledgers",), plan.changes.title, plan.changes.trailers)
    if plan.changes and not dry_run and not written:
        raise typer.Exit(REFUSED)
    if plan.counts.rejected or _failed(plan):
        raise typer.Exit(1)


def _write(ws: Workspace, plan: ImportPlan, *, ask: bool) -> None:
    """Write the ledgers; what visits found may become cases at once."""
    with progress(t("写入台账", "Writing the ledgers")):
        ws.apply(plan.changes)
    say(t("已写入台账。", "Written to the ledgers."), style="green")
    if any(each.ledger == "visits" for each in plan.changes):
        from gridctl.cli.case_new import offer_cases

        offer_cases(ws, plan.changes, yes=not ask)
    if any(each.code == "I173" and each.params.get("missing_field") == "house_code" for each in plan.findings):
        say(
            t(
                "新房屋还没有编码，一次编好：gridctl codes assign",
                "New houses have no code yet; to give them one: gridctl codes assign",
            )
        )


def _books(given: Sequence[Path]) -> list[Path]:
    """The files; of a folder those that look like workbooks, without what an open program leaves beside them."""
    found: list[Path] = []
    for path in given:
        if path.is_dir():
            inside = sorted(each for each in path.iterdir() if each.suffix.lower() in ENDINGS)
            found += [each for each in inside if not each.name.startswith(("~$", "."))]
        else:
            found.append(path)
    return found


def give_back(ws: Workspace, plan: ImportPlan, folder: Path | None = None) -> list[Path]:
    """Write the rejected rows as workbooks in the sender's own layout, and say where they are."""
    if not plan.counts.rejected:
        return []
    from gridctl.intake.returned.rejected import write_rejected

    paths = write_rejected(plan, folder or ws.root / "out" / t("退回", "rejected"), language=language())
    for path in paths:
        say(
            t(
                f"退回 {path}：改好标红的格子后再导入即可。",
                f"Rejected rows in {path}: correct the marked cells and import it.",
            )
        )
    return paths


def _failed(plan: ImportPlan) -> bool:
    from gridctl.findings.finding import Severity

    # A file in which nothing was recognised is a failure too, even though it is no fault of a row.
    return not plan.sources or any(each.severity is Severity.ERROR for each in plan.findings)


def _emit(plan: ImportPlan, form: Format, output: Path | None, *, written: bool, returned: Sequence[Path]) -> None:
    from gridctl.cli.importpreview import source_data
    from gridctl.render.changes import change_data
    from gridctl.render.machine import finding_data, to_json, to_jsonl

    sources = source_data(plan)
    if form is Format.JSONL:
        emit(to_jsonl(sources), output)
        return
    data = {
        "written": written,
        "sources": sources,
        "changes": change_data(plan.changes),
        "findings": [finding_data(each, language()) for each in plan.findings],
        "rejected_files": [str(path) for path in returned],
    }
    emit(to_json(data), output)
