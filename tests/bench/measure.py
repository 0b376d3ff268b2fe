"""Whole-process figures of commands run side by side: wall seconds and peak memory, in turn, as ratios of medians."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LAUNCH = Path(__file__).with_name("launch.py")


@dataclass
class Contender:
    """One command, what to do before each of its runs, and its figures."""

    name: str
    command: Sequence[str]
    cwd: Path | None = None
    before: Callable[[], object] | None = None
    runs: int = 3
    ok: tuple[int, ...] = (0, 1)
    seconds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    peak_mb: list[float] = field(default_factory=list)

    def run(self) -> None:
        """Run once and keep the figures; a wrong exit code ends the benchmark."""
        if self.before:
            self.before()
        # Not from here: the command's peak would be no less than this process's.
        launched = [sys.executable, "-I", "-S", str(LAUNCH), *self.command]
        done = subprocess.run(launched, cwd=self.cwd, capture_output=True, text=True, check=True)
        seconds, cpu, peak_kb, status = map(float, done.stdout.split())
        self.seconds.append(seconds)
        self.cpu.append(cpu)
        self.peak_mb.append(peak_kb / 1024)
        code = os.waitstatus_to_exitcode(int(status))
        if code not in self.ok:
            sys.exit(f"{self.name} ended with {code}")


def race(contenders: Sequence[Contender]) -> None:
    """Run the contenders in turn, so that a change in the machine's speed meets all of them."""
    for turn in range(max(each.runs for each in contenders)):
        for each in contenders:
            if turn < each.runs:
                each.run()


def table(contenders: Sequence[Contender], base: Contender) -> str:
    """The figures as a table; the last two columns are the peak memory and the time over ``base``'s."""
    lines = [
        f"{'':32} {'median s':>9} {'min':>7} {'max':>7} {'CPU s':>7} {'peak MB':>8} {'x MB':>6} {'x ' + base.name:>14}"
    ]
    for each in contenders:
        ratio = median(each.seconds) / median(base.seconds)
        memory = median(each.peak_mb) / median(base.peak_mb)
        lines.append(
            f"{each.name:32} {median(each.seconds):9.3f} {min(each.seconds):7.3f} {max(each.seconds):7.3f} "
            f"{median(each.cpu):7.2f} {median(each.peak_mb):8.0f} {memory:6.2f} {ratio:14.2f}"
        )
    return "\n".join(lines)
