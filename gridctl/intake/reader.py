"""read_book: any file a clerk may send, as raw sheets. One that cannot be read is a finding, never an exception."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from gridctl.findings.finding import Finding, Place, Severity
from gridctl.intake import delimited, sniff
from gridctl.intake.book import Book, Cell, Merge, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

_ROW: Final = re.compile(rb"<(?:x:)?row\b([^>]*)>")
_NUMBER: Final = re.compile(rb'\br="(\d+)"')
_HIDDEN: Final = re.compile(rb'\bhidden="(?:1|true)"')
_ERROR_CELL: Final = re.compile(rb'<(?:x:)?c\b[^>]*\bt="e"[^>]*>')
_REFERENCE: Final = re.compile(rb'\br="([A-Z]+)(\d+)"')
_SHEET_PATH: Final = re.compile(rb"<(?:x:)?sheet\b[^>]*>")
_TARGET: Final = re.compile(rb"<Relationship\b[^>]*>")


def read_book(path: Path) -> Book:
    """Read a workbook (.xlsx .xlsm .xls .xlsb .ods .et) or text table (.csv .tsv .txt); its bytes decide which it is.

    Findings: I101 cannot be opened, I102 empty, I103 corrupt, I104 password, I105 unpacks to far too much, I106 not a
    table, I107 named as something else, I108 characters that cannot be read. Never raises for what is in the file.
    """
    name = path.name
    try:
        data = path.read_bytes()
    except OSError as error:
        return Book(path, findings=(_finding("I101", name, why=error.strerror or type(error).__name__),))
    sha256 = hashlib.sha256(data).hexdigest()
    kind, fault = sniff.kind_of(data)
    if fault:
        return Book(path, kind, sha256, findings=(_finding(fault, name),))
    findings: list[Finding] = []
    expected = sniff.EXTENSIONS.get(path.suffix.lower())
    if expected != kind:
        findings.append(_finding("I107", name, Severity.WARNING, kind=kind))
    if kind == sniff.TEXT:
        text, encoding, damaged = delimited.decode(data)
        if damaged:
            findings.append(_finding("I108", name, Severity.WARNING, encoding=encoding, count=str(damaged)))
        sheets: tuple[Sheet, ...] = (Sheet(path.stem, delimited.rows_of(text)),)
    else:
        try:
            sheets = tuple(_sheets(data, kind))
        except PasswordError:
            return Book(path, kind, sha256, findings=(_finding("I104", name),))
        except (CalamineError, ValueError, OverflowError):
            return Book(path, kind, sha256, findings=(_finding("I103", name),))
    return Book(path, kind, sha256, sheets, tuple(findings))


def read_ahead(paths: Sequence[Path]) -> Iterator[Book]:
    """Begin to read files beside the caller, who goes on; the result gives them in their order."""
    pool = ThreadPoolExecutor(1)
    reading = [pool.submit(read_book, path) for path in paths]
    pool.shutdown(wait=False)
    # Each is let go of as it is handed out.
    reading.reverse()
    return (reading.pop().result() for _ in paths)


def _finding(code: str, file: str, severity: Severity = Severity.ERROR, **params: str) -> Finding:
    return Finding(code, severity, Place(file), params={"file": file, **params})


def _sheets(data: bytes, kind: str) -> Iterable[Sheet]:
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        marks = _marks(data) if kind == sniff.XLSX else {}
        for index, meta in enumerate(book.sheets_metadata):
            if meta.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_index(index)
            rows: list[list[Cell]] = sheet.to_python(skip_empty_area=False)
            merges = tuple(
                Merge(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
            )
            hidden, errors = marks.get(meta.name, (frozenset(), frozenset()))
            visible = meta.visible == SheetVisibleEnum.Visible
            yield Sheet(meta.name, rows, visible, merges, hidden, errors)


def _marks(data: bytes) -> dict[str, tuple[frozenset[int], frozenset[tuple[int, int]]]]:
    """Hidden rows and error cells by sheet name: what the reader leaves out and the clerk must be told."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name, member in _members(archive).items():
            if member in archive.namelist():
                xml = archive.read(member)
                found[name] = (_hidden_rows(xml), _error_cells(xml))
    return found


def _members(archive: zipfile.ZipFile) -> dict[str, str]:
    from xml.sax.saxutils import unescape

    if "xl/_rels/workbook.xml.rels" not in archive.namelist():
        return {}
    targets = {}
    for tag in _TARGET.findall(archive.read("xl/_rels/workbook.xml.rels")):
        ident, target = _attribute(tag, b"Id"), _attribute(tag, b"Target")
        targets[ident] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    members = {}
    for tag in _SHEET_PATH.findall(archive.read("xl/workbook.xml")):
        name = unescape(_attribute(tag, b"name"), {"&quot;": '"', "&apos;": "'"})
        members[name] = targets.get(_attribute(tag, b"r:id"), "")
    return members


def _attribute(tag: bytes, name: bytes) -> str:
    match = re.search(rb"\b" + name + rb'="([^"]*)"', tag)
    return match[1].decode("utf-8", "replace") if match else ""


def _hidden_rows(xml: bytes) -> frozenset[int]:
    if b'hidden="' not in xml:
        return frozenset()
    hidden = set()
    for attributes in _ROW.findall(xml):
        if _HIDDEN.search(attributes) and (number := _NUMBER.search(attributes)):
            hidden.add(int(number[1]) - 1)
    return frozenset(hidden)


def _error_cells(xml: bytes) -> frozenset[tuple[int, int]]:
    if b't="e"' not in xml:
        return frozenset()
    cells = set()
    for tag in _ERROR_CELL.findall(xml):
        if match := _REFERENCE.search(tag):
            col = 0
            for letter in match[1]:
                col = col * 26 + letter - 64
            cells.add((int(match[2]) - 1, col - 1))
    return frozenset(cells)
