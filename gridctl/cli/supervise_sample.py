"""``gridctl supervise sample``: the form of a re-check, with what a seed draws from the ledgers."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gridctl.cli.completing import complete_grid
from gridctl.cli.console import say
from gridctl.cli.lang import language, t
from gridctl.cli.options import AsOfOption, OutputOption, RevealOption, day

if TYPE_CHECKING:
    from gridctl.work.supervise_sample import Sample


class SampleOf(StrEnum):
    """What can be drawn."""

    PEOPLE = "people"
    HOUSES = "houses"
    BUSINESSES = "businesses"
    VOLUNTEERS = "volunteers"


class FormFormat(StrEnum):
    """Forms of the form to take along."""

    XLSX = "xlsx"
    HTML = "html"


def add_to(app: typer.Typer) -> None:
    """Put the command under ``gridctl supervise``."""
    app.command(
        help=t(
            "按种子分层随机抽样，生成不带台账内容的复核表：工作簿填好可读回，网页用来打印。"
            "例：gridctl supervise sample --size 30 --seed 7",
            "Draw a stratified random sample by a seed and make the form of the re-check, without what the ledger "
            "says: a workbook to be read back, or a page to print, e.g. gridctl supervise sample --size 30 --seed 7",
        )
    )(sample)


def sample(
    of: Annotated[SampleOf, typer.Option("--of", help=t("抽什么", "what to draw"))] = SampleOf.PEOPLE,
    size: Annotated[int, typer.Option(min=1, help=t("抽多少条", "how many"))] = 30,
    seed: Annotated[int, typer.Option(help=t("随机种子，写进抽样编号", "seed; part of the sample's number"))] = 1,
    grid: Annotated[
        str,
        typer.Option(help=t("只在这个网格及下级抽", "only in this grid and those below"), autocompletion=complete_grid),
    ] = "",
    form: Annotated[
        FormFormat,
        typer.Option("--format", "-f", help=t("xlsx 可读回，html 打印手填", "xlsx is read back, html is for paper")),
    ] = FormFormat.XLSX,
    output: OutputOption = None,
    as_of: AsOfOption = "",
    reveal: RevealOption = False,
) -> None:
    """Write the form; the same seed, size and ledger give the same sample."""
    from gridctl.store.faults import NotFound
    from gridctl.store.gridtree import grids_under
    from gridctl.store.workspace import Workspace
    from gridctl.work.supervise_sample import draw, kinds

    ws = Workspace.open(today=day(as_of))
    kind = kinds()[of.value]
    within = grids_under(ws, grid) if grid else None
    drawn = draw(ws.index(), kind, size=size, seed=seed, on=ws.today, grids=within)
    if not drawn.drawn:
        raise NotFound(f"没有可抽的{kind.words.zh}。", f"There are no {kind.words.en} to draw from.")
    path = output or ws.root / "out" / f"{t('抽查复核表', 'recheck')}-{drawn.number}.{form.value}"
    _write_form(path, drawn, form, reveal=reveal)
    say(
        t(
            f"从 {drawn.population} 条{kind.words.zh}中抽取 {len(drawn.drawn)} 条，已写入 {path}",
            f"Drew {len(drawn.drawn)} of {drawn.population} {kind.words.en}, wrote {path}",
        ),
        style="green",
    )
    if not reveal:
        say(
            t("姓名和门牌已打码；带去现场的用 --reveal。", "Names and doors are masked; use --reveal to take it along.")
        )


def _write_form(path: Path, drawn: Sample, form: FormFormat, *, reveal: bool) -> None:
    from gridctl.findings.table import Words
    from gridctl.work import supervise_sample

    table = supervise_sample.form(drawn)
    choices = supervise_sample.choices(drawn.kind, language())
    signature = (Words("复核人", "Checked by"), Words("监督员", "Supervisor"))
    if form is FormFormat.XLSX:
        from gridctl.render.xlsx import SheetSpec, write_workbook

        spec = SheetSpec(table, t("复核表", "re-check"), choices=choices, landscape=True, signature=signature)
        write_workbook(path, [spec], language(), reveal=reveal)
        return
    from gridctl.render.html import write_page
    from gridctl.render.html_form import form_page

    # By its number a row of the page is the same row of the workbook, which has the ids.
    text = form_page(
        table, language(), choices=choices, signature=signature, reveal=reveal,
        leave_out=("record", "part", "checked_by"),
    )  # fmt: skip
    write_page(path, text)
