"""``gridctl case open``: a new case, or those that visits call for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from gridctl.cli.case_moves import KindOption, LevelOption, MatterOption, SituationOption, ValuesArgument
from gridctl.cli.case_saying import AtOption, ByOption, EvidenceOption, NoteOption, asked, finish, said
from gridctl.cli.completing import complete_grid
from gridctl.cli.console import say
from gridctl.cli.lang import language, t
from gridctl.cli.options import DryRunOption, Format, FormatOption, YesOption

if TYPE_CHECKING:
    from gridctl.store.changeset import ChangeSet
    from gridctl.store.workspace import Workspace


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command(
        "open",
        help=t(
            "采集一件事件。例：gridctl case open 标题=路灯不亮 --grid 第一网格 --source 居民 --by QH002；"
            "走访发现的一次开齐：gridctl case open --from-visits",
            "Open a case, e.g. gridctl case open title=… --grid … --source resident --by QH002; those visits call "
            "for: gridctl case open --from-visits",
        ),
    )(open_)


def open_(
    values: ValuesArgument = None,
    grid: Annotated[str, typer.Option("--grid", "-g", help=t("网格", "grid"), autocompletion=complete_grid)] = "",
    source: Annotated[str, typer.Option("--source", help=t("来源，如 巡查、居民、12345", "source"))] = "",
    place: Annotated[str, typer.Option("--place", help=t("地点", "place"))] = "",
    house: Annotated[str, typer.Option("--house", help=t("房屋编码", "house code"))] = "",
    matter: MatterOption = "", level: LevelOption = "", situation: SituationOption = "", kind: KindOption = "",
    from_visits: Annotated[bool, typer.Option("--from-visits", help=t("给走访中没有后续的隐患和诉求各开一件",
                                              "one for each hazard and need of visits without a case"))] = False,
    hazards_only: Annotated[bool, typer.Option("--hazards-only", help=t("只给隐患开", "hazards only"))] = False,
    by: ByOption = "", at: AtOption = "", note: NoteOption = "", evidence: EvidenceOption = None,
    dry_run: DryRunOption = False, yes: YesOption = False, form: FormatOption = Format.TEXT,
) -> None:  # fmt: skip
    """Preview, ask, write; exit code 1 where something required is missing."""
    from gridctl.cli.writing import interactive, refuse, tell
    from gridctl.review.edit_changes import added
    from gridctl.review.edit_values import assigned
    from gridctl.store.fieldtable import fields
    from gridctl.store.workspace import Workspace
    from gridctl.work.case_open import new_case

    ws = Workspace.open()
    if from_visits:
        if values or any((grid, source, place, house, matter, level, situation, kind, by, at, note, evidence)):
            raise typer.BadParameter(
                t("内容和时间从走访里来，不能另外写；要写就逐件用 gridctl case open。",
                  "What and when come from the visits; open them one by one to say it otherwise."),
                param_hint="--from-visits",
            )  # fmt: skip
        _open_for_visits(ws, form, needs=not hazards_only, dry_run=dry_run, yes=yes)
        return
    named = {
        "grid_code": grid, "source": source, "place": place, "house_code": house, "matter_code": matter,
        "level": level, "situation": situation, "kind": kind,
    }  # fmt: skip
    words = [*(values or ()), *(f"{name}={value}" for name, value in named.items() if value)]
    given = assigned(ws, fields(ws).table("cases"), words)
    if interactive() and not yes:
        by = by or asked("by")
        _ask(ws, given)
    data = new_case(ws, given, said(by, at, note, evidence))
    edited = added(ws, "cases", data)
    if edited.faulty or not data["steps"][0].get("by"):
        if not data["steps"][0].get("by"):
            say(t("还要写由谁采集：--by 工号。", "Say who reports it: --by STAFF."), style="red")
        raise refuse(edited.findings)
    tell(edited.findings)
    finish(ws, edited.changes, data["id"], form, dry_run=dry_run, yes=yes)


def _ask(ws: Workspace, given: dict[str, Any]) -> None:
    """Ask for what a case must have and nobody gave."""
    from gridctl.review.edit_values import assigned
    from gridctl.schema.ledgers import ledger
    from gridctl.store.fieldtable import fields

    for name in ("title", "grid_code", "source"):
        if name not in given:
            label = ledger("cases").column(name).label(language())
            answer = str(typer.prompt(label, default="", show_default=False, err=True)).strip()
            if answer:
                given |= assigned(ws, fields(ws).table("cases"), [f"{name}={answer}"])


def offer_cases(ws: Workspace, changes: ChangeSet, *, yes: bool) -> None:
    """After visits were written: open the cases their hazards and needs call for, or say with which command."""
    from gridctl.cli.asking import confirmed
    from gridctl.cli.writing import interactive
    from gridctl.work.case_open import from_new_visits

    opening = from_new_visits(ws, changes)
    number = sum(each.ledger == "cases" for each in opening)
    if not number:
        return
    question = t(
        f"走访里有 {number} 条隐患和诉求还没有事件，现在开吗？",
        f"{number} hazards and needs have no case; open them now?",
    )
    if interactive() and not yes and confirmed(question):
        ws.apply(opening)
        say(t(f"新开事件 {number} 件。", f"{number} cases opened."), style="green")
        return
    say(
        t(
            f"走访里有 {number} 条隐患和诉求还没有事件，一次开齐：gridctl case open --from-visits",
            f"{number} hazards and needs have no case; to open them all: gridctl case open --from-visits",
        ),
        style="yellow",
    )


def _open_for_visits(ws: Workspace, form: Format, *, needs: bool, dry_run: bool, yes: bool) -> None:
    from gridctl.cli.writing import REFUSED, carry_out
    from gridctl.render.machine import to_json
    from gridctl.work.case_open import from_visits

    changes = from_visits(ws, needs=needs)
    opened = [each.record for each in changes if each.ledger == "cases"]
    if form is Format.TEXT:
        if not changes:
            say(t("每个隐患和诉求都有事件了。", "Every hazard and need has its case."), style="green")
        elif carry_out(ws, changes, dry_run=dry_run, yes=yes):
            say(t(f"新开事件 {len(opened)} 件。", f"{len(opened)} cases opened."), style="green")
        return
    from gridctl.cli.output import emit

    if changes and not dry_run:
        if not yes:
            raise typer.Exit(REFUSED)
        ws.apply(changes)
    emit(to_json({"opened": opened}), None)
