"""Standing: a community's ledgers as they stood when a period ended, with what was scored about it since.

Households, visits, cases and the scheme are taken from the last commit up to the period's last day, so that what is
entered or corrected later changes no score. Scores, answers and re-checks are *about* the period and usually come after
it: the registers under ``ledgers/assessment`` are as they are now, and count by their own dates.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gridctl.assess.finding import finding
from gridctl.schema.ledgers import LEDGERS
from gridctl.store.digests import FileDigests
from gridctl.store.files import DiskFiles, RevisionFiles
from gridctl.store.layout import home_of
from gridctl.store.workspace import INDEX, Workspace

if TYPE_CHECKING:
    from datetime import date

    from gridctl.findings.finding import Finding
    from gridctl.store.files import Files
    from gridctl.text.periods import Period

_FOLDER = "assessment"
_PAST = "past.duckdb"
_SHORT = 10


@dataclass(frozen=True, slots=True)
class Standing:
    """The workspace to measure; of a period that is over, with its last day as today.

    ``data`` is the commit of the ledgers, None for the files on disk, ``inputs`` that of the registers of assessment.
    ``findings`` tell why a period that is over is scored by the files of now (A114).
    """

    ws: Workspace
    data: str | None = None
    inputs: str | None = None
    findings: tuple[Finding, ...] = ()


def standing(ws: Workspace, period: Period, *, data: str | None = None, inputs: str | None = None) -> Standing:
    """How a community stood at a period's end.

    ``data`` and ``inputs`` are commits to use instead, to measure again what was published. A workspace that is a
    revision itself, and a period not over yet, are measured as they are. Raises NotFound for an unknown commit.
    """
    if data is None and (ws.rev is not None or ws.today <= period.end):
        return Standing(ws, ws.rev, ws.rev)
    commit = data or commit_up_to(ws, period.end)
    if commit is None:
        return Standing(ws, findings=(finding("A114", "", params={"day": str(period.end)}),))
    git = ws.git
    commit = git.resolve(commit)
    digests = FileDigests(ws.root)
    now: Files = RevisionFiles(git, git.resolve(inputs)) if inputs else DiskFiles(ws.root, digests)
    files = _Together(RevisionFiles(git, commit), now)
    # Kept, since a bulletin is looked at more than once; of another period, only what differs is read.
    name = INDEX if files.digests() == DiskFiles(ws.root, digests).digests() else _PAST
    state = Workspace(ws.root, files, digests, rev=commit, today=period.end, index_name=name)
    return Standing(state, commit, inputs)


def commit_up_to(ws: Workspace, day: date) -> str | None:
    """The last commit of a day or before it; None where there is none, or no Git repository."""
    git = ws.git
    return git.last_until(day) if git.is_repo() else None


def short(commit: str) -> str:
    """A commit's name as people read it."""
    return commit[:_SHORT]


class _Together:
    """The files of one state, but the registers of assessment of another."""

    def __init__(self, ledgers: Files, registers: Files) -> None:
        self._ledgers, self._registers = ledgers, registers

    def digests(self) -> dict[str, str]:
        """Every file with its digest, by path."""
        found = {path: digest for path, digest in self._ledgers.digests().items() if not _is_register(path)}
        found |= {path: digest for path, digest in self._registers.digests().items() if _is_register(path)}
        return dict(sorted(found.items()))

    def read(self, path: str) -> bytes:
        """A file's bytes."""
        return (self._registers if _is_register(path) else self._ledgers).read(path)


def _is_register(path: str) -> bool:
    home = home_of(path)
    return home is not None and home.ledger in _REGISTERS


_REGISTERS = frozenset(each.name for each in LEDGERS if each.folder == _FOLDER)
