"""Standard output and error: UTF-8 into a pipe, never a crash on a console that lacks a character."""

from __future__ import annotations

import os
import sys
from functools import cache
from io import TextIOWrapper
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console


def prepare_streams() -> None:
    """Write UTF-8 where the output is not a console; on a console replace what it cannot show (code page 936)."""
    for stream in (sys.stdout, sys.stderr):
        if not isinstance(stream, TextIOWrapper):
            continue
        if stream.isatty():
            stream.reconfigure(errors="replace")
        elif "_GRIDCTL_COMPLETE" in os.environ and os.name == "nt":
            # PowerShell reads what completes a command in the code page of its console.
            stream.reconfigure(encoding=os.device_encoding(0) or "utf-8", errors="replace", newline="\n")
        else:
            stream.reconfigure(encoding="utf-8", errors="replace", newline="\n")


@cache
def out() -> Console:
    """Where data goes."""
    return _console(stderr=False)


@cache
def err() -> Console:
    """Where talk and progress go."""
    return _console(stderr=True)


def _console(*, stderr: bool) -> Console:
    from rich.console import Console

    class PipeConsole(Console):
        """A console that lets the program end well when nobody reads on, where Rich would end it as a failure."""

        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    # Emoji: what stands between colons in a ledger is to be shown as it is.
    return PipeConsole(stderr=stderr, highlight=False, emoji=False)


def watched() -> bool:
    """Whether a person sees standard error, or colours are asked for; only then is it worth loading Rich to talk."""
    return sys.stderr.isatty() or any(os.environ.get(name) for name in ("FORCE_COLOR", "TTY_COMPATIBLE"))


def say(text: str, style: str = "") -> None:
    """Tell the person at the terminal something, on standard error; paths and commands in it stay whole."""
    if watched():
        err().print(text, style=style or None, markup=False, soft_wrap=True)
    else:
        print(text, file=sys.stderr)  # noqa: T201 - what Rich would print there, without loading it


def mark(fancy: str, plain: str) -> str:
    """The first mark if the terminal can show it, otherwise the second."""
    encoding = getattr(sys.stderr, "encoding", None) or "ascii"
    try:
        fancy.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return plain
    return fancy
