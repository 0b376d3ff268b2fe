"""The entry point: streams, language, commands found by name, faults told without a traceback."""

from __future__ import annotations

import gc
import os
import sys

from gridctl import __version__
from gridctl.cli.lang import language, t, translate_library

INTERNAL_FAULT = 5


def main() -> None:
    """Run gridctl on the process's arguments and exit with its code."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        sys.stdout.write(f"gridctl {__version__}\n")
        return
    from gridctl.cli.console import prepare_streams

    prepare_streams()
    translate_library()
    sys.exit(_run())


def _run() -> int:
    # A command lives for seconds and makes few cycles: collecting them less often saves a tenth of a cold check.
    gc.set_threshold(200_000, 50, 100)
    # Decided before the command-line library is imported, which costs a third of a short command's time.
    from gridctl.cli.commands import app
    from gridctl.store.faults import GridctlFault

    try:
        app(prog_name="gridctl")
    except SystemExit as stop:
        return int(stop.code or 0)
    except GridctlFault as fault:
        from gridctl.cli.console import say

        say(t("错误：", "Error: ") + (fault.zh if language() == "zh" else fault.en), style="red")
        return fault.exit_code
    except BrokenPipeError:
        # The reader of a pipe has gone: nothing is wrong, and nothing more can be said.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # noqa: BLE001 - the last resort: a clerk never sees a traceback
        return _internal_fault(error)
    return 0


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
