"""The layout of an .xlsx sheet, from its XML: SpreadsheetML, ECMA-376 part 1, 18.3 (sheets) and 18.8 (styles).

Only the beginning and the end of a sheet are looked at: its cells may be a hundred megabytes.
"""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Final

from gridctl.intake.reading.book import cell_text
from gridctl.intake.reading.extent import column_number
from gridctl.intake.reading.marks import attribute, sheet_members, unquoted
from gridctl.intake.returned.layout import MOST_ROWS, Area, Layout, Look, Offer
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import IO

    from gridctl.intake.reading.book import Book, Sheet

_BLOCK: Final = 1 << 20
# What stands behind the cells is small, unless it is damaged.
_MOST_TAIL: Final = 4 * 1024**2
_MOST_VALUES: Final = 1000
_PADDING: Final = 5 / 7
_CELLS_END: Final = b"sheetData>"
_CALCULATED: Final = pattern(r"[(*+&<>=%]")

_COLUMN: Final = pattern(rb"<(?:\w+:)?col\b[^>]*>")
_ROW: Final = pattern(rb"<(?:\w+:)?row\b[^>]*>")
_CELL: Final = pattern(rb"<(?:\w+:)?c\b[^>]*>")
_CHECK: Final = pattern(rb"<(?:\w+:)?dataValidation\b([^>]*)>([^\x00]*?)</(?:\w+:)?dataValidation>")
_FORMULA: Final = pattern(rb"<(?:\w+:)?formula1>\s*(?:<(?:\w+:)?f>)?([^<]*)<")
_PLACES: Final = pattern(rb"<(?:\w+:)?sqref>([^<]*)<")
_NAME: Final = pattern(rb"<(?:\w+:)?definedName\b([^>]*)>([^<]*)<")
_AREA: Final = pattern(r"\$?([A-Z]{1,3})?\$?(\d+)?(?::\$?([A-Z]{1,3})?\$?(\d+)?)?")


def xlsx_layout(book: Book, sheet: Sheet, rows: range) -> Layout:
    """The layout of one sheet. Raises OSError, ValueError, KeyError or BadZipFile where the file cannot be read."""
    with zipfile.ZipFile(book.path) as archive:
        with archive.open(sheet_members(archive)[sheet.name]) as stream:
            head, tail = _ends(stream, rows)
        names = dict(_names(archive.read("xl/workbook.xml")))
        looks = _styles(archive.read("xl/styles.xml")) if "xl/styles.xml" in archive.namelist() else ()
    return Layout(
        dict(_widths(head[: max(head.find(b"sheetData"), 0)])),
        dict(_heights(head, rows)),
        tuple(_offers(tail, Values(book, sheet, names))),
        dict(_looks(head, rows, looks)),
    )


def _ends(stream: IO[bytes], rows: range) -> tuple[bytes, bytes]:
    """A sheet's XML as far as these rows go, and what stands behind its cells."""
    head = tail = before = b""
    whole = False
    while block := stream.read(_BLOCK):
        if not whole:
            head += block
            # Where one more row than are asked for has begun, those are there.
            whole = len(_ROW.findall(head)) > rows.stop
        seen = before + block
        end = seen.rfind(_CELLS_END)
        tail = seen[end:] if end >= 0 else tail + block[: _MOST_TAIL - len(tail)]
        before = seen[1 - len(_CELLS_END) :]
    return head, tail[:_MOST_TAIL]


def _widths(head: bytes) -> Iterator[tuple[int, float]]:
    for tag in _COLUMN.findall(head):
        first, last, width = (attribute(tag, name) for name in (b"min", b"max", b"width"))
        if first.isdecimal() and last.isdecimal() and width:
            # To the sheet's end is beyond the table.
            for col in range(int(first) - 1, min(int(last), int(first) + 100)):
                yield col, max(float(width) - _PADDING, 1)


def _row_tags(xml: bytes, rows: range) -> Iterator[tuple[int, bytes, int]]:
    """The tags of rows, each with its number and where its cells begin."""
    number = -1
    for match in _ROW.finditer(xml):
        given = attribute(match[0], b"r")
        number = int(given) - 1 if given.isdecimal() else number + 1
        if number >= rows.stop:
            return
        if number in rows:
            yield number, match[0], match.end()


