"""read_book: any file a clerk may send, as raw sheets. One that cannot be read is a finding, never an exception."""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from errno import errorcode
from typing import TYPE_CHECKING, Final

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from gridctl.findings.finding import Finding, Place, Severity
from gridctl.intake.reading import sniff
from gridctl.intake.reading.book import Book, Cell, Merge, Sheet
from gridctl.intake.reading.extent import MOST_CELLS
from gridctl.intake.reading.marks import Marks, read_marks
from gridctl.intake.reading.plainxlsx import read_plain
from gridctl.intake.reading.sparse import read_sparse

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# What reading a damaged archive raises, beside the reader's own errors.
_DAMAGE: Final = (
    ValueError, OverflowError, KeyError, IndexError, EOFError, NotImplementedError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip
# From here a third of the memory is worth the time that sharing texts takes.
_LARGE: Final = 50_000
MOST_BYTES: Final = 500 * 1024**2
"""A larger file is not read at all."""
MOST_TEXT: Final = 100 * 1024**2
"""A text table of that size holds a million rows: more people than any community has."""


def read_book(path: Path) -> Book:
    """Read a workbook (.xlsx .xlsm .xls .xlsb .ods .et), a text table (.csv .tsv .txt) or a web page with tables, as
    many platforms export under the name .xls; its bytes decide which it is.

    Findings: I101 cannot be opened, I102 empty, I103 corrupt, I104 password, I105 unpacks to far too much, I106 not a
    table, I107 named as something else, I108 characters that cannot be read, I111 too large, I118 a sheet of too many
    cells, I201 texts guarded against Excel. Never raises for what is in the file.
    """
    name = path.name
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            return Book(path, findings=(_too_large(name, size),))
        data = path.read_bytes()
    except OSError as error:
        return Book(path, findings=(_finding("I101", name, why=errorcode.get(error.errno or 0, "")),))
    sha256 = hashlib.sha256(data).hexdigest()
    kind, fault = sniff.kind_of(data)
    if fault:
        return Book(path, kind, sha256, findings=(_finding(fault, name),))
    findings: list[Finding] = []
    sheets: tuple[Sheet, ...]
    if not sniff.named_as(path.suffix, kind):
        findings.append(_finding("I107", name, Severity.WARNING, kind=kind))
    if kind in (sniff.TEXT, sniff.HTML):
        if len(data) > MOST_TEXT:
            return Book(path, kind, sha256, findings=(_too_large(name, len(data)),))
        from gridctl.intake.reading import delimited

        text, encoding, damaged = delimited.decode(data)
        if damaged:
            findings.append(_finding("I108", name, Severity.WARNING, encoding=encoding, count=str(damaged)))
        if kind == sniff.HTML:
            from gridctl.intake.reading import htmltable

            sheets = htmltable.sheets_of(text)
            if not sheets:
                return Book(path, kind, sha256, findings=(_finding("I106", name),))
        else:
            sheets = (Sheet(path.stem, delimited.rows_of(text)),)
        findings += _guarded(sheets, name, text)
    else:
        try:
            sheets = tuple(_sheets(data, kind, name, findings))
        except PasswordError:
            return Book(path, kind, sha256, findings=(_finding("I104", name),))
        except _Overfull:
            return Book(path, "", sha256, findings=(_finding("I105", name),))
        except (CalamineError, *_DAMAGE):
            return Book(path, kind, sha256, findings=(_finding("I103", name),))
        except BaseException as error:
            # What the reader's own language calls a panic has no name here that it could be caught by.
            if type(error).__name__ != "PanicException":
                raise
            return Book(path, kind, sha256, findings=(_finding("I103", name),))
    return Book(path, kind, sha256, sheets, tuple(findings))


def _guarded(sheets: Iterable[Sheet], name: str, text: str) -> list[Finding]:
    """Put what they say in place of texts that are guarded against Excel; tells of them."""
    from gridctl.intake.reading import guarded

    # Of most tables one look tells that there are none.
    count = sum(guarded.unguard(sheet.rows) for sheet in sheets) if guarded.may_be_in(text) else 0
    return [_finding("I201", name, Severity.INFO, count=str(count))] if count else []


def _finding(code: str, file: str, severity: Severity = Severity.ERROR, **params: str) -> Finding:
    return Finding(code, severity, Place(file), params={"file": file, **params})


def _too_large(file: str, size: int) -> Finding:
    return _finding("I111", file, size=f"{size / 1024**2:.0f} MB")


def _too_wide(file: str, sheet: str) -> Finding:
    return _finding("I118", file, sheet=sheet, cells=str(MOST_CELLS // 10_000))


class _Overfull(Exception):  # noqa: N818 -- no error: the file is refused
    """A file unpacks to far more than it says."""


def _sheets(data: bytes, kind: str, name: str, findings: list[Finding]) -> Iterable[Sheet]:
    if kind == sniff.XLSX:
        try:
            plain = read_plain(data)
        except (CalamineError, *_DAMAGE):
            # So ends a member that holds more than it says, too.
            if sniff.is_overfull(data):
                raise _Overfull from None
            raise
        if plain:
            yield from plain
            return
        if sniff.is_overfull(data):
            raise _Overfull
    marks = _marks(data, kind)
    if kind == sniff.ODS and (wide := [sheet for sheet, about in marks.items() if about.too_wide]):
        # Of these files all sheets are read at once.
        findings += [_too_wide(name, sheet) for sheet in wide]
        return
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        for index, meta in enumerate(book.sheets_metadata):
            if meta.typ != SheetTypeEnum.WorkSheet:
                continue
            about = marks.get(meta.name, Marks())
            visible = meta.visible == SheetVisibleEnum.Visible
            merges = about.merges
            if about.too_wide:
                far_apart = read_sparse(data, meta.name) if kind == sniff.XLSX else None
                if far_apart is None:
                    findings.append(_too_wide(name, meta.name))
                    continue
                rows = far_apart
            else:
                sheet = book.get_sheet_by_index(index)
                rows = _shared(sheet.to_python(skip_empty_area=False))
                merges = merges or tuple(
                    Merge(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
                )
            yield Sheet(meta.name, rows, visible, merges, about.hidden_rows, about.hidden_columns, about.error_cells)


def _marks(data: bytes, kind: str) -> dict[str, Marks]:
    """What a workbook's kind has beside values: merges, hidden rows, error cells."""
    if kind == sniff.XLSX:
        return read_marks(data)
    # Each kind needs modules that the others do not.
    if kind == sniff.ODS:
        from gridctl.intake.reading.odsmarks import read_ods_marks

        return read_ods_marks(data)
    if kind == sniff.XLSB:
        from gridctl.intake.reading.xlsbmarks import read_xlsb_marks

        return read_xlsb_marks(data)
    return {}


def _shared(rows: list[list[Cell]]) -> list[list[Cell]]:
    """The rows of a large sheet with each text kept once: 200 000 cells of a column hold a dozen relations."""
    if len(rows) < _LARGE:
        return rows
    known: dict[Cell, Cell] = {}
    keep = known.setdefault
    for number, row in enumerate(rows):
        rows[number] = [keep(cell, cell) if cell.__class__ is str else cell for cell in row]
    return rows
