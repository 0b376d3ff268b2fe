"""How the sender's sheet looks and what its cells offer: widths, heights, formats, drop-downs.

Read only for sheets that rows go back from; what cannot be read of a sheet is left out, never a fault.
"""

from __future__ import annotations

import struct
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from gridctl.intake.reading import sniff

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gridctl.intake.reading.book import Book, Sheet

MOST_ROWS: Final = 1_048_576


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, rows and columns from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int

    def holds(self, row: int, col: int) -> bool:
        """Whether the cell lies in it."""
        return self.top <= row <= self.bottom and self.left <= col <= self.right


@dataclass(frozen=True, slots=True)
class Offer:
    """A drop-down: the values that its cells offer. ``stops``: nothing else may be typed."""

    areas: tuple[Area, ...]
    values: tuple[str, ...]
    stops: bool = True
    prompt: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell is shown, as far as it is carried over; colours are ``RRGGBB``."""

    number_format: str = "General"
    bold: bool = False
    font: str = ""
    size: float = 0
    color: str = ""
    fill: str = ""
    align: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet's looks. Widths are in characters, heights in points; ``looks`` are of single cells."""

    widths: Mapping[int, float] = field(default_factory=dict)
    heights: Mapping[int, float] = field(default_factory=dict)
    offers: tuple[Offer, ...] = ()
    looks: Mapping[tuple[int, int], Look] = field(default_factory=dict)


def read_layout(book: Book, sheet: Sheet, rows: range) -> Layout:
    """The layout of a sheet, with the looks and heights of ``rows``; empty for files that have or tell none."""
    from gridctl.intake.returned.layoutods import ods_layout
    from gridctl.intake.returned.layoutxls import xls_layout
    from gridctl.intake.returned.layoutxlsx import xlsx_layout

    read = {sniff.XLSX: xlsx_layout, sniff.ODS: ods_layout, sniff.XLS: xls_layout}.get(book.kind)
    if read is None:
        return Layout()
    try:
        return read(book, sheet, rows)
    except (OSError, ValueError, KeyError, IndexError, struct.error, zipfile.BadZipFile):
        # The file has gone or been changed since it was read: its rows go back without its looks.
        return Layout()
