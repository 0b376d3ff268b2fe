"""What becomes of a row when it is taken into the ledgers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gridctl.intake.cells.values import Fault
    from gridctl.intake.records.merging import FieldChange, Step
    from gridctl.intake.records.state import Working

Status = Literal["added", "changed", "unchanged", "rejected"]


class Taken(NamedTuple):
    """What became of one row. ``faults`` (they reject it) and ``notices`` name a field, "" for the whole row.

    ``changes`` are those of records that were there before.
    """

    status: Status
    record: str = ""
    changes: tuple[FieldChange, ...] = ()
    faults: tuple[tuple[str, Fault], ...] = ()
    notices: tuple[tuple[str, Fault], ...] = ()

    @classmethod
    def into(cls, working: Working, step: Step, *, added: bool, new: bool) -> Taken:
        """A row that was taken into a record; ``added`` tells whether it brought somebody or something new."""
        changes = tuple(each for each in step.changes if each.record != working.key) if new else step.changes
        status: Status = "added" if added else "changed" if changes else "unchanged"
        return cls(status, working.key, changes, (), tuple(step.notices))

    @classmethod
    def together(cls, several: Sequence[Taken]) -> Taken:
        """A row that was taken into several records."""
        said = {each.status for each in several}
        status: Status = "added" if "added" in said else "changed" if "changed" in said else "unchanged"
        changes = tuple(change for each in several for change in each.changes)
        told = {(name, fault.code): (name, fault) for each in several for name, fault in each.notices}
        return cls(status, several[0].record, changes, (), tuple(told.values()))


class RowRejected(Exception):  # noqa: N818 -- not an error: what a taker decides, and catches itself
    """A row cannot be taken; ``name`` is the field to blame."""

    def __init__(self, name: str, fault: Fault) -> None:
        super().__init__(fault.code)
        self.name = name
        self.fault = fault