def _heights(xml: bytes, rows: range) -> Iterator[tuple[int, float]]:
    for number, tag, _ in _row_tags(xml, rows):
        if height := attribute(tag, b"ht"):
            yield number, float(height)


def _looks(xml: bytes, rows: range, looks: tuple[Look, ...]) -> Iterator[tuple[tuple[int, int], Look]]:
    for number, tag, start in _row_tags(xml, rows):
        end = start if tag.endswith(b"/>") else max(xml.find(b"row>", start), start)
        for cell in _CELL.findall(xml, start, end):
            style, place = attribute(cell, b"s"), attribute(cell, b"r")
            if style.isdecimal() and int(style) < len(looks) and place:
                yield (number, column_number(place.rstrip("0123456789"))), looks[int(style)]


def _names(workbook: bytes) -> Iterator[tuple[str, str]]:
    for attributes, formula in _NAME.findall(workbook):
        yield attribute(attributes, b"name").casefold(), unquoted(formula.decode("utf-8", "replace"))


def _offers(tail: bytes, values: Values) -> Iterator[Offer]:
    for attributes, inside in _CHECK.findall(tail):
        formula = _FORMULA.search(inside)
        if attribute(attributes, b"type") != "list" or formula is None:
            continue
        places = _PLACES.search(inside)
        said = places[1].decode("ascii", "replace") if places else attribute(attributes, b"sqref")
        areas = tuple(area for each in said.split() if (area := area_of(each)) is not None)
        offered = values.of(unquoted(formula[1].decode("utf-8", "replace")).strip())
        if areas and offered:
            strict = attribute(attributes, b"errorStyle") in ("", "stop")
            stops = strict and attribute(attributes, b"showErrorMessage") in ("1", "true")
            yield Offer(areas, offered, stops, unquoted(attribute(attributes, b"prompt")))


def area_of(text: str) -> Area | None:
    """``A2:A9``, ``$B$3``, ``C:C`` or ``4:4`` as a rectangle; None for anything else."""
    match = _AREA.fullmatch(text)
    if match is None or not (match[1] or match[2]):
        return None
    left, top, right, bottom = match.groups()
    right, bottom = (right, bottom) if right or bottom else (left, top)
    return Area(
        int(top) - 1 if top else 0,
        column_number(left) if left else 0,
        int(bottom) - 1 if bottom else MOST_ROWS - 1,
        column_number(right) if right else 16_383,
    )


class Values:
    """What the formula of a drop-down stands for: its own words, a range of cells, or a name for one."""

    def __init__(self, book: Book, sheet: Sheet, names: Mapping[str, str]) -> None:
        self._sheets = {each.name.casefold(): each for each in book.sheets}
        self._sheet = sheet
        self._names = names

    def of(self, formula: str) -> tuple[str, ...]:
        """The values offered; none where they are calculated."""
        formula = formula.removeprefix("=")
        if formula.startswith('"'):
            return tuple(each.strip() for each in formula.strip('"').replace('""', '"').split(",") if each.strip())
        formula = self._names.get(formula.casefold(), formula)
        if _CALCULATED.search(formula):
            return ()
        name, _, place = formula.rpartition("!")
        if name.startswith("'"):
            name = name[1:-1].replace("''", "'")
        sheet = self._sheets.get(name.casefold()) if name else self._sheet
        area = area_of(place)
        return _texts(sheet, area) if sheet is not None and area is not None else ()


def _texts(sheet: Sheet, area: Area) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for row in sheet.rows[area.top : area.bottom + 1]:
        for cell in row[area.left : area.right + 1]:
            if (text := cell_text(cell).strip()) and len(found) < _MOST_VALUES:
                found[text] = None
    return tuple(found)


def _styles(xml: bytes) -> tuple[Look, ...]:
    from gridctl.intake.returned.layoutstyles import looks_of

    return looks_of(xml)
