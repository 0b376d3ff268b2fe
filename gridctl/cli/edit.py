"""``gridctl edit``: fields of a record by name, or the whole record in an editor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from gridctl.cli.completing import complete_field, complete_record
from gridctl.cli.console import say
from gridctl.cli.foreseeing import WithErrorsOption
from gridctl.cli.lang import t
from gridctl.cli.options import DryRunOption, RevealOption, YesOption

if TYPE_CHECKING:
    from gridctl.review.edit_changes import Edited
    from gridctl.review.lookup import Hit
    from gridctl.store.fieldtable import Field, TableFields
    from gridctl.store.workspace import Workspace

app = typer.Typer()


@app.command(
    help=t(
        "修改一条记录：写 字段=值；只写字段名就问新值；都不写就在编辑器里改（EDITOR；Windows 默认记事本）。"
        "例：gridctl edit 5133990010020010000010101 居住状态=出租",
        "Change a record: give FIELD=VALUE, a FIELD alone to be asked for its value, or nothing to change it in an "
        "editor (EDITOR; on Windows notepad), e.g. gridctl edit 5133990010020010000010101 occupancy=rented",
    )
)
def edit(
    record: Annotated[
        str,
        typer.Argument(
            metavar="RECORD", help=t("记录或人员编号、房屋编码、工号", "id or code"), autocompletion=complete_record
        ),
    ],
    values: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FIELD[=VALUE]",
            help=t("字段=值，或字段名，中英文均可", "fields and values, or fields"),
            autocompletion=complete_field,
        ),
    ] = None,
    clear: Annotated[
        list[str] | None,
        typer.Option(
            "--clear",
            help=t("清除这个字段的值（可多次）", "remove this field's value"),
            autocompletion=complete_field,
        ),
    ] = None,
    with_errors: WithErrorsOption = False,
    dry_run: DryRunOption = False,
    yes: YesOption = False,
    reveal: RevealOption = False,
) -> None:
    """Preview, ask, write; exit code 1 when a value cannot be taken or `check` would call it an error."""
    from gridctl.cli.foreseeing import tell_foreseen
    from gridctl.cli.onerecord import one_record
    from gridctl.cli.writing import carry_out, refuse, tell
    from gridctl.review.edit_changes import changed
    from gridctl.review.edit_values import assigned, field_named, inner_path
    from gridctl.store.workspace import Workspace

    ws = Workspace.open()
    hit = one_record(ws, record)
    if not hit.current:
        say(t("注意：这条记录已注销或已离开。", "Note: this record has ended, or the person has left."), style="yellow")
    table = _table(ws, hit)
    cleared = [inner_path(table, field_named(table, each)) for each in clear or ()]
    faulty: bool | None = None
    if values or cleared:
        told, asked = _parted(values or [])
        given = assigned(ws, table, told)
        fields = [field_named(table, each) for each in asked]
        _refuse_owner(table, [*given, *cleared, *(each.sql for each in fields)])
        _ask(ws, hit, table, fields, given, reveal=reveal)
        edited = changed(ws, hit.ledger, hit.record, given, cleared, part=hit.part)
    else:
        edited, faulty = _in_editor(ws, hit, yes=yes)
    if edited.faulty:
        raise refuse(edited.findings)
    tell(edited.findings)
    if faulty is None:
        faulty = tell_foreseen(ws, edited.changes)
    carry_out(ws, edited.changes, dry_run=dry_run, yes=yes, reveal=reveal, faulty=faulty and not with_errors)


def _parted(values: list[str]) -> tuple[list[str], list[str]]:
    """What has a value, and the names of fields that are to be asked for; nobody can be asked outside a terminal."""
    from gridctl.cli.writing import interactive

    if not interactive():
        return values, []
    told = [each for each in values if "=" in each.replace("＝", "=")]
    return told, [each for each in values if each not in told]


def _ask(
    ws: Workspace, hit: Hit, table: TableFields, fields: list[Field], given: dict[str, Any], *, reveal: bool
) -> None:
    """Ask for the new value of each field, beside the one it has."""
    if not fields:
        return
    from gridctl.cli.asking import ask_field, tell_how
    from gridctl.cli.show import record_values, value_text
    from gridctl.review.edit_values import inner_path

    _, data = record_values(ws, hit)
    tell_how()
    for each in fields:
        value: Any = data
        for step in inner_path(table, each).split("."):
            value = value.get(step) if isinstance(value, dict) else None
        now = "" if value is None else value_text(each.column, value, data, reveal=reveal)
        ask_field(ws, table, each, given, now=now)


def _table(ws: Workspace, hit: Hit) -> TableFields:
    from gridctl.store.fieldtable import fields

    known = fields(ws)
    return known.table("persons" if hit.part else hit.ledger)


def _refuse_owner(table: TableFields, paths: list[str]) -> None:
    """A person's house code and grid are the house's: whoever moves is ended there and added elsewhere."""
    from gridctl.store.faults import UsageFault

    wrong = [each.column for each in table.fields if each.owner and each.sql in paths]
    if wrong:
        raise UsageFault(
            f"“{wrong[0].col.zh}”是住户的字段；人员搬家请用 gridctl end 登记搬离，再用 gridctl add 人员 --to 新住处。",
            f'"{wrong[0].col.en}" is the house\'s; for somebody who moves use gridctl end, then gridctl add person '
            "--to the new house.",
        )


def _in_editor(ws: Workspace, hit: Hit, *, yes: bool) -> tuple[Edited, bool | None]:
    """Open the record until it can be taken or its editor gives up.

    Also whether `check` would call it an error, where somebody was told and asked.
    """
    from gridctl.cli.asking import confirmed
    from gridctl.cli.editor import edit_text
    from gridctl.cli.foreseeing import tell_foreseen
    from gridctl.cli.writing import REFUSED, interactive, refuse, tell
    from gridctl.review.edit_session import Session

    session = Session(ws, hit.ledger, hit.record, hit.part)
    text = session.text()
    while True:
        # An editor may stay open for hours; others would have to do without the index.
        ws.close()
        text = edit_text(text, somebody=interactive())
        if not text.strip():
            say(t("内容被清空，当作放弃：没有改动。", "An empty text gives up: nothing was changed."), style="yellow")
            raise typer.Exit(REFUSED)
        left_out = session.left_out(text)
        gone = _may_go(left_out, ask=interactive() and not yes)
        edited = session.edited(text, gone)
        if not edited.faulty:
            faulty = tell_foreseen(ws, edited.changes) if interactive() and not yes else None
            ws.close()
            if not faulty or not confirmed(t("重新打开再改？", "Open it again?")):
                return edited, faulty
            continue
        if not interactive():
            raise refuse(edited.findings)
        tell(edited.findings)
        if not confirmed(t("重新打开再改？", "Open it again?")):
            raise refuse(())


def _may_go(left_out: list[tuple[str, str]], *, ask: bool) -> list[str]:
    """Which of the values that the text leaves out are to be cleared: only what somebody says yes to."""
    from gridctl.cli.asking import confirmed

    gone = []
    for path, label in left_out:
        if ask and confirmed(t(f"清除“{label}”？", f'Remove "{label}"?'), default=False):
            gone.append(path)
        else:
            say(
                t(f"“{label}”保留原值（要清除：--clear）。", f'"{label}" keeps its value (to remove it: --clear).'),
                style="dim",
            )
    return gone
