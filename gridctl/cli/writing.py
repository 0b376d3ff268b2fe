"""How every command that changes single records ends: preview, question, one transaction.

A command that needed an answer and did not get one, or could ask nobody, changes nothing and exits with 3; what it says
names the option that answers.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from gridctl.cli.console import err, say
from gridctl.cli.lang import language, t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gridctl.findings.finding import Finding
    from gridctl.store.changeset import ChangeSet
    from gridctl.store.workspace import Workspace

REFUSED = 3
_CHOICES_SHOWN = 20


def carry_out(
    ws: Workspace, changes: ChangeSet, *, dry_run: bool, yes: bool, reveal: bool = False, faulty: bool = False
) -> bool:
    """Show the changes, ask, write them all; whether they were written.

    Where nobody agrees to write, or nobody can be asked, nothing is written and the exit code is 3. ``faulty`` changes
    would be errors of `check`, which were told: they are written only when somebody asked about them says so, and the
    exit code is 1 where nobody is asked.
    """
    from gridctl.cli.preview import show_changes

    show_changes(changes, reveal=reveal, ws=ws)
    if not changes or (dry_run and not faulty):
        return False
    if dry_run or (faulty and (yes or not interactive())):
        raise _not_with_errors()
    write(ws, changes, yes=yes, faulty=faulty)
    return True


def write(ws: Workspace, changes: ChangeSet, *, yes: bool, ask: bool = True, faulty: bool = False) -> None:
    """Write changes that were shown, all of them, after a question unless ``yes``.

    Where nobody agrees, or nobody can be asked (see `agreed`), nothing is written and the exit code is 3.
    """
    if not yes:
        # Who is asked may take long; others would have to do without the index.
        ws.close()
    if not (yes or agreed(ask=ask, faulty=faulty)):
        raise typer.Exit(REFUSED)
    ws.apply(changes)
    say(t("已写入台账。", "Written to the ledgers."), style="green")


def _not_with_errors() -> typer.Exit:
    say(
        t(
            "没有写入：写入后 gridctl check 会报上面的错误。情况确实如此的，加 --with-errors 写入。",
            "Nothing was written: gridctl check would report the errors above. If things are so, add --with-errors.",
        ),
        style="bold red",
    )
    return typer.Exit(1)


def agreed(*, ask: bool = True, faulty: bool = False) -> bool:
    """Whether the person agrees to write; nobody does, which is said, where nobody can be asked or ``ask`` is false."""
    if not (ask and interactive()):
        say(t("没有写入：加 --yes 才写入台账。", "Nothing was written: add --yes to write."), style="yellow")
        return False
    from gridctl.cli.asking import confirmed

    question = t("写入台账？", "Write to the ledgers?")
    if faulty:
        question = t("gridctl check 会报上面的错误，仍要写入？", "gridctl check would report the errors above. Write?")
    if not confirmed(question, default=not faulty):
        say(t("没有写入。", "Nothing was written."), style="yellow")
        return False
    return True


def tell(findings: Sequence[Finding]) -> None:
    """Findings about values just typed, on standard error."""
    from gridctl.render.terminal import print_findings

    if findings:
        print_findings(err(), findings, language())
    tell_choices(findings)


def tell_choices(findings: Sequence[Finding]) -> None:
    """What the fields may hold whose values are not on their code lists."""
    for name in dict.fromkeys(each.params.get("codes", "") for each in findings if each.code == "S201"):
        _tell_choices(name)


def _tell_choices(name: str) -> None:
    from gridctl.schema.codelists import code_list

    try:
        codes = code_list(name)
    except KeyError:
        return
    more = "…" if len(codes.items) > _CHOICES_SHOWN else ""
    zh = "、".join(each.zh for each in codes.items[:_CHOICES_SHOWN])
    en = ", ".join(each.key for each in codes.items[:_CHOICES_SHOWN])
    say(t(f"{codes.zh}可以是：{zh}{more}", f"{codes.en} may be: {en}{more}"), style="dim")


def refuse(findings: Sequence[Finding]) -> typer.Exit:
    """Tell what cannot be taken; the exit that goes with it."""
    tell(findings)
    say(t("这些值不能写入，台账没有改动。", "These values cannot be taken; nothing was written."), style="bold red")
    return typer.Exit(1)


def interactive() -> bool:
    """Whether somebody can be asked."""
    return sys.stdin.isatty()
