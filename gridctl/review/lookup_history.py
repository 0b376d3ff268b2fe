"""Which commits changed one record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridctl.review.lookup_place import lines_of
from gridctl.store.faults import GridctlFault

if TYPE_CHECKING:
    from gridctl.store.git import Commit
    from gridctl.store.workspace import Workspace


def history(ws: Workspace, record: str, path: str, most: int = 3) -> list[Commit]:
    """The last commits that changed a record's lines in its file; of a workbook, those that changed the file.

    Empty where there is no repository, no commit yet, or the record is not committed.
    """
    git = ws.git
    try:
        if not git.is_repo() or git.head() is None:
            return []
        if not path.endswith(".yaml"):
            return git.commits(path, most=most)
        lines = lines_of(git.show("HEAD", path), record)
        return git.commits(path, most=most, lines=lines) if lines else []
    except GridctlFault:
        # No git program, or a file that HEAD does not have.
        return []
