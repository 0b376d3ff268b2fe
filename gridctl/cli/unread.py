"""Files that could not be read to the end: whoever counts, lists or exports is told that their records are missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridctl.cli.console import say
from gridctl.cli.lang import t

if TYPE_CHECKING:
    from collections.abc import Sequence

_SHOWN = 3


def tell_unread(paths: Sequence[str], *, faults_shown: bool = False) -> None:
    """Warn of these files; nothing is said where there are none. ``faults_shown``: what is wrong stands above."""
    if not paths:
        return
    more = len(paths) > _SHOWN
    zh, en = "、".join(paths[:_SHOWN]) + " 等" * more, ", ".join(paths[:_SHOWN]) + " …" * more
    if faults_shown:
        said = t(
            f"注意：{zh} 读不全，其中的记录没有检查，别处还会因此报“查不到”。先改好上面它的 F 类问题，再检查一遍。",
            f"Note: {en} could not be read whole: its records were not checked, and others may be told that theirs are "
            "not found. Mend its F faults above and check again.",
        )
    else:
        said = t(
            f"注意：{zh} 读不全，其中的记录不在结果里。先用 gridctl check --select F 找到那一行改好。",
            f"Note: {en} could not be read whole, and its records are missing here. gridctl check --select F shows "
            "the line to mend first.",
        )
    say(said, style="bold red")
