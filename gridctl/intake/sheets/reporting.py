"""Faults and cleanings become findings with their cell; what happens in many rows of a column is told once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gridctl.findings.finding import Finding, Place, Severity
from gridctl.findings.message import shown_value
from gridctl.findings.registry import rule
from gridctl.intake.dictionary.vocabulary import HOUSE, RESIDENT
from gridctl.text.cellname import cell_name, column_letters

if TYPE_CHECKING:
    from gridctl.intake.cells.values import Fault
    from gridctl.intake.columns.headings import ColumnMatch
    from gridctl.intake.reading.book import Book, Sheet

# Parameters of messages that hold a value of the field the finding is about.
_VALUES = frozenset(("value", "other", "kept", "before", "after"))


class Reporter:
    """Makes the findings of one sheet."""

    def __init__(self, book: Book, sheet: Sheet, ledger: str) -> None:
        self._book = book
        self._sheet = sheet
        self._ledger = ledger

    def of_sheet(self, code: str, **params: str) -> Finding:
        """A finding about the sheet as a whole."""
        return self._finding(code, "", "", params)

    def of_column(self, code: str, each: ColumnMatch, row: int, **params: str) -> Finding:
        """A finding about a column, at one of its cells."""
        params = {"heading": each.heading, "column": column_letters(each.col), **params}
        return self._finding(code, cell_name(*self._sheet.sent(row, each.col)), _path(each), params)

    def of_cell(self, fault: Fault, row: int, col: int, each: ColumnMatch | None, record: str = "") -> Finding:
        """A finding about one cell."""
        heading = each.heading if each else ""
        row, col = self._sheet.sent(row, col)
        params = {"heading": heading, "row": str(row + 1), **fault.params}
        return self._finding(fault.code, cell_name(row, col), _path(each), params, record)

    def _finding(self, code: str, cell: str, path: str, params: dict[str, Any], record: str = "") -> Finding:
        params = {"sheet": self._sheet.name, **params}
        place = Place(self._book.path.name, sheet=self._sheet.name, cell=cell)
        return Finding(code, _severity(code), place, self._ledger, record, path, _masked(self._ledger, path, params))


def _severity(code: str) -> Severity:
    try:
        return rule(code).severity
    except KeyError:
        # Rules of fields live in another package's catalogue; a value that cannot be read is an error whatever it says.
        return Severity.ERROR


def _path(each: ColumnMatch | None) -> str:
    return each.target.field if each is not None and each.target is not None else ""


def _masked(ledger: str, path: str, params: dict[str, str]) -> dict[str, str]:
    """Personal values as messages show them; a value of an unknown column as free text."""
    if not any(params.get(name) for name in _VALUES):
        return params
    where, at = ("", "") if path == "note" else _field_of(ledger, path)
    return {name: shown_value(where, at, value) if name in _VALUES else value for name, value in params.items()}


def _field_of(ledger: str, path: str) -> tuple[str, str]:
    """The ledger and field whose values a column holds: the resident's and the house's own stand with households."""
    head, _, rest = path.partition(".")
    if head == RESIDENT:
        return "households", f"members.{rest}"
    return ("households", rest) if head == HOUSE else (ledger, path)
