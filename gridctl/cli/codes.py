"""``gridctl codes``: house codes and the addresses behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from gridctl.cli.console import out, say
from gridctl.cli.lang import t
from gridctl.cli.output import Format, FormatOption, OutputOption, RevealOption, emit, show_table

if TYPE_CHECKING:
    from gridctl.findings.table import Table
    from gridctl.store.workspace import Workspace

app = typer.Typer(help=t("房屋编码与地址", "House codes and addresses"), no_args_is_help=True)

_TIERS = {"confirmed": ("确认", "confirmed"), "suspected": ("疑似", "suspected")}


@app.command(help=t("列出一房多码：同一处房屋登记了几个编码。", "List houses that stand under several codes."))
def duplicates(
    form: FormatOption = Format.TEXT,
    output: OutputOption = None,
    reveal: RevealOption = False,
) -> None:
    """Groups of records of one house, confirmed and suspected; exit code 1 when there are any."""
    from gridctl.store.workspace import Workspace

    ws = Workspace.open()
    table = duplicates_table(ws)
    show_table(table, form, output, reveal=reveal)
    groups = {row[0]: row[1] for row in table.rows}
    confirmed = sum(getattr(tier, "en", "") == "confirmed" for tier in groups.values())
    say(
        t(
            f"确认 {confirmed} 组，疑似 {len(groups) - confirmed} 组。",
            f"{confirmed} groups confirmed, {len(groups) - confirmed} suspected.",
        )
    )
    if groups:
        raise typer.Exit(1)


@app.command(
    help=t(
        "说明一个地址怎么读，或两个地址是不是同一处。", "Explain how an address is read, or whether two are one house."
    )
)
def explain(
    address: Annotated[str, typer.Argument(help=t("地址", "an address"))],
    other: Annotated[str, typer.Argument(help=t("另一个地址", "another address"))] = "",
    form: FormatOption = Format.TEXT,
    output: OutputOption = None,
) -> None:
    """Show the parts of an address with their places, and the verdict on two of them part by part."""
    from gridctl.addresses.match import compare
    from gridctl.addresses.parse import parse
    from gridctl.render.machine import to_json

    data: dict[str, Any] = {"address": _parts(parse(address))}
    if other:
        verdict = compare(address, other)
        data |= {"other": _parts(parse(other)), "verdict": verdict.verdict}
        data["reasons"] = [each._asdict() for each in verdict.reasons]
    if form is Format.TEXT:
        out().print_json(data=data, ensure_ascii=False)
    else:
        emit(to_json(data), output)


def duplicates_table(ws: Workspace) -> Table:
    """The doubles as a table: a row a record, with the people living there."""
    from gridctl.addresses.derive import derive
    from gridctl.findings.table import Table, TableColumn, Words

    derive(ws)
    rows = ws.index().sql(
        "SELECT d.group_no, d.tier, h.house_code, h.address, count(p.id), h.grid_code, d.reasons, h.id "
        "FROM house_duplicates d JOIN households h ON h.id = d.id "
        "LEFT JOIN persons p ON p.parent = h.id AND p.current "
        "GROUP BY ALL ORDER BY d.group_no, h.house_code"
    )
    columns = (
        TableColumn("group", "组", "group", "count", 4),
        TableColumn("tier", "把握", "tier", width=6),
        TableColumn("house_code", "房屋编码", "house code", width=26),
        TableColumn("address", "地址", "address", width=30, mask="address"),
        TableColumn("people", "人数", "people", "count", 5),
        TableColumn("grid_code", "网格", "grid", width=16),
        TableColumn("reasons", "理由", "reasons", width=20),
        TableColumn("id", "编号", "id", width=14),
    )
    listed = tuple((group, Words(*_TIERS[tier]), *rest, ", ".join(why), key) for group, tier, *rest, why, key in rows)
    return Table(Words("一房多码", "Houses under several codes"), columns, listed)


def _parts(address: Any) -> dict[str, Any]:
    parts = [{"kind": p.kind, "value": p.value, "typed": address.text[p.start : p.end]} for p in address.parts]
    return {"text": address.text, "canonical": address.canonical, "parts": parts}
