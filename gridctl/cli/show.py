"""``gridctl show``: one record with everything around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from gridctl.cli.completing import complete_record
from gridctl.cli.console import out
from gridctl.cli.lang import language, t
from gridctl.cli.options import Format, FormatOption, OutputOption, RevealOption
from gridctl.cli.output import emit_data
from gridctl.cli.unread import tell_unread

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gridctl.findings.table import Table
    from gridctl.review.lookup import Hit
    from gridctl.review.lookup_record import Referring
    from gridctl.schema.col import Column
    from gridctl.store.git import Commit
    from gridctl.store.shapes import Shape
    from gridctl.store.workspace import Workspace

app = typer.Typer()

_MOST_COLUMNS = 9


@app.command(
    help=t(
        "看一条记录：各项内容、成员、哪些记录提到它、最近的改动。",
        "Show one record: its fields, members, what refers to it, its latest changes.",
    )
)
def show(
    record: Annotated[
        list[str],
        typer.Argument(
            metavar="RECORD",
            help=t(
                "记录或人员编号、房屋编码、工号、网格编码，或能找到唯一一条的内容",
                "id of a record or person, house code, staff number, grid code, or text that finds only one",
            ),
            autocompletion=complete_record,
        ),
    ],
    form: FormatOption = Format.TEXT,
    output: OutputOption = None,
    reveal: RevealOption = False,
) -> None:
    """Show a record, masked unless it is to be revealed."""
    from gridctl.cli.onerecord import one_record
    from gridctl.review.lookup_history import history
    from gridctl.review.lookup_record import referring
    from gridctl.store.workspace import Workspace

    ws = Workspace.open()
    hit = one_record(ws, " ".join(record))
    # What refers to it may be among the records that are missing.
    tell_unread(ws.index().partly_read())
    shape, data = record_values(ws, hit)
    others = referring(ws, hit)
    commits = history(ws, hit.record, hit.path)
    if form is Format.TEXT and output is None:
        _show(ws, hit, shape, data, reveal=reveal)
        _show_others(others, reveal=reveal)
        _show_commits(commits)
        return
    emit_data(_data(ws, hit, shape, data, others, commits, reveal=reveal), form, output)


def record_values(ws: Workspace, hit: Hit) -> tuple[Shape, dict[str, Any]]:
    """The shape and the values, as read, of a record or of the part of it that was asked for."""
    from gridctl.schema.ledgers import ledger
    from gridctl.store.asread import as_shaped
    from gridctl.store.faults import NotFound
    from gridctl.store.shapes import kept_shape

    about = ledger(hit.ledger)
    entry = ws.get(hit.ledger, hit.record, hit.path)
    if entry is None:
        raise NotFound(f"{about.zh}中没有 {hit.record}。", f"There is no {hit.record} in {about.en}.")
    shape = kept_shape(ws, hit.ledger)
    data = as_shaped(shape, entry.data, entry.typed)
    if hit.part:
        for column in shape.columns:
            for each in _blocks(column, data):
                if each.get("id") == hit.part:
                    return shape.parts[column.name], each
    return shape, data


def _show(ws: Workspace, hit: Hit, shape: Shape, data: Mapping[str, Any], *, reveal: bool) -> None:
    from gridctl.cli.find import known_by
    from gridctl.cli.onerecord import what
    from gridctl.render.terminal import print_table
    from gridctl.review.lookup_place import Lines

    out().print(f"{what(hit)}  {'  '.join(known_by(hit, reveal=reveal))}", style="bold", markup=False, soft_wrap=True)
    line = Lines(ws).of(hit.ledger, hit.record, hit.path, hit.part)
    out().print(f"{hit.path}:{line}" if line else hit.path, style="dim", markup=False, soft_wrap=True)
    if hit.part:
        out().print(t(f"所属记录 {hit.record}", f"part of {hit.record}"), style="dim", markup=False)
    for label, column, value in _values(shape, data):
        text = value_text(column, value, data, reveal=reveal)
        out().print(f"  {label}{t('：', ': ')}{text}", markup=False, soft_wrap=True)
    for name in sorted(data.keys() - shape.named.keys()):
        out().print(f"  {name}{t('（未知字段）', ' (unknown field)')}", style="yellow", markup=False)
    for column in shape.columns:
        if blocks := _blocks(column, data):
            table = _part_table(column, shape.parts[column.name], blocks, reveal=reveal)
            print_table(out(), table, language(), reveal=True)


def _blocks(column: Column, data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The parts that a field holds a list of; none of another field."""
    if column.kind != "parts":
        return []
    return [each for each in data.get(column.name) or () if isinstance(each, dict)]


