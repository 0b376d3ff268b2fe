"""``gridctl export``: ledgers as workbooks, CSV or JSON; personal values masked unless asked for in full."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gridctl.cli.completing import complete_ledger
from gridctl.cli.console import err, say
from gridctl.cli.lang import language, t
from gridctl.cli.options import AsOfOption, ColumnsOption, GridOption, day, words
from gridctl.cli.output import emit_data
from gridctl.cli.unread import tell_unread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gridctl.exchange.choosing import Choice
    from gridctl.exchange.export import SheetTable
    from gridctl.schema.ledgers import Ledger
    from gridctl.store.workspace import Workspace

app = typer.Typer()

_ALL = ("all", "全部")
_DICTIONARY = ("dictionary", "数据字典")


class ExportFormat(StrEnum):
    """Forms of an export."""

    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"


class RowsOf(StrEnum):
    """What a row of the households is about."""

    RECORD = "record"
    PERSON = "person"


@app.command(
    help=t(
        "导出台账：工作簿、CSV 或 JSON。写台账名（可多个）、all（全部）或 dictionary（数据字典）；不写则导出五本台账。"
        "个人信息默认打码，敏感信息默认不导出。",
        "Export ledgers as workbooks, CSV or JSON: names of ledgers, all, or dictionary; by default the five ledgers. "
        "Personal values are masked and sensitive ones left out.",
    )
)
def export(
    ledgers: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="LEDGER…|all|dictionary",
            help=t("台账名，中英文均可", "ledgers, by any name"),
            autocompletion=complete_ledger,
        ),
    ] = None,
    grid: GridOption = "",
    columns: ColumnsOption = None,
    rows: Annotated[
        RowsOf,
        typer.Option(
            help=t(
                "住户一户一行、成员另成一表（record），或一人一行（person）",
                "a house a row with its people on a sheet of their own (record), or a person a row (person)",
            )
        ),
    ] = RowsOf.RECORD,
    form: Annotated[
        ExportFormat, typer.Option("--format", "-f", help=t("输出格式", "form of the output"))
    ] = ExportFormat.XLSX,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help=t(
                "写到这个文件（默认 out/ 下；json、jsonl 默认到屏幕）", "the file (default: in out/; JSON: the screen)"
            ),
        ),
    ] = None,
    include_ended: Annotated[
        bool,
        typer.Option(
            "--include-ended", help=t("也导出已注销的记录和已离开的人", "ended records and people who left, too")
        ),
    ] = False,
    reveal: Annotated[
        bool,
        typer.Option("--reveal", help=t("导出完整个人信息（默认打码）", "personal data in full (masked by default)")),
    ] = False,
    as_of: AsOfOption = "",
) -> None:
    """Write ledgers, or the data dictionary, to a file."""
    from gridctl.exchange.choosing import choose
    from gridctl.store.faults import UsageFault
    from gridctl.store.gridtree import grids_under
    from gridctl.store.workspace import Workspace

    if any(each in _DICTIONARY for each in ledgers or ()):
        _dictionary(form, output)
        return
    if output == Path("-"):
        if form in (ExportFormat.XLSX, ExportFormat.CSV):
            raise UsageFault(
                "工作簿和 CSV 不能写到屏幕；--format json 或 jsonl 可以。",
                "Workbooks and CSV go to files, not to the screen; --format json or jsonl may.",
            )
        output = None
    ws = Workspace.open(today=day(as_of))
    wanted = _wanted(ledgers or [])
    asked = words(columns)
    chosen = choose(wanted, asked, reveal=reveal)
    grids = grids_under(ws, grid) if grid else None
    if form in (ExportFormat.JSON, ExportFormat.JSONL):
        _machine(ws, wanted, chosen, form, output, grids=grids, ended=include_ended)
        tell_unread(_partly_read(ws, wanted))
        return
    from gridctl.exchange.export import export_ledger

    target = output or ws.root / "out" / f"{_title(ledgers or [], wanted)}{grid and f'_{grid}'}_{ws.today}.{form.value}"
    sheets: list[SheetTable] = []
    with err().status("") as status:
        for each in wanted:
            status.update(t(f"正在读取{each.zh}…", f"Reading {each.en}…"))
            choice = chosen[each.name]
            sheets += export_ledger(ws, each, choice, grids=grids, rows=rows.value, include_ended=include_ended)
        status.update(t("正在写文件…", "Writing the file…"))
        if form is ExportFormat.CSV:
            written = _csv(sheets, target)
        else:
            written = [_workbook(ws, sheets, target, grid=grid, reveal=reveal)]
    _tell(written, sheets, reveal=reveal)
    tell_unread(_partly_read(ws, wanted))


def export_workbook(ws: Workspace, target: Path) -> int:
    """Write the five ledgers as one workbook, personal data masked; returns the number of records in it."""
    from gridctl.exchange.choosing import choose
    from gridctl.exchange.export import export_ledger

    wanted = _wanted(())
    chosen = choose(wanted, (), reveal=False)
    sheets = [sheet for each in wanted for sheet in export_ledger(ws, each, chosen[each.name])]
    _workbook(ws, sheets, target, grid="", reveal=False)
    return sum(1 for each in wanted for entry in ws.entries(each.name) if entry.typed.get("status") != "ended")


def _partly_read(ws: Workspace, wanted: Sequence[Ledger]) -> list[str]:
    names = {each.name for each in wanted}
    return [shard.path for shard in ws.shards() if shard.ledger in names and ws.verdict(shard).fatal]


def _wanted(named: Sequence[str]) -> tuple[Ledger, ...]:
    from gridctl.cli.ledgernames import ledger_names
    from gridctl.schema.ledgers import LEDGERS, ledger

    if any(each in _ALL for each in named):
        return LEDGERS
    if not named:
        return tuple(each for each in LEDGERS if not each.register)
    return tuple(ledger(name) for name in ledger_names(named))


def _title(named: Sequence[str], wanted: Sequence[Ledger]) -> str:
    if len(wanted) == 1:
        return wanted[0].title(language()).replace(" ", "-")
    return t("全部台账", "all-ledgers") if named and named[0] in _ALL else t("台账", "ledgers")


def _workbook(ws: Workspace, sheets: Sequence[SheetTable], target: Path, *, grid: str, reveal: bool) -> Path:
    from gridctl.exchange.front import front_sheet
    from gridctl.render.xlsx import SheetSpec, write_workbook

    front = front_sheet(ws, sheets, grid=grid, reveal=reveal)
    specs = [SheetSpec(front, t("说明", "about"))]
    specs += [
        SheetSpec(
            each.table,
            each.name.text(language()),
            choices={key: [value.text(language()) for value in values] for key, values in each.choices.items()},
            landscape=True,
            heading_only=True,
        )
        for each in sheets
    ]
    # The cells are masked where they are to be.
    write_workbook(target, specs, language(), reveal=True)
    return target


def _csv(sheets: Sequence[SheetTable], target: Path) -> list[Path]:
    """One file a sheet: the first has the name asked for, the others the sheet's behind it."""
    from gridctl.render.csvtext import write_csv

    written = []
    for number, each in enumerate(sheets):
        name = each.name.text(language()).replace(" ", "")
        path = target if number == 0 else target.with_name(f"{target.stem}_{name}{target.suffix}")
        write_csv(path, each.table, language(), reveal=True)
        written.append(path)
    return written


