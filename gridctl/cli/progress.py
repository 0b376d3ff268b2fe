"""A progress bar on standard error, for what takes over a second and only where somebody watches."""

from __future__ import annotations

from contextlib import contextmanager
from threading import Lock, Timer
from typing import TYPE_CHECKING

from gridctl.cli.console import err, watched

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.progress import Progress

PATIENCE_SECONDS = 1.0


@contextmanager
def progress(what: str, total: int | None = None) -> Iterator[Callable[[str], None]]:
    """Show a bar while the block runs; the function given tells that the next step, named so, begins.

    Without ``total`` the bar only moves. Nothing is shown in a pipe, or before a second has passed. The block must
    not write to standard output.
    """
    if not (watched() and err().is_terminal):
        yield lambda _: None
        return
    bar = _bar()
    task = bar.add_task(what, total=total)
    lock, begun, over = Lock(), 0, False

    def start() -> None:
        with lock:
            if not over:
                bar.start()

    def step(name: str) -> None:
        nonlocal begun
        # The step before this one is done; the first has none before it.
        bar.update(task, description=name, completed=begun if total else None)
        begun += 1

    timer = Timer(PATIENCE_SECONDS, start)
    timer.daemon = True
    timer.start()
    try:
        yield step
    finally:
        timer.cancel()
        with lock:
            over = True
        bar.stop()


def _bar() -> Progress:
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        TimeElapsedColumn(),
        console=err(),
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )
