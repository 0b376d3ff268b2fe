"""One sheet of returned rows: the sender's headings and looks above, the failing rows below, each fault marked."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any, Final

from gridctl.findings.message import message
from gridctl.findings.registry import rule
from gridctl.intake.dictionary.vocabulary import column_at
from gridctl.intake.reading.book import Cell, cell_text
from gridctl.intake.returned.layout import Area, Layout, Look, Offer, read_layout
from gridctl.schema.codelists import code_list
from gridctl.text.cellname import cell_name, column_letters
from gridctl.text.pattern import pattern
from gridctl.text.width import display_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gridctl.findings.finding import Finding
    from gridctl.intake.outcome import RowOutcome, SourcePlan
    from gridctl.intake.reading.book import Sheet

_FAULTY: Final = "#FFC7CE"
_WIDEST: Final = 40
# A number cell would lose the zeros in front and the digits behind the fifteenth.
_AS_TEXT: Final = frozenset(("id", "phone"))
_LISTS: Final = "gridctl下拉项"
# Excel keeps the words of a drop-down in its formula up to this length.
_MOST_LETTERS: Final = 255
_MOST_OFFERED: Final = 100
_DAY_FORMAT: Final = pattern(r"[ymd]", re.IGNORECASE)


class Lists:
    """A hidden sheet for the drop-downs that are too long to stand in a formula."""

    def __init__(self) -> None:
        self._columns: dict[tuple[str, ...], int] = {}

    def place(self, values: tuple[str, ...]) -> str:
        """Where these values will stand."""
        letters = column_letters(self._columns.setdefault(values, len(self._columns)))
        return f"='{_LISTS}'!${letters}$1:${letters}${len(values)}"

    def write(self, book: Any) -> None:
        """Add the sheet, if any list needs it."""
        if self._columns:
            sheet = book.add_worksheet(_LISTS)
            sheet.hide()
            for values, col in self._columns.items():
                for row, text in enumerate(values):
                    sheet.write_string(row, col, text)


class ReturnedSheet:
    """Writes the rejected rows of one source as a sheet of an XlsxWriter book."""

    def __init__(self, book: Any, source: SourcePlan, language: str, name: str | None) -> None:
        self._book = book
        self._source = source
        self._language = language
        self._sheet = book.add_worksheet(name)
        self._first, self._last = source.region.heading_rows
        self._below = min(source.region.data, default=self._last + 1)
        made = source.sheet.origin is not None
        self._layout = Layout() if made else read_layout(source.book, source.sheet, range(self._below + 1))
        self._text_columns = _text_columns(source)
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def write(self, lists: Lists) -> None:
        """Write headings, rows, comments, widths and drop-downs."""
        self._write_head()
        rejected = [each for each in self._source.rows if each.status == "rejected"]
        faulty: set[int] = set()
        for target, outcome in enumerate(rejected, start=self._last + 1):
            faulty |= self._write_row(target, outcome)
        self._set_sizes(faulty)
        places = {outcome.row: target for target, outcome in enumerate(rejected, start=self._last + 1)}
        for offer in (*self._layout.offers, *self._own_offers()):
            self._offer(offer, places, lists)
        self._sheet.freeze_panes(self._last + 1, 0)
        self._sheet.set_landscape()
        self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_rows(self._first, self._last)

    def _write_head(self) -> None:
        merged = self._write_merges()
        for number, row in enumerate(self._source.sheet.rows[: self._last + 1]):
            for col, cell in enumerate(row):
                if (number, col) not in merged:
                    self._put(number, col, cell, self._head_style(number, col, cell), text=True)
            if number in self._layout.heights:
                self._sheet.set_row(number, self._layout.heights[number])

    def _head_style(self, row: int, col: int, cell: Cell, *, merged: bool = False) -> Any:
        heading = self._first <= row <= self._last and cell != ""
        look = self._layout.looks.get((row, col), Look())
        bold, align = (look.bold, look.align) if self._layout.looks else (heading, "center" if heading else "")
        return self._format(
            # A unit or a date above the headings runs on over empty neighbours; wrapped in a narrow column it is cut.
            text_wrap=heading or merged,
            valign="vcenter",
            border=1 if heading else 0,
            bold=bold,
            align=align,
            bg_color=_color(look.fill),
            font_color=_color(look.color),
            font_name=look.font,
            font_size=look.size,
        )

    def _write_merges(self) -> set[tuple[int, int]]:
        covered: set[tuple[int, int]] = set()
        for merge in self._source.sheet.merges:
            rows, cols = range(merge.top, merge.bottom + 1), range(merge.left, merge.right + 1)
            # Overlapping ranges, and ranges of one cell, are damage that Excel would refuse to open.
            if merge.bottom > self._last or not 2 <= len(rows) * len(cols) <= 100_000:
                continue
            cells = {(row, col) for row in rows for col in cols}
            if cells & covered:
                continue
            covered |= cells
            text = cell_text(self._source.sheet.value(merge.top, merge.left))
            style = self._head_style(merge.top, merge.left, text, merged=True)
            self._sheet.merge_range(merge.top, merge.left, merge.bottom, merge.right, "", style)
            self._sheet.write_string(merge.top, merge.left, text, style)
        return covered

    def _write_row(self, target: int, outcome: RowOutcome) -> set[int]:
        faults = _faults(outcome, self._source.sheet)
        row = self._source.cells[outcome.row]
        for col in range(max([len(row), *(col + 1 for col in faults)])):
            cell = row[col] if col < len(row) else ""
            style = self._format(
                border=1, num_format=self._number_format(col, cell), bg_color=_FAULTY if col in faults else ""
            )
            self._put(target, col, cell, style, text=col in self._text_columns)
        for col, findings in faults.items():
            options = {"author": "gridctl", "x_scale": 2, "y_scale": 1.5}
            self._sheet.write_comment(target, col, _comment(findings, self._language), options)
        return set(faults)

    def _number_format(self, col: int, cell: Cell) -> str:
        """The sender's, where the kind of value asks for one; text stays text when somebody types over it."""
        sent = self._layout.looks.get((self._below, col), Look()).number_format
        if isinstance(cell, dt.date):
            return sent if _DAY_FORMAT.search(sent.replace("General", "")) else "yyyy-mm-dd"
        if isinstance(cell, str) or col in self._text_columns:
            return "@"
        return sent

    def _put(self, row: int, col: int, cell: Cell, style: Any, *, text: bool) -> None:
        sheet = self._sheet
        if cell == "" and isinstance(cell, str):
            sheet.write_blank(row, col, None, style)
        elif isinstance(cell, bool):
            sheet.write_boolean(row, col, cell, style)
        elif isinstance(cell, int | float):
            # What Excel has rounded stays a number, so that nobody takes its zeros for digits.
            if text and abs(cell) < 1e15:
                sheet.write_string(row, col, cell_text(cell), style)
            else:
                sheet.write_number(row, col, cell, style)
        elif isinstance(cell, dt.date) and cell.year >= 1900:
            sheet.write_datetime(row, col, cell, style)
        else:
            sheet.write_string(row, col, cell_text(cell)[:32_767], style)

    def _set_sizes(self, faulty: set[int]) -> None:
        hidden = self._source.sheet.hidden_columns - faulty
        widths = {**_widths(self._source), **self._layout.widths}
        for col in sorted({*widths, *hidden}):
            # What is to be corrected must be seen.
            self._sheet.set_column(col, col, widths.get(col), None, {"hidden": True} if col in hidden else {})

    def _offer(self, offer: Offer, places: dict[int, int], lists: Lists) -> None:
        runs = list(_runs(offer, places))
        if not runs:
            return
        words = ",".join(offer.values)
        inline = len(words) <= _MOST_LETTERS and not any("," in each or '"' in each for each in offer.values)
        options = {
            "validate": "list",
            "source": list(offer.values) if inline else lists.place(offer.values),
            "show_error": offer.stops,
            "input_message": offer.prompt[:_MOST_LETTERS],
            "other_cells": runs[1:],
        }
        self._sheet.data_validation(*runs[0], options)

    def _own_offers(self) -> Iterator[Offer]:
        """The values of coded columns whose drop-down the sender's file has not, or does not tell."""
        rejected = [each.row for each in self._source.rows if each.status == "rejected"]
        ends = {rejected[0], rejected[-1]}
        areas = [area for offer in self._layout.offers for area in offer.areas]
        for each in self._source.heading.columns:
            if each.target is None or each.target.role != "field":
                continue
            column = column_at(self._source.ledger, each.target.field)
            if column.kind != "code" or column.col.codes is None:
                continue
            if any(area.holds(row, each.col) for row in ends for area in areas):
                continue
            items = code_list(column.col.codes).items
            if len(items) <= _MOST_OFFERED:
                values = tuple(item.en if each.heading.isascii() else item.zh for item in items)
                area = Area(rejected[0], each.col, rejected[-1], each.col)
                # What else is understood may be typed.
                yield Offer((area,), values, stops=False)

    def _format(self, **wanted: Any) -> Any:
        chosen = tuple((name, value) for name, value in wanted.items() if value)
        if chosen not in self._formats:
            self._formats[chosen] = self._book.add_format(dict(chosen))
        return self._formats[chosen]


