"""What an import plan consists of: sources, rows, counts and changes. All values; nothing here reads or writes."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple, overload

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gridctl.findings.finding import Finding
    from gridctl.intake.columns.headings import HeadingMatch
    from gridctl.intake.reading.book import Book, Cell, Sheet
    from gridctl.intake.records.merging import FieldChange
    from gridctl.intake.records.taken import Status
    from gridctl.intake.sheets.region import Region
    from gridctl.store.changeset import ChangeSet


# In the order of the counts.
_STATUSES: Final[tuple[Status, ...]] = ("added", "changed", "unchanged", "rejected")
_CODES: Final = {status: code for code, status in enumerate(_STATUSES)}


class RowOutcome(NamedTuple):
    """What became of one row (from 0), the record it went to, the fields it changes, and why it was rejected."""

    row: int
    status: Status
    record: str = ""
    changes: tuple[FieldChange, ...] = ()
    findings: tuple[Finding, ...] = ()


class Outcomes(Sequence[RowOutcome]):
    """What became of the rows of one sheet, made when asked for: nearly all have nothing but a status and a record."""

    def __init__(self) -> None:
        self._rows = array("I")
        self._status = bytearray()
        self._records: list[str] = []
        self._more: dict[int, RowOutcome] = {}

    def add(
        self,
        row: int,
        status: Status,
        record: str = "",
        changes: tuple[FieldChange, ...] = (),
        findings: tuple[Finding, ...] = (),
    ) -> None:
        """Add the next row; as `RowOutcome`, of which most rows never need one."""
        if changes or findings:
            self._more[len(self._rows)] = RowOutcome(row, status, record, changes, findings)
        self._rows.append(row)
        self._status.append(_CODES[status])
        self._records.append(record)

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> RowOutcome: ...

    @overload
    def __getitem__(self, at: slice) -> list[RowOutcome]: ...

    def __getitem__(self, at: int | slice) -> RowOutcome | list[RowOutcome]:
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(len(self)))]
        at = at if at >= 0 else at + len(self)
        known = self._more.get(at)
        return known or RowOutcome(self._rows[at], _STATUSES[self._status[at]], self._records[at])

    def findings(self) -> Iterator[Finding]:
        """The findings of all rows, in their order."""
        return (finding for outcome in self._more.values() for finding in outcome.findings)

    def count(self, value: object) -> int:
        """How many rows have this status, or are this outcome."""
        return self._status.count(_STATUSES.index(value)) if value in _STATUSES else super().count(value)


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
    rows: Outcomes = field(repr=False)
    findings: tuple[Finding, ...] = field(repr=False, default=())
    cells: Mapping[int, list[Cell]] = field(repr=False, default_factory=dict)

    @property
    def counts(self) -> Counts:
        """How many rows were read and what became of them."""
        return Counts(len(self.rows), *map(self.rows.count, _STATUSES))


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
