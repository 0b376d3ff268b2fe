"""What happens to a case beside its steps: more time, merging, meetings."""

from __future__ import annotations

from typing import Annotated

import typer

from gridctl.cli.case_saying import AtOption, ByOption, CaseArgument, EvidenceOption, NoteOption, finish, said
from gridctl.cli.completing import complete_case
from gridctl.cli.lang import t
from gridctl.cli.options import DryRunOption, Format, FormatOption, YesOption, day


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command(
        help=t("延期：要理由和批准人，到期前办", "More time, with a reason and who approves, before it is due")
    )(extend)
    app.command(help=t("并案：同一件事的重复反映并入另一件", "Merge a second report of the same thing into another"))(
        merge
    )
    app.command(help=t("记议事六步：点事、定事、议事、决事、办事、评事", "Record one of a deliberation's six steps"))(
        deliberate
    )


def extend(
    case: CaseArgument,
    days: Annotated[int, typer.Option("--days", "-d", min=1, help=t("延长几个工作日", "working days more"))],
    approved_by: Annotated[str, typer.Option("--approved-by", help=t("批准人", "who approves"))] = "",
    by: ByOption = "", at: AtOption = "", note: NoteOption = "", dry_run: DryRunOption = False,
    yes: YesOption = False, form: FormatOption = Format.TEXT,
) -> None:  # fmt: skip
    """Extend the handling that is under way, up to the cap."""
    from gridctl.cli.writing import interactive
    from gridctl.store.workspace import Workspace
    from gridctl.work.case_beside import extended
    from gridctl.work.case_change import find_case

    ws = Workspace.open()
    entry = find_case(ws, case)
    if interactive() and not yes:
        note = note or typer.prompt(t("延期理由", "reason"), err=True)
        approved_by = approved_by or typer.prompt(t("批准人", "approved by"), err=True)
    changes = extended(ws, entry, days, said(by, at, note), approved_by=approved_by)
    finish(ws, changes, entry.key, form, dry_run=dry_run, yes=yes)


def merge(
    case: CaseArgument,
    into: Annotated[str, typer.Argument(metavar="INTO", help=t("并入哪一件", "the case that goes on"),
                                        autocompletion=complete_case)],
    by: ByOption = "", at: AtOption = "", note: NoteOption = "", evidence: EvidenceOption = None,
    dry_run: DryRunOption = False, yes: YesOption = False, form: FormatOption = Format.TEXT,
) -> None:  # fmt: skip
    """Close a second report of one thing as part of the first."""
    from gridctl.store.workspace import Workspace
    from gridctl.work.case_beside import merged
    from gridctl.work.case_change import find_case

    ws = Workspace.open()
    entry = find_case(ws, case)
    changes = merged(ws, entry, find_case(ws, into), said(by, at, note, evidence))
    finish(ws, changes, entry.key, form, dry_run=dry_run, yes=yes)


def deliberate(
    case: CaseArgument,
    step: Annotated[str, typer.Argument(help=t("点事、定事、议事、决事、办事、评事", "raise, set, … judge"))],
    on: Annotated[str, typer.Option("--on", metavar="YYYY-MM-DD", help=t("日期", "day"))] = "",
    people: Annotated[int, typer.Option("--people", min=0, help=t("参加人数", "people present"))] = 0,
    by: ByOption = "", note: NoteOption = "", dry_run: DryRunOption = False, yes: YesOption = False,
    form: FormatOption = Format.TEXT,
) -> None:  # fmt: skip
    """Record one of the six steps, in their order."""
    from gridctl.store.workspace import Workspace
    from gridctl.work.case_beside import deliberated
    from gridctl.work.case_change import find_case

    ws = Workspace.open()
    entry = find_case(ws, case)
    changes = deliberated(ws, entry, step, said(by, "", note), held_on=day(on), people_count=people)
    finish(ws, changes, entry.key, form, dry_run=dry_run, yes=yes)
