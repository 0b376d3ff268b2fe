"""``gridctl diff``: what changed in the ledgers, record by record and field by field."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from gridctl.cli.completing import complete_grid, complete_ledger
from gridctl.cli.console import out
from gridctl.cli.lang import language, t
from gridctl.cli.options import OutputOption, RevealOption
from gridctl.cli.output import emit, emit_data
from gridctl.cli.unread import tell_unread

app = typer.Typer()


class DiffFormat(StrEnum):
    """Forms of a comparison."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    MD = "md"


@app.command(
    help=t(
        "比较两个版本的台账：按编号对应记录，逐字段列出改动，个人信息打码。不写版本时比较最近一次提交与现在的文件。",
        "Compare two states of the ledgers: records matched by key, field by field, personal values masked. "
        "Without revisions, the last commit with the files as they are.",
    )
)
def diff(
    rev: Annotated[str, typer.Argument(metavar="REV", help=t("旧版本", "the older revision"))] = "HEAD",
    rev2: Annotated[
        str, typer.Argument(metavar="REV2", help=t("新版本（默认现在的文件）", "the newer one (default: the files)"))
    ] = "",
    ledger: Annotated[
        list[str] | None,
        typer.Option("--ledger", "-l", help=t("只比较这些台账", "only these ledgers"), autocompletion=complete_ledger),
    ] = None,
    grid: Annotated[
        str,
        typer.Option(
            "--grid",
            "-g",
            help=t("只比较这个网格（编码或名称）", "only this grid (code or name)"),
            autocompletion=complete_grid,
        ),
    ] = "",
    form: Annotated[
        DiffFormat, typer.Option("--format", "-f", help=t("输出格式", "form of the output"))
    ] = DiffFormat.TEXT,
    output: OutputOption = None,
    reveal: RevealOption = False,
) -> None:
    """Show the semantic difference of a revision and the files, or of two revisions."""
    from gridctl.cli.ledgernames import ledger_names
    from gridctl.cli.preview import lookup_in
    from gridctl.render.changes import change_data, changes_markdown, counts, print_changes, record_changes
    from gridctl.review.diff import changed_shards, unread
    from gridctl.review.diff import diff as difference
    from gridctl.store.gridtree import grids_under
    from gridctl.store.workspace import Workspace

    old, new = Workspace.open(rev=rev), Workspace.open(rev=rev2 or None)
    grids = grids_under(new, grid) if grid else None
    names = ledger_names(ledger) if ledger else None
    changes = difference(old, new, ledgers=names, grids=grids)
    before, after = changed_shards(old, new)
    asked = [[shard for shard in side if names is None or shard.ledger in names] for side in (before, after)]
    tell_unread(sorted({*unread(old, asked[0]), *unread(new, asked[1])}))
    lookup = lookup_in(new, after, otherwise=lookup_in(old, before))
    records = record_changes(changes, language(), reveal=reveal, lookup=lookup)
    if form in (DiffFormat.JSON, DiffFormat.JSONL):
        listed = change_data(changes, reveal=reveal, lookup=lookup)
        whole = {"old": rev, "new": rev2 or None, "counts": counts(records), "changes": listed}
        emit_data(whole, form, output, lines=listed)
    elif form is DiffFormat.MD or output is not None:
        emit(changes_markdown(records, language()), output)
    else:
        print_changes(out(), records, language())
