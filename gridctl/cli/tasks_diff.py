"""``gridctl tasks diff``: what changes in the lists since a revision."""

from __future__ import annotations

from typing import Annotated

import typer

from gridctl.cli.console import say
from gridctl.cli.lang import language, t
from gridctl.cli.options import AsOfOption, Format, FormatOption, OutputOption, day, period
from gridctl.cli.output import emit_data, show_table


def add_to(app: typer.Typer) -> None:
    """Put the command under ``gridctl tasks``."""
    app.command("diff", help=t(
        "目录、窗口期、台账改动后清单有什么变化：新增、减少、改期、换人。例：gridctl tasks diff --against HEAD~1",
        "What changes in the lists since a revision: added, removed, moved, handed over, e.g. --against HEAD~1",
    ))(diff)  # fmt: skip


def diff(
    against: Annotated[str, typer.Option(help=t("和哪个版本比（Git）", "the revision to compare with (Git)"))] = "HEAD",
    when: Annotated[str, typer.Option("--period", "-p", help=t("期间，默认本季度", "period; this quarter"))] = "",
    details: Annotated[bool, typer.Option("--details", help=t("逐项列出", "task by task"))] = False,
    form: FormatOption = Format.TEXT,
    output: OutputOption = None,
    as_of: AsOfOption = "",
) -> None:
    """Compare the lists of a period at a revision with those of the files on disk; exit code 1 when they differ."""
    from gridctl.store.workspace import Workspace
    from gridctl.text.periods import quarter_of
    from gridctl.work import comparing
    from gridctl.work.lists import lists_for

    now = Workspace.open(today=day(as_of))
    before = Workspace.open(now.root, rev=against, today=now.today)
    span = period(when, now.today) if when else quarter_of(now.today)
    changes = comparing.compare(lists_for(before, span), lists_for(now, span))
    if form is Format.TEXT and not changes:
        say(t(f"和 {against} 相比，清单没有变化。", f"The lists are as they were at {against}."), style="green")
    elif form is Format.TEXT:
        table = comparing.details(changes) if details else comparing.summary(changes)
        show_table(table, form, output)
        counts = {words.text(language()): sum(each.kind == kind for each in changes)
                  for kind, words in comparing.KINDS.items()}  # fmt: skip
        say("，".join(f"{name} {count}" for name, count in counts.items()) if language() == "zh" else
            ", ".join(f"{count} {name}" for name, count in counts.items()))  # fmt: skip
    else:
        listed = comparing.data(changes)
        emit_data({"against": against, "changes": listed}, form, output, lines=listed)
    if changes:
        raise typer.Exit(1)
