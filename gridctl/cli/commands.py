"""The table of commands. Each lives in a module of its own, imported only when it is asked for."""

from __future__ import annotations

from contextlib import contextmanager
from importlib import import_module
from inspect import cleandoc, getdoc
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.models import TyperInfo

from gridctl import __version__
from gridctl.cli.lang import t
from gridctl.cli.library import adapt

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# In the order of a day's work: name, module, Chinese and English panel.
COMMANDS: dict[str, tuple[str, str, str]] = {
    "init": ("init", "开始", "Start"),
    "demo": ("demo", "开始", "Start"),
    "guide": ("guide", "开始", "Start"),
    "doctor": ("doctor", "开始", "Start"),
    "import": ("import_", "台账", "Ledgers"),
    "check": ("check", "台账", "Ledgers"),
    "rules": ("rules", "台账", "Ledgers"),
    "fmt": ("fmt", "台账", "Ledgers"),
    "find": ("find", "台账", "Ledgers"),
    "show": ("show", "台账", "Ledgers"),
    "list": ("list_", "台账", "Ledgers"),
    "add": ("add", "台账", "Ledgers"),
    "edit": ("edit", "台账", "Ledgers"),
    "end": ("end", "台账", "Ledgers"),
    "query": ("query", "台账", "Ledgers"),
    "codes": ("codes", "地址与编码", "Addresses and codes"),
    "people": ("people", "地址与编码", "Addresses and codes"),
    "tasks": ("tasks", "任务", "Work"),
    "matters": ("matters", "任务", "Work"),
    "supervise": ("supervise", "任务", "Work"),
    "case": ("case", "任务", "Work"),
    "scores": ("scores", "考核", "Assessment"),
    "report": ("report", "考核", "Assessment"),
    "bulletin": ("bulletin", "考核", "Assessment"),
    "export": ("export", "交换", "Exchange"),
    "diff": ("diff", "审阅", "Review"),
}


# It has no public name but its best-known heir.
_USAGE_FAULT: type[Exception] = typer.BadParameter.__mro__[1]


class LazyGroup(TyperGroup):
    """A group whose commands are modules: ``gridctl.cli.<module>`` with an ``app``."""

    _adapted = False
    # While commands are only listed, their parameters, which take most of the time, are not asked for.
    _listing = False

    def list_commands(self, ctx: Any) -> list[str]:
        """Every command, in the order of the table."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Import the command's module and return the command, or None; in a list of commands it takes nothing."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module, zh, en = COMMANDS[cmd_name]
        made: typer.Typer = import_module(f"gridctl.cli.{module}").app
        command: Any = _described(made) if self._listing else typer.main.get_command(made)
        command.name = cmd_name
        command.rich_help_panel = t(zh, en)
        if not self._listing:
            adapt(command)
        return command

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """As the library does, for commands that are only listed."""
        with self._only_listing():
            super().format_help(ctx, formatter)

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:
        """As the library does, for commands that are only listed."""
        with self._only_listing():
            return super().shell_complete(ctx, incomplete)

    @contextmanager
    def _only_listing(self) -> Iterator[None]:
        self._listing = True
        try:
            yield
        finally:
            self._listing = False

    def make_context(self, info_name: Any, args: Any, parent: Any = None, **extra: Any) -> Any:
        """As the library does, but speaking the language."""
        if not self._adapted:
            self._adapted = True
            adapt(self, top=True)
        return super().make_context(info_name, args, parent, **extra)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """As the library does, but with the nearest names for one that is none; it knows of no lazy commands."""
        try:
            return super().resolve_command(ctx, args)
        except _USAGE_FAULT as fault:
            from difflib import get_close_matches

            near = get_close_matches(args[0].lower(), COMMANDS, n=2, cutoff=0.6) if args else []
            told: Any = fault
            if near and "Did you mean" not in told.message:
                told.message = f"{told.message.rstrip('.。')}. Did you mean {' / '.join(near)}?"
            raise

    def invoke(self, ctx: Any) -> Any:
        """Run the command; where a pipe's reader has gone, end well before the library calls it a failure."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise typer.Exit(0) from None


def _described(made: typer.Typer) -> TyperCommand:
    """What a list of commands says of one, or of a group of them."""
    alone = None if made.registered_callback or made.registered_groups else made.registered_commands
    if alone is not None and len(alone) == 1:
        about = alone[0].help or getdoc(alone[0].callback) or ""
    else:
        about = typer.main.solve_typer_info_help(TyperInfo(made))
    return TyperCommand(None, help=cleandoc(about))


app = typer.Typer(
    cls=LazyGroup,
    help=t(
        "网格化社区治理的命令行工具：五本台账存为 Git 管理的文本文件，导入、检查、派单、通报、导出。",
        "Grid-based community governance: five ledgers as plain files under Git; import, check, plan, report, export.",
    ),
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"gridctl {__version__}")
        raise typer.Exit


@app.callback()
def options(
    lang: Annotated[str, typer.Option("--lang", help=t("界面语言：zh 或 en", "language: zh or en"))] = "",
    directory: Annotated[
        str,
        typer.Option(
            "--directory", "-C", help=t("社区所在文件夹（含 ledgers/）", "the community's folder (it holds ledgers/)")
        ),
    ] = "",
    version: Annotated[
        bool,
        typer.Option("--version", "-V", is_eager=True, callback=_show_version, help=t("显示版本", "show the version")),
    ] = False,
) -> None:
    """Options that come before every command."""
    del version
    if lang not in ("", "zh", "en"):
        raise typer.BadParameter(t("语言只能是 zh 或 en", "the language is zh or en"), param_hint="--lang")
    if directory:
        _enter(directory)


def _enter(directory: str) -> None:
    import os
    from pathlib import Path

    folder: Path = Path(directory)
    if not folder.is_dir():
        raise typer.BadParameter(t(f"没有这个文件夹：{directory}", f"no such folder: {directory}"), param_hint="-C")
    os.chdir(folder)