def value_text(column: Column, value: Any, record: Mapping[str, Any], *, reveal: bool) -> str:
    """A value of a record in the language spoken, masked unless it is to be revealed or names a place."""
    from gridctl.exchange.cells import cell, names_place, table_column
    from gridctl.findings.table import Words
    from gridctl.render.cells import as_text

    shown = cell(column, value, reveal=reveal or names_place(column, record))
    return as_text(table_column(column.name, Words("", ""), column, reveal=reveal), shown, language())


def _values(shape: Shape, data: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Column, Any]]:
    """The values of a record that are not lists of parts, with their labels."""
    for column in shape.columns:
        value = data.get(column.name)
        if value is None or column.kind == "parts":
            continue
        label = f"{above}{column.label(language())}"
        if column.name in shape.parts and isinstance(value, dict):
            yield from _values(shape.parts[column.name], value, f"{label}·")
        else:
            yield label, column, value


def _part_table(column: Column, shape: Shape, blocks: Sequence[Mapping[str, Any]], *, reveal: bool) -> Table:
    from gridctl.exchange.cells import cell, table_column
    from gridctl.findings.table import Table, Words

    used = [e for e in shape.columns if e.name not in shape.parts and any(e.name in block for block in blocks)]
    # The key last: what tells people apart comes first on a narrow screen.
    used = [each for each in used if each.name != "id"][:_MOST_COLUMNS] + [each for each in used if each.name == "id"]
    heads = tuple(table_column(e.name, Words(e.col.zh, e.col.en), e, reveal=reveal) for e in used)
    rows = tuple(tuple(cell(each, block.get(each.name), reveal=reveal) for each in used) for block in blocks)
    return Table(Words(column.col.zh, column.col.en), heads, rows)


def _show_others(others: Sequence[Referring], *, reveal: bool) -> None:
    from gridctl.cli.find import known_by

    for each in others:
        title, label = each.table.title(language()), each.field.label(language())
        out().print(
            t(f"{title}（{label}）{each.count} 条", f"{title} ({label}): {each.count}"), style="bold", markup=False
        )
        for hit in each.some:
            line = "  ".join([hit.record, *known_by(hit, reveal=reveal)])
            out().print(f"  {line}", markup=False, soft_wrap=True)
        if each.count > len(each.some):
            out().print("  …", style="dim")


def _show_commits(commits: Sequence[Commit]) -> None:
    if commits:
        out().print(t("最近的改动", "Latest changes"), style="bold")
    for each in commits:
        out().print(f"  {each.day}  {each.id[:8]}  {each.author}  {each.subject}", markup=False, soft_wrap=True)


def _data(
    ws: Workspace,
    hit: Hit,
    shape: Shape,
    data: Mapping[str, Any],
    others: Sequence[Referring],
    commits: Sequence[Commit],
    *,
    reveal: bool,
) -> dict[str, Any]:
    from dataclasses import asdict

    from gridctl.review.lookup_place import Lines

    line = Lines(ws).of(hit.ledger, hit.record, hit.path, hit.part)
    return {
        "ledger": hit.ledger,
        "record": hit.record,
        "part": hit.part or None,
        "place": f"{hit.path}:{line}" if line else hit.path,
        "data": masked_data(shape, data, reveal=reveal),
        "referring": [
            {
                "table": each.table.name,
                "field": each.field.sql,
                "count": each.count,
                "records": [other.record for other in each.some],
            }
            for each in others
        ],
        "commits": [asdict(each) for each in commits],
    }


def masked_data(shape: Shape, data: Mapping[str, Any], *, reveal: bool) -> dict[str, Any]:
    """A record's known values for machines, masked unless they are to be revealed."""
    from gridctl.exchange.cells import masked, names_place

    found: dict[str, Any] = {}
    for column in shape.columns:
        value = data.get(column.name)
        if value is None:
            continue
        part = shape.parts.get(column.name)
        if part is None:
            found[column.name] = masked(column, value, reveal=reveal or names_place(column, data))
        elif isinstance(value, list):
            blocks = [each for each in value if isinstance(each, dict)]
            found[column.name] = [masked_data(part, each, reveal=reveal) for each in blocks]
        elif isinstance(value, dict):
            found[column.name] = masked_data(part, value, reveal=reveal)
    return found
