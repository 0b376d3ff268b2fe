"""How commands that change many records end: preview, what could not be done, question, one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from gridctl.cli.console import err, say
from gridctl.cli.lang import language, t
from gridctl.cli.writing import write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gridctl.findings.finding import Finding
    from gridctl.store.changeset import ChangeSet
    from gridctl.store.workspace import Workspace

ByOption = Annotated[
    str, typer.Option(help=t("判断人（默认为本机用户名）", "who decides (default: this computer's user)"))
]


def finish(
    ws: Workspace,
    changes: ChangeSet,
    findings: Sequence[Finding],
    *,
    dry_run: bool,
    yes: bool,
    reveal: bool,
    nothing: str = "",
) -> None:
    """Show a change set and what could not be taken, ask, write; exit code 1 when there are errors.

    ``nothing`` is said instead where there is neither. Where nobody agrees to write, or nobody can be asked, the exit
    code is 3.
    """
    from gridctl.cli.preview import show_changes
    from gridctl.findings.finding import Severity
    from gridctl.render.terminal import print_findings

    if nothing and not changes and not findings:
        say(nothing)
        return
    if changes:
        show_changes(changes, reveal=reveal, ws=ws)
    print_findings(err(), [each if each.place.path else ws.locate(each) for each in findings], language())
    if changes and not dry_run:
        write(ws, changes, yes=yes)
    if any(each.severity is Severity.ERROR for each in findings):
        raise typer.Exit(1)


def who() -> str:
    """Whose decision it is, where --by does not tell: the person's name on this computer."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):
        raise typer.BadParameter(t("请用 --by 写明判断人", "say who decides with --by"), param_hint="--by") from None