def _machine(
    ws: Workspace,
    wanted: Sequence[Ledger],
    chosen: dict[str, Choice],
    form: ExportFormat,
    output: Path | None,
    *,
    grids: frozenset[str] | None,
    ended: bool,
) -> None:
    from gridctl.exchange.records import personal_values, record_data, records

    found = {
        each.name: [record_data(each, data, chosen[each.name]) for data in records(ws, each, grids=grids, ended=ended)]
        for each in wanted
    }
    lines = (_line(name, data) for name, listed in found.items() for data in listed)
    emit_data({"as_of": ws.today.isoformat(), "ledgers": found}, form, output, lines=lines)
    if any(choice.reveal for choice in chosen.values()):
        _warn(sum(personal_values(each, data) for each in wanted for data in found[each.name]))


def _line(ledger: str, data: dict[str, Any]) -> dict[str, Any]:
    """A record with its ledger in front; a field of that name, as a re-check has, goes under ``rechecks.ledger``."""
    return {"ledger": ledger} | {f"{ledger}.ledger" if key == "ledger" else key: data[key] for key in data}


def _tell(written: Sequence[Path], sheets: Sequence[SheetTable], *, reveal: bool) -> None:
    for path in written:
        typer.echo(path)
    count = sum(len(each.table.rows) for each in sheets)
    say(t(f"导出 {len(sheets)} 张表，{count} 行。", f"Exported {len(sheets)} sheets, {count} rows."))
    if reveal:
        _warn(sum(each.personal for each in sheets))
    elif any(each.masked for each in sheets):
        say(
            t(
                "个人信息已打码；确需完整数据时加 --reveal，并用 --columns 只取要用的列。",
                "Personal values are masked. Where they are needed add --reveal, and --columns to take no more.",
            ),
            style="dim",
        )


def _warn(personal: int) -> None:
    say(
        t(
            f"注意：其中有 {personal} 个完整的个人信息，只能用于申请的用途，用后删除。",
            f"Note: {personal} personal values are in full; use them for their purpose only, then delete the file.",
        ),
        style="bold red",
    )


def _dictionary(form: ExportFormat, output: Path | None) -> None:
    from gridctl.exchange.dictionary import code_lists, dictionary
    from gridctl.exchange.export import SheetTable
    from gridctl.render.machine import table_data

    fields, codes = dictionary(), code_lists()
    if form in (ExportFormat.JSON, ExportFormat.JSONL):
        listed = table_data(fields)
        emit_data({"fields": listed, "codes": table_data(codes)}, form, output, lines=listed)
        return
    from gridctl.cli.lang import community_root

    name = f"{fields.title.text(language())}.{form.value}".replace(" ", "-")
    target = output or (community_root() or Path.cwd()) / "out" / name
    if form is ExportFormat.CSV:
        written = _csv([SheetTable(each.title, each, {}) for each in (fields, codes)], target)
    else:
        from gridctl.render.xlsx import SheetSpec, write_workbook

        specs = [SheetSpec(each, each.title.text(language()), landscape=True) for each in (fields, codes)]
        write_workbook(target, specs, language())
        written = [target]
    for path in written:
        typer.echo(path)
