"""``gridctl end``: a record is ended with a reason and a date; somebody moves away or dies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from gridctl.cli.completing import complete_end_reason, complete_record
from gridctl.cli.console import say
from gridctl.cli.lang import t
from gridctl.cli.options import DryRunOption, RevealOption, YesOption, day

if TYPE_CHECKING:
    from gridctl.review.lookup import Hit
    from gridctl.store.workspace import Workspace

app = typer.Typer()


@app.command(
    help=t(
        "注销一条记录，或登记一名成员搬离、死亡。例：gridctl end P… --reason 搬离 --date 2026-07-01",
        "End a record, or record that a person has left or died, e.g. "
        "gridctl end P… --reason moved_away --date 2026-07-01",
    )
)
def end(
    record: Annotated[
        str,
        typer.Argument(
            metavar="RECORD", help=t("记录或人员编号、房屋编码", "id or code"), autocompletion=complete_record
        ),
    ],
    reason: Annotated[
        str,
        typer.Option(
            "--reason",
            "-r",
            help=t("原因（必填），如 搬离、死亡、停业、重复", "why (required), e.g. moved_away, died"),
            autocompletion=complete_end_reason,
        ),
    ] = "",
    date: Annotated[
        str, typer.Option("--date", "-d", metavar="YYYY-MM-DD", help=t("日期（必填）", "when (required)"))
    ] = "",
    note: Annotated[str, typer.Option("--note", help=t("备注", "a note"))] = "",
    dry_run: DryRunOption = False,
    yes: YesOption = False,
    reveal: RevealOption = False,
) -> None:
    """Preview, ask, write; what still refers to the record is told."""
    from gridctl.cli.onerecord import one_record
    from gridctl.cli.writing import carry_out
    from gridctl.review.edit_ending import ended, reason_named
    from gridctl.store.faults import UsageFault
    from gridctl.store.workspace import Workspace

    why, when = reason_named(reason), day(date)
    if when is None:
        raise UsageFault("注销要写日期：--date 2026-07-01。", "Ending needs a date: --date 2026-07-01.")
    ws = Workspace.open()
    hit = one_record(ws, record)
    changes = ended(ws, hit.ledger, hit.record, why, when, part=hit.part, note=note)
    left = _left(ws, hit)
    carry_out(ws, changes, dry_run=dry_run, yes=yes, reveal=reveal)
    for line in left:
        say(line, style="yellow")


def _left(ws: Workspace, hit: Hit) -> list[str]:
    """What is still in use and refers to what is being ended."""
    from gridctl.review.lookup_record import referring

    lines = []
    if hit.ledger == "households" and not hit.part:
        ((people,),) = ws.index().sql("SELECT count(*) FROM persons WHERE parent = ? AND current", [hit.record])
        if people:
            lines.append(t(f"该户还有 {people} 名现住人员。", f"{people} people still live there."))
    for each in referring(ws, hit):
        if each.table.name in ("special_groups", "volunteers", "businesses"):
            ids = ", ".join(other.record for other in each.some)
            lines.append(t(f"{each.table.zh}里还有：{ids}。", f"Still in {each.table.en}: {ids}."))
    return lines