def _color(rgb: str) -> str:
    return f"#{rgb}" if rgb else ""


def _runs(offer: Offer, places: dict[int, int]) -> Iterator[list[int]]:
    """The cells of the returned sheet that stand for those of a drop-down, as rectangles one column wide."""
    targets: dict[int, list[int]] = {}
    for area in offer.areas:
        rows = [target for row, target in places.items() if area.top <= row <= area.bottom]
        for col in range(area.left, min(area.right, area.left + 200) + 1):
            targets.setdefault(col, []).extend(rows)
    for col, rows in targets.items():
        begun: list[int] = []
        for row in sorted(set(rows)):
            if begun and row == begun[2] + 1:
                begun[2] = row
                continue
            if begun:
                yield begun
            begun = [row, col, row, col]
        if begun:
            yield begun


def _text_columns(source: SourcePlan) -> set[int]:
    columns = set()
    for each in source.heading.columns:
        if each.target is None or each.target.role != "field":
            continue
        col = column_at(source.ledger, each.target.field)
        if col.col.mask in _AS_TEXT or col.col.ref or col.name.endswith(("code", "_no")) or col.name == "uscc":
            columns.add(each.col)
    return columns


def _faults(outcome: RowOutcome, sheet: Sheet) -> dict[int, list[Finding]]:
    # Where the sender sees a cell of a card is not where it is returned.
    own = {cell_name(*spot): col for (row, col), spot in (sheet.origin or {}).items() if row == outcome.row}
    faults: dict[int, list[Finding]] = {}
    for finding in outcome.findings:
        cell = finding.place.cell
        faults.setdefault(own.get(cell, 0) if own else _column(cell), []).append(finding)
    return faults


def _column(cell: str) -> int:
    col = 0
    for letter in cell:
        if not letter.isalpha():
            break
        col = col * 26 + ord(letter) - 64
    return col - 1


def _comment(findings: Iterable[Finding], language: str) -> str:
    lines = []
    for finding in findings:
        remedy = rule(finding.code).texts(language).remedy
        for name, value in finding.params.items():
            remedy = remedy.replace(f"{{{name}}}", value)
        lines += [f"[{finding.code}] {message(finding, language)}", remedy]
    return "\n".join(lines)


def _widths(source: SourcePlan) -> dict[int, int]:
    """Wide enough for the heading's last line and for the values, within reason."""
    widths = {each.col: display_width(each.heading.split("/")[-1]) + 2 for each in source.heading.columns}
    for outcome in source.rows:
        if outcome.status == "rejected":
            for col, cell in enumerate(source.cells[outcome.row]):
                widths[col] = max(widths.get(col, 8), display_width(cell_text(cell)) + 2)
    return {col: min(width, _WIDEST) for col, width in widths.items()}
