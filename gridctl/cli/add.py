"""``gridctl add``: one new record, or a new person of a household."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from gridctl.cli.completing import complete_record, complete_table
from gridctl.cli.console import say
from gridctl.cli.foreseeing import WithErrorsOption
from gridctl.cli.lang import t
from gridctl.cli.options import DryRunOption, RevealOption, YesOption

if TYPE_CHECKING:
    from gridctl.store.fieldtable import TableFields
    from gridctl.store.workspace import Workspace

app = typer.Typer()


@app.command(
    help=t(
        "新增一条记录；缺少的必填项在终端里逐项询问。"
        "例：gridctl add 走访 网格编码=第一网格 走访日期=2026-07-01 …；"
        "给一户加人：gridctl add 人员 --to 房屋编码 姓名=…",
        "Add a record; what is required and missing is asked for in a terminal. E.g. "
        "gridctl add visit grid_code=… visited_on=2026-07-01 …; a person to a household: "
        "gridctl add person --to CODE name=…",
    )
)
def add(
    ledger: Annotated[
        str, typer.Argument(help=t("台账，或 人员 等明细", "a ledger, or person"), autocompletion=complete_table)
    ],
    values: Annotated[
        list[str] | None, typer.Argument(metavar="FIELD=VALUE", help=t("字段=值，中英文均可", "fields and values"))
    ] = None,
    to: Annotated[
        str,
        typer.Option(
            "--to", help=t("加到这条记录里（人员等）", "the record it is part of"), autocompletion=complete_record
        ),
    ] = "",
    with_errors: WithErrorsOption = False,
    dry_run: DryRunOption = False,
    yes: YesOption = False,
    reveal: RevealOption = False,
) -> None:
    """Preview, ask, write; exit code 1 when a value cannot be taken, one is missing, or `check` would err."""
    from gridctl.cli.foreseeing import tell_foreseen
    from gridctl.cli.ledgernames import table_named
    from gridctl.cli.writing import carry_out, interactive, refuse, tell
    from gridctl.review.edit_changes import added, added_part
    from gridctl.review.edit_values import assigned
    from gridctl.store.workspace import Workspace

    ws = Workspace.open()
    table = table_named(ws, ledger)
    given = assigned(ws, table, values or [])
    owner = _owner(ws, table, given, to) if table.path else ""
    _from_house(ws, table, given)
    if interactive() and not yes:
        _ask(ws, table, given)
    edited = added_part(ws, table, owner, given) if table.path else added(ws, table.name, given)
    if edited.faulty:
        raise refuse(edited.findings)
    tell(edited.findings)
    _tell_same_person(ws, given)
    faulty = tell_foreseen(ws, edited.changes) and not with_errors
    written = carry_out(ws, edited.changes, dry_run=dry_run, yes=yes, reveal=reveal, faulty=faulty)
    if written and table.name == "visits":
        from gridctl.cli.case_new import offer_cases

        offer_cases(ws, edited.changes, yes=yes)


def _owner(ws: Workspace, table: TableFields, given: dict[str, Any], to: str) -> str:
    """The record that a part goes to: the one named, or the house of the house code given."""
    from gridctl.cli.onerecord import one_record
    from gridctl.schema.ledgers import ledger
    from gridctl.store.faults import UsageFault

    # What a person has of its house is the house's own.
    house = given.pop("house_code", "") if table.name == "persons" else ""
    given.pop("grid_code", None) if table.name == "persons" else None
    named = to or house
    if not named:
        raise UsageFault(
            f"加到哪一条{ledger(table.ledger).zh}里？用 --to 写它的编号或房屋编码。",
            f"Which of the {ledger(table.ledger).en} does it belong to? Name it with --to.",
        )
    hit = one_record(ws, named)
    if hit.ledger != table.ledger:
        raise UsageFault(
            f"{named} 不是{ledger(table.ledger).zh}的记录。", f"{named} is not a record of {ledger(table.ledger).en}."
        )
    return hit.record


def _from_house(ws: Workspace, table: TableFields, given: dict[str, Any]) -> None:
    """The grid of a record that names a house is the house's."""
    has = {each.sql for each in table.fields if not each.owner}
    if "house_code" in given and "grid_code" in has and "grid_code" not in given and table.name != "households":
        query = "SELECT DISTINCT grid_code FROM households WHERE current AND house_code = ? AND grid_code IS NOT NULL"
        rows = ws.index().sql(query, [given["house_code"]])
        if len(rows) == 1:
            given["grid_code"] = rows[0][0]


def _ask(ws: Workspace, table: TableFields, given: dict[str, Any]) -> None:
    """Ask for each required field that has no value; an empty answer leaves it out."""
    from gridctl.cli.asking import ask_field, tell_how
    from gridctl.review.edit_form import model_of
    from gridctl.schema.col import columns, required

    asked = [
        column
        for column in columns(model_of(table.ledger, table.path))
        if column.name not in given and column.part is None and required(column, ws.settings.profile)
    ]
    if asked:
        tell_how()
    for column in asked:
        ask_field(ws, table, table.field(column.name), given)


def _tell_same_person(ws: Workspace, given: dict[str, Any]) -> None:
    """Somebody with this document number is there already: collected once, not typed twice."""
    number = given.get("id_no")
    if not number:
        return
    rows = ws.index().sql("SELECT id, parent FROM persons WHERE current AND upper(id_no) = upper(?)", [str(number)])
    for key, parent in rows:
        say(
            t(
                f"提示：证件号码相同的人已登记：{key}（住户 {parent}），可用 gridctl show {key} 查看。",
                f"Note: a person with this document number is known: {key} (household {parent}); "
                f"see gridctl show {key}.",
            ),
            style="yellow",
        )
