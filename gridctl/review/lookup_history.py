"""Which commits changed one record."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from gridctl.review.lookup_place import record_text
from gridctl.store.faults import GridctlFault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gridctl.store.git import Commit, Git
    from gridctl.store.workspace import Workspace

# So many of the file's commits are looked at, so many by one process: most records change seldom.
_FAR, _AT_ONCE = 30, 8


def history(ws: Workspace, record: str, path: str, most: int = 3) -> list[Commit]:
    """The last commits that changed a record in its file; of a workbook, those that changed the file.

    Empty where there is no repository, no commit yet, or the record is not committed. The file's last 30 commits are
    looked at.
    """
    git = ws.git
    try:
        if not path.endswith(".yaml"):
            return git.commits(path, most=most)
        return list(islice(_changing(git, record, path), most))
    except GridctlFault:
        # No git program, or a repository that it does not trust.
        return []


def _changing(git: Git, record: str, path: str) -> Iterator[Commit]:
    """The commits in whose file the record reads otherwise than in all that came before them."""
    made = git.lineage(path, most=_FAR)
    texts: dict[str, bytes | None] = {}
    for number, (commit, before) in enumerate(made):
        if any(each not in texts for each in (commit.id, *before)):
            wanted = [each for one, above in made[number : number + _AT_ONCE] for each in (one.id, *above)]
            wanted = [each for each in dict.fromkeys(wanted) if each not in texts]
            held = git.versions(path, wanted)
            texts |= {each: record_text(held.get(each, b""), record) for each in wanted}
        text = texts[commit.id]
        if number == 0 and text is None:
            return
        if text is not None and all(texts[each] != text for each in before):
            yield commit
