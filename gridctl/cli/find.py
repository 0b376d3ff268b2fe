"""``gridctl find``: a record by whatever one remembers of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from gridctl.cli.completing import complete_ledger
from gridctl.cli.console import out, say
from gridctl.cli.lang import language, t
from gridctl.cli.options import Format, FormatOption, OutputOption, RevealOption
from gridctl.cli.output import emit, emit_data
from gridctl.cli.unread import tell_unread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gridctl.review.lookup import Hit
    from gridctl.store.fieldtable import Field
    from gridctl.store.workspace import Workspace

app = typer.Typer()


@app.command(
    help=t(
        "查找：姓名、拼音（zxm、zhangxiaoming）、电话的一部分、证件号（全部或末 4 至 6 位）、地址里的几个词、编码。",
        "Find by name, pinyin (zxm, zhangxiaoming), part of a phone, document number (whole or its last 4 to 6), words "
        "of an address, any code.",
    )
)
def find(
    text: Annotated[list[str], typer.Argument(metavar="TEXT", help=t("要找的内容", "what to look for"))],
    ledger: Annotated[
        list[str] | None,
        typer.Option(
            "--ledger", "-l", help=t("只在这些台账里找", "only in these ledgers"), autocompletion=complete_ledger
        ),
    ] = None,
    most: Annotated[int, typer.Option("--most", "-n", min=0, help=t("最多列几条，0 为全部", "how many; 0: all"))] = 20,
    form: FormatOption = Format.TEXT,
    output: OutputOption = None,
    reveal: RevealOption = False,
) -> None:
    """Show the records found, best first, each with its ledger and place; exit code 4 when there are none."""
    from gridctl.cli.ledgernames import ledger_names
    from gridctl.review.lookup import describe
    from gridctl.review.lookup import find as look_up
    from gridctl.store.workspace import Workspace

    ws = Workspace.open()
    named = ledger_names(ledger or ())
    hits = look_up(ws, " ".join(text), ledgers=named or None)
    shown = hits[: most or None]
    describe(ws, shown)
    if form is Format.TEXT and output is None:
        for line in hit_lines(ws, shown, reveal=reveal):
            out().print(line, markup=False, soft_wrap=True)
    else:
        _emit(ws, shown, form, output, reveal=reveal)
    tell_unread(ws.index().partly_read(named))
    if not hits:
        say(t("没有找到。", "Nothing found."), style="yellow")
        raise typer.Exit(4)
    if len(hits) > len(shown):
        left = len(hits) - len(shown)
        say(t(f"… 还有 {left} 条（--most 0 全部列出）。", f"… {left} more (--most 0 lists all)."), style="dim")


def hit_lines(ws: Workspace, hits: Sequence[Hit], *, reveal: bool) -> list[str]:
    """Two lines a record: what it is, then what fitted and where it stands."""
    lines = []
    for data in hit_data(ws, hits, reveal=reveal):
        ended = "" if data["current"] else t("（已注销或已离开）", " (ended or left)")
        lines.append(f"{data['title']}  {data['part'] or data['record']}  {'  '.join(data['known_by'])}{ended}")
        lines.append(f"    {data['label']}{t('：', ': ')}{data['value']}    {data['place']}")
    return lines


def hit_data(ws: Workspace, hits: Sequence[Hit], *, reveal: bool) -> list[dict[str, Any]]:
    """The hits as data, masked unless they are to be revealed."""
    from gridctl.exchange.cells import masked
    from gridctl.review.lookup_place import Lines
    from gridctl.schema.ledgers import ledger

    lines = Lines(ws)
    found = []
    for hit in hits:
        line = lines.of(hit.ledger, hit.record, hit.path, hit.part)
        found.append(
            {
                "ledger": hit.ledger,
                "title": ledger(hit.ledger).title(language()),
                "record": hit.record,
                "part": hit.part or None,
                "known_by": known_by(hit, reveal=reveal),
                "field": hit.fits.path,
                "label": hit.fits.label(language()),
                "value": masked(hit.fits.column, hit.value, reveal=reveal or _of_place(hit, hit.fits)),
                "grid": hit.grid or None,
                "current": hit.current,
                "score": round(hit.score, 1),
                "place": f"{hit.path}:{line}" if line else hit.path,
            }
        )
    return found


def known_by(hit: Hit, *, reveal: bool) -> list[str]:
    """What a clerk knows a record by, masked unless it is to be revealed or is the name of a place."""
    from gridctl.exchange.cells import masked

    return [
        str(masked(field.column, str(value), reveal=reveal or _of_place(hit, field))) for field, value in hit.titles
    ]


def _of_place(hit: Hit, field: Field) -> bool:
    from gridctl.exchange.cells import names_place

    return names_place(field.column, {"target_kind": hit.target_kind})


def _emit(ws: Workspace, hits: Sequence[Hit], form: Format, output: Any, *, reveal: bool) -> None:
    if form is Format.TEXT:
        emit("".join(f"{line}\n" for line in hit_lines(ws, hits, reveal=reveal)), output)
        return
    data = hit_data(ws, hits, reveal=reveal)
    emit_data({"hits": data}, form, output, lines=data)
