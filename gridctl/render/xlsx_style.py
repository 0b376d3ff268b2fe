"""The cell formats of a workbook: one set for all sheets, a format a kind of column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gridctl.findings.table import ColumnKind

# "@" keeps a code text when somebody edits the cell: without it Excel turns 0101 into 101 and 18 digits into 5.1E+17.
_NUMBER_FORMATS: dict[ColumnKind, str] = {
    "text": "@",
    "date": "yyyy-mm-dd",
    "number": "General",
    "percent": "0.0%",
    "count": "#,##0",
}
_FONTS = {"zh": ("宋体", "黑体"), "en": ("Arial", "Arial")}
_RULE = "#C00000"
_GRID = "#A6A6A6"


class Formats:
    """The formats of one workbook."""

    def __init__(self, book: Any, language: str) -> None:
        body, head = _FONTS[language]
        base = {"font_name": body, "font_size": 10.5, "valign": "vcenter"}
        self._book = book
        self._base = base
        self._cells: dict[tuple[ColumnKind, bool, bool, bool], Any] = {}
        self.title = book.add_format(
            {"font_name": head, "font_size": 16, "bold": True, "align": "center", "valign": "vcenter"}
            | {"font_color": _RULE, "bottom": 2, "bottom_color": _RULE}
        )
        self.note = book.add_format(base | {"text_wrap": True, "font_color": "#595959"})
        self.heading = book.add_format(
            base
            | {"font_name": head, "bold": True, "align": "center", "text_wrap": True, "num_format": "@"}
            | {"bg_color": "#F2F2F2", "border": 1, "border_color": _GRID}
        )
        self.signature = book.add_format(base | {"align": "left"})

    def cell(self, kind: ColumnKind, *, wrap: bool = False, bordered: bool = True, decimals: bool = False) -> Any:
        """The format of a column's cells; without borders for the empty rest of the column.

        ``decimals`` lines up the numbers of a column in which some are not whole.
        """
        key = (kind, wrap, bordered, decimals)
        if key not in self._cells:
            look = self._base | {"num_format": "#,##0.00" if decimals else _NUMBER_FORMATS[kind]}
            look |= {"align": {"text": "left", "date": "center"}.get(kind, "right")}
            if look["align"] == "right":
                # Off the border, beside which the text of the next column begins.
                look["indent"] = 1
            if bordered:
                look |= {"border": 1, "border_color": _GRID, "text_wrap": wrap}
            self._cells[key] = self._book.add_format(look)
        return self._cells[key]
