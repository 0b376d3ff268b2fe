"""Options that several commands share, and what is read out of their words."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gridctl.cli.completing import complete_column, complete_grid
from gridctl.cli.lang import t

if TYPE_CHECKING:
    from collections.abc import Sequence


class Format(StrEnum):
    """Forms that every reading command offers."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"


def not_a_file_called_minus(output: Path | None) -> Path | None:
    """``-o -`` is the screen, as with other tools, not a file of that name."""
    return None if output == Path("-") else output


FormatOption = Annotated[Format, typer.Option("--format", "-f", help=t("输出格式", "form of the output"))]
OutputOption = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        help=t("写到文件而不是屏幕", "write to a file instead of the screen"),
        callback=not_a_file_called_minus,
    ),
]
RevealOption = Annotated[
    bool,
    typer.Option("--reveal", help=t("显示完整个人信息（默认打码）", "show personal data in full (masked by default)")),
]
GridOption = Annotated[
    str,
    typer.Option(
        "--grid",
        "-g",
        help=t("只看这个网格及下级（编码或名称）", "only this grid and those below it (code or name)"),
        autocompletion=complete_grid,
    ),
]
ColumnsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--columns",
        "-c",
        help=t("只要这些列，用逗号分开；all 为全部列", "these columns, by commas; all means all"),
        autocompletion=complete_column,
    ),
]
DryRunOption = Annotated[
    bool, typer.Option("--dry-run", help=t("只预览，不写入", "show what would be done, write nothing"))
]
YesOption = Annotated[bool, typer.Option("--yes", "-y", help=t("不再询问，直接执行", "do it without asking"))]
AsOfOption = Annotated[
    str,
    typer.Option(
        "--as-of", metavar="YYYY-MM-DD", help=t("按这一天计算（默认今天）", "reckon as of this day (default: today)")
    ),
]


def words(given: Sequence[str] | None) -> list[str]:
    """Names given in several options or by commas in one."""
    parts = (part for each in given or () for part in each.replace("，", ",").replace("、", ",").split(","))
    return [each.strip() for each in parts if each.strip()]


def day(text: str) -> Any:
    """The date of an option, or None when it is empty; an impossible one is a usage error."""
    if not text:
        return None
    from gridctl.text.dates import parse_date

    try:
        return parse_date(text).value
    except ValueError:
        raise typer.BadParameter(
            t(f"不是日期：{text}，应写成 2026-07-01", f"not a date: {text}; write 2026-07-01")
        ) from None


def period(text: str, today: Any) -> Any:
    """The period of an option; one that cannot be read is a usage error."""
    from gridctl.text.periods import parse_period

    try:
        return parse_period(text, today=today)
    except ValueError:
        raise typer.BadParameter(
            t(
                f"不认识的时段：{text}，可写 2026Q3、2026-07、2026、2026-07-06..12、today、下月",
                f"unknown period: {text}; write 2026Q3, 2026-07, 2026, 2026-07-06..12, today or next-month",
            )
        ) from None
