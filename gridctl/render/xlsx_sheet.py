"""One sheet of a workbook: title, notes, heading, rows, footer, guards and print set-up."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from gridctl.render.cells import as_text, masked
from gridctl.text.pattern import pattern
from gridctl.text.width import display_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gridctl.findings.table import Cell, TableColumn, Words
    from gridctl.render.xlsx import SheetSpec
    from gridctl.render.xlsx_style import Formats

_FORBIDDEN = pattern(r"[\[\]:*?/\\]")
_NAME_LENGTH = 31
_WIDEST = 44
_NARROWEST = 6
# A title's letters are half as wide again as a cell's; a portrait page is so wide.
_TITLE, _PAGE = 1.6, 84
_HEADING_LINE = 12
# Excel refuses longer texts in a cell, and longer lists inside a validation.
_CELL_LENGTH = 32767
_INLINE_LIST = 255
_LINE_HEIGHT = 16.5
_FIRST_DATE = date(1900, 3, 1)  # Excel counts a 29 February 1900 that never was; earlier dates stay text
_A4 = 9
_SHORT = 24


def sheet_names(sheets: Sequence[SheetSpec]) -> list[str]:
    """Names Excel accepts, each used once."""
    taken: set[str] = set()
    names = []
    for spec in sheets:
        stem = _FORBIDDEN.sub(" ", spec.name).strip("' ") or "Sheet"
        name, number = stem[:_NAME_LENGTH], 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem[: _NAME_LENGTH - 5]} ({number})"
        taken.add(name.casefold())
        names.append(name)
    return names


class Choices:
    """The lists that cells drop down; long ones stand on a hidden sheet, each once."""

    def __init__(self, book: Any, names: Sequence[str]) -> None:
        self._book = book
        self._name = "_lists" if "_lists" not in names else "_lists_"
        self._page: Any = None
        self._ranges: dict[tuple[str, ...], str] = {}

    def source(self, values: Sequence[str]) -> list[str] | str:
        """What a validation takes: the values themselves, or the range they stand in."""
        listed = tuple(values)
        if len(",".join(listed)) <= _INLINE_LIST and not any("," in each for each in listed):
            return list(listed)
        if listed not in self._ranges:
            if self._page is None:
                self._page = self._book.add_worksheet(self._name)
                self._page.hide()
            from xlsxwriter.utility import xl_col_to_name

            column = len(self._ranges)
            for row, value in enumerate(listed):
                self._page.write_string(row, column, value)
            letter = xl_col_to_name(column)
            self._ranges[listed] = f"='{self._name}'!${letter}$1:${letter}${len(listed)}"
        return self._ranges[listed]


class SheetWriter:
    """Writes one sheet; ``top`` is the row of the heading, ``bottom`` the first free row below the table."""

    def __init__(
        self, spec: SheetSpec, page: Any, formats: Formats, choices: Choices, language: str, *, reveal: bool
    ) -> None:
        self.spec = spec
        self.page = page
        self._formats = formats
        self._choices = choices
        self._language = language
        self._reveal = reveal
        self.top = 0 if spec.heading_only else 1 + len(spec.table.notes)
        self.bottom = self.top + 1 + len(spec.table.rows) + spec.blank_rows
        self._last_column = max(0, len(spec.table.columns) - 1)

    def column_of(self, key: str) -> int:
        """A column's position; raises ``KeyError``."""
        for position, column in enumerate(self.spec.table.columns):
            if column.key == key:
                return position
        raise KeyError(key)

    def write(self) -> None:
        """Write everything but charts and print set-up."""
        table = self.spec.table
        rows = [
            tuple(masked(column, value, reveal=self._reveal) for column, value in zip(table.columns, row, strict=True))
            for row in table.rows
        ]
        widths = [self._width(position, column, rows) for position, column in enumerate(table.columns)]
        if not self.spec.heading_only:
            widths = _under_title(widths, display_width(table.title.text(self._language)))
            self._across(0, table.title, self._formats.title, height=34)
            for number, note in enumerate(table.notes, start=1):
                self._across(number, note, self._formats.note, height=self._height(note, sum(widths)))
        tall = any(display_width(column.label(self._language)) > _HEADING_LINE for column in table.columns)
        self.page.set_row(self.top, _LINE_HEIGHT * (2 if tall else 1) + 4)
        for position, column in enumerate(table.columns):
            self._write_column(position, column, [row[position] for row in rows], widths[position])
        self._guard()
        self.page.freeze_panes(self.top + 1, 0)
        if table.columns:
            self.page.autofilter(self.top, 0, max(self.top, self.bottom - 1), self._last_column)
        self._write_foot(sum(widths))

    def set_print(self) -> None:
        """A4, as many pages long as needed and one wide, the heading on each.

        A short table and its charts keep to one page, lest a chart be cut between two.
        """
        self.page.set_paper(_A4)
        short = self.spec.charts and len(self.spec.table.rows) <= _SHORT
        self.page.fit_to_pages(1, 1 if short else 0)
        self.page.set_margins(left=0.6, right=0.6, top=0.75, bottom=0.75)
        self.page.center_horizontally()
        if self.spec.landscape:
            self.page.set_landscape()
        if self.spec.table.rows:
            self.page.repeat_rows(self.top)
        self.page.set_footer("&C第 &P 页，共 &N 页" if self._language == "zh" else "&CPage &P of &N")

    def _write_column(self, position: int, column: TableColumn, values: Sequence[Cell], width: int) -> None:
        self.page.set_column(position, position, width, self._formats.cell(column.kind, bordered=False))
        self.page.write_string(self.top, position, column.label(self._language), self._formats.heading)
        decimals = column.kind == "number" and any(isinstance(each, float) and each % 1 for each in values)
        plain = self._formats.cell(column.kind, decimals=decimals)
        wrapped = self._formats.cell(column.kind, wrap=True)
        for row, value in enumerate(values, start=self.top + 1):
            self._write_cell(row, position, column, value, plain, wrapped, width)
        for row in range(self.top + 1 + len(values), self.bottom):
            self.page.write_blank(row, position, None, plain)

    def _write_cell(
        self, row: int, position: int, column: TableColumn, value: Cell, plain: Any, wrapped: Any, width: int
    ) -> None:
        if value is None or value == "":
            self.page.write_blank(row, position, None, plain)
        elif isinstance(value, date) and column.kind == "date" and value >= _FIRST_DATE:
            self.page.write_datetime(row, position, value, plain)
        elif column.kind not in ("text", "date") and isinstance(value, int | float) and not isinstance(value, bool):
            self.page.write_number(row, position, value, plain)
        else:
            text = as_text(column, value, self._language)
            look = wrapped if display_width(text) > width - 1 or "\n" in text else plain
            self.page.write_string(row, position, text[:_CELL_LENGTH], look)

    def _width(self, position: int, column: TableColumn, rows: Sequence[tuple[Cell, ...]]) -> int:
        """Wide enough for the heading and the cells, within reason; without rows what the column asks for."""
        # A heading shares its cell with the filter's arrow; a long one takes two lines.
        heading = display_width(column.label(self._language))
        longest = (heading if heading <= _HEADING_LINE else heading // 2 + 3) + 3
        room = 2 if column.kind in ("text", "date") else 3
        if not rows:
            longest = max(longest, column.width)
        for row in rows:
            text = as_text(column, row[position], self._language)
            longest = max(longest, *(display_width(line) + room for line in text.split("\n")))
        return max(_NARROWEST, min(longest, max(_WIDEST, column.width)))

    def _guard(self) -> None:
        """Drop-downs, and no green corners on codes that are text on purpose."""
        first, last = self.top + 1, max(self.top + 1, self.bottom - 1)
        for position, column in enumerate(self.spec.table.columns):
            values = self.spec.choices.get(column.key)
            if values:
                self.page.data_validation(first, position, last, position, self._validation(values))
        if self.spec.table.columns:
            from xlsxwriter.utility import xl_range

            self.page.ignore_errors({"number_stored_as_text": xl_range(0, 0, self.bottom, self._last_column)})

    def _validation(self, values: Sequence[str]) -> dict[str, Any]:
        zh = self._language == "zh"
        return {
            "validate": "list",
            "source": self._choices.source(values),
            "error_title": "不在可选范围" if zh else "Not on the list",
            "error_message": "请从下拉列表中选择。" if zh else "Please choose from the list.",
        }

    def _write_foot(self, width: int) -> None:
        for line in self.spec.table.footer:
            self._across(self.bottom, line, self._formats.note, height=self._height(line, width))
            self.bottom += 1
        if self.spec.signature:
            colon = "：" if self._language == "zh" else ": "
            text = "        ".join(f"{label.text(self._language)}{colon}＿＿＿＿＿＿" for label in self.spec.signature)
            self.page.set_row(self.bottom + 1, 28)
            # Not merged: a text runs on over the empty cells beside it.
            self.page.write_string(self.bottom + 1, 0, text, self._formats.signature)
            self.bottom += 2

    def _across(self, row: int, words: Words, look: Any, *, height: float) -> None:
        text = words.text(self._language)
        self.page.set_row(row, height)
        if self._last_column:
            self.page.merge_range(row, 0, row, self._last_column, "", look)
        self.page.write_string(row, 0, text, look)

    def _height(self, words: Words, width: int) -> float:
        """Rows of merged cells do not grow by themselves: count the lines."""
        lines = sum(1 + (display_width(line) - 1) // max(width, 1) for line in words.text(self._language).split("\n"))
        return _LINE_HEIGHT * max(1, lines)


def _under_title(widths: list[int], title: int) -> list[int]:
    """The widths of a narrow table's columns, so that its title is not cut off over it."""
    wanted, whole = min(int(title * _TITLE), _PAGE), sum(widths)
    return [width * wanted // whole + 1 for width in widths] if whole and whole < wanted else widths
