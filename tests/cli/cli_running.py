"""Run gridctl in this process as the program runs: its own streams, arguments, environment and folder."""

from __future__ import annotations

import gettext
import io
import json
import os
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from gridctl.cli import console, lang
from gridctl.cli.main import main

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PERIOD = ("--period", "2026Q3", "--as-of", "2026-09-30")
AS_OF = ("--as-of", "2026-09-30")
LANGUAGE_VARIABLES = ("GRIDCTL_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


@dataclass(frozen=True)
class Ran:
    """What came of a run."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)

    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


class Answers(io.StringIO):
    """Standard input: somebody's, if there are answers, otherwise a pipe that ends at once."""

    def isatty(self) -> bool:
        return bool(self.getvalue())


def run(
    *args: object, cwd: Path, lang: str = "zh", env: Mapping[str, str | None] | None = None, typed: str = ""
) -> Ran:
    """Run ``gridctl ARGS`` in ``cwd``; a variable that is None is taken away; ``typed`` is what somebody answers."""
    streams = {name: io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for name in ("stdout", "stderr")}
    with (
        environment({"GRIDCTL_LANG": lang, "COLUMNS": "80"} | dict(env or {}), cwd),
        patch.object(sys, "argv", ["gridctl", *map(str, args)]),
        patch.object(sys, "stdin", Answers(typed)),
        patch.multiple(sys, **streams),
    ):
        try:
            main()
            code: Any = 0
        except SystemExit as stop:
            code = stop.code or 0
        texts = []
        for stream in streams.values():
            stream.flush()
            texts.append(stream.buffer.getvalue().decode("utf-8"))
    return Ran(code, *texts)


@contextmanager
def environment(variables: Mapping[str, str | None], cwd: Path | None = None) -> Iterator[None]:
    """These variables, this folder, and nothing remembered of the language or the streams of another run."""
    before = Path.cwd()
    gone = [name for name, value in variables.items() if value is None]
    kept = {name: value for name, value in variables.items() if value is not None}
    with patch.dict(os.environ, kept), patch.object(gettext, "gettext", gettext.gettext):
        for name in gone:
            os.environ.pop(name, None)
        if cwd is not None:
            os.chdir(cwd)
        forget()
        try:
            yield
        finally:
            os.chdir(before)
            forget()


def forget() -> None:
    """Forget the language and the consoles."""
    lang.language.cache_clear()
    console.out.cache_clear()
    console.err.cache_clear()
