"""``gridctl codes split | readdress | renumber | move-grid``: codes and addresses change, everything follows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gridctl.cli.completing import complete_grid
from gridctl.cli.finishing import finish
from gridctl.cli.lang import t
from gridctl.cli.options import DryRunOption, RevealOption, YesOption

if TYPE_CHECKING:
    from gridctl.addresses.changes.recoding import CodePlan
    from gridctl.store.workspace import Workspace

app = typer.Typer()

FileOption = Annotated[
    Path | None, typer.Option("--from", help=t("从这份清单读（CSV 或 Excel）", "read from this list (CSV or Excel)"))
]


@app.command(
    help=t(
        "一个编码其实是两处房屋：另一处得新编码，人和引用分开；分不清的列出来。",
        "One code that is two houses: the other gets a new code; people and references are divided, what cannot be "
        "told is listed.",
    )
)
def split(
    code: Annotated[str, typer.Argument(help=t("两处房屋共用的编码", "the code that both houses have"))],
    address: Annotated[
        str, typer.Option(help=t("另一处的地址（只有一条记录时）", "the other house's address (of one record)"))
    ] = "",
    house: Annotated[
        str,
        typer.Option(help=t("改用新编码的记录（已有几条记录时）", "the record that gets the new code (of several)")),
    ] = "",
    person: Annotated[
        list[str] | None,
        typer.Option("--person", help=t("归另一处的人，姓名或编号，可多次", "who goes along, name or id; repeatable")),
    ] = None,
    take: Annotated[
        list[str] | None,
        typer.Option(help=t("归新编码的走访、商户等的编号，可多次", "ids of visits etc. that go along; repeatable")),
    ] = None,
    stay: Annotated[
        list[str] | None,
        typer.Option(help=t("留在原编码的走访、商户等的编号，可多次", "ids of visits etc. that stay; repeatable")),
    ] = None,
    new_code: Annotated[
        str, typer.Option("--code", help=t("新编码（默认按编码规则编）", "the new code (default: by the scheme)"))
    ] = "",
    dry_run: DryRunOption = False,
    yes: YesOption = False,
    reveal: RevealOption = False,
) -> None:
    """One change set that gives the second house its code, its people and its references."""
    from gridctl.addresses.changes.splitting import Wish, plan_split
    from gridctl.store.workspace import Workspace

    ws = Workspace.open()
    wish = Wish(address, house, tuple(person or ()), frozenset(take or ()), frozenset(stay or ()), new_code)
    _carry_out(ws, plan_split(ws, code, wish), dry_run=dry_run, yes=yes, reveal=reveal)


@app.command(
    help=t(
        "房屋换地址（门牌、路名改了）：旧地址留作别名，商户等写的地址一并改。",
        "A house gets another address (a new door plate or road name): the old one becomes an alias.",
    )
)
def readdress(
    code: Annotated[str, typer.Argument(help=t("房屋编码或记录编号", "a house code or record id"))] = "",
    address: Annotated[str, typer.Argument(help=t("新地址", "the new address"))] = "",
    source: FileOption = None,
    dry_run: DryRunOption = False,
    yes: YesOption = False,
    reveal: RevealOption = False,
) -> None:
    """One change set for one house, or for all of a list."""
    from gridctl.addresses.changes.readdressing import plan_readdress
    from gridctl.store.workspace import Workspace

    if (source is None) == (not code) or bool(code) != bool(address):
        raise typer.BadParameter(
            t("写“编码 新地址”，或用 --from 清单", "give CODE ADDRESS, or a list with --from"), param_hint="CODE"
        )
    wanted = [(code, address)] if code else _pairs(source, address=True)
    ws = Workspace.open()
    _carry_out(ws, plan_readdress(ws, wanted), dry_run=dry_run, yes=yes, reveal=reveal)


@app.command(
    help=t(
        "一栋楼的编码一一改编（可以互换，如 101=102 102=101）：旧编码留作别名，引用一并改。",
        "Change a building's codes one to one (they may swap: 101=102 102=101); the old ones become aliases.",
    )
)
def renumber(
    building: Annotated[str, typer.Argument(help=t("楼栋编码", "the building's code"))],
    pairs: Annotated[
        list[str] | None,
        typer.Argument(metavar="OLD=NEW", help=t("旧=新，完整编码或末段", "old=new, whole codes or last digits")),
    ] = None,
    source: FileOption = None,
    by_address: Annotated[
        bool,
        typer.Option("--by-address", help=t("末段按地址里的房号", "the last digits as the rooms in the addresses")),
    ] = False,
    to: Annotated[str, typer.Option(help=t("楼栋自己的新编码", "the building's own new code"))] = "",
    dry_run: DryRunOption = False,
    yes: YesOption = False,
    reveal: RevealOption = False,
) -> None:
    """One change set for all houses of the building."""
    from gridctl.addresses.changes.renumbering import plan_renumber
    from gridctl.store.workspace import Workspace

    listed = [_pair(each) for each in pairs or ()] + (_pairs(source, address=False) if source else [])
    if not listed and not by_address and not to:
        raise typer.BadParameter(
            t("写“旧=新”，或用 --from、--by-address、--to", "give OLD=NEW, --from, --by-address or --to"),
            param_hint="OLD=NEW",
        )
    ws = Workspace.open()
    plan = plan_renumber(ws, building, listed, by_address=by_address, to=to)
    _carry_out(ws, plan, dry_run=dry_run, yes=yes, reveal=reveal)


@app.command(
    "move-grid",
    help=t(
        "房屋、楼栋或整个网格划到另一个网格：各台账的记录一并转过去；编码里的网格段按编码规则处理。",
        "Houses, buildings or a whole grid go to another grid with all their records; codes follow the scheme.",
    ),
)
def move_grid(
    to: Annotated[str, typer.Argument(help=t("新网格的编码", "the new grid"), autocompletion=complete_grid)],
    house: Annotated[
        list[str] | None, typer.Option(help=t("房屋编码或记录编号，可多次", "a house code or record id; repeatable"))
    ] = None,
    building: Annotated[
        list[str] | None, typer.Option(help=t("楼栋编码，整栋划走，可多次", "a building as a whole; repeatable"))
    ] = None,
    grid: Annotated[
        str,
        typer.Option(
            help=t("整个网格并过去，原网格停用", "a whole grid, which is then ended"), autocompletion=complete_grid
        ),
    ] = "",
    cell: Annotated[str, typer.Option(help=t("新方格", "the new cell"), autocompletion=complete_grid)] = "",
    recode: Annotated[
        bool,
        typer.Option(
            "--recode",
            help=t(
                "编码里的网格段也改（旧码留作别名）；默认按编码规则", "change the grid in the codes too, as aliases"
            ),
        ),
    ] = False,
    dry_run: DryRunOption = False,
    yes: YesOption = False,
    reveal: RevealOption = False,
) -> None:
    """One change set for everything that goes."""
    from gridctl.addresses.changes.gridmoves import Going, plan_move
    from gridctl.store.workspace import Workspace

    ws = Workspace.open()
    going = Going(tuple(house or ()), tuple(building or ()), grid)
    plan = plan_move(ws, going, to, cell=cell, recode_stale=recode)
    _carry_out(ws, plan, dry_run=dry_run, yes=yes, reveal=reveal)


def _carry_out(ws: Workspace, plan: CodePlan, *, dry_run: bool, yes: bool, reveal: bool) -> None:
    nothing = t("没有要改的：已经是这样。", "Nothing to change: it is so already.")
    finish(ws, plan.changes, plan.findings, dry_run=dry_run, yes=yes, reveal=reveal, nothing=nothing)


def _pair(text: str) -> tuple[str, str]:
    old, sign, new = text.partition("=")
    if not (old and sign and new):
        raise typer.BadParameter(t(f"应写成 旧=新：{text}", f"write OLD=NEW: {text}"), param_hint="OLD=NEW")
    return old.strip(), new.strip()


def _pairs(source: Path | None, *, address: bool) -> list[tuple[str, str]]:
    from gridctl.addresses.changes.codesheet import read_pairs

    return read_pairs(source, address=address) if source is not None else []
