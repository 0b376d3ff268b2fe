"""``gridctl scores pay``: a period's pay by score, days in post, pieces and hours, as a masked workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gridctl.cli.console import err, say
from gridctl.cli.lang import language, t
from gridctl.cli.options import AsOfOption, RevealOption, day, period


def pay(
    when: Annotated[str, typer.Option("--period", "-p", help=t("2026Q3、2026-07 或 2026", "2026Q3, 2026-07 or 2026"))],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help=t("写到这个 .xlsx（默认 out/绩效-….xlsx）", "the .xlsx to write")),
    ] = None,
    as_of: AsOfOption = "",
    reveal: RevealOption = False,
) -> None:
    """Only exports: the ledgers keep nothing of it. Names are masked unless revealed."""
    from gridctl.assess.pay import pay as worked_out
    from gridctl.assess.pay import pay_table, work_table
    from gridctl.assess.pay_rates import load_rates
    from gridctl.cli.assessing import assessed
    from gridctl.findings.table import Words
    from gridctl.render.terminal import print_findings
    from gridctl.render.xlsx import SheetSpec, write_workbook
    from gridctl.store.workspace import Workspace

    ws = Workspace.open(today=day(as_of))
    rates = load_rates(ws.root)
    bulletin, then = assessed(ws, period(when, ws.today), by="staff", quality=False, compared=False)
    found = worked_out(then.index(), bulletin, rates)
    signature = (Words("制表人", "prepared by"), Words("审核人", "reviewed by"), Words("批准人", "approved by"))
    sheets = [
        SheetSpec(pay_table(bulletin, found), t("绩效核算", "pay"), landscape=True, signature=signature),
        SheetSpec(work_table(found), t("计件计时", "pieces and hours"), landscape=True),
    ]
    path = output or ws.root / "out" / t(f"绩效-{bulletin.period.label}.xlsx", f"pay-{bulletin.period.label}.xlsx")
    write_workbook(path, sheets, language(), reveal=reveal)
    print_findings(err(), bulletin.findings, language())
    total = sum(each.total for each in found)
    say(
        t(
            f"{len(found)} 人，合计 {total:,.2f} 元。已写入 {path}",
            f"{len(found)} people, {total:,.2f} yuan. Wrote {path}",
        )
    )
