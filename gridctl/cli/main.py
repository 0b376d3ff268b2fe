"""The entry point: streams, language, commands found by name, faults told without a traceback."""

from __future__ import annotations

import atexit
import contextlib
import gc
import os
import sys
from types import ModuleType
from typing import Any

from gridctl import __version__
from gridctl.cli.lang import language, t

USAGE, REFUSED, INTERNAL_FAULT, INTERRUPTED = 2, 3, 5, 130


def main() -> None:
    """Run gridctl on the process's arguments and exit with its code."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        sys.stdout.write(f"gridctl {__version__}\n")
        return
    from gridctl.cli.console import prepare_streams
    from gridctl.cli.library import translate_library

    prepare_streams()
    translate_library()
    sys.exit(_run())


def _run() -> int:
    # A command lives for seconds and makes few cycles: collecting them less often saves a tenth of a cold check.
    gc.set_threshold(200_000, 50, 100)
    # At the end the interpreter would search all that was read for cycles once more: as long again.
    atexit.register(_spare_last_collection)
    _without_plugins()
    if sys.argv[1:2] == ["import"]:
        # As long as reading a large workbook takes what it is imported with to load.
        from gridctl.intake.reading.readahead import foresee

        foresee(sys.argv[2:])
    # Decided before the command-line library is imported, which costs a third of a short command's time.
    from typer import Abort, BadParameter

    from gridctl.cli.commands import app
    from gridctl.cli.console import say
    from gridctl.store.faults import GridctlFault

    # What the library raises for wrong usage has no public name but its best-known heir.
    library_fault: type[Exception] = BadParameter.__mro__[2]
    try:
        code = app(prog_name="gridctl", standalone_mode=False)
        sys.stdout.flush()
    except GridctlFault as fault:
        stopped = fault.exit_code == INTERRUPTED
        say((t("已中止。", "Stopped. ") if stopped else t("错误：", "Error: ")) + fault.text(language()), style="red")
        return fault.exit_code
    except (Abort, KeyboardInterrupt):
        # Behind a question, or the ^C that the terminal shows, begins a new line.
        say("\n" * sys.stderr.isatty() + t("已中止。", "Aborted."))
        return INTERRUPTED
    except BrokenPipeError:
        return _reader_gone()
    except library_fault as fault:
        return _wrong_usage(fault)
    except OSError as error:
        return _refused_by_system(error)
    except Exception as error:  # noqa: BLE001 - the last resort: a clerk never sees a traceback
        return _refused_by_system(_disk_full()) if _no_room(error) else _internal_fault(error)
    return code if isinstance(code, int) else 0


def _without_plugins() -> None:
    """Stand in for the part of the models' library that looks for plugins, of which gridctl has none.

    Told to look for none, it would still load what reads the names of installed packages, 35 modules in all.
    """
    stand_in = ModuleType("pydantic.plugin._loader")
    vars(stand_in)["get_plugins"] = tuple
    sys.modules.setdefault(stand_in.__name__, stand_in)
    # Processes that this one begins are at least told.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


def _spare_last_collection() -> None:
    # What the database's binding made must be collected: it reports the rest as leaks, on the terminal. A plan that
    # asked the database has frozen that as well.
    if "gridctl.store.database" in sys.modules:
        gc.unfreeze()
    else:
        gc.freeze()


def _wrong_usage(fault: Any) -> int:
    from gridctl.cli.console import say
    from gridctl.cli.library import fault_text

    message, ctx = fault_text(fault.format_message()), getattr(fault, "ctx", None)
    # Without a message the library has shown the help instead.
    if message:
        say(t("错误：", "Error: ") + message, style="red")
    if message and ctx is not None:
        say(ctx.get_usage(), style="dim")
        say(t(f"用 {ctx.command_path} --help 查看帮助。", f"See {ctx.command_path} --help."), style="dim")
    return USAGE


def _reader_gone() -> int:
    """The reader of a pipe has gone: nothing is wrong, and nothing more can be said."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _refused_by_system(error: OSError) -> int:
    """A full disk, a folder without permission, a workbook that is open in another program."""
    if os.environ.get("GRIDCTL_DEBUG"):
        raise error
    from gridctl.cli.console import say
    from gridctl.text.refusal import refusal

    where, (zh, en) = error.filename or t("输出", "the output"), refusal(error)
    say(
        t(
            f"错误：无法读写 {where}：{zh}。文件若在别的程序里打开，请先关闭；再看磁盘空间和权限。",
            f"Error: cannot read or write {where}: {en}. Close it if another program has it open; then look at disk "
            "space and permissions.",
        ),
        style="red",
    )
    return REFUSED


def _no_room(error: Exception) -> bool:
    """Whether the database of the index found the disk full, for which it has no error of its own."""
    named = type(error).__module__.lstrip("_").partition(".")[0] == "duckdb"
    return named and any(words in str(error) for words in ("No space left", "ould not write", "ailed to write"))


def _disk_full() -> OSError:
    import errno

    return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), ".gridctl/index.duckdb")


def _internal_fault(error: Exception) -> int:
    if os.environ.get("GRIDCTL_DEBUG"):
        raise error
    import tempfile
    import traceback

    from gridctl.cli.console import say

    with tempfile.NamedTemporaryFile(
        "w", prefix="gridctl-fault-", suffix=".txt", delete=False, encoding="utf-8"
    ) as file:
        # The frames without the message: the message may quote personal data.
        file.write(f"gridctl {__version__} python {sys.version}\n{type(error).__name__}\n")
        file.writelines(traceback.format_tb(error.__traceback__))
    say(
        t(
            f"程序内部出错（{type(error).__name__}），台账没有改动。"
            f"详情已写到 {file.name}，请连同命令一起发给维护人员。",
            f"An internal fault ({type(error).__name__}); no ledger was changed. Details are in {file.name}: "
            "please send it, with the command, to the maintainers.",
        ),
        style="red",
    )
    return INTERNAL_FAULT
