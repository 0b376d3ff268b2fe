"""``gridctl fmt``: ledger files in their canonical form, as YAML or as workbooks."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from gridctl.cli.console import say
from gridctl.cli.lang import t
from gridctl.cli.options import DryRunOption

app = typer.Typer()


class Shape(StrEnum):
    """The two shapes of a shard."""

    YAML = "yaml"
    XLSX = "xlsx"


@app.command(
    help=t(
        "把台账文件整理成规范格式；--to 在 YAML 和 Excel 之间转换，内容不变。",
        "Rewrite ledger files in canonical form; --to converts between YAML and Excel without loss.",
    )
)
def fmt(
    paths: Annotated[
        list[Path] | None, typer.Argument(help=t("只整理这些文件（默认全部）", "only these files (default: all)"))
    ] = None,
    to: Annotated[Shape | None, typer.Option(help=t("转换成 yaml 或 xlsx", "convert to yaml or xlsx"))] = None,
    check: Annotated[
        bool,
        typer.Option(
            "--check", help=t("只看有没有需要整理的，有则退出码为 1", "only tell whether any would change (exit 1)")
        ),
    ] = False,
    dry_run: DryRunOption = False,
) -> None:
    """Format or convert; lists the files it rewrote."""
    from gridctl.store.formatting import convert
    from gridctl.store.formatting import fmt as format_files
    from gridctl.store.workspace import Workspace

    ws = Workspace.open()
    named = tuple(_relative(ws.root, path) for path in paths or ())
    look_only = check or dry_run
    done = convert(ws, named, to.value, check=look_only) if to else format_files(ws, named, check=look_only)
    for path in done.changed:
        typer.echo(path)
    for path in done.skipped:
        say(
            t(
                f"没有动 {path}：有读不懂的地方，先用 gridctl check 查看并改正。",
                f"Left alone: {path}. Not all of it can be read; gridctl check tells what to correct first.",
            ),
            style="yellow",
        )
    would, did = (
        t(f"{len(done.changed)} 个文件需要整理。", f"{len(done.changed)} files would change."),
        t(f"整理了 {len(done.changed)} 个文件。", f"Rewrote {len(done.changed)} files."),
    )
    say(would if look_only else did)
    if done.skipped or (check and done.changed):
        raise typer.Exit(1)


def _relative(root: Path, path: Path) -> str:
    """The file within the community; what is no file may be a ledger's name."""
    from gridctl.store.faults import NotFound

    if not path.exists():
        return path.as_posix()
    try:
        return path.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        raise NotFound(
            f"{path} 不在社区文件夹 {root} 里。", f"{path} is not in the community's folder {root}."
        ) from None
