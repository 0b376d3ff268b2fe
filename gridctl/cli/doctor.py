"""``gridctl doctor``: is everything in order, and if not, what to do."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from gridctl.cli.console import mark, out, say
from gridctl.cli.lang import community_root, counted, language, t
from gridctl.cli.options import Format, FormatOption, OutputOption
from gridctl.cli.output import emit, emit_data

if TYPE_CHECKING:
    from pathlib import Path

    from gridctl.review.health_check import Check

app = typer.Typer()

_MARKS = {"ok": ("✓", "ok", "green"), "warn": ("!", "!", "yellow"), "fault": ("✗", "x", "bold red")}


@app.command(
    help=t(
        "检查运行环境和社区文件夹：Git、编辑器、编码、锁、索引、云同步、未忽略的工作簿，逐项给出办法。",
        "Look at the machine and the community's folder: Git, editor, encoding, lock, index, cloud folders, workbooks "
        "that are not ignored; with what to do.",
    )
)
def doctor(form: FormatOption = Format.TEXT, output: OutputOption = None) -> None:
    """A line each check; exit code 1 when there is a fault."""
    from gridctl.cli.editor import editor_command
    from gridctl.review.health import examine
    from gridctl.review.health_check import Level
    from gridctl.review.health_machine import Surroundings

    root = community_root()
    console = (sys.stdout.encoding or "") if sys.stdout.isatty() else "utf-8"
    checks = []
    for each in examine(root, Surroundings(console, tuple(editor_command()))):
        checks.append(each)
        if form is Format.TEXT and output is None:
            _print(each)
    if form is not Format.TEXT or output is not None:
        _emit(checks, form, output)
    if root is None:
        say(
            t(
                "这里不是社区文件夹，只检查了运行环境。",
                "This is no community's folder; only the machine was looked at.",
            ),
            style="yellow",
        )
    counts = {level: sum(each.level is level for each in checks) for level in Level}
    say(
        t(
            f"{counts[Level.OK]} 项正常，{counts[Level.WARN]} 项提醒，{counts[Level.FAULT]} 项故障。",
            f"{counts[Level.OK]} in order, {counted(counts[Level.WARN], 'warning')}, "
            f"{counted(counts[Level.FAULT], 'fault')}.",
        )
    )
    if counts[Level.FAULT]:
        raise typer.Exit(1)


def _lines(each: Check) -> list[str]:
    fancy, plain, _ = _MARKS[each.level.value]
    zh = 0 if language() == "zh" else 1
    lines = [f"{mark(fancy, plain)} {each.about[zh]}{t('：', ': ')}{each.found[zh]}"]
    return lines + [f"    {each.remedy[zh]}"] * bool(each.remedy[zh])


def _print(each: Check) -> None:
    first, *rest = _lines(each)
    out().print(first, style=_MARKS[each.level.value][2], markup=False, soft_wrap=True)
    for line in rest:
        out().print(line, markup=False, soft_wrap=True)


def _emit(checks: list[Check], form: Format, output: Path | None) -> None:
    zh = 0 if language() == "zh" else 1
    data = [
        {
            "check": each.key,
            "level": each.level.value,
            "about": each.about[zh],
            "found": each.found[zh],
            "remedy": each.remedy[zh] or None,
        }
        for each in checks
    ]
    if form is Format.TEXT:
        emit("".join(f"{line}\n" for each in checks for line in _lines(each)), output)
    else:
        emit_data({"checks": data}, form, output, lines=data)
