"""Which of two codes is older, where nobody wrote it down: since when the ledgers' history has each."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from gridctl.store.workspace import Workspace

_FOLDER = "ledgers/households"


def first_days(ws: Workspace, codes: Collection[str]) -> dict[str, str]:
    """The day (ISO) of the first commit with each code, without those that no commit has; {} without a repository."""
    wanted = set(codes)
    git = ws.git
    if not wanted or not git.is_repo() or git.head() is None:
        return {}
    return git.first_days(wanted, _FOLDER)
