"""``gridctl supervise recheck``: what a re-check found, registered and corrected."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gridctl.cli.console import out, say
from gridctl.cli.lang import language, t
from gridctl.cli.options import AsOfOption, DryRunOption, Format, FormatOption, RevealOption, YesOption, day
from gridctl.cli.output import emit

if TYPE_CHECKING:
    from gridctl.store.changeset import ChangeSet
    from gridctl.store.workspace import Workspace
    from gridctl.work.supervise_rate import Rate
    from gridctl.work.supervise_recheck import Recheck


def add_to(app: typer.Typer) -> None:
    """Put the command under ``gridctl supervise``."""
    app.command(
        help=t(
            "读回填好的复核表：准确率、未注销率及置信区间，记入复核登记，并更正台账。",
            "Read a filled-in form: accuracy and the share not de-registered with their intervals; registers the "
            "re-check and corrects the ledgers.",
        )
    )(recheck)


def recheck(
    file: Annotated[Path, typer.Argument(help=t("填好的复核表", "the form"))],
    register_only: Annotated[
        bool,
        typer.Option("--register-only", help=t("只登记，不更正台账", "register it, leave the ledgers as they are")),
    ] = False,
    by: Annotated[
        str, typer.Option(help=t("表中没写复核人时记谁（默认本机用户名）", "who checked, where the form does not say"))
    ] = "",
    form: FormatOption = Format.TEXT,
    dry_run: DryRunOption = False,
    yes: YesOption = False,
    reveal: RevealOption = False,
    as_of: AsOfOption = "",
) -> None:
    """Show the rates, then the changes, and write them when agreed; exit code 1 when rows could not be read."""
    from gridctl.cli.finishing import finish, who
    from gridctl.store.workspace import Workspace

    ws = Workspace.open(today=day(as_of))
    found = _read(ws, file, by or who())
    changes = found.changes(correct=not register_only)
    if form is not Format.TEXT:
        _tell_machine(ws, found, changes, write=yes and not dry_run)
        return
    _show_rates(found)
    if not changes and not found.findings:
        say(t("没有新的内容要登记。", "There is nothing new to register."))
    finish(ws, changes, found.findings, dry_run=dry_run, yes=yes, reveal=reveal)


def _tell_machine(ws: Workspace, found: Recheck, changes: ChangeSet, *, write: bool) -> None:
    from gridctl.render.machine import finding_data, to_json

    if write and changes:
        ws.apply(changes)
    findings = [finding_data(each, language()) for each in found.findings]
    emit(to_json({**_recheck_data(found), "written": bool(write and changes), "findings": findings}), None)
    if findings:
        raise typer.Exit(1)


def _read(ws: Workspace, file: Path, by: str) -> Recheck:
    from gridctl.intake.reading.book import cell_text
    from gridctl.intake.reading.reader import read_book
    from gridctl.store.faults import NotFound, UsageFault
    from gridctl.work.supervise_form import NotAFormError
    from gridctl.work.supervise_recheck import read_recheck

    if not file.is_file():
        raise NotFound(f"没有这个文件：{file}", f"No such file: {file}")
    wrong = None
    for sheet in read_book(file).sheets:
        rows = [[cell_text(cell) for cell in row] for row in sheet.rows]
        try:
            return read_recheck(ws, file.name, sheet.name, rows, by=by)
        except NotAFormError as error:
            wrong = wrong or error.words
    if wrong is not None:
        raise UsageFault(f"{file.name}：{wrong.zh}", f"{file.name}: {wrong.en}")
    raise UsageFault(
        f"{file.name} 不是抽查复核表；请用 gridctl supervise sample 生成。",
        f"{file.name} is no form of a re-check; make one with gridctl supervise sample.",
    )


def _show_rates(found: Recheck) -> None:
    console = out()
    console.print(t(f"抽样编号 {found.sample_no}", f"Sample {found.sample_no}"), markup=False)
    console.print(
        t(
            f"已复核 {found.checked} 条，未遇 {found.not_met} 条，未填 {found.open} 条，读不出 {found.unreadable} 条。",
            f"{found.checked} checked, {found.not_met} not met, {found.open} left open, {found.unreadable} unreadable.",
        )
    )
    for label, rate in (
        (t("准确率", "Accuracy"), found.accuracy),
        (t("未注销率", "Not de-registered"), found.not_deregistered),
    ):
        console.print(f"  {label}  {_rate(rate)}", markup=False)


def _rate(rate: Rate) -> str:
    if rate.value is None or rate.interval is None:
        return t("没有样本", "no sample")
    low, high = rate.interval
    span = t(f"95% 置信区间 {low:.1%} 至 {high:.1%}", f"95 % interval {low:.1%} to {high:.1%}")
    return f"{rate.value:.1%} ({rate.part}/{rate.whole}; {span})"


def _recheck_data(found: Recheck) -> dict[str, object]:
    def rate(of: Rate) -> dict[str, object]:
        return {"part": of.part, "whole": of.whole, "value": of.value, "interval": of.interval}

    return {
        "sample_no": found.sample_no, "checked": found.checked, "not_met": found.not_met, "open": found.open,
        "unreadable": found.unreadable, "accuracy": rate(found.accuracy),
        "not_deregistered": rate(found.not_deregistered), "corrections": len(found.corrections),
    }  # fmt: skip
