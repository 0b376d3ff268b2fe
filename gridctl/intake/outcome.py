"""What an import plan consists of: sources, rows, counts and changes. All values; nothing here reads or writes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from gridctl.findings.finding import Finding
    from gridctl.intake.book import Book, Cell, Sheet
    from gridctl.intake.headings import HeadingMatch
    from gridctl.intake.merging import FieldChange
    from gridctl.intake.region import Region
    from gridctl.intake.taken import Status
    from gridctl.store.changeset import ChangeSet


class RowOutcome(NamedTuple):
    """What became of one row (from 0), the record it went to, the fields it changes, and why it was rejected."""

    row: int
    status: Status
    record: str = ""
    changes: tuple[FieldChange, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows read = added + changed + unchanged + rejected."""

    read: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.read + other.read,
            self.added + other.added,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.rejected + other.rejected,
        )


@dataclass(frozen=True, slots=True)
class SourcePlan:
    """One sheet of one file. ``findings`` are about the sheet and its columns; the rows carry their own.

    ``cells`` are the data rows as sent, with what merged cells and 同上 stand for put in.
    """

    book: Book = field(repr=False)
    sheet: Sheet = field(repr=False)
    region: Region = field(repr=False)
    ledger: str
    heading: HeadingMatch = field(repr=False)
    rows: tuple[RowOutcome, ...] = field(repr=False)
    findings: tuple[Finding, ...] = field(repr=False, default=())
    cells: dict[int, list[Cell]] = field(repr=False, default_factory=dict)

    @property
    def counts(self) -> Counts:
        """How many rows were read and what became of them."""
        by = Counter(row.status for row in self.rows)
        return Counts(len(self.rows), by["added"], by["changed"], by["unchanged"], by["rejected"])


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """Everything an import would do. ``findings`` are all there are: of files, sheets, columns and rows."""

    sources: tuple[SourcePlan, ...]
    changes: ChangeSet
    findings: tuple[Finding, ...]

    @property
    def counts(self) -> Counts:
        """The sum over all sheets."""
        return sum((source.counts for source in self.sources), Counts())
